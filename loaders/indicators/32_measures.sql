-- Help and who gets it: K26, K27, K28, K31, K32.

-- K26 岗位推送达标率: members able to work, and whether enough different posts were put to them by the quarter's end.
CREATE OR REPLACE TEMP TABLE post_pushed AS
WITH matched AS (
  SELECT coalesce(k.person, h.person) AS person, j.posting_id, j.pushed_on
  FROM job_push AS j LEFT JOIN person_key AS k ON k.household_id = j.household_id AND k.person_id = j.person_id
  LEFT JOIN (SELECT DISTINCT id_hash, person FROM person_key WHERE id_hash IS NOT NULL) AS h ON h.id_hash = j.id_number_hash
), first_push AS (
  SELECT person, posting_id, min(pushed_on) AS pushed_on FROM matched WHERE pushed_on <= data_day() AND posting_id IS NOT NULL AND person IS NOT NULL GROUP BY ALL
)
SELECT person, list(pushed_on ORDER BY pushed_on) AS days FROM first_push GROUP BY person;

INSERT INTO frame_row BY NAME
SELECT 'K26' AS indicator, unnest(['', '劳动能力=未填']) AS breakdown, '人' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind;
-- Grain: member able to work (`is_blank`: nobody knows) × quarter, with the posts put to it and to be put.
CREATE OR REPLACE TEMP VIEW push_state AS
SELECT e.region_code, e.period, e.household_id, e.from_as_of, n.file_id, n.sheet_no, n.row_no, n.relation_to_head, e.end_on, e.is_registered, e.is_unknown,
  c.code IS NULL AS is_blank, len(list_filter(coalesce(p.days, []), lambda x: x <= e.end_on)) AS pushes, CAST(q.value AS INTEGER) AS pushes_due,
  coalesce(p.days[CAST(q.value AS INTEGER)] <= e.end_on, FALSE) AS hit
FROM episode_period AS e
JOIN region_param AS q ON q.region_code = e.region_code AND q.stat_year = e.stat_year AND q.param_key = 'job_push_min'
JOIN person AS n ON n.as_of = e.from_as_of AND n.household_id = e.household_id
LEFT JOIN policy_code AS c ON c.list = 'labour_capacity' AND c.code = n.labour_capacity
LEFT JOIN post_pushed AS p ON p.person = coalesce(n.id_hash, n.household_id || '/' || n.person_id)
WHERE e.kind = 'quarter' AND (e.is_registered OR e.is_unknown) AND (c.code IS NULL OR c.properties['class'] = 'able');
INSERT INTO tally BY NAME
WITH counted AS (
  SELECT region_code, period, is_registered, is_unknown, is_blank, hit, count(*) AS persons FROM push_state GROUP BY ALL
)
SELECT 'K26' AS indicator, region_code, period, '' AS breakdown, '人' AS basis, coalesce(sum(persons) FILTER (is_registered AND NOT is_blank AND hit), 0) AS n,
  coalesce(sum(persons) FILTER (is_registered AND NOT is_blank), 0) AS d, coalesce(sum(persons) FILTER ((is_unknown OR is_blank) AND NOT hit), 0) AS extra
FROM counted GROUP BY ALL
UNION ALL
SELECT 'K26', region_code, period, '劳动能力=未填', '人', coalesce(sum(persons) FILTER (hit), 0), sum(persons), NULL FROM counted WHERE is_registered AND is_blank GROUP BY ALL;

-- K27 措施覆盖率: households in the register at the quarter's end, and their members, that have measures in practice. Only 产业 has
-- a column of who is eligible (README §8.27): the other categories and 开发式 give the number helped, the rate is missing.
INSERT INTO frame_row BY NAME
WITH basis AS (SELECT unnest(['户', '人']) AS basis)
SELECT 'K27' AS indicator, b.breakdown, basis.basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
FROM basis CROSS JOIN (
  SELECT '分项=任一措施' AS breakdown UNION ALL SELECT '分项=开发式帮扶'
  UNION ALL SELECT '监测对象类别=' || category || ';分项=任一措施' FROM category_row
  UNION ALL SELECT '措施类别=' || label || ';分项=该类措施' FROM policy_code WHERE list = 'measure_category'
) AS b;

