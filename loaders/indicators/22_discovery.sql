-- Clues: K04–K09. Grain of clue_row: one clue that is no zero report, at its place.
CREATE OR REPLACE TEMP TABLE clue_row AS
SELECT place_code, clue_id, file_id, sheet_no, row_no, household_id, merged_into, coalesce(household_id, clue_id) AS unit, label_of('clue_channel', channel) AS channel,
  label_of('applicant', applicant) AS applicant, label_of('clue_result', verify_result) AS result, received_on, summary_on,
  CASE WHEN assigned_on <= data_day() THEN assigned_on END AS assigned_on,
  CASE WHEN verified_on <= data_day() THEN verified_on END AS verified_on,
  CASE WHEN included_on <= data_day() THEN included_on END AS included_on,
  merged_into IS NOT NULL OR coalesce(verify_result = 'duplicate', FALSE) AS is_duplicate
FROM clue
WHERE NOT coalesce(zero_report, FALSE) AND coalesce(received_on, summary_on, assigned_on, verified_on, included_on) <= data_day();

-- Grain: one value of a dimension of the clues: the code list's labels, and what else occurs.
CREATE OR REPLACE TEMP TABLE clue_value AS
SELECT '发现渠道' AS dimension, label AS value FROM policy_code WHERE list = 'clue_channel'
UNION SELECT '发现渠道', channel FROM clue_row
UNION SELECT '发现渠道', '未填'
UNION SELECT '申报方式', label FROM policy_code WHERE list = 'applicant'
UNION SELECT '申报方式', applicant FROM clue_row
UNION SELECT '核实结果', label FROM policy_code WHERE list = 'clue_result'
UNION SELECT '核实结果', result FROM clue_row;

-- K04 发现渠道构成: clues by the month they were registered in. A share of all clues of the place; a household that several
-- channels told of in the month counts for the first, and stands beside.
INSERT INTO frame_row BY NAME
SELECT 'K04' AS indicator, dimension || '=' || value AS breakdown, '条' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
FROM clue_value WHERE dimension IN ('发现渠道', '申报方式')
UNION ALL SELECT 'K04', '分项=多渠道户数', '户', '户', 'count', 'month';
-- Grain: place × month × dimension × value.
CREATE OR REPLACE TEMP TABLE clue_month AS
SELECT c.place_code AS region_code, month_text(month_of(c.received_on)) AS period, k.dimension, k.value, count(*) AS n
FROM (
  SELECT *, first_value(channel) OVER (PARTITION BY unit, month_of(received_on) ORDER BY received_on, clue_id) AS first_channel
  FROM clue_row WHERE received_on IS NOT NULL
) AS c CROSS JOIN LATERAL (SELECT unnest(['发现渠道', '申报方式']) AS dimension, unnest([c.first_channel, c.applicant]) AS value) AS k
GROUP BY ALL;
INSERT INTO tally BY NAME
SELECT 'K04' AS indicator, place_code AS region_code, period, '分项=多渠道户数' AS breakdown, '户' AS basis, count(*) AS n
FROM (SELECT min(place_code) AS place_code, unit, month_text(month_of(received_on)) AS period FROM clue_row WHERE received_on IS NOT NULL
  GROUP BY unit, month_of(received_on) HAVING count(DISTINCT channel) > 1)
GROUP BY ALL;

-- K05 次日交办率: by day and month of the summary. A clue not handed on counts against it once the day for it is over (README §8.4).
INSERT INTO frame_row BY NAME
SELECT 'K05' AS indicator, '' AS breakdown, '条' AS basis, '%' AS unit, 'rate' AS kind, unnest(['month', 'own']) AS period_kind;
INSERT INTO tally BY NAME
WITH handed AS (
  SELECT c.place_code, c.summary_on, c.assigned_on, c.summary_on + CAST(q.value AS INTEGER) AS due_on
  FROM clue_row AS c JOIN region_param AS q ON q.region_code = c.place_code AND q.stat_year = year(c.summary_on) AND q.param_key = 'assign_within_days'
  WHERE c.summary_on <= data_day()
)
SELECT 'K05' AS indicator, place_code AS region_code, period.period, year(summary_on) AS period_year, '' AS breakdown, '条' AS basis,
  count(*) FILTER (assigned_on <= due_on) AS n, count(*) AS d
FROM handed CROSS JOIN LATERAL (SELECT unnest([month_text(month_of(summary_on)), CAST(summary_on AS VARCHAR)]) AS period) AS period
WHERE assigned_on IS NOT NULL OR due_on < data_day()
GROUP BY ALL;

