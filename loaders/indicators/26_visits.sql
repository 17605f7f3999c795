-- Surveys and visits: K18, K19, K20, K23, and what is due to each household every quarter: K24, K25. A household in the register at
-- the period's end counts; one of unknown state may.

-- Grain: household × quarter, with what happened within the quarter.
CREATE OR REPLACE TEMP TABLE surveyed AS
SELECT household_id, quarter_of(surveyed_on) AS period, org_level, mode
FROM survey WHERE surveyed_on <= data_day() AND mode IN ('on_site', 'random_home')
GROUP BY ALL;

-- K18 季度实地调研覆盖率: prefecture surveys on the spot; by telephone never (README §5c, §8.6).
CREATE OR REPLACE TEMP TABLE survey_way AS
SELECT NULL::VARCHAR AS mode, '' AS prefix UNION ALL
SELECT code, '调研方式=' || label || ';' FROM policy_code WHERE list = 'survey_mode' AND code IN ('on_site', 'random_home');
INSERT INTO frame_row BY NAME
SELECT 'K18' AS indicator, prefix || '分母口径=' || unnest(['季末', '季初']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
FROM survey_way;
INSERT INTO tally BY NAME
WITH cell AS (
  SELECT e.region_code, e.period, w.prefix, e.is_registered, e.was_registered, e.is_unknown, e.household_id IN (
    SELECT s.household_id FROM surveyed AS s WHERE s.period = e.period AND s.org_level = 'prefecture' AND s.mode = coalesce(w.mode, s.mode)) AS hit
  FROM episode_period AS e CROSS JOIN survey_way AS w
  WHERE e.kind = 'quarter' AND (e.is_registered OR e.was_registered OR e.is_unknown)
)
SELECT 'K18' AS indicator, region_code, period, prefix || '分母口径=季末' AS breakdown, '户' AS basis, count(*) FILTER (is_registered AND hit) AS n,
  count(*) FILTER (is_registered) AS d, count(*) FILTER (is_unknown AND hit) AS joining, count(*) FILTER (is_unknown AND NOT hit) AS extra
FROM cell GROUP BY ALL
UNION ALL
SELECT 'K18', region_code, period, prefix || '分母口径=季初', '户', count(*) FILTER (was_registered AND hit), count(*) FILTER (was_registered), NULL, NULL
FROM cell GROUP BY ALL;

-- K18, who was only telephoned: registered households the prefecture called and did not survey on the spot, beside the coverage and never in it.
INSERT INTO frame_row BY NAME
SELECT 'K18' AS indicator, '分项=仅电话户' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind;
INSERT INTO tally BY NAME
WITH contacted AS (
  SELECT household_id, quarter_of(surveyed_on) AS period, bool_or(mode = 'phone') AND NOT coalesce(bool_or(mode IN ('on_site', 'random_home')), FALSE) AS is_called
  FROM survey WHERE surveyed_on <= data_day() AND org_level = 'prefecture' GROUP BY ALL
)
SELECT 'K18' AS indicator, e.region_code, e.period, '分项=仅电话户' AS breakdown, '户' AS basis, count(*) FILTER (c.is_called) AS n, count(*) AS d
FROM episode_period AS e LEFT JOIN contacted AS c ON c.household_id = e.household_id AND c.period = e.period
WHERE e.kind = 'quarter' AND e.is_registered
GROUP BY ALL;

-- K19 县乡调研全覆盖率: county and township surveys apart.
CREATE OR REPLACE TEMP TABLE survey_level AS
SELECT code, '调研层级=' || label AS breakdown FROM policy_code WHERE list = 'org_level' AND code IN ('county', 'town');
INSERT INTO frame_row BY NAME
SELECT 'K19' AS indicator, breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind FROM survey_level;

-- K23 乡镇主要领导逐户督导率, K24 季度成效分析率, K25 帮扶计划调整率.
INSERT INTO frame_row BY NAME
SELECT unnest(['K23', 'K24', 'K25']) AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
UNION ALL SELECT 'K24', '季内纳入=是', '户', '%', 'rate', 'quarter';

-- Grain: household × quarter × act. A visit whose purpose is blank may have been one.
CREATE OR REPLACE TEMP TABLE quarter_act AS
SELECT 'K19' AS indicator, breakdown, household_id, period, TRUE AS is_sure FROM surveyed JOIN survey_level ON code = org_level
UNION SELECT 'K23', '', household_id, quarter_of(visited_on), bool_or(purpose IS NOT NULL) FROM visit
  WHERE visited_on <= data_day() AND visitor_role = 'town_leader' AND coalesce(purpose = 'supervise', TRUE) GROUP BY ALL
UNION SELECT 'K24', '', household_id, quarter_of(analysis_on), TRUE FROM assist_plan WHERE analysis_on <= data_day()
UNION SELECT 'K25', '', household_id, quarter_of(updated_on), TRUE FROM assist_plan WHERE updated_on <= data_day();

-- Grain: household × quarter × act due to it; `is_sure` is NULL where the act did not take place.
CREATE OR REPLACE TEMP TABLE act_due AS SELECT DISTINCT indicator, breakdown FROM frame_row WHERE indicator IN ('K19', 'K23', 'K24', 'K25');
CREATE OR REPLACE TEMP VIEW act_state AS
SELECT a.indicator, a.breakdown, e.period, e.region_code, e.household_id, e.from_as_of, e.start_on, e.end_on, e.is_registered, e.is_unknown, q.is_sure
FROM episode_period AS e CROSS JOIN act_due AS a
LEFT JOIN quarter_act AS q ON q.indicator = a.indicator AND q.breakdown = CASE a.indicator WHEN 'K24' THEN '' ELSE a.breakdown END
  AND q.household_id = e.household_id AND q.period = e.period
WHERE e.kind = 'quarter' AND (e.is_registered OR e.is_unknown) AND (a.breakdown <> '季内纳入=是' OR e.identified_month >= e.start_month);
-- The same counted: whom the acts are due to, and those of them that had one.
INSERT INTO tally BY NAME
WITH due AS (
  SELECT household_id, region_code, period, is_registered, is_unknown, identified_month >= start_month AS is_new
  FROM episode_period WHERE kind = 'quarter' AND (is_registered OR is_unknown)
), households AS (
  SELECT region_code, period, is_new, count(*) FILTER (is_registered) AS registered, count(*) FILTER (is_unknown) AS unknown FROM due GROUP BY ALL
), had AS (
  SELECT q.indicator, q.breakdown, d.region_code, d.period, d.is_new,
    count(*) FILTER (d.is_registered AND q.is_sure) AS n, count(*) FILTER (d.is_registered AND NOT q.is_sure) AS maybe,
    count(*) FILTER (d.is_unknown AND q.is_sure) AS joining
  FROM due AS d JOIN quarter_act AS q ON q.household_id = d.household_id AND q.period = d.period
  GROUP BY ALL
)
SELECT a.indicator, h.region_code, h.period, a.breakdown, '户' AS basis, coalesce(sum(x.n), 0) AS n, sum(h.registered) AS d,
  coalesce(sum(x.maybe), 0) AS maybe, sum(h.unknown) - coalesce(sum(x.joining), 0) AS extra, coalesce(sum(x.joining), 0) AS joining
FROM households AS h CROSS JOIN act_due AS a
LEFT JOIN had AS x ON x.indicator = a.indicator AND x.breakdown = CASE a.indicator WHEN 'K24' THEN '' ELSE a.breakdown END
  AND x.region_code = h.region_code AND x.period = h.period AND x.is_new = h.is_new
WHERE a.breakdown <> '季内纳入=是' OR h.is_new
GROUP BY ALL;

-- K18, K19, what surveys on the spot found: households surveyed in the quarter, in the register or not, and those with any problem;
-- one of whose surveys no number is written counts nowhere.
INSERT INTO frame_row BY NAME
SELECT 'K18' AS indicator, '分项=发现问题户' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
UNION ALL SELECT 'K19', breakdown || ';分项=发现问题户', '户', '%', 'rate', 'quarter' FROM survey_level;
INSERT INTO tally BY NAME
WITH found AS (
  SELECT org_level, household_id, quarter_of(surveyed_on) AS period, min(place_code) AS region_code, max(problem_count) AS problems
  FROM survey WHERE surveyed_on <= data_day() AND mode IN ('on_site', 'random_home') AND household_id IS NOT NULL AND problem_count IS NOT NULL
  GROUP BY ALL
)
SELECT k.indicator, f.region_code, f.period, k.breakdown, '户' AS basis, count(*) FILTER (f.problems > 0) AS n, count(*) AS d
FROM found AS f JOIN (
  SELECT 'K18' AS indicator, 'prefecture' AS org_level, '分项=发现问题户' AS breakdown
  UNION ALL SELECT 'K19', code, breakdown || ';分项=发现问题户' FROM survey_level
) AS k USING (org_level)
GROUP BY ALL;

-- K20 月度入户走访达标率: households in the register the whole month, visited at home by their assigned cadre often enough.
INSERT INTO frame_row BY NAME
SELECT 'K20' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
UNION ALL SELECT 'K20', '监测对象类别=' || category, '户', '%', 'rate', 'month' FROM category_row;
-- Grain: household × month, with the visits it had and was to have.
CREATE OR REPLACE TEMP VIEW visit_state AS
WITH visited AS (
  SELECT household_id, month_of(visited_on) AS month, count(*) AS visits
  FROM visit WHERE mode = 'home' AND visitor_role = 'assigned_cadre' AND visited_on <= data_day()
  GROUP BY ALL
)
SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.start_on, e.end_on, e.category, e.is_registered AND e.was_registered AS is_in,
  e.is_unknown AND e.identified_month < e.month AS is_unknown, coalesce(v.visits, 0) AS visits, CAST(q.value AS INTEGER) AS visits_due,
  coalesce(v.visits >= CAST(q.value AS INTEGER), FALSE) AS hit
FROM episode_month AS e
JOIN region_param AS q ON q.region_code = e.region_code AND q.stat_year = e.stat_year AND q.param_key = 'visit_min_per_month'
LEFT JOIN visited AS v ON v.household_id = e.household_id AND v.month = e.month;
INSERT INTO tally BY NAME
WITH counted AS (
  SELECT region_code, period, category, count(*) FILTER (is_in AND hit) AS n, count(*) FILTER (is_in) AS d, count(*) FILTER (is_unknown AND NOT hit) AS extra
  FROM visit_state WHERE is_in OR is_unknown GROUP BY ALL
)
SELECT 'K20' AS indicator, region_code, period, k.breakdown, '户' AS basis, sum(n) AS n, sum(d) AS d, sum(extra) AS extra
FROM counted CROSS JOIN LATERAL (SELECT unnest(['', '监测对象类别=' || category]) AS breakdown) AS k
GROUP BY ALL;
