-- Grain: one household. Land and living conditions are asked of every household, the rest of those monitored or eliminated.
CREATE OR REPLACE TEMP VIEW check_completeness_household AS
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  CASE WHEN is_monitored THEN identified_month IS NULL END AS no_identified_month,
  CASE WHEN is_monitored THEN len(risks) = 0 END AS no_risk,
  CASE WHEN category IS NULL THEN identified_month IS NOT NULL OR risk_1 IS NOT NULL END AS no_category,
  CASE WHEN is_monitored THEN schooling_problem IS NULL OR housing_problem IS NULL OR medical_problem IS NULL OR water_problem IS NULL END AS no_safeguard_items,
  CASE WHEN is_eliminated THEN after_schooling_problem IS NULL OR after_housing_problem IS NULL OR after_medical_problem IS NULL OR after_water_problem IS NULL
    OR after_wage_income IS NULL OR after_property_income IS NULL OR after_transfer_income IS NULL OR after_business_income IS NULL OR after_business_expense IS NULL
    OR after_net_income IS NULL OR after_net_income_per_capita IS NULL OR after_insurance_payout IS NULL OR after_eligible_out_of_pocket IS NULL END AS after_items_blank,
  CASE WHEN is_eliminated THEN elimination_mode IS NULL END AS no_elimination_mode,
  CASE WHEN is_eliminated THEN NOT has_contact END AS no_contact,
  CASE WHEN list_contains(risks, 'natural_disaster') THEN disaster_subtype IS NULL END AS no_disaster_kind,
  arable_area IS NULL OR forest_area IS NULL OR returned_forest_area IS NULL OR orchard_area IS NULL OR pasture_area IS NULL OR water_area IS NULL AS land_blank,
  house_area IS NULL OR dangerous_house IS NULL OR safe_water IS NULL OR access_road IS NULL AS living_blank
FROM check_household;

-- Grain: one person.
CREATE OR REPLACE TEMP VIEW check_completeness_person AS
SELECT household_id, place_no, region_code,
  resident_medical_insured IS NULL AND employee_medical_insured IS NULL AS medical_insurance_blank,
  CASE WHEN age >= {{pension_blank.age}} THEN resident_pension_insured IS NULL AND employee_pension_insured IS NULL END AS pension_blank,
  critical_illness_insured IS NULL AS critical_insurance_blank,
  school_status IS NULL AND education IS NULL AND dropout_reason IS NULL AS schooling_blank,
  health IS NULL AS health_blank,
  labour_capacity IS NULL AS labour_blank,
  age IS NULL AS age_blank
FROM check_person;