-- Grain: household × quarter; `categories` counts those it has measures of in practice.
CREATE OR REPLACE TEMP TABLE helped AS
SELECT e.region_code, e.period, e.household_id, e.end_on, e.category, e.members, e.is_registered, e.is_unknown, f.industry_capable,
  len(list_filter(coalesce(c.days, []), lambda x: x <= e.end_on)) AS categories,
  coalesce(d.first_on <= e.end_on, FALSE) AS is_helped, coalesce(d.developed_on <= e.end_on, FALSE) AS is_developed
FROM (SELECT * FROM episode_period WHERE kind = 'quarter' AND (is_registered OR is_unknown)) AS e
ASOF LEFT JOIN finance_year AS f ON f.household_id = e.household_id AND f.end_month <= e.month
LEFT JOIN (SELECT household_id, list(first_on) AS days FROM measure_first GROUP BY household_id) AS c ON c.household_id = e.household_id
LEFT JOIN (SELECT household_id, min(start_on) AS first_on, min(start_on) FILTER (is_development) AS developed_on FROM measure_done GROUP BY household_id) AS d
  ON d.household_id = e.household_id;

INSERT INTO tally BY NAME
WITH counted AS (
  SELECT region_code, period, category, is_registered, is_unknown, is_helped, is_developed, industry_capable, count(*) AS households, sum(members) AS persons
  FROM helped GROUP BY ALL
), weighed AS (
  SELECT c.*, w.basis, w.w FROM counted AS c CROSS JOIN LATERAL (SELECT unnest(['户', '人']) AS basis, unnest([c.households, c.persons]) AS w) AS w
), met AS (
  SELECT region_code, period, code, w.basis, sum(w.w) AS n
  FROM (
    SELECT h.region_code, h.period, m.category AS code, count(*) AS households, sum(h.members) AS persons
    FROM helped AS h JOIN measure_first AS m ON m.household_id = h.household_id AND m.first_on <= h.end_on
    WHERE h.is_registered AND (m.category <> 'industry' OR h.industry_capable OR NOT is_anywhere('industry_capable')) GROUP BY ALL
  ) AS c CROSS JOIN LATERAL (SELECT unnest(['户', '人']) AS basis, unnest([c.households, c.persons]) AS w) AS w
  GROUP BY ALL
)
SELECT 'K27' AS indicator, region_code, period, k.breakdown, basis, coalesce(sum(w) FILTER (is_registered AND is_helped), 0) AS n,
  coalesce(sum(w) FILTER (is_registered), 0) AS d, coalesce(sum(w) FILTER (is_unknown AND NOT is_helped), 0) AS extra
FROM weighed CROSS JOIN LATERAL (SELECT unnest(['分项=任一措施', '监测对象类别=' || category || ';分项=任一措施']) AS breakdown) AS k
GROUP BY ALL
UNION ALL
SELECT 'K27', region_code, period, '分项=开发式帮扶', basis, coalesce(sum(w) FILTER (is_developed), 0), 'NaN'::DOUBLE, NULL
FROM weighed WHERE is_registered GROUP BY ALL
UNION ALL
SELECT 'K27', d.region_code, d.period, '措施类别=' || c.label || ';分项=该类措施', d.basis, coalesce(m.n, 0),
  CASE WHEN c.code = 'industry' AND is_anywhere('industry_capable') THEN d.capable ELSE 'NaN'::DOUBLE END, NULL
