-- K03 在册监测户数、人数. Grain: region × month × one dimension × basis.
CREATE OR REPLACE TEMP TABLE register_leaf AS
WITH counted AS (
  SELECT region_code, period, stat_year, category, household_type, labour, count(*) AS households, sum(members) AS persons
  FROM episode_month WHERE is_registered GROUP BY ALL
), at_risk AS (
  SELECT region_code, period, stat_year, risk, count(*) AS households, sum(members) AS persons
  FROM (SELECT region_code, period, stat_year, members, unnest(risks) AS risk FROM episode_month WHERE is_registered) GROUP BY ALL
)
SELECT region_code, period, stat_year, '' AS breakdown, sum(households) AS households, sum(persons) AS persons FROM counted GROUP BY ALL
UNION ALL
SELECT region_code, period, stat_year, '监测对象类别=' || category, sum(households), sum(persons) FROM counted GROUP BY region_code, period, stat_year, category
UNION ALL
SELECT n.region_code, n.period, n.stat_year, '户类型=' || c.label, sum(n.households), sum(n.persons)
FROM counted AS n JOIN policy_code AS c ON c.list = 'household_type' AND c.code = n.household_type
GROUP BY n.region_code, n.period, n.stat_year, c.label
UNION ALL
SELECT n.region_code, n.period, n.stat_year, '风险类型=' || c.label, sum(n.households), sum(n.persons)
FROM at_risk AS n JOIN policy_code AS c ON c.list = 'risk_type' AND c.code = n.risk
GROUP BY n.region_code, n.period, n.stat_year, c.label
UNION ALL
SELECT region_code, period, stat_year,
  '劳动能力户型=' || CASE labour WHEN 'able' THEN '有劳动能力' WHEN 'weak' THEN '仅弱劳动能力' WHEN 'none' THEN '无劳动能力' ELSE '未知' END,
  sum(households), sum(persons)
FROM counted GROUP BY region_code, period, stat_year, labour;

-- Grain: place × month, persons whose state is unknown: they could move a judged share.
CREATE OR REPLACE TEMP TABLE unknown_leaf AS
SELECT region_code, period, sum(members) AS persons FROM episode_month WHERE is_unknown GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- Grain: region × month × breakdown, rolled up by sums.
CREATE OR REPLACE TEMP TABLE register AS
SELECT t.ancestor AS region_code, l.period, l.stat_year, l.breakdown, sum(l.households) AS households, sum(l.persons) AS persons
FROM register_leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code
GROUP BY ALL;

-- Grain: one breakdown that K03 writes.
CREATE OR REPLACE TEMP TABLE register_row AS
SELECT '' AS breakdown
UNION ALL SELECT '监测对象类别=' || category FROM category_row
UNION ALL SELECT '户类型=' || label FROM policy_code WHERE list = 'household_type'
UNION ALL SELECT '风险类型=' || label FROM policy_code WHERE list = 'risk_type'
UNION ALL SELECT '劳动能力户型=' || unnest(['有劳动能力', '仅弱劳动能力', '无劳动能力', '未知']);

INSERT INTO figure BY NAME
WITH cell AS (
  SELECT s.region_code, p.period, p.stat_year, b.breakdown, coalesce(r.households, 0) AS households, coalesce(r.persons, 0) AS persons
  FROM scope AS s CROSS JOIN period AS p CROSS JOIN register_row AS b
  LEFT JOIN register AS r ON r.region_code = s.region_code AND r.period = p.period AND r.breakdown = b.breakdown
  WHERE s.indicator = 'K03' AND p.kind = 'month' AND (b.breakdown = '' OR NOT s.is_sparse)
  UNION ALL
  SELECT r.region_code, r.period, r.stat_year, r.breakdown, r.households, r.persons
  FROM register AS r JOIN scope AS s ON s.region_code = r.region_code AND s.indicator = 'K03'
  WHERE s.is_sparse AND r.breakdown <> ''
)
SELECT 'K03' AS indicator, region_code, period, stat_year AS period_year, breakdown, basis, n AS numerator, NULL AS denominator,
  CAST(n AS DOUBLE) AS value, basis AS unit, 'ok' AS status
