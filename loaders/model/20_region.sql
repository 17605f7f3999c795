-- Grain: one region code and year of the region table.
CREATE OR REPLACE TABLE region_year AS
SELECT region_code, stat_year, region_name, region_aliases, region_level, parent_code, profile_id,
  registered_poor_pop, registered_poor_households, exited_population, exited_households, rural_population,
  rural_households, deep_poverty, focus_class, dibao_line, national_poverty_line, monitoring_income_line, line_basis,
  rural_income_growth, seat_longitude, seat_latitude
FROM staging.region_stat
WHERE state = 'accepted' AND stat_year BETWEEN 2000 AND 2100
ORDER BY region_code, stat_year;

-- Grain: one region code; names and places from its latest year that has them.
CREATE OR REPLACE TABLE region AS
SELECT region_code,
  arg_max(region_name, stat_year) FILTER (region_name IS NOT NULL) AS region_name,
  arg_max(region_aliases, stat_year) FILTER (region_aliases IS NOT NULL) AS region_aliases,
  arg_max(region_level, stat_year) FILTER (region_level IS NOT NULL) AS region_level,
  arg_max(parent_code, stat_year) FILTER (parent_code IS NOT NULL) AS parent_code,
  arg_max(CAST(seat_longitude AS DOUBLE), stat_year) FILTER (seat_longitude IS NOT NULL) AS longitude,
  arg_max(CAST(seat_latitude AS DOUBLE), stat_year) FILTER (seat_latitude IS NOT NULL) AS latitude
FROM region_year
GROUP BY region_code
ORDER BY region_code;

-- Grain: one region and one region at or above it; distance 0 is itself.
CREATE OR REPLACE TABLE region_tree AS
WITH RECURSIVE climb AS (
  SELECT region_code AS descendant, region_code AS ancestor, 0 AS distance FROM region
  UNION ALL
  SELECT c.descendant, r.parent_code, c.distance + 1
  FROM climb AS c JOIN region AS r ON r.region_code = c.ancestor
  JOIN region AS up ON up.region_code = r.parent_code
  WHERE c.distance < 8
)
SELECT DISTINCT ON (ancestor, descendant) ancestor, descendant, distance FROM climb ORDER BY ancestor, descendant, distance;

-- Grain: one region and the topmost county or zone it lies in; a region above every county is its own.
CREATE OR REPLACE TABLE region_county AS
SELECT r.region_code, coalesce(arg_max(t.ancestor, t.distance) FILTER (up.region_code IS NOT NULL), r.region_code) AS county_code
FROM region AS r JOIN region_tree AS t ON t.descendant = r.region_code
LEFT JOIN region AS up ON up.region_code = t.ancestor AND up.region_level IN ('county', 'zone')
GROUP BY r.region_code
ORDER BY r.region_code;

-- Grain: one region that stands under no other: the root given, else every one of them, so that two prefectures both have rows.
CREATE OR REPLACE TABLE region_top AS
SELECT region_code FROM region
WHERE CASE WHEN '{{root}}' <> '' THEN region_code = '{{root}}'
  ELSE parent_code IS NULL OR parent_code NOT IN (SELECT region_code FROM region) END
ORDER BY region_code;

-- Grain: one region that has rows in the tables of figures.
CREATE OR REPLACE TABLE region_shown AS
SELECT DISTINCT t.descendant AS region_code FROM region_tree AS t SEMI JOIN region_top AS top ON top.region_code = t.ancestor
ORDER BY region_code;

-- Grain: one spelling of a region's name under its parent, in any year. Names in force go before former names and aliases;
-- a spelling of two regions is none of them.
CREATE OR REPLACE TEMP TABLE region_name AS
WITH spelled AS (
  SELECT r.region_code, r.parent_code, CASE WHEN r.region_level IN ('county', 'zone') THEN 'county' ELSE r.region_level END AS level_group,
    plain_text(unnest(list_concat([y.region_name], coalesce(y.region_aliases, [])))) AS name_key, plain_text(r.region_name) AS own_key
  FROM region_year AS y JOIN region AS r USING (region_code)
), best AS (
  SELECT level_group, parent_code, name_key, region_code, name_key = own_key AS is_own
  FROM spelled WHERE name_key <> ''
  QUALIFY is_own OR NOT bool_or(is_own) OVER (PARTITION BY level_group, parent_code, name_key)
)
SELECT level_group, parent_code, name_key, min(region_code) AS region_code
FROM best GROUP BY level_group, parent_code, name_key HAVING count(DISTINCT region_code) = 1
ORDER BY level_group, parent_code, name_key;
