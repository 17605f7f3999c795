-- Grain: one household in the register: its risks against its members and its items of three safeguards and water.
CREATE OR REPLACE TEMP VIEW check_risk_fact_household AS
WITH risk AS (
  SELECT *, list_contains(risks, 'illness') AS illness, list_contains(risks, 'schooling') AS schooling, list_contains(risks, 'disability') AS disability,
    list_contains(risks, 'labour_shortage') AS shortage, list_contains(risks, 'unstable_job') AS unstable
  FROM check_household WHERE is_open
)
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  CASE WHEN illness THEN NOT any_ill END AS illness_nobody_ill,
  CASE WHEN illness THEN eligible_out_of_pocket = 0 END AS illness_no_expense,
  CASE WHEN schooling THEN NOT any_at_school END AS schooling_nobody,
  CASE WHEN disability THEN NOT any_disabled END AS disability_nobody,
  CASE WHEN shortage AND labour_known THEN able * 100 > members * {{shortage_many.pct}} AND NOT (able = members OR (members >= {{shortage_most.members}} AND able * 100 >= members * {{shortage_most.pct}})) END AS shortage_many,
  CASE WHEN shortage AND labour_known THEN able = members OR (members >= {{shortage_most.members}} AND able * 100 >= members * {{shortage_most.pct}}) END AS shortage_most,
  CASE WHEN unstable THEN NOT any_able END AS unstable_nobody_able,
  CASE WHEN unstable THEN NOT any_work END AS unstable_no_work,
  CASE WHEN medical_problem IS NOT NULL THEN medical_problem AND NOT illness END AS medical_not_listed,
  CASE WHEN water_problem IS NOT NULL THEN water_problem AND NOT list_contains(risks, 'unsafe_water') END AS water_not_listed,
  CASE WHEN housing_problem IS NOT NULL THEN housing_problem AND NOT list_contains(risks, 'unsafe_housing') END AS housing_not_listed,
  CASE WHEN schooling_problem IS NOT NULL THEN schooling_problem AND NOT schooling END AS schooling_not_listed
FROM risk;