-- K06 五日核实及时率: by week and month of handing on; the fifth working day after it, 调休 counted (README §5h). A day outside
-- the calendar's years makes the cell missing_data.
-- Grain: one clue handed on, with the day its check was due; NULL where the calendar does not reach.
CREATE OR REPLACE TEMP TABLE clue_due AS
WITH handed AS (
  SELECT *, coalesce(assigned_on, CASE WHEN verified_on IS NOT NULL THEN summary_on + 1 END) AS handed_on FROM clue_row
)
SELECT h.*, due.day AS due_on
FROM handed AS h
JOIN region_param AS q ON q.region_code = h.place_code AND q.stat_year = year(h.handed_on) AND q.param_key = 'verify_within_workdays'
LEFT JOIN workday AS w ON w.day = h.handed_on
LEFT JOIN workday AS due ON due.is_workday AND due.workday_no = w.workday_no + CAST(q.value AS INTEGER)
  AND due.day - due.day_no = w.day - w.day_no;

-- Grain: one clue handed on that is checked or whose day is over, and whether it was in time.
CREATE OR REPLACE TEMP VIEW clue_checked AS
SELECT *, due_on IS NULL AS is_dateless, coalesce(verified_on <= due_on, FALSE) AS in_time FROM clue_due
WHERE verified_on IS NOT NULL OR coalesce(due_on < data_day(), TRUE);

INSERT INTO frame_row BY NAME
SELECT 'K06' AS indicator, '' AS breakdown, '条' AS basis, '%' AS unit, 'rate' AS kind, unnest(['month', 'own']) AS period_kind
UNION ALL SELECT 'K06', '核实结果=' || value, '条', '%', 'rate', 'month' FROM clue_value WHERE dimension = '核实结果'
UNION ALL SELECT 'K06', '期限=' || unnest(['核实了但逾期', '逾期未核实', '未到期']), '条', '条', 'count', 'month';
INSERT INTO tally BY NAME
SELECT 'K06' AS indicator, c.place_code AS region_code, k.period, year(c.handed_on) AS period_year, k.breakdown, '条' AS basis,
  CASE WHEN bool_or(is_dateless) THEN 'NaN'::DOUBLE ELSE count(*) FILTER (in_time) END AS n,
  CASE WHEN bool_or(is_dateless) THEN 'NaN'::DOUBLE ELSE count(*) END AS d
FROM clue_checked AS c CROSS JOIN LATERAL (
  SELECT month_text(month_of(c.handed_on)) AS period, '' AS breakdown
  UNION ALL SELECT month_text(month_of(c.handed_on)), '核实结果=' || c.result
  UNION ALL SELECT isoyear(c.handed_on) || '-W' || lpad(CAST(weekofyear(c.handed_on) AS VARCHAR), 2, '0'), ''
) AS k
GROUP BY ALL;

-- K06, clues that are not in time, by how they stand on the day of the data.
INSERT INTO tally BY NAME
SELECT 'K06' AS indicator, c.place_code AS region_code, month_text(month_of(c.handed_on)) AS period, year(c.handed_on) AS period_year,
  '期限=' || k.state AS breakdown, '条' AS basis, CASE WHEN bool_or(c.due_on IS NULL) THEN 'NaN'::DOUBLE ELSE count(*) FILTER (k.hit) END AS n
FROM clue_due AS c CROSS JOIN LATERAL (
  SELECT unnest(['核实了但逾期', '逾期未核实', '未到期']) AS state,
    unnest([c.verified_on > c.due_on, c.verified_on IS NULL AND c.due_on < data_day(), c.verified_on IS NULL AND c.due_on >= data_day()]) AS hit
) AS k
GROUP BY ALL;

-- K07 日汇总执行率: days of the month with a summary, zero reports counted, for each county. Without a single zero report a day
-- without one may have had no clue, or no summary (README §8.5). Months before the log begins are missing.
INSERT INTO frame_row BY NAME
SELECT 'K07' AS indicator, '' AS breakdown, '日' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
-- Grain: county × day with a summary.
CREATE OR REPLACE TEMP TABLE summary_day AS
SELECT p.county_code AS region_code, c.summary_on, bool_or(coalesce(c.zero_report, FALSE)) AS is_zero
FROM clue AS c JOIN region_county AS p ON p.region_code = c.place_code
WHERE c.summary_on <= data_day()
GROUP BY ALL;
-- The day of the first summary anywhere: the log does not go back beyond it.
CREATE OR REPLACE TEMP TABLE summary_first AS SELECT min(summary_on) AS summary_on FROM summary_day HAVING count(*) > 0;