FROM (SELECT *, unnest(['户', '人']) AS basis, unnest([households, persons]) AS n FROM cell);

-- K01 监测规模占比 and K02 规模口径状态: persons in the register over registered_poor_pop of the same year. Grain: region × month.
INSERT INTO figure BY NAME
SELECT s.indicator, s.region_code, p.period, p.stat_year AS period_year, b.breakdown, '人' AS basis,
  coalesce(r.persons, 0) AS numerator, d.registered_poor_pop AS denominator,
  rate_value(coalesce(r.persons, 0), d.registered_poor_pop) AS value, '%' AS unit,
  rate_status(coalesce(r.persons, 0), d.registered_poor_pop) AS status
FROM scope AS s CROSS JOIN period AS p
JOIN register_row AS b ON b.breakdown = '' OR (s.indicator = 'K01' AND b.breakdown LIKE '监测对象类别=%')
LEFT JOIN register AS r ON r.region_code = s.region_code AND r.period = p.period AND r.breakdown = b.breakdown
LEFT JOIN region_base AS d ON d.region_code = s.region_code AND d.stat_year = p.stat_year
WHERE s.indicator IN ('K01', 'K02') AND p.kind = 'month';

-- Grain: region × month.
CREATE OR REPLACE TEMP TABLE unknown_persons AS
SELECT t.ancestor AS region_code, l.period, sum(l.persons) AS persons
FROM unknown_leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code
GROUP BY ALL;

-- K02 judged: a cap where the region is known to be 深度贫困 and the profile has one; a reference elsewhere; undetermined where
-- the flag is blank and a cap could apply (README §5i, §8.22). Judgement only on the total row.
INSERT INTO verdict BY NAME
WITH param AS (
  SELECT profile_id,
    max(TRY_CAST(value AS DOUBLE)) FILTER (param_key = 'scale_cap_pct_deep_poverty' AND certainty <> 'absent') AS cap,
    max(TRY_CAST(value AS DOUBLE)) FILTER (param_key = 'scale_reference_pct' AND certainty <> 'absent') AS reference
  FROM policy_param GROUP BY profile_id
), judged AS (
  SELECT f.* EXCLUDE (profile_id), f.rowid AS figure_row, v.profile_id, q.cap, q.reference, y.deep_poverty,
    f.value <= q.cap AS within, (f.numerator + coalesce(u.persons, 0)) / nullif(f.denominator, 0) <= q.cap AS within_with_unknown
  FROM figure AS f
  JOIN profile_in_force AS v ON v.region_code = f.region_code AND v.stat_year = f.period_year
  JOIN param AS q ON q.profile_id = v.profile_id
  LEFT JOIN region_year AS y ON y.region_code = f.region_code AND y.stat_year = f.period_year
  LEFT JOIN unknown_persons AS u ON u.region_code = f.region_code AND u.period = f.period
  WHERE f.indicator = 'K02' AND f.breakdown = '' AND (q.cap IS NOT NULL OR q.reference IS NOT NULL)
)
SELECT figure_row, profile_id,
  CASE WHEN status <> 'ok' THEN 'undetermined'
       WHEN cap IS NULL OR deep_poverty = FALSE THEN 'reference'
       WHEN deep_poverty IS NULL OR within IS NULL OR within <> within_with_unknown THEN 'undetermined'
       WHEN within THEN 'met' ELSE 'unmet' END AS judgement,
  CASE WHEN status = 'ok' AND cap IS NOT NULL AND (deep_poverty IS NULL OR (deep_poverty AND within <> within_with_unknown))
       THEN 'not_judged_input' END AS status
FROM judged;
