-- Grain: one household, as identified where it is monitored.
CREATE OR REPLACE TEMP VIEW check_income_household AS
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  wage_income > 0 AND wage_income < {{wage_tiny.yuan}} AS wage_tiny,
  CASE WHEN is_monitored THEN net_income_per_capita > {{income_high.yuan}} END AS income_high,
  CASE WHEN net_income <> 0 THEN abs(net_income_per_capita * members - net_income) * 100 > abs(net_income) * {{income_unequal.pct}} END AS income_unequal,
  abs(wage_income + business_income - business_expense + property_income + transfer_income - net_income) > {{income_parts.yuan}} AS income_parts,
  least(business_expense, eligible_out_of_pocket) < 0 AS expense_negative
FROM check_household;

-- Grain: one person with a spell of work whose pay a month is known: the least and the most of them.
CREATE OR REPLACE TEMP VIEW check_income_person AS
SELECT household_id, place_no, any_value(region_code) AS region_code,
  min(monthly_wage) < {{pay_tiny.yuan}} AS pay_tiny,
  bool_or(monthly_wage >= {{pay_tiny.yuan}} AND monthly_wage < {{pay_low.yuan}}) AS pay_low,
  max(monthly_wage) > {{pay_high.yuan}} AS pay_high
FROM check_spell WHERE working AND monthly_wage IS NOT NULL GROUP BY household_id, place_no;
