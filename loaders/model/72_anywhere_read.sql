-- Grain: one document in force somewhere.
CREATE OR REPLACE VIEW profile_anywhere AS SELECT value AS profile_id FROM anywhere WHERE fact = 'profile';
CREATE OR REPLACE MACRO is_anywhere(of_fact) AS (SELECT count(*) > 0 FROM anywhere WHERE fact = of_fact);
