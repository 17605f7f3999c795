-- Money and works: K45, K46, K51, K52, K53.

-- K45 稳定补贴落实率: payments whose day has come, by its quarter.
INSERT INTO frame_row BY NAME
SELECT 'K45' AS indicator, breakdown, '人次' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind FROM (
  SELECT '' AS breakdown UNION ALL SELECT '补贴种类=' || label FROM policy_code WHERE list = 'subsidy_type'
);
INSERT INTO tally BY NAME
SELECT 'K45' AS indicator, place_code AS region_code, quarter_of(due_on) AS period, k.breakdown, '人次' AS basis, count(*) FILTER (paid_on <= data_day()) AS n, count(*) AS d
FROM subsidy_payment CROSS JOIN LATERAL (SELECT unnest(['', '补贴种类=' || label_of('subsidy_type', subsidy_type)]) AS breakdown) AS k
WHERE due_on <= data_day()
GROUP BY ALL;

-- K46 资金投入: money of the year, and per household in the register at its end.
INSERT INTO frame_row BY NAME
SELECT 'K46' AS indicator, p.prefix || k.item AS breakdown, '元' AS basis, '元' AS unit, k.kind, 'year' AS period_kind
FROM (
  SELECT '' AS prefix UNION ALL SELECT '资金来源=' || label || ';' FROM policy_code WHERE list = 'fund_source'
  UNION ALL SELECT '监测对象类别=' || category || ';' FROM category_row WHERE category <> '未识别类别'
  UNION ALL SELECT '监测对象类别=未分类别;'
) AS p CROSS JOIN (VALUES ('分项=金额', 'count'), ('分项=户均', 'rate')) AS k(item, kind)
WHERE p.prefix <> '监测对象类别=未分类别;' OR k.kind = 'count';
INSERT INTO tally BY NAME
WITH money AS (
  SELECT place_code, CAST(year AS VARCHAR) AS period, k.prefix, sum(amount) AS amount
  FROM fund CROSS JOIN LATERAL (SELECT unnest(['', '资金来源=' || label_of('fund_source', fund_source) || ';',
    '监测对象类别=' || CASE WHEN monitor_category IS NULL THEN '未分类别' ELSE label_of('monitor_category', monitor_category) END || ';']) AS prefix) AS k
  WHERE amount IS NOT NULL GROUP BY ALL
), stock AS (
  SELECT region_code, period, category, count(*) AS households FROM episode_period WHERE kind = 'year' AND is_registered GROUP BY ALL
)
SELECT 'K46' AS indicator, place_code AS region_code, period, prefix || '分项=金额' AS breakdown, '元' AS basis, CAST(amount AS DOUBLE) AS n, NULL AS d FROM money
UNION ALL SELECT 'K46', place_code, period, prefix || '分项=户均', '元', CAST(amount AS DOUBLE), 0 FROM money
UNION ALL
SELECT 'K46', region_code, period, p.prefix || '分项=户均', '元', 0, sum(households)
FROM stock CROSS JOIN LATERAL (
  SELECT '' AS prefix UNION ALL SELECT '监测对象类别=' || category || ';'
  UNION ALL SELECT '资金来源=' || label || ';' FROM policy_code WHERE list = 'fund_source'
) AS p
GROUP BY ALL;

-- K51 危房处置率与年度排查率: households whose house was found to be of grade C or D by the year's end, and those rebuilt by then;
-- houses looked over in the year.
INSERT INTO frame_row BY NAME
SELECT 'K51' AS indicator, breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'year' AS period_kind FROM (
  SELECT unnest(['分项=处置率', '分项=排查率']) AS breakdown
  UNION ALL SELECT '房屋等级=' || label || ';分项=处置率' FROM policy_code WHERE list = 'house_grade' AND code IN ('C', 'D')
);
INSERT INTO tally BY NAME
WITH house AS (
  SELECT s.place_code, s.household_id, y.period, s.house_grade, coalesce(bool_or(s.renovated_on <= least(y.end_on, data_day())), FALSE) AS is_done
  FROM safeguard_check AS s JOIN year_period AS y ON s.found_on <= y.end_on
  WHERE s.item = 'housing' AND s.house_grade IN ('C', 'D') AND s.found_on <= data_day() GROUP BY ALL
)
SELECT 'K51' AS indicator, place_code AS region_code, period, k.prefix || '分项=处置率' AS breakdown, '户' AS basis,
  count(DISTINCT household_id) FILTER (is_done) AS n, count(DISTINCT household_id) AS d
