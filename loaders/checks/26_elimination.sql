-- Grain: one household whose risk is marked as gone. The line of income is that of the year of elimination.
CREATE OR REPLACE TEMP VIEW check_elimination_household AS
WITH gone AS (
  SELECT h.*, l.line, month_no(eliminated_month) - month_no(identified_month) AS months,
    any_dibao OR any_tekun OR list_says(items, '{{words.disabled_item}}') AS has_transfer
  FROM check_household AS h LEFT JOIN check_line AS l ON l.region_code = h.region_code AND l.stat_year = h.eliminated_month // 100
  WHERE is_eliminated
)
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  months < 0 AS eliminated_before,
  CASE WHEN elimination_mode <> 'natural' AND months >= 0 THEN months <= {{eliminated_at_once.months}} END AS eliminated_at_once,
  CASE WHEN elimination_mode <> 'natural' AND months > {{eliminated_at_once.months}} THEN months < {{eliminated_early.months}} END AS eliminated_early,
  CASE WHEN elimination_mode = 'assisted' THEN len(categories) = 0 AND len(items) = 0 END AS assisted_no_measure,
  after_net_income_per_capita < line AS eliminated_poor,
  CASE WHEN labour IS NOT NULL THEN labour = 'none' END AS eliminated_no_labour,
  after_housing_problem AS eliminated_housing,
  after_water_problem AS eliminated_water,
  after_schooling_problem AS eliminated_schooling,
  after_medical_problem AS eliminated_medical,
  CASE WHEN has_transfer THEN after_transfer_income = 0 END AS eliminated_no_transfer,
  CASE WHEN any_work OR any_post THEN after_wage_income = 0 END AS eliminated_no_wage,
  dangerous_house AS eliminated_dangerous,
  NOT safe_water AS eliminated_unsafe_water
FROM gone;

-- Grain: one household in the register.
CREATE OR REPLACE TEMP VIEW check_elimination_month_household AS
SELECT household_id, NULL::BIGINT AS place_no, region_code, eliminated_month IS NOT NULL AS open_with_month
FROM check_home WHERE is_open;