FROM (
  SELECT region_code, period, basis, coalesce(sum(w) FILTER (industry_capable), 0) AS capable FROM weighed WHERE is_registered GROUP BY ALL
) AS d JOIN policy_code AS c ON c.list = 'measure_category'
LEFT JOIN met AS m ON m.region_code = d.region_code AND m.period = d.period AND m.basis = d.basis AND m.code = c.code;

-- K27, households by how many categories of measures they have in practice; one whose measures are all of no known category has one.
CREATE OR REPLACE TEMP MACRO categories_text(n) AS CASE WHEN n < 4 THEN n || ' 类' ELSE '4 类及以上' END;
INSERT INTO frame_row BY NAME
SELECT 'K27' AS indicator, '措施数=' || categories_text(unnest(range(5))) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind;
INSERT INTO tally BY NAME
WITH counted AS (
  SELECT region_code, period, least(greatest(categories, CAST(is_helped AS INTEGER)), 4) AS n, count(*) AS households
  FROM helped WHERE is_registered GROUP BY ALL
)
SELECT 'K27' AS indicator, h.region_code, h.period, '措施数=' || categories_text(k.n) AS breakdown, '户' AS basis,
  coalesce(sum(h.households) FILTER (h.n = k.n), 0) AS n, sum(h.households) AS d
FROM counted AS h CROSS JOIN (SELECT unnest(range(5)) AS n) AS k
GROUP BY ALL;

-- K27, households in the register for so many months (data/policy/platform.tsv) with no measure in practice yet.
INSERT INTO frame_row BY NAME
SELECT 'K27' AS indicator, '分项=满一个月无措施' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
-- Grain: household × month.
CREATE OR REPLACE TEMP VIEW wait_state AS
SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.identified_month, m.first_on, m.first_on IS NULL OR m.first_on > e.end_on AS hit
FROM episode_month AS e LEFT JOIN (SELECT household_id, min(start_on) AS first_on FROM measure_done GROUP BY household_id) AS m
  ON m.household_id = e.household_id
WHERE e.is_registered AND month_no(e.identified_month) <= month_no(e.month) - setting_of('no_measure_months');
INSERT INTO tally BY NAME
SELECT 'K27' AS indicator, region_code, period, '分项=满一个月无措施' AS breakdown, '户' AS basis, count(*) FILTER (hit) AS n, count(*) AS d
FROM wait_state GROUP BY ALL;

