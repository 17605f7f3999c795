-- What is wrong with the region table, for the list of rejects. Grain: one row of the region table and fault; nothing is changed.
INSERT INTO reject BY NAME
WITH entry AS (
  SELECT s.file_id, s.sheet_no, s.row_no, s.region_code, s.region_level, s.parent_code, s.stat_year, s.region_level = 'province' AS is_top,
    r.region_code IN (SELECT t.descendant FROM region_tree AS t JOIN region_top AS top ON top.region_code = t.ancestor) AS is_reached,
    s.parent_code IN (SELECT region_code FROM region) AS has_parent,
    s.region_code IN (SELECT ancestor FROM region_tree WHERE distance > 0) AS is_above
  FROM staging.region_stat AS s LEFT JOIN region AS r ON r.region_code = s.region_code
  WHERE s.state = 'accepted'
), own AS (
  SELECT y.region_code, y.stat_year, y.registered_poor_pop AS written, sum(c.registered_poor_pop) AS summed
  FROM region_year AS y JOIN region_tree AS t ON t.ancestor = y.region_code AND t.distance > 0
  JOIN region_year AS c ON c.region_code = t.descendant AND c.stat_year = y.stat_year AND c.region_level IN ('county', 'zone')
  WHERE y.region_level IN ('prefecture', 'province') AND y.registered_poor_pop IS NOT NULL
  GROUP BY ALL
)
SELECT file_id, sheet_no, row_no, '年度' AS column_zh, '年度不在 2000 至 2100 年，该行未使用' AS reason, '改正后重新放入' AS action, 'note' AS kind
FROM entry WHERE stat_year NOT BETWEEN 2000 AND 2100
UNION ALL
SELECT file_id, sheet_no, row_no, '层级', '层级为空，该区划不出指标', '补填后重新放入', 'note' FROM entry WHERE region_level IS NULL
UNION ALL
SELECT file_id, sheet_no, row_no, '上级代码', '上级代码不在本表，该区划不计入任何上级', '补上该上级一行，或改正代码', 'note'
FROM entry WHERE NOT is_top AND NOT coalesce(has_parent, FALSE) AND region_code NOT IN (SELECT region_code FROM region_root)
UNION ALL
SELECT file_id, sheet_no, row_no, '上级代码', '上级代码互为上下级，该区划不出指标', '改正后重新放入', 'note'
FROM entry WHERE '{{root}}' = '' AND coalesce(has_parent, FALSE) AND NOT coalesce(is_reached, TRUE)
UNION ALL
SELECT s.file_id, s.sheet_no, s.row_no, '建档立卡人口', '本级自填数与所属各县之和不等，取各县之和', '核对两处后改正', 'note'
FROM staging.region_stat AS s JOIN own AS o ON o.region_code = s.region_code AND o.stat_year = s.stat_year
WHERE s.state = 'accepted' AND o.written <> o.summed;
