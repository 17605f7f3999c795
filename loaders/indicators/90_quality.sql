-- K48 数据质量. Grain: region × snapshot day × check × table (README §8.15). Every staged row has a place: its own region code,
-- its names, its household, else the root.
-- Grain: leaf place × day × table: rows, and those that each check of rows finds.
CREATE OR REPLACE TEMP TABLE quality_count AS
SELECT region_code, as_of, table_name, has_id, has_dates, is_person, CAST(sum(total) AS BIGINT) AS total, CAST(sum(missing) AS BIGINT) AS missing,
  CAST(sum(bad_id) AS BIGINT) AS bad_id, CAST(sum(repeated) AS BIGINT) AS repeated, CAST(sum(dateless) AS BIGINT) AS dateless
FROM (
{{quality_rows}}
) GROUP BY ALL;

-- Grain: leaf place × day × check × table.
CREATE OR REPLACE TEMP TABLE quality_leaf AS
SELECT region_code, as_of, table_name, '行' AS basis, '缺项行' AS item, missing AS n, total FROM quality_count
UNION ALL SELECT region_code, as_of, table_name, '行', '证号不合规行', bad_id, total FROM quality_count WHERE has_id
UNION ALL SELECT region_code, as_of, table_name, '行', '重复人', repeated, total FROM quality_count WHERE is_person
UNION ALL SELECT region_code, as_of, table_name, '行', '日期不可解析行', dateless, total FROM quality_count WHERE has_dates
UNION ALL
SELECT coalesce(p.region_code, (SELECT region_code FROM region_root)), f.as_of, t.name, '行', '占位行', sum(f.rows_placeholder), sum(f.rows_accepted + f.rows_refused)
FROM source_file AS f JOIN policy_table AS t ON t.table_id = f.table_id
LEFT JOIN (SELECT l.file_id, min(pl.region_code) AS region_code FROM staging.ledger_zz AS l JOIN place AS pl
  ON pl.county_name = l.district AND pl.township_name IS NOT DISTINCT FROM l.town AND pl.village_name IS NOT DISTINCT FROM l.village GROUP BY l.file_id) AS p
  ON p.file_id = f.file_id
WHERE t.group_id = 'C' AND f.status = 'accepted' AND f.rows_placeholder IS NOT NULL GROUP BY ALL;

-- Household columns that disagree within a household, looked for where its rows are not alike; a blank speaks against a value only where the column is required.
CREATE OR REPLACE TEMP TABLE household_disagrees AS
WITH uneven AS (
  SELECT as_of, household_id FROM (SELECT as_of, household_id, hash({{household_columns}}) AS told FROM staging.monitored_person WHERE state <> 'refused')
  GROUP BY ALL HAVING min(told) <> max(told)
)
SELECT s.as_of, s.household_id
FROM staging.monitored_person AS s SEMI JOIN uneven AS u ON u.as_of = s.as_of AND u.household_id IS NOT DISTINCT FROM s.household_id
WHERE s.state <> 'refused'
GROUP BY s.as_of, s.household_id HAVING {{household_disagreement}};

INSERT INTO quality_leaf BY NAME
SELECT h.region_code, h.as_of, t.name AS table_name, '户' AS basis, k.item, count(*) FILTER (k.hit) AS n, count(*) AS total
FROM household AS h
JOIN policy_table AS t ON t.table_id = 'monitored_person'
LEFT JOIN household_disagrees AS d ON d.as_of = h.as_of AND d.household_id = h.household_id
CROSS JOIN LATERAL (
  SELECT unnest(['户级列不一致户', '类别未识别户', '状态未知户', '消除月份空白户', '区划待对照户', '逻辑矛盾户']) AS item,
    unnest([
      d.household_id IS NOT NULL,
      coalesce(h.category = '未识别类别', FALSE),
      h.category IS NOT NULL AND h.risk_eliminated IS NULL,
      h.category IS NOT NULL AND coalesce(h.risk_eliminated, FALSE) AND h.eliminated_month IS NULL,
      h.matched <> 'village',
      coalesce(h.eliminated_month < h.identified_month, FALSE)
        OR coalesce(h.risk_eliminated = FALSE AND h.eliminated_month IS NOT NULL, FALSE)
        OR coalesce(h.monitor_category = 'unstable_exited' AND h.household_type = 'ordinary_household', FALSE)
        OR coalesce(h.monitor_category = 'marginal' AND h.household_type <> 'ordinary_household', FALSE)
    ]) AS hit
) AS k
GROUP BY ALL;

-- The ledger's household columns: a tick on one row of a household and none on another.
INSERT INTO quality_leaf BY NAME
WITH marked AS (
  SELECT as_of, region_code, household_key, {{ledger_disagreement}} AS hit FROM ledger_listed GROUP BY ALL
)
SELECT region_code, as_of, (SELECT name FROM policy_table WHERE table_id = 'ledger_zz') AS table_name, '户' AS basis,
  '户级√不一致户' AS item, count(*) FILTER (hit) AS n, count(*) AS total
FROM marked GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

INSERT INTO figure BY NAME
WITH rolled AS (
  SELECT t.ancestor AS region_code, q.as_of, q.item, q.table_name, q.basis, sum(q.n) AS n, sum(q.total) AS total
  FROM quality_leaf AS q JOIN region_tree AS t ON t.descendant = q.region_code
  GROUP BY ALL
)
SELECT 'K48' AS indicator, s.region_code, CAST(r.as_of AS VARCHAR) AS period, greatest(year(r.as_of), (SELECT min(stat_year) FROM period)) AS period_year,
  '检查项=' || r.item || ';表=' || r.table_name AS breakdown, r.basis, r.n AS numerator, r.total AS denominator,
  rate_value(r.n, r.total) AS value, '%' AS unit, rate_status(r.n, r.total) AS status
FROM scope AS s JOIN rolled AS r ON r.region_code = s.region_code
WHERE s.indicator = 'K48' AND (NOT s.is_sparse OR r.n > 0);
