-- Indicators of the register have no value where it is absent or one of its files lacks a column they stand on: contract README
-- §1 (required = yes) and §4 (missing_data is never 0).

-- Grain: one column of the register that a figure cannot do without; `breakdown` is the start of the breakdowns it concerns.
CREATE OR REPLACE TEMP TABLE register_need AS
SELECT indicator, '' AS breakdown, unnest(['monitor_category', 'identified_month', 'risk_eliminated']) AS column_id
FROM (SELECT unnest(['K01', 'K02', 'K03', 'K33', 'B01']) AS indicator)
UNION ALL VALUES
  ('K03', '户类型=', 'household_type'),
  ('K03', '风险类型=', 'risk_1'),
  ('K03', '劳动能力户型=', 'labour_capacity'),
  ('K33', '口径=累计;是否剔除无劳动能力户=', 'labour_capacity'),
  ('K33', '口径=期内;是否剔除无劳动能力户=', 'labour_capacity');

-- Grain: one indicator and start of breakdowns without its data.
CREATE OR REPLACE TEMP TABLE register_gap AS
SELECT DISTINCT n.indicator, n.breakdown
FROM register_need AS n
WHERE NOT EXISTS (SELECT 1 FROM staging.monitored_person WHERE state <> 'refused')
  OR EXISTS (SELECT 1 FROM source_sheet AS s WHERE s.table_id = 'monitored_person' AND NOT list_contains(s.columns, n.column_id));

UPDATE verdict SET judgement = 'undetermined', status = NULL
WHERE figure_row IN (SELECT f.rowid FROM figure AS f JOIN register_gap AS g ON g.indicator = f.indicator AND starts_with(f.breakdown, g.breakdown));

UPDATE figure SET numerator = NULL, value = NULL, status = 'missing_data'
FROM register_gap AS g WHERE g.indicator = figure.indicator AND starts_with(figure.breakdown, g.breakdown);
