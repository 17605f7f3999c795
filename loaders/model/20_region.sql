-- Grain: one region code and year of the region table.
CREATE OR REPLACE TABLE region_year AS
SELECT region_code, stat_year, region_name, region_aliases, region_level, parent_code, profile_id,
  registered_poor_pop, registered_poor_households, exited_population, exited_households, rural_population,
  rural_households, deep_poverty, focus_class, dibao_line, national_poverty_line, monitoring_income_line, line_basis,
  rural_income_growth, seat_longitude, seat_latitude
FROM staging.region_stat
WHERE state = 'accepted'
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

-- Grain: one row, the deployment's root: the region given, else the highest that stands under no other.
CREATE OR REPLACE TABLE region_root AS
SELECT region_code FROM region
WHERE region_code = coalesce(nullif('{{root}}', ''), region_code)
  AND ('{{root}}' <> '' OR parent_code IS NULL OR parent_code NOT IN (SELECT region_code FROM region))
ORDER BY (SELECT count(*) FROM region_tree AS t WHERE t.ancestor = region.region_code) DESC, region_code
LIMIT 1;

-- Grain: one spelling of a region's name under its parent.
CREATE OR REPLACE TEMP TABLE region_name AS
SELECT DISTINCT ON (level_group, parent_code, name_key) level_group, parent_code, name_key, region_code
FROM (
  SELECT region_code, parent_code, plain_text(unnest(list_concat([region_name], coalesce(region_aliases, [])))) AS name_key,
    CASE WHEN region_level IN ('county', 'zone') THEN 'county' ELSE region_level END AS level_group
  FROM region
)
WHERE name_key IS NOT NULL
ORDER BY level_group, parent_code, name_key, region_code;
