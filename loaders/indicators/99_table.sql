-- The tidy table of contract README §4, in no order: what reads it sorts by its key. Indicators that no document
-- judges have the one chosen profile; values do not depend on it. Grain: indicator × region × period × breakdown × basis × profile.
CREATE OR REPLACE TABLE indicator AS
SELECT f.indicator, f.region_code, r.region_name, r.region_level, f.period, f.breakdown, f.basis, f.numerator, f.denominator,
  CASE WHEN coalesce(v.status, f.status) IN ('ok', 'not_judged_input') THEN f.value END AS value,
  f.unit, coalesce(v.status, f.status) AS status, coalesce(v.judgement, 'not_judged') AS judgement, p.profile_id,
  CASE WHEN coalesce(v.judgement, 'not_judged') <> 'not_judged' THEN nullif(c.clause, '') END AS clause
FROM figure AS f
JOIN region AS r ON r.region_code = f.region_code
JOIN profile_in_force AS p ON p.region_code = f.region_code AND p.stat_year = f.period_year
  AND (p.is_chosen OR f.profile_id = p.profile_id OR f.indicator IN (SELECT indicator FROM policy_judged)) AND (f.profile_id IS NULL OR f.profile_id = p.profile_id)
LEFT JOIN verdict AS v ON v.figure_row = f.rowid AND v.profile_id = p.profile_id
LEFT JOIN policy_clause AS c ON c.indicator = f.indicator AND c.profile_id = p.profile_id;
