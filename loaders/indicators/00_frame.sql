-- What every family writes to and reads from.

-- Grain: indicator × region × period × breakdown × basis; no judgement. `period_year` picks the binding. `profile_id` only where the
-- figure itself depends on the document. `maybe`, `extra` and `joining`: see tally.
CREATE OR REPLACE TEMP TABLE figure (
  indicator VARCHAR, region_code VARCHAR, period VARCHAR, period_year INTEGER, breakdown VARCHAR, basis VARCHAR,
  numerator DOUBLE, denominator DOUBLE, value DOUBLE, unit VARCHAR, status VARCHAR, profile_id VARCHAR, maybe DOUBLE, extra DOUBLE, joining DOUBLE
);

-- Grain: figure (by its rowid) × profile, only where that profile judges or refers. `status` is NULL where the figure's stands.
CREATE OR REPLACE TEMP TABLE verdict (figure_row BIGINT, profile_id VARCHAR, judgement VARCHAR, status VARCHAR);

-- Grain: indicator × place × period × breakdown × basis × profile: sums at the place itself, which 80_rollup.sql adds up.
-- `n` and `d` are numerator and denominator; a count has no `d`. What unknown inputs could change: `maybe` of the denominator's
-- units may yet be hits, `extra` units may yet join the denominator without being hits, `joining` units
-- as hits. NaN: cannot be known, nor can its sums.
CREATE OR REPLACE TEMP TABLE tally (
  indicator VARCHAR, region_code VARCHAR, period VARCHAR, period_year INTEGER, breakdown VARCHAR, basis VARCHAR,
  n DOUBLE, d DOUBLE, maybe DOUBLE, extra DOUBLE, joining DOUBLE, profile_id VARCHAR
);

