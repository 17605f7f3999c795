-- The first year of the series.
CREATE OR REPLACE TABLE series_start AS SELECT min(stat_year) AS stat_year FROM region_year;
