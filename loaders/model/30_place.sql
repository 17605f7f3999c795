-- Grain: one distinct county / township / village name triple of the exports, resolved level by level (contract README §2.5).
-- `region_code` is the lowest level that matched; the root where not even the county did. `matched` names that level.
CREATE OR REPLACE TABLE place AS
WITH named AS (
  SELECT DISTINCT county_name, township_name, village_name FROM staging.monitored_person
  UNION SELECT DISTINCT county_name, township_name, village_name FROM staging.migrant_work
  UNION SELECT DISTINCT county_name, township_name, village_name FROM staging.village
  UNION SELECT DISTINCT district, town, village FROM staging.ledger_zz
), keyed AS (
  SELECT *, plain_text(county_name) AS county_key, plain_text(township_name) AS town_key, plain_text(village_name) AS village_key
  FROM named
), county AS (
  SELECT k.*, c.region_code AS county_code
  FROM keyed AS k
  LEFT JOIN (SELECT name_key, min(region_code) AS region_code FROM region_name WHERE level_group = 'county' GROUP BY name_key) AS c
    ON c.name_key = k.county_key
), town AS (
  SELECT c.*, t.region_code AS town_code FROM county AS c
  LEFT JOIN region_name AS t ON t.level_group = 'town' AND t.parent_code = c.county_code AND t.name_key = c.town_key
)
SELECT t.county_name, t.township_name, t.village_name,
  coalesce(v.region_code, t.town_code, t.county_code, (SELECT region_code FROM region_root)) AS region_code,
  CASE WHEN v.region_code IS NOT NULL THEN 'village' WHEN t.town_code IS NOT NULL THEN 'town'
       WHEN t.county_code IS NOT NULL THEN 'county' ELSE 'none' END AS matched
FROM town AS t
LEFT JOIN region_name AS v ON v.level_group = 'village' AND v.parent_code = t.town_code AND v.name_key = t.village_key
ORDER BY ALL;
