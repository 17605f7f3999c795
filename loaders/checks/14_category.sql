-- Grain: one household. The line of income is that of the data's year.
CREATE OR REPLACE TEMP VIEW check_category_household AS
SELECT h.household_id, NULL::BIGINT AS place_no, h.region_code,
  CASE WHEN monitor_category = 'unstable_exited' THEN household_type <> 'exited_household' END AS unstable_type,
  CASE WHEN monitor_category = 'marginal' THEN household_type = 'exited_household' END AS marginal_type,
  CASE WHEN household_type = 'exited_household' AND category IS NULL THEN net_income_per_capita < l.line END AS poor_unmonitored,
  CASE WHEN category IS NOT NULL THEN category_label IS NULL END AS category_unknown,
  CASE WHEN household_type IS NOT NULL THEN household_type NOT IN (SELECT code FROM policy_code WHERE list = 'household_type') END AS type_unknown,
  CASE WHEN is_monitored THEN household_type IS NULL END AS type_blank
FROM check_household AS h LEFT JOIN check_line AS l ON l.region_code = h.region_code AND l.stat_year = year(data_day());