-- K08 线索纳入率: by the month of verification; a repeated clue counts with the one it was merged into, and in its stead where that
-- was never verified.
INSERT INTO frame_row BY NAME
SELECT 'K08' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
UNION ALL SELECT 'K08', dimension || '=' || value, '户', '%', 'rate', 'month' FROM clue_value WHERE dimension IN ('发现渠道', '核实结果');
INSERT INTO tally BY NAME
WITH own AS (
  SELECT * FROM clue_row WHERE verified_on IS NOT NULL AND NOT is_duplicate
), counted AS (
  SELECT unit, place_code, clue_id, channel, result, received_on, verified_on, included_on FROM own
  UNION ALL
  SELECT coalesce(r.unit, c.unit), coalesce(r.place_code, c.place_code), c.clue_id, coalesce(r.channel, c.channel), c.result, c.received_on,
    c.verified_on, coalesce(r.included_on, c.included_on)
  FROM clue_row AS c LEFT JOIN (SELECT * FROM clue_row QUALIFY row_number() OVER (PARTITION BY clue_id ORDER BY received_on, place_code) = 1) AS r
    ON r.clue_id = c.merged_into
  WHERE c.verified_on IS NOT NULL AND c.is_duplicate AND coalesce(r.unit, c.unit) NOT IN (SELECT unit FROM own)
), unit AS (
  SELECT unit, month_text(month_of(verified_on)) AS period, min(place_code) AS place_code, bool_or(included_on IS NOT NULL) AS is_included,
    first(channel ORDER BY received_on, clue_id) AS channel, first(result ORDER BY included_on NULLS LAST, verified_on, clue_id) AS result
  FROM counted
  GROUP BY ALL
)
SELECT 'K08' AS indicator, u.place_code AS region_code, u.period, k.breakdown, '户' AS basis, count(*) FILTER (u.is_included) AS n, count(*) AS d
FROM unit AS u CROSS JOIN LATERAL (SELECT unnest(['', '发现渠道=' || u.channel, '核实结果=' || u.result]) AS breakdown) AS k
GROUP BY ALL;

-- Grain: one household included in a month and the days it took.
CREATE OR REPLACE TEMP TABLE clue_wait AS
SELECT place_code AS region_code, period, days FROM (
  SELECT unit, month_text(month_of(included_on)) AS period, min(place_code) AS place_code, min(included_on) - min(received_on) AS days
  FROM clue_row WHERE included_on IS NOT NULL AND received_on IS NOT NULL AND NOT is_duplicate
  GROUP BY ALL
);

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K04: every value, also one that no clue of the place has, is a share of all its clues.
INSERT INTO tally BY NAME
SELECT 'K04' AS indicator, c.region_code, c.period, v.dimension || '=' || v.value AS breakdown, '条' AS basis,
  coalesce(sum(c.n) FILTER (c.value = v.value), 0) AS n, sum(c.n) AS d
FROM clue_month AS c JOIN clue_value AS v USING (dimension)
GROUP BY ALL;

-- K07.
INSERT INTO tally BY NAME
WITH county AS (
  SELECT r.region_code, coalesce(bool_or(s.is_zero), FALSE) AS has_zero
  FROM region AS r LEFT JOIN summary_day AS s ON s.region_code = r.region_code
  WHERE r.region_level IN ('county', 'zone') AND r.region_code IN (SELECT county_code FROM region_county)
  GROUP BY r.region_code
), cell AS (
  SELECT c.region_code, c.has_zero, m.period, m.start_on, least(m.end_on, data_day()) - m.start_on + 1 AS days,
    (SELECT min(summary_on) FROM summary_first) > m.end_on AS is_before,
    count(s.summary_on) AS done
  FROM county AS c CROSS JOIN month_period AS m
  LEFT JOIN summary_day AS s ON s.region_code = c.region_code AND s.summary_on BETWEEN m.start_on AND m.end_on
  GROUP BY ALL
)
SELECT 'K07' AS indicator, region_code, period, '' AS breakdown, '日' AS basis, CASE WHEN is_before THEN 'NaN'::DOUBLE ELSE done END AS n,
  CASE WHEN is_before THEN 'NaN'::DOUBLE ELSE days END AS d, CASE WHEN NOT has_zero THEN days - done END AS maybe
FROM cell;

-- K09 识别时长: days from registration to inclusion, by the month of inclusion; quantiles (type 7) are taken anew at each level.
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT t.ancestor AS region_code, u.period, count(*) AS households, quantile_cont(u.days, [0.5, 0.9]) AS q
  FROM clue_wait AS u JOIN region_tree AS t ON t.descendant = u.region_code
  GROUP BY ALL
), row_of AS (SELECT unnest(['中位数', 'P90']) AS item, unnest([1, 2]) AS place)
SELECT 'K09' AS indicator, s.region_code, m.period, m.stat_year AS period_year, '分项=' || r.item AS breakdown, '户' AS basis,
  NULL AS numerator, coalesce(c.households, 0) AS denominator, c.q[r.place] AS value, '天' AS unit,
  rate_status(0, coalesce(c.households, 0)) AS status
FROM scope AS s CROSS JOIN month_period AS m CROSS JOIN row_of AS r
LEFT JOIN cell AS c ON c.region_code = s.region_code AND c.period = m.period
WHERE s.indicator = 'K09' AND (NOT s.is_sparse OR c.households > 0);
