-- The contract as tables, filled from data/policy by model.ts.

-- Grain: one code of a code list.
CREATE OR REPLACE TABLE policy_code (list VARCHAR, code VARCHAR, label VARCHAR, place INTEGER, properties MAP(VARCHAR, VARCHAR));

-- Grain: one parameter of a profile.
CREATE OR REPLACE TABLE policy_param (profile_id VARCHAR, param_key VARCHAR, value VARCHAR, certainty VARCHAR, clause VARCHAR);

-- Grain: one indicator under one profile. `clause` is the profile's part of the catalogue's clauses.
CREATE OR REPLACE TABLE policy_clause (indicator VARCHAR, profile_id VARCHAR, clause VARCHAR);

-- Grain: one indicator and one region level at which it has rows; with `parent_level` only regions directly under such a one.
CREATE OR REPLACE TABLE policy_grain (indicator VARCHAR, region_level VARCHAR, parent_level VARCHAR);

-- Grain: one indicator that at least one profile judges or refers to.
CREATE OR REPLACE TABLE policy_judged (indicator VARCHAR);

-- Grain: one indicator, profile and set of rows that the profile judges, and how (data/policy/judging.tsv).
CREATE OR REPLACE TABLE policy_judging (
  indicator VARCHAR, profile_id VARCHAR, breakdown VARCHAR, basis VARCHAR, levels VARCHAR[], rule VARCHAR, param_key VARCHAR
);

-- Grain: one table, or any of several, that rows of an indicator cannot do without (data/policy/needs.tsv).
CREATE OR REPLACE TABLE policy_need (
  indicator VARCHAR, breakdown VARCHAR, tables VARCHAR[], columns VARCHAR[], keeps_numerator BOOLEAN
);

-- Grain: one parameter as a profile reads it: its own, else that of the first document that states it.
CREATE OR REPLACE VIEW param_read AS
SELECT p.code AS profile_id, k.param_key,
  coalesce(max(q.value) FILTER (q.profile_id = p.code), arg_min(q.value, o.place)) AS value
FROM policy_code AS p CROSS JOIN (SELECT DISTINCT param_key FROM policy_param) AS k
JOIN policy_param AS q ON q.param_key = k.param_key AND q.certainty <> 'absent' AND q.value IS NOT NULL
JOIN policy_code AS o ON o.list = 'profile' AND o.code = q.profile_id
WHERE p.list = 'profile'
GROUP BY ALL;

-- Grain: one kind of event and kind of risk that goes with it (data/policy/event_risks.tsv).
CREATE OR REPLACE TABLE policy_event_risk (event VARCHAR, risk VARCHAR);

-- Grain: one number that no document gives (data/policy/platform.tsv).
CREATE OR REPLACE TABLE policy_setting (setting VARCHAR, value INTEGER);

-- Grain: one predicate of the colours (data/policy/predicates.tsv).
CREATE OR REPLACE TABLE policy_predicate (predicate VARCHAR, level VARCHAR);

-- Grain: one band of a scale, at least `least` and less than `below` (data/policy/bands.tsv); NULL is open.
CREATE OR REPLACE TABLE policy_band (list VARCHAR, label VARCHAR, place INTEGER, least DOUBLE, below DOUBLE);