-- K28 风险措施匹配率: open risks that a kind of measure is set against (codes' `match`), by the export's columns or the ledger of
-- measures. Real checks and the platform's own pairs stand apart (README §5l).
CREATE OR REPLACE TEMP TABLE risk_match AS
SELECT code, label, string_split(properties['match'], '|') AS categories,
  CASE WHEN starts_with(properties['source'], 'real_check') THEN 'real_check' ELSE 'platform_setting' END AS source
FROM policy_code WHERE list = 'risk_type' AND coalesce(properties['match'], '') <> '';
INSERT INTO frame_row BY NAME
SELECT 'K28' AS indicator, breakdown, '项' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind FROM (
  SELECT '' AS breakdown UNION SELECT '匹配来源=' || source FROM risk_match UNION SELECT '风险类型=' || label FROM risk_match
  UNION SELECT '风险类型=' || label || ';匹配来源=' || source FROM risk_match
);
-- Grain: household of a snapshot × category of help: the day it began; what the register's columns tell of has none and counts always.
CREATE OR REPLACE TEMP TABLE help_first AS
SELECT as_of, household_id, category, min(first_on) AS first_on FROM (
  SELECT as_of, household_id, unnest(categories) AS category, '-infinity'::DATE AS first_on FROM support
  UNION ALL SELECT s.as_of, s.household_id, m.category, m.first_on FROM support AS s JOIN measure_first AS m USING (household_id)
) GROUP BY ALL;
INSERT INTO tally BY NAME
WITH risk AS (
  SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.end_on, unnest(e.risks) AS risk FROM episode_month AS e WHERE e.is_registered
), matched AS (
  SELECT h.as_of, h.household_id, m.code, min(h.first_on) AS first_on
  FROM help_first AS h JOIN (SELECT code, unnest(categories) AS category FROM risk_match) AS m USING (category) GROUP BY ALL
), counted AS (
  SELECT r.region_code, r.period, r.risk, count(*) FILTER (x.first_on <= r.end_on) AS n, count(*) AS d
  FROM (SELECT * FROM risk WHERE risk IN (SELECT code FROM risk_match)) AS r
  SEMI JOIN support AS s ON s.as_of = r.from_as_of AND s.household_id = r.household_id
  LEFT JOIN matched AS x ON x.as_of = r.from_as_of AND x.household_id = r.household_id AND x.code = r.risk
  GROUP BY ALL
), item AS (
  SELECT c.region_code, c.period, m.label, m.source, c.n, c.d FROM counted AS c JOIN risk_match AS m ON m.code = c.risk
)
SELECT 'K28' AS indicator, region_code, period, k.breakdown, '项' AS basis, sum(n) AS n, sum(d) AS d
FROM item CROSS JOIN LATERAL (
  SELECT unnest(['', '匹配来源=' || source, '风险类型=' || label, '风险类型=' || label || ';匹配来源=' || source]) AS breakdown
) AS k
GROUP BY ALL;

-- K28, every kind of risk against every category of measures, at the quarter's end.
INSERT INTO frame_row BY NAME
SELECT 'K28' AS indicator, '风险类型=' || r.label || ';措施类别=' || c.label AS breakdown, '项' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind
FROM policy_code AS r CROSS JOIN policy_code AS c WHERE r.list = 'risk_type' AND c.list = 'measure_category';
INSERT INTO tally BY NAME
WITH risk AS (
  SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.end_on, unnest(e.risks) AS risk
  FROM episode_period AS e SEMI JOIN support AS s ON s.as_of = e.from_as_of AND s.household_id = e.household_id
  WHERE e.kind = 'quarter' AND e.is_registered
), due AS (
  SELECT region_code, period, risk, count(*) AS d FROM risk GROUP BY ALL
), met AS (
  SELECT r.region_code, r.period, r.risk, h.category, count(*) AS n
  FROM risk AS r JOIN help_first AS h ON h.as_of = r.from_as_of AND h.household_id = r.household_id
  WHERE h.first_on <= r.end_on GROUP BY ALL
)
SELECT 'K28' AS indicator, d.region_code, d.period, '风险类型=' || l.label || ';措施类别=' || c.label AS breakdown, '项' AS basis, coalesce(m.n, 0) AS n, d.d
FROM due AS d JOIN policy_code AS l ON l.list = 'risk_type' AND l.code = d.risk CROSS JOIN policy_code AS c
LEFT JOIN met AS m ON m.region_code = d.region_code AND m.period = d.period AND m.risk = d.risk AND m.category = c.code
WHERE c.list = 'measure_category';

-- K31 延保渐退: households above the allowance's line that keep it for a time: from the month after that was found, for as long as
-- the document says or the ledger tells (README §8.31).
INSERT INTO frame_row BY NAME
SELECT 'K31' AS indicator, '分项=' || unnest(['渐退期户数', '期满户数', '3个月内期满']) AS breakdown, '户' AS basis, '户' AS unit, 'count' AS kind, 'month' AS period_kind
UNION ALL SELECT 'K31', '分项=执行率', '户', '%', 'rate', 'month';
-- Grain: household × month after it was found above the line.
CREATE OR REPLACE TEMP VIEW taper_state AS
WITH taper AS (
  SELECT household_id, over_dibao_month, arg_max(taper_granted, (period_end, taper_granted)) AS taper_granted,
    arg_max(taper_end_month, (period_end, taper_end_month)) AS taper_end_month
  FROM household_finance WHERE over_dibao_month IS NOT NULL
  GROUP BY ALL
), cell AS (
  SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.is_registered, e.is_unknown, t.taper_granted, t.over_dibao_month, e.month,
    coalesce(t.taper_end_month, month_at(month_no(t.over_dibao_month) + CAST(q.value AS INTEGER))) AS end_month
  FROM (SELECT * FROM episode_month WHERE is_registered OR is_unknown) AS e
  ASOF JOIN taper AS t ON t.household_id = e.household_id AND t.over_dibao_month < e.month
  JOIN region_param AS q ON q.region_code = e.region_code AND q.stat_year = e.stat_year AND q.param_key = 'dibao_taper_months'
)
SELECT *, is_registered AND taper_granted AND end_month > month AND month_no(end_month) <= month_no(month) + setting_of('taper_ending_months') AS is_ending
FROM cell;
INSERT INTO tally BY NAME
WITH counted AS (
  SELECT region_code, period, count(*) FILTER (is_registered AND taper_granted AND end_month >= month) AS tapering,
    count(*) FILTER (is_registered AND taper_granted AND end_month < month) AS over, count(*) FILTER (is_ending) AS ending,
    count(*) FILTER (is_registered AND taper_granted) AS granted, count(*) FILTER (is_registered) AS registered,
    count(*) FILTER (is_registered AND taper_granted IS NULL) AS untold, count(*) FILTER (is_unknown AND taper_granted IS NOT TRUE) AS unknown
  FROM taper_state GROUP BY ALL
)
SELECT 'K31' AS indicator, region_code, period, '分项=' || unnest(['渐退期户数', '期满户数', '3个月内期满']) AS breakdown, '户' AS basis,
  unnest([tapering, over, ending]) AS n, NULL AS d, NULL AS maybe, NULL AS extra FROM counted
UNION ALL
SELECT 'K31', region_code, period, '分项=执行率', '户', granted, registered, untold, unknown FROM counted;

-- K32 急难型临时救助率: households found to be in hardship in their last year's record, and relief of that kind since that year began.
INSERT INTO frame_row BY NAME
SELECT 'K32' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
WITH cell AS (
  SELECT e.region_code, e.period, e.stat_year, e.end_on, f.living_hardship, f.year, r.days,
    is_anywhere('living_hardship') AS has_ground
  FROM (SELECT * FROM episode_month WHERE is_registered) AS e
  ASOF LEFT JOIN finance_year AS f ON f.household_id = e.household_id AND f.end_month <= e.month
  LEFT JOIN (SELECT household_id, list(start_on) AS days FROM measure_done WHERE relief_type = 'emergency' GROUP BY household_id) AS r
    ON r.household_id = e.household_id
)
SELECT 'K32' AS indicator, region_code, period, '' AS breakdown, '户' AS basis,
  count(*) FILTER (CASE WHEN has_ground THEN living_hardship ELSE TRUE END
    AND len(list_filter(days, lambda x: x >= make_date(coalesce(year, stat_year), 1, 1) AND x <= end_on)) > 0) AS n,
  CASE WHEN has_ground THEN count(*) FILTER (living_hardship) ELSE 'NaN'::DOUBLE END AS d
FROM cell GROUP BY region_code, period, has_ground;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K27: where nobody is in the register the rate is missing all the same.
INSERT INTO tally BY NAME
SELECT 'K27' AS indicator, s.region_code, q.period, f.breakdown, f.basis, 0 AS n, 'NaN'::DOUBLE AS d
FROM frame_row AS f CROSS JOIN quarter_period AS q JOIN scope AS s ON s.indicator = 'K27' AND NOT s.is_sparse
WHERE f.indicator = 'K27' AND (f.breakdown = '分项=开发式帮扶' OR (f.breakdown LIKE '措施类别=%' AND f.breakdown <> '措施类别=' || label_of('measure_category', 'industry') || ';分项=该类措施'));
