-- Inputs of the index. `signal_input_of` holds the rows of index.tsv.

-- Grain: end of a whole quarter: its month, and the last year that was over by then. Nothing later is read, so that the past can be
-- judged by what was known.
CREATE OR REPLACE TEMP TABLE signal_quarter AS
SELECT q.period, month_text(q.end_month) AS month, CAST(CASE WHEN q.end_month % 100 = 12 THEN q.end_month // 100 ELSE q.end_month // 100 - 1 END AS VARCHAR) AS year,
  q.stat_year, q.end_on, q.start_month, q.end_month
FROM period AS q WHERE q.kind = 'quarter' AND q.complete;

-- Grain: indicator row that an input is read from, or that is its whole, as the document in force there has it.
CREATE OR REPLACE TEMP TABLE signal_source AS
WITH wanted AS (
  SELECT DISTINCT indicator, basis, unnest(CASE base WHEN 'total' THEN [breakdown, ''] ELSE [breakdown] END) AS breakdown FROM signal_input_of
)
SELECT i.indicator, i.breakdown, i.basis, i.region_code, i.period, i.numerator AS n, i.value
FROM indicator AS i SEMI JOIN wanted AS w ON w.indicator = i.indicator AND w.breakdown = i.breakdown AND w.basis = i.basis
JOIN signal_place AS p ON p.region_code = i.region_code AND p.level = 'county'
JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.profile_id = i.profile_id AND f.is_chosen AND f.stat_year = CAST(left(i.period, 4) AS INTEGER)
WHERE i.indicator IN ({{input_indicators}}) AND i.status IN ('ok', 'not_judged_input') AND regexp_matches(i.period, '^[0-9]{4}(Q[1-4]|-[0-9]{2})?$');

-- Grain: input × county × quarter; NULL is not known. An indicator kept by months is read in the quarter's last month, else of the
-- quarter, else of the year that was over.
CREATE OR REPLACE TEMP TABLE signal_input AS
WITH read AS (
  SELECT period AS quarter, stat_year, unnest([month, period, year]) AS period, unnest([1, 2, 3]) AS rank FROM signal_quarter
), own AS (
  SELECT d.id, d.base, i.region_code, q.quarter, q.stat_year, i.n, i.value, w.n AS total
  FROM signal_input_of AS d JOIN signal_source AS i ON i.indicator = d.indicator AND i.breakdown = d.breakdown AND i.basis = d.basis
  JOIN read AS q ON q.period = i.period
  LEFT JOIN signal_source AS w ON d.base = 'total' AND w.indicator = i.indicator AND w.breakdown = '' AND w.basis = i.basis
    AND w.region_code = i.region_code AND w.period = i.period
  QUALIFY row_number() OVER (PARTITION BY d.id, i.region_code, q.quarter ORDER BY q.rank) = 1
)
SELECT o.id, o.region_code, o.quarter,
  CASE o.base WHEN 'value' THEN o.value WHEN 'total' THEN rate_value(o.n, o.total) ELSE rate_value(o.n, b.rural_households) END AS value
FROM own AS o LEFT JOIN region_base AS b ON b.region_code = o.region_code AND b.stat_year = o.stat_year;

-- Grain: county × quarter: households identified in it, of all rural households; NULL where a month of it is not known.
CREATE OR REPLACE TEMP TABLE signal_entered AS
SELECT p.region_code, q.period AS quarter, CASE WHEN count(i.numerator) FILTER (i.status = 'ok') = 3 THEN sum(i.numerator) END AS events, any_value(b.rural_households) AS base
FROM signal_place AS p CROSS JOIN signal_quarter AS q
JOIN profile_in_force AS f ON f.region_code = p.region_code AND f.is_chosen AND f.stat_year = q.stat_year
LEFT JOIN indicator AS i ON i.indicator = 'B01' AND i.breakdown = '监测对象类别=合计;统计项=本月新增' AND i.basis = '户' AND i.region_code = p.region_code
  AND i.profile_id = f.profile_id AND i.period BETWEEN month_text(q.start_month) AND month_text(q.end_month) AND len(i.period) = 7
LEFT JOIN region_base AS b ON b.region_code = p.region_code AND b.stat_year = q.stat_year
WHERE p.level = 'county'
GROUP BY p.region_code, q.period;
