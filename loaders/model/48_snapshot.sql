-- Grain: one snapshot day.
CREATE OR REPLACE TABLE snapshot AS SELECT DISTINCT as_of FROM county_day ORDER BY as_of;