-- Grain: one row that an indicator writes for every region and period of a kind, zeros included. `kind` is count, rate or mean
-- (a ratio in the numerator's unit). With `period_kind` own, only rows that occur are written.
CREATE OR REPLACE TEMP TABLE frame_row (
  indicator VARCHAR, breakdown VARCHAR, basis VARCHAR, unit VARCHAR, kind VARCHAR, period_kind VARCHAR, profile_id VARCHAR
);

-- Grain: one region shown at which an indicator has rows. `is_sparse`: breakdown rows only when not zero (§8.35).
CREATE OR REPLACE TEMP VIEW scope AS
SELECT g.indicator, r.region_code, r.region_level, r.region_level IN ('town', 'village') AS is_sparse
FROM policy_grain AS g JOIN region AS r ON r.region_level = g.region_level
  AND (g.parent_level IS NULL OR r.parent_code IN (SELECT region_code FROM region WHERE region_level = g.parent_level))
SEMI JOIN region_shown AS t ON t.region_code = r.region_code;

-- Grain: one monitoring category a row is written for; a category no profile in force knows only where it occurs (§8.19).
CREATE OR REPLACE TEMP TABLE category_row AS
SELECT c.label AS category, c.place
FROM policy_code AS c
WHERE c.list = 'monitor_category' AND (
  c.label IN (SELECT category FROM episode)
  OR EXISTS (SELECT 1 FROM policy_param AS p WHERE p.param_key = 'categories' AND list_contains(string_split(p.value, '|'), c.code)
    AND p.profile_id IN (SELECT profile_id FROM profile_anywhere)))
UNION ALL SELECT '未识别类别', 99;

-- Grain: region × year × parameter, as the profile chosen there reads it.
CREATE OR REPLACE TEMP VIEW region_param AS
SELECT f.region_code, f.stat_year, f.profile_id, r.param_key, r.value
FROM profile_in_force AS f JOIN param_read AS r ON r.profile_id = f.profile_id
WHERE f.is_chosen;

-- Grain: region × year: lines of the region table, inherited from above where blank.
CREATE OR REPLACE TEMP TABLE region_line AS
SELECT t.descendant AS region_code, y.stat_year, arg_min(y.monitoring_income_line, t.distance) AS monitoring_income_line,
  arg_min(y.line_basis, t.distance) FILTER (y.monitoring_income_line IS NOT NULL) AS line_basis,
  arg_min(y.national_poverty_line, t.distance) AS national_poverty_line, arg_min(y.dibao_line, t.distance) AS dibao_line
FROM region_tree AS t JOIN region_year AS y ON y.region_code = t.ancestor
GROUP BY ALL;

-- Grain: region × year, the denominators of the region table: sums over the counties and zones at or below it, NULL while one has
-- not reported (§8.38). A zone that lies in a county is part of it and not added again. Below the county, the region's own row,
-- else the sum of its villages where all have reported.
CREATE OR REPLACE TEMP TABLE region_base AS
SELECT t.ancestor AS region_code, p.stat_year,
  CASE WHEN count(*) = count(y.registered_poor_pop) THEN sum(y.registered_poor_pop) END AS registered_poor_pop,
  CASE WHEN count(*) = count(y.exited_population) THEN sum(y.exited_population) END AS exited_population,
  CASE WHEN count(*) = count(y.rural_population) THEN sum(y.rural_population) END AS rural_population,
  CASE WHEN count(*) = count(y.rural_households) THEN sum(y.rural_households) END AS rural_households
FROM region_tree AS t
JOIN region AS r ON r.region_code = t.descendant AND r.region_level IN ('county', 'zone')
LEFT JOIN region AS up ON up.region_code = r.parent_code AND up.region_level IN ('county', 'zone')
CROSS JOIN (SELECT DISTINCT stat_year FROM period) AS p
LEFT JOIN region_year AS y ON y.region_code = t.descendant AND y.stat_year = p.stat_year
WHERE up.region_code IS NULL OR t.ancestor = t.descendant
GROUP BY ALL
UNION ALL
SELECT r.region_code, y.stat_year, coalesce(any_value(o.registered_poor_pop), CASE WHEN count(*) = count(v.registered_poor_pop) THEN sum(v.registered_poor_pop) END),
  coalesce(any_value(o.exited_population), CASE WHEN count(*) = count(v.exited_population) THEN sum(v.exited_population) END), coalesce(any_value(o.rural_population), CASE WHEN count(*) = count(v.rural_population) THEN sum(v.rural_population) END),
  coalesce(any_value(o.rural_households), CASE WHEN count(*) = count(v.rural_households) THEN sum(v.rural_households) END)
FROM region AS r CROSS JOIN (SELECT DISTINCT stat_year FROM period) AS y
LEFT JOIN region_year AS o ON o.region_code = r.region_code AND o.stat_year = y.stat_year
LEFT JOIN region AS below ON below.parent_code = r.region_code AND below.region_level = 'village'
LEFT JOIN region_year AS v ON v.region_code = below.region_code AND v.stat_year = y.stat_year
WHERE r.region_level IN ('town', 'village')
GROUP BY r.region_code, y.stat_year;

-- A code's label; what no list knows keeps its own words, and a blank is said.
CREATE OR REPLACE TEMP MACRO label_of(of_list, of_code) AS
  coalesce((SELECT label FROM policy_code WHERE list = of_list AND code = of_code), of_code, '未填');

-- A rate's value and status; a ratio over nothing is not 0 %.
CREATE OR REPLACE TEMP MACRO rate_value(n, d) AS CASE WHEN d > 0 THEN CAST(n AS DOUBLE) / CAST(d AS DOUBLE) END;
CREATE OR REPLACE TEMP MACRO rate_status(n, d) AS
  CASE WHEN n IS NULL OR d IS NULL OR d < 0 THEN 'missing_data' WHEN d = 0 THEN 'na_zero_denominator' ELSE 'ok' END;

CREATE OR REPLACE TEMP MACRO known(x) AS CASE WHEN NOT isnan(x) THEN x END;

-- Grain: period of a kind; what happened by the day the figures stand for.
CREATE OR REPLACE TEMP VIEW month_period AS SELECT * FROM period WHERE kind = 'month';
CREATE OR REPLACE TEMP VIEW quarter_period AS SELECT * FROM period WHERE kind = 'quarter';
CREATE OR REPLACE TEMP VIEW year_period AS SELECT * FROM period WHERE kind = 'year';
-- A quarter as written: 2023Q2, 2023年2季度, 2023年二季度.
CREATE OR REPLACE TEMP MACRO quarter_read(x) AS nullif(regexp_extract(translate(x, '一二三四', '1234'), '([0-9]{4})[^0-9]*([1-4])', 1), '')
  || 'Q' || regexp_extract(translate(x, '一二三四', '1234'), '([0-9]{4})[^0-9]*([1-4])', 2);
CREATE OR REPLACE TEMP MACRO quarter_of(d) AS year(d) || 'Q' || quarter(d);
