-- What every family writes to and reads from.

-- Grain: indicator × region × period × breakdown × basis; no profile, no judgement. `period_year` picks the binding.
CREATE OR REPLACE TABLE figure (
  indicator VARCHAR, region_code VARCHAR, period VARCHAR, period_year INTEGER, breakdown VARCHAR, basis VARCHAR,
  numerator DOUBLE, denominator DOUBLE, value DOUBLE, unit VARCHAR, status VARCHAR
);

-- Grain: figure (by its rowid) × profile, only where that profile judges or refers. `status` is NULL where the figure's stands.
CREATE OR REPLACE TABLE verdict (figure_row BIGINT, profile_id VARCHAR, judgement VARCHAR, status VARCHAR);

-- Grain: one region under the root at which an indicator has rows. `is_sparse`: breakdown rows only when not zero (§8.35).
CREATE OR REPLACE TEMP VIEW scope AS
SELECT g.indicator, r.region_code, r.region_level, r.region_level IN ('town', 'village') AS is_sparse
FROM policy_grain AS g JOIN region AS r ON r.region_level = g.region_level
JOIN region_tree AS t ON t.descendant = r.region_code AND t.ancestor IN (SELECT region_code FROM region_top);

-- Grain: one monitoring category a row is written for; a category no profile in force knows only where it occurs (§8.19).
CREATE OR REPLACE TEMP TABLE category_row AS
SELECT c.label AS category, c.place
FROM policy_code AS c
WHERE c.list = 'monitor_category' AND (
  c.label IN (SELECT category FROM episode)
  OR EXISTS (SELECT 1 FROM policy_param AS p WHERE p.param_key = 'categories' AND list_contains(string_split(p.value, '|'), c.code)
    AND p.profile_id IN (SELECT profile_id FROM profile_in_force)))
UNION ALL SELECT '未识别类别', 99;

-- A rate's value and status; a ratio over nothing is not 0 %.
CREATE OR REPLACE TEMP MACRO rate_value(n, d) AS CASE WHEN d > 0 THEN CAST(n AS DOUBLE) / CAST(d AS DOUBLE) END;
CREATE OR REPLACE TEMP MACRO rate_status(n, d) AS
  CASE WHEN n IS NULL OR d IS NULL OR d < 0 THEN 'missing_data' WHEN d = 0 THEN 'na_zero_denominator' ELSE 'ok' END;
