-- What departments send and answer: K37, K38, K43.

-- Departments beyond the fullest list a document gives count as 其他部门 (README §8.13).
CREATE OR REPLACE TEMP TABLE dept_row AS
WITH listed AS (
  SELECT unnest(string_split(arg_max(value, (len(string_split(value, '|')), profile_id)), '|')) AS code FROM policy_param WHERE param_key = 'alert_depts' AND certainty <> 'absent'
)
SELECT c.code, CASE WHEN c.code IN (SELECT code FROM listed) THEN c.label ELSE (SELECT label FROM policy_code WHERE list = 'dept' AND code = 'd99_other') END AS label
FROM policy_code AS c WHERE c.list = 'dept';

-- Grain: one alert of a department, with its household; where the code is blank it is found by the hashed id number.
CREATE OR REPLACE TEMP TABLE alert_row AS
SELECT a.place_code, a.alert_id, coalesce(d.label, (SELECT label FROM policy_code WHERE list = 'dept' AND code = 'd99_other')) AS dept, label_of('alert_type', a.alert_type) AS alert_type,
  a.pushed_on, a.verified_on <= data_day() AS is_verified, a.included_on <= data_day() AS is_included, coalesce(a.household_id, p.household_id) AS household_id
FROM dept_alert AS a LEFT JOIN dept_row AS d ON d.code = a.dept
LEFT JOIN (SELECT id_hash, arg_max(household_id, (as_of, household_id)) AS household_id FROM person WHERE id_hash IS NOT NULL GROUP BY id_hash) AS p ON p.id_hash = a.id_number_hash
WHERE a.pushed_on <= data_day();

-- K37 部门预警, by the day it was sent: alerts, those verified, those that led to inclusion, and households concerned.
INSERT INTO frame_row BY NAME
SELECT 'K37' AS indicator, d.prefix || k.item AS breakdown, k.basis, k.unit, k.kind, p.period_kind
FROM (SELECT '' AS prefix UNION SELECT '部门=' || label || ';' FROM dept_row UNION SELECT '预警类型=' || label || ';' FROM policy_code WHERE list = 'alert_type') AS d
CROSS JOIN (VALUES ('分项=推送条数', '条', '条', 'count'), ('分项=核实率', '条', '%', 'rate'), ('分项=纳入率', '条', '%', 'rate'), ('分项=涉及户数', '户', '户', 'count')) AS k(item, basis, unit, kind)
CROSS JOIN (SELECT unnest(['month', 'quarter']) AS period_kind) AS p;
INSERT INTO tally BY NAME
WITH cell AS (
  SELECT a.*, k.period, d.prefix
  FROM alert_row AS a CROSS JOIN LATERAL (SELECT unnest([month_text(month_of(a.pushed_on)), quarter_of(a.pushed_on)]) AS period) AS k
  CROSS JOIN LATERAL (SELECT unnest(['', '部门=' || a.dept || ';', '预警类型=' || a.alert_type || ';']) AS prefix) AS d
), household_cell AS (
  SELECT period, prefix, household_id, min(place_code) AS place_code FROM cell WHERE household_id IS NOT NULL GROUP BY ALL
)
SELECT 'K37' AS indicator, place_code AS region_code, period, prefix || '分项=推送条数' AS breakdown, '条' AS basis, count(*) AS n, NULL AS d FROM cell GROUP BY ALL
UNION ALL SELECT 'K37', place_code, period, prefix || '分项=核实率', '条', count(*) FILTER (is_verified), count(*) FROM cell GROUP BY ALL
UNION ALL SELECT 'K37', place_code, period, prefix || '分项=纳入率', '条', count(*) FILTER (is_verified AND is_included), count(*) FILTER (is_verified) FROM cell GROUP BY ALL
UNION ALL SELECT 'K37', place_code, period, prefix || '分项=涉及户数', '户', count(*), NULL FROM household_cell GROUP BY ALL;

-- K38 信息比对反馈率: household-times sent for comparison in the month, and those answered.
CREATE OR REPLACE TEMP TABLE match_row AS
SELECT place_code, month_text(month_of(submitted_on)) AS period, coalesce(submitted_count, 1) AS submitted, label_of('dept', dept) AS dept,
  label_of('match_result', match_result) AS result, CASE WHEN returned_on <= data_day() THEN coalesce(returned_count, submitted_count, 1) ELSE 0 END AS returned
FROM data_match WHERE submitted_on <= data_day();
INSERT INTO frame_row BY NAME
SELECT 'K38' AS indicator, breakdown, '户次' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
FROM (SELECT '' AS breakdown UNION SELECT '部门=' || dept FROM match_row UNION SELECT '比对结果=' || result FROM match_row);
INSERT INTO tally BY NAME
SELECT 'K38' AS indicator, place_code AS region_code, period, k.breakdown, '户次' AS basis, sum(returned) AS n, sum(submitted) AS d
FROM match_row CROSS JOIN LATERAL (SELECT unnest(['', '部门=' || dept, '比对结果=' || result]) AS breakdown) AS k
GROUP BY ALL;

-- Grain: one comparison of a county's for a quarter.
CREATE OR REPLACE TEMP TABLE match_told AS
SELECT p.county_code AS region_code, coalesce(quarter_read(m.quarter), quarter_of(m.completed_on)) AS period,
  CASE WHEN m.completed_on <= data_day() THEN m.completed_on END AS completed_on
FROM data_match AS m JOIN region_county AS p ON p.region_code = m.place_code WHERE m.quarter IS NOT NULL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K43 季度比对按时率: counties all of whose departments were done by the day of the quarter's first month; a county without a record
-- counts against it (README §8.32). Beside the rate, how each county stands.
-- Grain: one county × quarter.
CREATE OR REPLACE TEMP TABLE county_match AS
WITH county AS (
  SELECT r.region_code, r.region_name FROM region AS r LEFT JOIN region AS up ON up.region_code = r.parent_code AND up.region_level IN ('county', 'zone')
  WHERE r.region_level IN ('county', 'zone') AND up.region_code IS NULL
)
SELECT c.region_code, any_value(c.region_name) AS region_name, q.period, any_value(q.stat_year) AS stat_year,
  CASE WHEN count(t.period) = 0 THEN '未报' WHEN bool_or(t.completed_on IS NULL) FILTER (t.period IS NOT NULL) THEN '未完成'
    WHEN max(t.completed_on) <= any_value(q.start_on + CAST(k.value AS INTEGER) - 1) THEN '按时' ELSE '逾期' END AS state
FROM county AS c CROSS JOIN quarter_period AS q
JOIN region_param AS k ON k.region_code = c.region_code AND k.stat_year = q.stat_year AND k.param_key = 'match_deadline_day'
LEFT JOIN match_told AS t ON t.region_code = c.region_code AND t.period = q.period
GROUP BY c.region_code, q.period;

INSERT INTO frame_row BY NAME
SELECT 'K43' AS indicator, '' AS breakdown, '个' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
UNION SELECT 'K43', '县区=' || region_name || ';完成=' || state, '个', '个', 'count', 'own' FROM county_match;
INSERT INTO tally BY NAME
SELECT 'K43' AS indicator, region_code, period, '' AS breakdown, '个' AS basis, (state = '按时')::INT AS n, 1 AS d FROM county_match;
INSERT INTO tally BY NAME
SELECT 'K43' AS indicator, region_code, period, stat_year AS period_year, '县区=' || region_name || ';完成=' || state AS breakdown, '个' AS basis, 1 AS n
FROM county_match;