FROM house CROSS JOIN LATERAL (SELECT unnest(['', '房屋等级=' || label_of('house_grade', house_grade) || ';']) AS prefix) AS k
GROUP BY ALL
UNION ALL
SELECT 'K51', place_code, CAST(year(start_on) AS VARCHAR), '分项=排查率', '户',
  CASE WHEN bool_or(done_households IS NULL) THEN 'NaN'::DOUBLE ELSE sum(done_households) END,
  CASE WHEN bool_or(due_households IS NULL) THEN 'NaN'::DOUBLE ELSE sum(due_households) END
FROM sweep WHERE sweep_kind = 'housing' AND start_on <= data_day() GROUP BY ALL;

-- One row where any sweep of houses is told of.
CREATE OR REPLACE TEMP TABLE housing_swept AS SELECT DISTINCT TRUE AS is_told FROM sweep WHERE sweep_kind = 'housing' AND start_on <= data_day();

-- K52 设施或产业达标数, by kind: what stands; and of the rows with an aim those that reach it. Without an aim nothing is divided.
INSERT INTO frame_row BY NAME
SELECT 'K52' AS indicator, '' AS breakdown, '个' AS basis, '%' AS unit, 'rate' AS kind, 'year' AS period_kind
UNION ALL SELECT 'K52', '类型=' || label, '个', '%', 'rate', 'year' FROM policy_code WHERE list = 'asset_kind' AND code <> 'contract'
UNION ALL SELECT 'K52', '类型=' || label || ';分项=数量', '个', '个', 'count', 'year' FROM policy_code WHERE list = 'asset_kind' AND code <> 'contract';
INSERT INTO tally BY NAME
WITH asset AS (
  SELECT place_code, CAST(year AS VARCHAR) AS period, label_of('asset_kind', asset_kind) AS kind, "count" AS n, target_count AS d
  FROM industry_asset WHERE asset_kind <> 'contract' AND year IS NOT NULL AND "count" IS NOT NULL
)
SELECT 'K52' AS indicator, place_code AS region_code, period, k.breakdown, '个' AS basis, count(*) FILTER (n >= d) AS n, count(*) AS d
FROM asset CROSS JOIN LATERAL (SELECT unnest(['', '类型=' || kind]) AS breakdown) AS k WHERE d > 0 GROUP BY ALL
UNION ALL
SELECT 'K52', place_code, period, '类型=' || kind || ';分项=数量', '个', CAST(sum(n) AS DOUBLE), NULL FROM asset GROUP BY ALL;

-- K53 带贫合同续签率: contracts that ended in the year of the first document that asks for it, renewed for as long as it asks.
INSERT INTO frame_row BY NAME
SELECT 'K53' AS indicator, '' AS breakdown, '份' AS basis, '%' AS unit, 'rate' AS kind, 'own' AS period_kind;
INSERT INTO tally BY NAME
WITH rule AS (
  SELECT TRY_CAST(left(d.value, 4) AS INTEGER) AS year, CAST(p.value AS INTEGER) AS least, CAST(m.value AS INTEGER) AS most
  FROM policy_param AS p JOIN policy_code AS c ON c.list = 'profile' AND c.code = p.profile_id JOIN policy_param AS d ON d.profile_id = p.profile_id AND d.param_key = 'doc_date'
  JOIN policy_param AS m ON m.profile_id = p.profile_id AND m.param_key = 'contract_renew_years_max'
  WHERE p.param_key = 'contract_renew_years_min' AND p.certainty <> 'absent' ORDER BY c.place LIMIT 1
), contract AS (
  SELECT c.place_code, r.year, 1 AS contracts, c.renewed_until BETWEEN c.contract_end + to_years(r.least) AND c.contract_end + to_years(r.most) AS is_renewed
  FROM industry_asset AS c JOIN rule AS r ON year(c.contract_end) = r.year
  WHERE c.asset_kind = 'contract'
  UNION ALL SELECT s.region_code, r.year, 0, NULL FROM scope AS s CROSS JOIN rule AS r WHERE s.indicator = 'K53' AND NOT s.is_sparse
)
SELECT 'K53' AS indicator, place_code AS region_code, CAST(year AS VARCHAR) AS period, greatest(year, (SELECT min(stat_year) FROM period)) AS period_year, '' AS breakdown, '份' AS basis,
  count(*) FILTER (is_renewed) AS n, sum(contracts) AS d
FROM contract GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K51: without a single sweep of houses in the log, how many were due is not known.
INSERT INTO tally BY NAME
SELECT 'K51' AS indicator, s.region_code, y.period, '分项=排查率' AS breakdown, '户' AS basis, 'NaN'::DOUBLE AS n, 'NaN'::DOUBLE AS d FROM scope AS s CROSS JOIN year_period AS y
WHERE s.indicator = 'K51' AND NOT EXISTS (SELECT 1 FROM housing_swept);
