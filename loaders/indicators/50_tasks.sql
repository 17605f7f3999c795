-- Sweeps, archives, lists to report, tasks and faults found by others: K36, K44, K50, K54, K56, K57, K61.

-- K36 集中排查次数: rounds of the year, one round over several towns once; a region above counties sums its counties' rounds.
INSERT INTO frame_row BY NAME
SELECT 'K36' AS indicator, '' AS breakdown, '次' AS basis, '次' AS unit, 'count' AS kind, 'year' AS period_kind;
INSERT INTO tally BY NAME
SELECT 'K36' AS indicator, p.county_code AS region_code, CAST(year(s.start_on) AS VARCHAR) AS period, '' AS breakdown, '次' AS basis, count(DISTINCT s.round) AS n
FROM sweep AS s JOIN region_county AS p ON p.region_code = s.place_code
WHERE s.sweep_kind = 'campaign' AND s.start_on <= data_day()
GROUP BY ALL;

-- K44 阶段任务按时率, at the data's month: tasks whose day has come. A task without a number to do counts one for its region (§8.32).
INSERT INTO frame_row BY NAME
SELECT DISTINCT 'K44' AS indicator, '任务=' || task_name AS breakdown, '个' AS basis, '%' AS unit, 'rate' AS kind, 'own' AS period_kind
FROM task_deadline WHERE task_name IS NOT NULL;
INSERT INTO tally BY NAME
SELECT 'K44' AS indicator, place_code AS region_code, month_text(month_of(data_day())) AS period, year(data_day()) AS period_year, '任务=' || task_name AS breakdown,
  '个' AS basis, sum(CASE WHEN done_count IS NOT NULL THEN done_count WHEN done_on <= due_on THEN coalesce(due_count, 1) ELSE 0 END) AS n,
  sum(coalesce(due_count, 1)) AS d
FROM task_deadline WHERE due_on <= data_day() AND task_name IS NOT NULL
GROUP BY ALL;

-- K50 档案完整率, by the quarter of the check. The levels are the document's own, so each document in force has its own figure.
CREATE OR REPLACE TEMP TABLE archive_level AS
SELECT f.profile_id, c.code, c.label, p.value IS NOT NULL AS is_listed
FROM profile_anywhere AS f CROSS JOIN policy_code AS c
LEFT JOIN policy_param AS p ON p.profile_id = f.profile_id AND p.param_key = 'archive_levels' AND p.certainty <> 'absent'
WHERE c.list = 'org_level' AND (p.value IS NULL OR list_contains(string_split(p.value, '|'), c.code));
INSERT INTO frame_row BY NAME
SELECT DISTINCT 'K50' AS indicator, '' AS breakdown, '份' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind, profile_id FROM archive_level
UNION ALL
SELECT DISTINCT 'K50', '档案层级=' || a.label, '份', '%', 'rate', 'quarter', a.profile_id
FROM archive_level AS a WHERE a.is_listed OR a.code IN (SELECT org_level FROM archive_check);
INSERT INTO tally BY NAME
SELECT 'K50' AS indicator, c.place_code AS region_code, quarter_of(c.checked_on) AS period, k.breakdown, '份' AS basis,
  count(*) FILTER (c.complete_flag) AS n, count(*) AS d, count(*) FILTER (c.complete_flag IS NULL) AS maybe, a.profile_id
FROM archive_check AS c JOIN archive_level AS a ON a.code = c.org_level
CROSS JOIN LATERAL (SELECT unnest(['', '档案层级=' || a.label]) AS breakdown) AS k
WHERE c.required_flag AND c.checked_on <= data_day()
GROUP BY ALL;

-- K54 督导问题整改率: faults by the quarter they were found in, that are put right or whose day has come; without a day they stand
-- apart until put right.
INSERT INTO frame_row BY NAME
SELECT 'K54' AS indicator, breakdown, '个' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind FROM (
  SELECT '' AS breakdown UNION SELECT '问题来源=' || label FROM policy_code WHERE list = 'problem_source' UNION SELECT '问题来源=未填'
);
-- Grain: one fault that is put right or whose day has come.
CREATE OR REPLACE TEMP VIEW problem_due AS
SELECT *, quarter_of(found_on) AS period, label_of('problem_source', source) AS source_label, coalesce(fixed_on <= data_day(), FALSE) AS is_fixed
FROM problem WHERE found_on <= data_day() AND (fixed_on <= data_day() OR due_on <= data_day());
INSERT INTO tally BY NAME
SELECT 'K54' AS indicator, place_code AS region_code, period, k.breakdown, '个' AS basis, count(*) FILTER (is_fixed) AS n, count(*) AS d
FROM problem_due CROSS JOIN LATERAL (SELECT unnest(['', '问题来源=' || source_label]) AS breakdown) AS k
GROUP BY ALL;

-- K54, faults not yet put right that are in no rate, of all found in the quarter: without a day, and with a day to come.
INSERT INTO frame_row BY NAME
SELECT indicator, concat_ws(';', nullif(breakdown, ''), '期限=' || unnest(['空白', '未到期'])) AS breakdown, basis, unit, kind, period_kind
FROM frame_row WHERE indicator = 'K54';
INSERT INTO tally BY NAME
SELECT 'K54' AS indicator, place_code AS region_code, quarter_of(found_on) AS period, concat_ws(';', k.breakdown, '期限=' || w.state) AS breakdown, '个' AS basis,
  count(*) FILTER (NOT coalesce(fixed_on <= data_day(), FALSE) AND CASE w.state WHEN '空白' THEN due_on IS NULL ELSE due_on > data_day() END) AS n, count(*) AS d
