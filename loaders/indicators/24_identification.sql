-- The procedure of identification: K10, K11, K39, K55, K60 (the latter two parts with that of elimination).

-- Grain: one record of a step of either procedure, up to the day the figures stand for; entries made by mistake are out.
CREATE OR REPLACE TEMP TABLE step_row AS
SELECT * FROM (
SELECT '识别' AS part, place_code, household_id, coalesce(episode_no, 1) AS episode_no, step, org_level, start_on,
  CASE WHEN end_on <= data_day() THEN end_on END AS end_on, result, proxy_signed, NULL::VARCHAR AS exit_reason, step_id, file_id, sheet_no, row_no
FROM identification_step WHERE household_id IS NOT NULL AND coalesce(start_on <= data_day(), TRUE)
UNION ALL
SELECT '消除', place_code, household_id, coalesce(episode_no, 1), step, org_level, start_on,
  CASE WHEN end_on <= data_day() THEN end_on END, result, NULL, exit_reason, step_id, file_id, sheet_no, row_no
FROM elimination_step WHERE household_id IS NOT NULL AND coalesce(start_on <= data_day(), TRUE)
) AS s ANTI JOIN (SELECT household_id, episode_no FROM other_exit WHERE by_mistake) AS x USING (household_id, episode_no);

-- K10 公示合规率: notices that have ended, by the month of their end, and whether they stood long enough; both parts.
INSERT INTO frame_row BY NAME
SELECT 'K10' AS indicator, '分项=' || unnest(['识别', '消除']) AS breakdown, '次' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
-- Grain: one notice that has ended, with the days it was to stand; `hit` is NULL where its first day is blank.
CREATE OR REPLACE TEMP VIEW notice AS
SELECT s.*, CAST(q.value AS INTEGER) AS days_due, s.end_on - s.start_on >= CAST(q.value AS INTEGER) AS hit
FROM step_row AS s
JOIN region_param AS q ON q.region_code = s.place_code AND q.stat_year = year(s.end_on)
  AND q.param_key = CASE s.part WHEN '识别' THEN 'publicity_min_days_identification' ELSE 'publicity_min_days_elimination' END
WHERE s.step = 'publicity' AND s.end_on IS NOT NULL AND coalesce(s.result, '') <> 'ongoing';
INSERT INTO tally BY NAME
SELECT 'K10' AS indicator, place_code AS region_code, month_text(month_of(end_on)) AS period, '分项=' || part AS breakdown, '次' AS basis,
  count(*) FILTER (hit) AS n, count(*) AS d, count(*) FILTER (hit IS NULL) AS maybe
FROM notice GROUP BY ALL;

-- K11 程序完整率: households identified in the quarter that have a record of every step the document asks for. The steps are the
-- document's own, so each document in force somewhere has its own figure everywhere: a region above may stand under another.
CREATE OR REPLACE TEMP TABLE step_needed AS
SELECT p.profile_id, c.label AS category, string_split(coalesce(
    max(p.value) FILTER (p.param_key = 'identification_steps_unstable_exited' AND c.code = 'unstable_exited'),
    max(p.value) FILTER (p.param_key = 'identification_steps')), '|') AS steps
FROM policy_param AS p CROSS JOIN (SELECT code, label FROM policy_code WHERE list = 'monitor_category' UNION ALL SELECT NULL, '未识别类别') AS c
WHERE p.certainty <> 'absent'
GROUP BY ALL;

INSERT INTO frame_row BY NAME
WITH profile AS (SELECT profile_id FROM profile_anywhere)
SELECT 'K11' AS indicator, b.breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind, p.profile_id
FROM profile AS p CROSS JOIN (
  SELECT '' AS breakdown
  UNION ALL SELECT '监测对象类别=' || category FROM category_row
) AS b
UNION ALL
SELECT DISTINCT 'K11', '缺失环节=' || c.label, '户', '%', 'rate', 'quarter', n.profile_id
FROM step_needed AS n SEMI JOIN profile USING (profile_id) JOIN policy_code AS c ON c.list = 'procedure_step' AND list_contains(n.steps, c.code);

INSERT INTO tally BY NAME
WITH recorded AS (
  SELECT household_id, episode_no, list(DISTINCT step) AS steps FROM step_row WHERE part = '识别' GROUP BY ALL
), entered AS (
  SELECT e.region_code, e.period, e.stat_year, e.category, n.profile_id, list_filter(n.steps, lambda x: NOT list_contains(coalesce(r.steps, []), x)) AS lacking,
    n.steps AS needed
  FROM episode_period AS e
  JOIN step_needed AS n ON n.category = e.category AND n.profile_id IN (SELECT profile_id FROM profile_anywhere)
  LEFT JOIN recorded AS r ON r.household_id = e.household_id AND r.episode_no = e.episode_no
  WHERE e.kind = 'quarter' AND e.identified_month >= e.start_month AND n.steps IS NOT NULL
), step AS (
  SELECT *, unnest(needed) AS step FROM entered
), split AS (
  SELECT region_code, period, profile_id, unnest(['', '监测对象类别=' || category]) AS breakdown, len(lacking) = 0 AS hit FROM entered
  UNION ALL
  SELECT region_code, period, profile_id, '缺失环节=' || label_of('procedure_step', step), list_contains(lacking, step) FROM step
)
SELECT 'K11' AS indicator, region_code, period, breakdown, '户' AS basis, count(*) FILTER (hit) AS n, count(*) AS d, profile_id
FROM split GROUP BY ALL;

