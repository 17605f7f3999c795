-- What several families read of help and of incomes.

-- Grain: one measure put into practice (under way or done; a plan is none, nor is one broken off), with its category.
CREATE OR REPLACE TEMP TABLE measure_done AS
SELECT m.household_id, m.measure_type, c.properties['category'] AS category, coalesce(d.properties['development_support'] = '1', FALSE) AS is_development,
  m.start_on, m.relief_type
FROM measure AS m
LEFT JOIN policy_code AS c ON c.list = 'measure_type' AND c.code = m.measure_type
LEFT JOIN policy_code AS d ON d.list = 'measure_category' AND d.code = c.properties['category']
WHERE m.status IN ('ongoing', 'done') AND m.start_on <= data_day() AND m.household_id IS NOT NULL;

-- Grain: household × category of measure, with the day the first began.
CREATE OR REPLACE TEMP TABLE measure_first AS
SELECT household_id, category, min(start_on) AS first_on FROM measure_done WHERE category IS NOT NULL GROUP BY ALL;

-- Grain: household × end of a year's record: its disposable income, and what is found by hand, which counts under either reading.
CREATE OR REPLACE TEMP TABLE finance_year AS
SELECT household_id, period_end AS end_month, max(year) AS year, max(income_total) FILTER (income_basis = 'disposable') AS total,
  max(rigid_expense) AS rigid_expense, bool_or(rigid_cause IS NOT NULL) AS has_cause, max(expected_disposable_pc) AS expected,
  coalesce(max(wage_income) FILTER (income_basis = 'disposable'), max(wage_income)) AS wage,
  coalesce(max(business_income) FILTER (income_basis = 'disposable'), max(business_income)) AS business,
  coalesce(max(property_income) FILTER (income_basis = 'disposable'), max(property_income)) AS property,
  coalesce(max(transfer_income) FILTER (income_basis = 'disposable'), max(transfer_income)) AS transfer,
  bool_or(industry_capable) AS industry_capable, bool_or(living_hardship) AS living_hardship, bool_and(income_stable) AS income_stable,
  bool_and(entrepreneur_capable) AS entrepreneur_capable, bool_or(low_self_drive) AS low_self_drive, bool_or(relies_on_support) AS relies_on_support
FROM household_finance
WHERE period_type = 'year' AND household_id IS NOT NULL AND period_end IS NOT NULL
GROUP BY ALL;

-- Grain: a person of any snapshot, as what others tell of it is matched.
CREATE OR REPLACE TEMP TABLE person_key AS
SELECT DISTINCT household_id, person_id, id_hash, coalesce(id_hash, household_id || '/' || person_id) AS person FROM person;

-- Grain: household of a snapshot, with the categories of help the register's own columns tell of.
CREATE OR REPLACE TEMP TABLE support AS
SELECT as_of, household_id, list_filter([{{support_columns}}], lambda x: x IS NOT NULL) AS categories FROM household WHERE category IS NOT NULL;
