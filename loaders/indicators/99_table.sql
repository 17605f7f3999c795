-- The tidy table of contract README §4, in no order: what reads it sorts by its key. Its texts are coded, each column by its own words in
-- their order, so that millions of rows are a few bytes each and sort as their words do.

CREATE OR REPLACE TEMP TYPE word_indicator AS ENUM (SELECT DISTINCT indicator FROM figure ORDER BY indicator);
CREATE OR REPLACE TEMP TYPE word_region AS ENUM (SELECT DISTINCT region_code FROM region ORDER BY region_code);
CREATE OR REPLACE TEMP TYPE word_name AS ENUM (SELECT DISTINCT region_name FROM region WHERE region_name IS NOT NULL ORDER BY region_name);
CREATE OR REPLACE TEMP TYPE word_level AS ENUM (SELECT DISTINCT region_level FROM region ORDER BY region_level);
CREATE OR REPLACE TEMP TYPE word_period AS ENUM (SELECT DISTINCT period FROM figure ORDER BY period);
CREATE OR REPLACE TEMP TYPE word_breakdown AS ENUM (SELECT DISTINCT breakdown FROM figure ORDER BY breakdown);
CREATE OR REPLACE TEMP TYPE word_basis AS ENUM (SELECT DISTINCT basis FROM figure ORDER BY basis);
CREATE OR REPLACE TEMP TYPE word_unit AS ENUM (SELECT DISTINCT unit FROM figure ORDER BY unit);
CREATE OR REPLACE TEMP TYPE word_status AS ENUM (SELECT status FROM figure UNION SELECT status FROM verdict WHERE status IS NOT NULL ORDER BY status);
CREATE OR REPLACE TEMP TYPE word_judgement AS ENUM (SELECT 'not_judged' AS judgement UNION SELECT judgement FROM verdict ORDER BY judgement);
CREATE OR REPLACE TEMP TYPE word_profile AS ENUM (SELECT DISTINCT profile_id FROM profile_in_force ORDER BY profile_id);
CREATE OR REPLACE TEMP TYPE word_clause AS ENUM (SELECT DISTINCT clause FROM policy_clause WHERE clause <> '' ORDER BY clause);

-- Indicators that no document judges have the one chosen profile; values do not depend on it.
-- Grain: indicator × region × period × breakdown × basis × profile.
CREATE OR REPLACE TABLE indicator AS
WITH asked AS (
  SELECT f.*, f.rowid AS figure_row, coalesce(f.profile_id, CASE WHEN j.indicator IS NULL THEN 'chosen' ELSE 'every' END) AS which
  FROM figure AS f LEFT JOIN policy_judged AS j ON j.indicator = f.indicator
), place AS (
  SELECT CAST(r.region_code AS word_region) AS code, CAST(r.region_name AS word_name) AS name, CAST(r.region_level AS word_level) AS level,
    CAST(p.profile_id AS word_profile) AS profile, p.region_code, p.stat_year,
    unnest(['every', p.profile_id] || CASE WHEN p.is_chosen THEN ['chosen'] ELSE [] END) AS which
  FROM profile_in_force AS p JOIN region AS r ON r.region_code = p.region_code
), said AS (
  SELECT v.figure_row, CAST(v.profile_id AS word_profile) AS profile, CAST(v.judgement AS word_judgement) AS judgement,
    CAST(v.status AS word_status) AS status, CASE WHEN v.judgement <> 'not_judged' THEN CAST(nullif(c.clause, '') AS word_clause) END AS clause
  FROM verdict AS v JOIN figure AS f ON f.rowid = v.figure_row
  LEFT JOIN policy_clause AS c ON c.indicator = f.indicator AND c.profile_id = v.profile_id
)
SELECT CAST(f.indicator AS word_indicator) AS indicator, p.code AS region_code, p.name AS region_name, p.level AS region_level,
  CAST(f.period AS word_period) AS period, CAST(f.breakdown AS word_breakdown) AS breakdown, CAST(f.basis AS word_basis) AS basis,
  f.numerator, f.denominator, CASE WHEN coalesce(v.status, f.status) IN ('ok', 'not_judged_input') THEN f.value END AS value,
  CAST(f.unit AS word_unit) AS unit, coalesce(v.status, CAST(f.status AS word_status)) AS status,
  coalesce(v.judgement, CAST('not_judged' AS word_judgement)) AS judgement, p.profile AS profile_id, v.clause
FROM asked AS f
JOIN place AS p ON p.region_code = f.region_code AND p.stat_year = f.period_year AND p.which = f.which
LEFT JOIN said AS v ON v.figure_row = f.figure_row AND v.profile = p.profile;
