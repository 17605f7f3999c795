-- Grain: one county and day of which it has an export.
CREATE OR REPLACE TABLE county_day AS
SELECT DISTINCT h.as_of, c.county_code FROM household AS h JOIN region_county AS c USING (region_code) ORDER BY ALL;
