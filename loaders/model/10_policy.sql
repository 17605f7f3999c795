-- The contract as tables, filled from data/policy by model.ts.

-- Grain: one code of a code list.
CREATE OR REPLACE TABLE policy_code (list VARCHAR, code VARCHAR, label VARCHAR, place INTEGER, properties MAP(VARCHAR, VARCHAR));

-- Grain: one parameter of a profile.
CREATE OR REPLACE TABLE policy_param (profile_id VARCHAR, param_key VARCHAR, value VARCHAR, certainty VARCHAR, clause VARCHAR);

-- Grain: one indicator under one profile. `clause` is the profile's part of the catalogue's clauses.
CREATE OR REPLACE TABLE policy_clause (indicator VARCHAR, profile_id VARCHAR, clause VARCHAR);

-- Grain: one indicator and one region level at which it has rows.
CREATE OR REPLACE TABLE policy_grain (indicator VARCHAR, region_level VARCHAR);

-- Grain: one indicator that at least one profile judges or refers to.
CREATE OR REPLACE TABLE policy_judged (indicator VARCHAR);