-- K39 承诺授权签订率: households by the month of their first step; a commitment signed by another is marked.
INSERT INTO frame_row BY NAME
SELECT 'K39' AS indicator, unnest(['', '签署方式=本人', '签署方式=代签', '签署方式=未填']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
WITH begun AS (
  SELECT household_id, episode_no, min(place_code) AS place_code, min(start_on) AS first_on, bool_or(step = 'commitment') AS is_signed,
    CASE WHEN bool_or(proxy_signed) FILTER (step = 'commitment') THEN '代签'
      WHEN bool_and(NOT proxy_signed) FILTER (step = 'commitment') THEN '本人' ELSE '未填' END AS way
  FROM step_row WHERE part = '识别' GROUP BY ALL
)
SELECT 'K39' AS indicator, place_code AS region_code, month_text(month_of(first_on)) AS period, k.breakdown, '户' AS basis,
  count(*) FILTER (is_signed AND k.hit) AS n, count(*) AS d
FROM begun CROSS JOIN LATERAL (
  SELECT unnest(['', '签署方式=本人', '签署方式=代签', '签署方式=未填']) AS breakdown, unnest([TRUE, way = '本人', way = '代签', way = '未填']) AS hit
) AS k
WHERE first_on IS NOT NULL
GROUP BY ALL;

-- K55 系统录入及时率: households by the month of their confirmation; days to the entry, quantile taken anew at each level.
CREATE OR REPLACE TEMP TABLE confirmed AS
SELECT household_id, episode_no, min(place_code) AS place_code,
  min(coalesce(end_on, start_on)) FILTER (step = 'confirm' AND coalesce(result, 'passed') = 'passed') AS confirmed_on,
  min(coalesce(end_on, start_on)) FILTER (step = 'entry') AS entered_on
FROM step_row WHERE part = '识别' GROUP BY ALL HAVING confirmed_on IS NOT NULL;

INSERT INTO frame_row BY NAME
SELECT 'K55' AS indicator, '分项=录入率' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
SELECT 'K55' AS indicator, place_code AS region_code, month_text(month_of(confirmed_on)) AS period, '分项=录入率' AS breakdown, '户' AS basis,
  count(entered_on) AS n, count(*) AS d
FROM confirmed GROUP BY ALL;
-- Grain: one household confirmed in a month and the days to its entry.
CREATE OR REPLACE TEMP TABLE entry_wait AS
SELECT place_code AS region_code, month_text(month_of(confirmed_on)) AS period, entered_on - confirmed_on AS days FROM confirmed;

-- K60 乡镇公告率: households the township has decided on and whether the village was told. By the month the announcement ended,
-- else of the decision.
INSERT INTO frame_row BY NAME
SELECT 'K60' AS indicator, '分项=' || unnest(['识别', '消除']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
WITH decided AS (
  SELECT part, household_id, episode_no, min(place_code) AS place_code,
    min(coalesce(end_on, start_on)) FILTER ((step = 'township_decision' OR (step = 'confirm' AND coalesce(org_level, 'town') = 'town')) AND coalesce(result, 'passed') = 'passed') AS decided_on,
    min(end_on) FILTER (step = 'announce' AND coalesce(result, '') <> 'ongoing') AS announced_on
  FROM step_row GROUP BY ALL HAVING decided_on IS NOT NULL
)
SELECT 'K60' AS indicator, place_code AS region_code, month_text(month_of(coalesce(announced_on, decided_on))) AS period, '分项=' || part AS breakdown,
  '户' AS basis, count(announced_on) AS n, count(*) AS d
FROM decided GROUP BY ALL;

-- K59 消除告知率: households marked as out of risk in the month, and whether they were told.
INSERT INTO frame_row BY NAME
SELECT 'K59' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
WITH marked AS (
  SELECT household_id, episode_no, min(place_code) AS place_code,
    min(coalesce(start_on, end_on)) FILTER (step = 'mark' AND coalesce(exit_reason, 'risk_eliminated') = 'risk_eliminated') AS marked_on,
    bool_or(step = 'notify') AS is_told
  FROM step_row WHERE part = '消除' GROUP BY ALL HAVING marked_on IS NOT NULL
)
SELECT 'K59' AS indicator, place_code AS region_code, month_text(month_of(marked_on)) AS period, '' AS breakdown, '户' AS basis,
  count(*) FILTER (is_told) AS n, count(*) AS d
FROM marked GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K55, the median.
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT t.ancestor AS region_code, c.period, count(c.days) AS households, median(c.days) AS days
  FROM entry_wait AS c JOIN region_tree AS t ON t.descendant = c.region_code
  GROUP BY ALL
)
SELECT 'K55' AS indicator, s.region_code, m.period, m.stat_year AS period_year, '分项=时滞中位数' AS breakdown, '户' AS basis,
  NULL AS numerator, coalesce(c.households, 0) AS denominator, c.days AS value, '天' AS unit, rate_status(0, coalesce(c.households, 0)) AS status
FROM scope AS s CROSS JOIN month_period AS m LEFT JOIN cell AS c ON c.region_code = s.region_code AND c.period = m.period
WHERE s.indicator = 'K55' AND (NOT s.is_sparse OR c.households > 0);
