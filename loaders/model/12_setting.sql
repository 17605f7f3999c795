-- A number that no document gives, by its name.
CREATE OR REPLACE MACRO setting_of(k) AS (SELECT any_value(value) FROM policy_setting WHERE setting = k);