FROM problem CROSS JOIN LATERAL (SELECT unnest([NULL, '问题来源=' || label_of('problem_source', source)]) AS breakdown) AS k
CROSS JOIN (SELECT unnest(['空白', '未到期']) AS state) AS w
WHERE found_on <= data_day()
GROUP BY ALL;

-- K56 重点群体排查覆盖率, by round; a number left blank makes the round missing_data.
INSERT INTO frame_row BY NAME
SELECT 'K56' AS indicator, breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'own' AS period_kind FROM (
  SELECT '' AS breakdown UNION ALL SELECT '重点群体=' || label FROM policy_code WHERE list = 'focus_group' UNION ALL SELECT '重点群体=未填'
);
INSERT INTO tally BY NAME
SELECT 'K56' AS indicator, s.place_code AS region_code, s.round AS period, greatest(max(year(s.start_on)), (SELECT min(stat_year) FROM period)) AS period_year, k.breakdown, '户' AS basis,
  CASE WHEN bool_or(s.done_households IS NULL) THEN 'NaN'::DOUBLE ELSE sum(s.done_households) END AS n,
  CASE WHEN bool_or(s.due_households IS NULL) THEN 'NaN'::DOUBLE ELSE sum(s.due_households) END AS d
FROM sweep AS s CROSS JOIN LATERAL (SELECT unnest(['', '重点群体=' || label_of('focus_group', s.focus_group)]) AS breakdown) AS k
WHERE s.sweep_kind = 'focus' AND s.start_on <= data_day() AND s.round IS NOT NULL
GROUP BY ALL;

-- K61 备案率: lists due or reported in the month they were due (else reported).
INSERT INTO frame_row BY NAME
SELECT 'K61' AS indicator, breakdown, '份' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind FROM (
  SELECT '' AS breakdown UNION ALL SELECT '备案去向=' || label FROM policy_code WHERE list = 'org_level' AND code IN (SELECT to_level FROM filing)
  UNION ALL SELECT '名单类型=' || label FROM policy_code WHERE list = 'list_kind'
);
INSERT INTO tally BY NAME
SELECT 'K61' AS indicator, place_code AS region_code, month_text(month_of(coalesce(due_on, filed_on))) AS period, k.breakdown, '份' AS basis,
  count(*) FILTER (filed_on <= data_day()) AS n, count(*) AS d
FROM filing CROSS JOIN LATERAL (SELECT unnest(['', '备案去向=' || label_of('org_level', to_level), '名单类型=' || label_of('list_kind', list_kind)]) AS breakdown) AS k
WHERE due_on <= data_day() OR filed_on <= data_day()
GROUP BY ALL;

-- Grain: one round of any sweep.
CREATE OR REPLACE TEMP TABLE round_seen AS
SELECT DISTINCT round, greatest(year(start_on), (SELECT min(stat_year) FROM period)) AS period_year, sweep_kind = 'campaign' AND focus_group IS NULL AS is_campaign
FROM sweep WHERE round IS NOT NULL AND start_on <= data_day();
-- Grain: one report of a round of the sweep of everyone.
CREATE OR REPLACE TEMP TABLE campaign_done AS
SELECT place_code AS region_code, round AS period, done_households, done_persons
FROM sweep WHERE sweep_kind = 'campaign' AND focus_group IS NULL AND start_on <= data_day() AND round IS NOT NULL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- A round without a word of such groups is missing, not empty: their lists come from departments.
INSERT INTO figure BY NAME
SELECT 'K56' AS indicator, s.region_code, w.round AS period, w.period_year, '' AS breakdown, '户' AS basis, '%' AS unit, 'missing_data' AS status
FROM scope AS s CROSS JOIN (SELECT round, max(period_year) AS period_year FROM round_seen GROUP BY round) AS w
WHERE s.indicator = 'K56' AND (s.region_code, w.round) NOT IN (
  SELECT (t.ancestor, y.period) FROM tally AS y JOIN region_tree AS t ON t.descendant = y.region_code WHERE y.indicator = 'K56');

-- K57 农村人口排查覆盖率, by round of the sweep of everyone: persons first, households beside them. Over the region table's rural
-- population of that year, for each region that has it; a region without the round is missing.
INSERT INTO figure BY NAME
WITH done AS (
  SELECT t.ancestor AS region_code, s.period,
    CASE WHEN count(*) = count(s.done_households) THEN sum(s.done_households) END AS households,
    CASE WHEN count(*) = count(s.done_persons) THEN sum(s.done_persons) END AS persons
  FROM campaign_done AS s JOIN region_tree AS t ON t.descendant = s.region_code
  GROUP BY ALL
)
SELECT 'K57' AS indicator, s.region_code, w.period, w.period_year, '' AS breakdown, k.basis, k.n AS numerator, k.d AS denominator,
  rate_value(k.n, k.d) AS value, '%' AS unit, rate_status(k.n, k.d) AS status
FROM scope AS s CROSS JOIN (SELECT round AS period, max(period_year) AS period_year FROM round_seen WHERE is_campaign GROUP BY round) AS w
LEFT JOIN done AS d ON d.region_code = s.region_code AND d.period = w.period
LEFT JOIN region_base AS b ON b.region_code = s.region_code AND b.stat_year = w.period_year
CROSS JOIN LATERAL (SELECT unnest(['户', '人']) AS basis, unnest([d.households, d.persons]) AS n, unnest([b.rural_households, b.rural_population]) AS d) AS k
WHERE s.indicator = 'K57';
