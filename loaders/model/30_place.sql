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
), tried AS (
  SELECT k.*, c.region_code AS county_code, t.region_code AS town_code, v.region_code AS village_code,
    (c.region_code IS NOT NULL)::INT + (t.region_code IS NOT NULL)::INT + (v.region_code IS NOT NULL)::INT AS depth
  FROM keyed AS k
  LEFT JOIN region_name AS c ON c.level_group = 'county' AND c.name_key = k.county_key
  LEFT JOIN region_name AS t ON t.level_group = 'town' AND t.parent_code = c.region_code AND t.name_key = k.town_key
  LEFT JOIN region_name AS v ON v.level_group = 'village' AND v.parent_code = t.region_code AND v.name_key = k.village_key
), chosen AS (
  -- Counties of one name are told apart by their towns; where those do not tell, none is taken.
  SELECT county_name, township_name, village_name,
    CASE WHEN count(*) = 1 THEN any_value({'county': county_code, 'town': town_code, 'village': village_code}) END AS found
  FROM (SELECT * FROM tried QUALIFY depth = max(depth) OVER (PARTITION BY county_name, township_name, village_name))
  GROUP BY county_name, township_name, village_name
)
SELECT county_name, township_name, village_name,
  coalesce(found.village, found.town, found.county, (SELECT region_code FROM region_root)) AS region_code,
  CASE WHEN found.village IS NOT NULL THEN 'village' WHEN found.town IS NOT NULL THEN 'town'
       WHEN found.county IS NOT NULL THEN 'county' ELSE 'none' END AS matched
FROM chosen
ORDER BY ALL;
