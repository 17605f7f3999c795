-- Grain: place × month × category × basis: the bulletin's counts.
CREATE OR REPLACE TEMP TABLE bulletin_leaf AS
WITH counted AS (
  SELECT region_code, period, month, category, is_eliminated, is_registered, is_exited, is_unknown,
    coalesce(identified_month // 100 = month // 100, FALSE) AS is_new_year, coalesce(identified_month = month, FALSE) AS is_new_month,
    coalesce(outcome = 'eliminated' AND eliminated_month = month, FALSE) AS is_gone_month, count(*) AS households, sum(members) AS persons
  FROM episode_month GROUP BY ALL
)
SELECT c.region_code, c.period, c.month, c.category, w.basis,
  sum(w.n) AS cumulative,
  coalesce(sum(w.n) FILTER (c.is_eliminated), 0) AS eliminated,
  coalesce(sum(w.n) FILTER (c.is_registered), 0) AS registered,
  coalesce(sum(w.n) FILTER (c.is_exited), 0) AS exited,
  coalesce(sum(w.n) FILTER (c.is_unknown), 0) AS unknown,
  coalesce(sum(w.n) FILTER (c.is_new_year), 0) AS new_year,
  coalesce(sum(w.n) FILTER (c.is_new_month), 0) AS new_month,
  coalesce(sum(w.n) FILTER (c.is_gone_month), 0) AS gone_month
FROM counted AS c
CROSS JOIN LATERAL (SELECT unnest(['户', '人']) AS basis, unnest([c.households, c.persons]) AS n) AS w
GROUP BY ALL;

-- Grain: place × month × category: households without a month of identification.
CREATE OR REPLACE TEMP TABLE bulletin_undated AS
SELECT e.region_code, p.period, e.category, count(*) AS households, sum(e.members) AS persons
FROM month_period AS p JOIN episode_at AS e ON e.as_of = p.as_of AND e.identified_month IS NULL
GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- Grain: region × month × category × basis, rolled up by sums.
CREATE OR REPLACE TEMP TABLE bulletin AS
SELECT t.ancestor AS region_code, l.period, c.category, l.basis, sum(l.cumulative) AS cumulative, sum(l.eliminated) AS eliminated,
  sum(l.registered) AS registered, sum(l.exited) AS exited, sum(l.unknown) AS unknown, sum(l.new_year) AS new_year,
  sum(l.new_month) AS new_month, sum(l.gone_month) AS gone_month
FROM bulletin_leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code
CROSS JOIN LATERAL (SELECT l.category AS category UNION ALL SELECT '合计') AS c
GROUP BY ALL;

-- B01 监测帮扶通报表: count rows are always ok; rates over nothing are na_zero_denominator (README §5k, §8.1, §8.19).
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT s.region_code, s.is_sparse, p.period, p.stat_year, c.category, c.basis,
    coalesce(b.cumulative, 0) AS cumulative, coalesce(b.eliminated, 0) AS eliminated, coalesce(b.registered, 0) AS registered,
    coalesce(b.exited, 0) AS exited, coalesce(b.unknown, 0) AS unknown, coalesce(b.new_year, 0) AS new_year,
    coalesce(b.new_month, 0) AS new_month, coalesce(b.gone_month, 0) AS gone_month
  FROM scope AS s CROSS JOIN period AS p
  CROSS JOIN (SELECT category, unnest(['户', '人']) AS basis FROM (SELECT category FROM category_row UNION ALL SELECT '合计')) AS c
  LEFT JOIN bulletin AS b ON b.region_code = s.region_code AND b.period = p.period AND b.category = c.category AND b.basis = c.basis
  WHERE s.indicator = 'B01' AND p.kind = 'month' AND NOT s.is_sparse
  UNION ALL
  SELECT b.region_code, s.is_sparse, b.period, p.stat_year, b.category, b.basis, b.cumulative, b.eliminated, b.registered, b.exited,
    b.unknown, b.new_year, b.new_month, b.gone_month
  FROM bulletin AS b JOIN scope AS s ON s.region_code = b.region_code AND s.indicator = 'B01'
  JOIN period AS p ON p.period = b.period AND p.kind = 'month'
  WHERE s.is_sparse
), item AS (
  SELECT *, unnest(['累计', '已消除', '未消除', '其他退出', '状态未知', '本年新增', '本月新增', '本月消除']) AS item,
    unnest([cumulative, eliminated, registered, exited, unknown, new_year, new_month, gone_month]) AS n
  FROM cell
)
SELECT 'B01' AS indicator, region_code, period, stat_year AS period_year, '监测对象类别=' || category || ';统计项=' || item AS breakdown,
  basis, n AS numerator, NULL AS denominator, CAST(n AS DOUBLE) AS value, basis AS unit, 'ok' AS status
FROM item WHERE NOT is_sparse OR n > 0
UNION ALL
SELECT 'B01', region_code, period, stat_year, '监测对象类别=' || category || ';统计项=消除率(按' || basis || ')', basis, eliminated, cumulative,
  rate_value(eliminated, cumulative), '%', rate_status(eliminated, cumulative)
FROM cell;

-- B01, households without a month of identification: in no other count; a row only where there are some.
INSERT INTO figure BY NAME
WITH undated AS (
  SELECT t.ancestor AS region_code, p.period, p.stat_year, unnest([l.category, '合计']) AS category, l.households, l.persons
  FROM bulletin_undated AS l JOIN month_period AS p USING (period) JOIN region_tree AS t ON t.descendant = l.region_code
)
SELECT 'B01' AS indicator, u.region_code, u.period, any_value(u.stat_year) AS period_year, '监测对象类别=' || u.category || ';统计项=月份未填' AS breakdown,
  b.basis, sum(CASE b.basis WHEN '户' THEN u.households ELSE u.persons END) AS numerator, CAST(sum(CASE b.basis WHEN '户' THEN u.households ELSE u.persons END) AS DOUBLE) AS value,
  b.basis AS unit, 'ok' AS status
FROM undated AS u JOIN scope AS s ON s.indicator = 'B01' AND s.region_code = u.region_code CROSS JOIN (SELECT unnest(['户', '人']) AS basis) AS b
GROUP BY u.region_code, u.period, u.category, b.basis;
