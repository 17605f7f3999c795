-- Grain: one row, the deployment's root: the top with the most regions under it. Places that match nothing count there.
CREATE OR REPLACE TABLE region_root AS
SELECT region_code FROM region_top
ORDER BY (SELECT count(*) FROM region_tree AS t WHERE t.ancestor = region_top.region_code) DESC, region_code
LIMIT 1;
