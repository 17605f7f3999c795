-- Grain: one place × figure that must close, on the data's month; `part` says which of them. Both readings stand beside the place.
CREATE OR REPLACE TEMP TABLE check_bulletin AS
SELECT DISTINCT region_code, basis, regexp_extract(breakdown, '监测对象类别=([^;]*)', 1) AS category, regexp_extract(breakdown, '统计项=(.*)$', 1) AS item, numerator AS n
FROM indicator WHERE indicator = 'B01' AND period = month_text(month_of(data_day())) AND denominator IS NULL
  AND region_level <> 'village';

CREATE OR REPLACE TEMP TABLE check_sum AS
WITH state AS (
  SELECT region_code, category || ' ' || basis AS part, basis, category, sum(n) FILTER (item = '累计') AS whole,
    coalesce(sum(n) FILTER (item IN ('已消除', '未消除', '其他退出', '状态未知')), 0) AS parts
  FROM check_bulletin GROUP BY ALL
)
SELECT 'total_states' AS check_id, region_code, part, whole, parts FROM state WHERE whole IS NOT NULL
UNION ALL
SELECT 'total_categories', region_code, item || ' ' || basis, sum(n) FILTER (category = '合计'), coalesce(sum(n) FILTER (category <> '合计'), 0)
FROM check_bulletin WHERE item IN ('累计', '已消除', '未消除', '其他退出', '状态未知', '本年新增', '本月新增', '本月消除') GROUP BY ALL
UNION ALL
SELECT 'total_bases', region_code, category, max(whole) FILTER (basis = '户'), max(parts) FILTER (basis = '户')
FROM state WHERE whole IS NOT NULL GROUP BY region_code, category HAVING count(*) = 2 AND bool_or(basis = '人' AND whole = parts)
UNION ALL
SELECT 'total_children', up.region_code, up.item || ' ' || up.basis, any_value(up.n), sum(c.n)
FROM check_bulletin AS up JOIN region AS r ON r.parent_code = up.region_code JOIN check_bulletin AS c ON c.region_code = r.region_code AND c.category = up.category AND c.basis = up.basis AND c.item = up.item
JOIN region AS u ON u.region_code = up.region_code
WHERE up.category = '合计' AND up.item = '累计' AND u.region_level IN ('prefecture', 'province') GROUP BY up.region_code, up.item, up.basis
UNION ALL
SELECT 'total_register', b.region_code, '未消除 ' || b.basis, b.n, i.numerator
FROM check_bulletin AS b JOIN (SELECT DISTINCT region_code, basis, numerator FROM indicator WHERE indicator = 'K03' AND breakdown = '' AND period = month_text(month_of(data_day()))) AS i
  ON i.region_code = b.region_code AND i.basis = b.basis
WHERE b.category = '合计' AND b.item = '未消除'
UNION ALL
SELECT 'total_region_table', y.region_code, y.stat_year || ' 年', y.registered_poor_pop, sum(c.registered_poor_pop)
FROM region_year AS y JOIN region_tree AS t ON t.ancestor = y.region_code AND t.distance > 0
JOIN region_year AS c ON c.region_code = t.descendant AND c.stat_year = y.stat_year AND c.region_level IN ('county', 'zone')
WHERE y.region_level IN ('prefecture', 'province') AND y.registered_poor_pop IS NOT NULL AND c.registered_poor_pop IS NOT NULL GROUP BY y.region_code, y.stat_year, y.registered_poor_pop
UNION ALL
SELECT 'total_village_table', v.place_code, '总户数与低保户数、危房户数', v.total_households, greatest(v.dibao_households, v.dangerous_house_households)
FROM village AS v WHERE v.total_households IS NOT NULL AND coalesce(v.dibao_households, v.dangerous_house_households) IS NOT NULL
  AND v.as_of = (SELECT max(as_of) FROM village);

-- Grain: the same; a village table's parts are no sum, they may only not be larger.
CREATE OR REPLACE TEMP VIEW check_totals_figure AS
SELECT check_id, region_code, CASE check_id WHEN 'total_village_table' THEN whole < parts ELSE whole <> parts END AS hit,
  part || '：' || CAST(whole AS BIGINT) || ' 与 ' || CAST(parts AS BIGINT) AS fact
FROM check_sum;
