-- What cannot be said for want of data: a table that is not at hand, or one of whose files lacks a column (contract README §1, §4,
-- §8.18): missing_data, never 0.

-- Grain: one unmet need; `breakdown` is the part of the breakdowns concerned, `column_id` NULL where the whole table is absent.
CREATE OR REPLACE TABLE data_gap AS
WITH need AS (
  SELECT *, unnest(tables) AS table_id, unnest(generate_series(1, len(tables))) AS place FROM policy_need
), at_hand AS (
  SELECT table_id, list_reduce(list(columns), lambda a, b: list_intersect(a, b)) AS columns FROM source_sheet
  WHERE table_id IN (SELECT table_id FROM source_file WHERE status = 'accepted' AND rows_accepted > 0) GROUP BY table_id
), state AS (
  SELECT n.*, h.table_id IS NOT NULL AS is_there, list_filter(n.columns, lambda c: NOT list_contains(coalesce(h.columns, []), c)) AS lacking
  FROM need AS n LEFT JOIN at_hand AS h USING (table_id)
), unmet AS (
  SELECT * FROM state
  QUALIFY NOT bool_or(is_there AND len(lacking) = 0) OVER (PARTITION BY indicator, breakdown, tables, columns)
    AND row_number() OVER (PARTITION BY indicator, breakdown, tables, columns ORDER BY NOT is_there, place) = 1
)
SELECT DISTINCT indicator, breakdown, table_id, unnest(CASE WHEN is_there THEN lacking ELSE [NULL::VARCHAR] END) AS column_id, keeps_numerator
FROM unmet ORDER BY ALL;

-- Indicators whose rows follow from the data itself have one row a region that says so.
INSERT INTO figure BY NAME
SELECT s.indicator, s.region_code, month_text(month_of(data_day())) AS period, year(data_day()) AS period_year, k.breakdown, k.basis, k.unit, 'missing_data' AS status
FROM scope AS s JOIN (VALUES ('K40', '分项=范围内户', '户', '户'), ('K44', '', '个', '%'), ('K56', '', '户', '%'),
  ('K57', '', '户', '%'), ('K57', '', '人', '%')) AS k(indicator, breakdown, basis, unit) ON k.indicator = s.indicator
WHERE NOT s.is_sparse AND s.indicator IN (SELECT indicator FROM data_gap WHERE breakdown = '');

UPDATE figure SET numerator = CASE WHEN g.keeps THEN numerator END, denominator = CASE WHEN NOT g.keeps THEN nullif(denominator, 0) END,
  value = NULL, status = 'missing_data'
FROM (
  SELECT f.rowid AS row_no, bool_and(d.keeps_numerator) AS keeps
  FROM figure AS f JOIN data_gap AS d ON d.indicator = f.indicator AND contains(f.breakdown, d.breakdown)
  GROUP BY f.rowid
) AS g WHERE g.row_no = figure.rowid;

-- What was judged before the gaps were known.
UPDATE verdict SET judgement = 'undetermined', status = NULL
WHERE figure_row IN (SELECT rowid FROM figure WHERE status = 'missing_data');
