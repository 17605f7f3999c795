-- What the checks look at: the households and persons of the exports the data's day is read from (one export a county), three-valued:
-- a blank is neither yes nor no. Counts are of members in the export: who died or moved away is no longer there.

-- Whether any of a group is so; unknown where none is and a blank may be.
CREATE OR REPLACE TEMP MACRO any_of(x) AS CASE WHEN bool_or(x) THEN TRUE WHEN count(x) = count(*) THEN FALSE END;
CREATE OR REPLACE TEMP MACRO says(t, pattern) AS regexp_matches(t, pattern);
CREATE OR REPLACE TEMP MACRO list_says(l, pattern) AS len(list_filter(l, lambda x: regexp_matches(x, pattern))) > 0;
CREATE OR REPLACE TEMP MACRO properties_of(of_list, of_code, k) AS (SELECT any_value(properties[k]) FROM policy_code WHERE list = of_list AND code = of_code);
CREATE OR REPLACE TEMP MACRO outside(x, least, most) AS x < least OR x > most;

-- Grain: one household of the data's day. `is_open`: in the register; `is_eliminated`: its risk marked as gone; of no other
-- monitored household is either known. Holds household codes: never published.
CREATE OR REPLACE TEMP TABLE check_home AS
SELECT h.*, c.county_code, h.category IS NOT NULL AND e.household_id IS NOT NULL AS is_monitored,
  coalesce(e.outcome = 'open', FALSE) AS is_open, coalesce(e.outcome = 'eliminated', FALSE) AS is_eliminated, coalesce(e.risks, []) AS risks
FROM county_snapshot AS s JOIN region_county AS c ON c.county_code = s.county_code
JOIN household AS h ON h.as_of = s.from_as_of AND h.region_code = c.region_code
LEFT JOIN episode AS e ON e.as_of = h.as_of AND e.household_id = h.household_id
ANTI JOIN household_superseded AS x ON x.as_of = s.as_of AND x.from_as_of = s.from_as_of AND x.household_id = h.household_id
WHERE s.as_of = (SELECT max(as_of) FROM snapshot);

-- Grain: one row of those households in the exports; `state` refused and duplicate ones are not persons.
CREATE OR REPLACE TEMP TABLE check_row AS
SELECT h.region_code, h.county_code, h.is_open, h.is_eliminated, s.*,
  CASE WHEN s.state = 'accepted' THEN row_number() OVER (PARTITION BY s.as_of, s.household_id, s.state ORDER BY s.file_id, s.sheet_no, s.row_no) END AS place_no
FROM staging.monitored_person AS s JOIN check_home AS h ON h.as_of = s.as_of AND h.household_id = s.household_id;

-- Grain: one spell of work of a person, of the last export of spells that its county has.
CREATE OR REPLACE TEMP TABLE check_spell AS
WITH latest AS (
  SELECT m.* FROM migrant_work AS m JOIN region_county AS c ON c.region_code = m.place_code
  QUALIFY m.as_of = max(m.as_of) OVER (PARTITION BY c.county_code)
)
SELECT r.household_id, r.region_code, r.place_no, m.working, m.work_start, m.work_end, m.work_county, m.employment_channel, m.monthly_wage,
  m.transport_subsidy, m.industry, m.file_id, m.sheet_no, m.row_no, r.county_name
FROM latest AS m JOIN check_row AS r ON r.household_id = m.household_id AND r.state = 'accepted'
  AND (r.person_id = m.person_id OR r.id_number_hash = m.id_number_hash)
QUALIFY row_number() OVER (PARTITION BY m.file_id, m.sheet_no, m.row_no ORDER BY r.person_id = m.person_id DESC NULLS LAST, r.place_no) = 1;

-- Grain: one person. `has_work`, `has_post`: a record of it, in this export or that of spells. `at_school` is unknown of who is of an
-- age for it and has nothing written.
CREATE OR REPLACE TEMP TABLE check_person AS
SELECT r.*, properties_of('labour_capacity', r.labour_capacity, 'class') AS class,
  r.dibao_status <> 'none' AS on_dibao, r.tekun_status <> 'none' AS on_tekun,
  CASE WHEN r.school_status IS NOT NULL THEN NOT says(r.school_status, '{{words.no_school}}')
    WHEN outside(r.age, setting_of('school_age_min'), setting_of('school_age_max')) THEN FALSE END AS at_school,
  coalesce(r.public_post IS NOT NULL AND NOT says(r.public_post, '{{words.no_post}}'), FALSE) AS has_post,
  coalesce(r.work_months > 0, FALSE) OR coalesce(r.work_place IS NOT NULL AND r.work_months IS DISTINCT FROM 0, FALSE) OR coalesce(s.is_working, FALSE) AS has_work,
  CASE WHEN s.household_id IS NULL THEN FALSE ELSE s.is_away END AS is_away, CASE WHEN s.household_id IS NULL THEN FALSE ELSE s.has_subsidy END AS has_subsidy
FROM check_row AS r LEFT JOIN (
  SELECT household_id, place_no, bool_or(working) AS is_working, any_of(transport_subsidy > 0) AS has_subsidy,
    any_of(working AND NOT contains(work_county, county_name)) AS is_away
  FROM check_spell GROUP BY ALL
) AS s ON s.household_id = r.household_id AND s.place_no = r.place_no
WHERE r.state = 'accepted';

-- Grain: one household, with what its members come to and what help it has by the data's day: `categories` of measures, `items` of
-- the lists of the export and of the ledger of measures, `own_items` of them towards its own development.
CREATE OR REPLACE TEMP TABLE check_household AS
WITH member AS (
  SELECT household_id, any_of(len(list_filter(health, lambda x: x IN ('chronic', 'serious'))) > 0) AS any_ill,
    any_of(list_contains(health, 'disabled')) AS any_disabled, any_of(at_school) AS any_at_school, any_of(on_dibao) AS any_dibao, any_of(on_tekun) AS any_tekun,
    any_of(at_school AND says(school_status, '{{words.vocational}}')) AS any_vocational, count(*) FILTER (class = 'able') AS able,
    any_of(CASE WHEN labour_capacity IS NOT NULL THEN coalesce(class = 'able', FALSE) END) AS any_able, count(class) = count(*) AS labour_known,
    bool_or(has_work) AS any_work, bool_or(has_post) AS any_post, any_of(is_away) AS any_away, any_of(has_subsidy) AS any_subsidy,
    any_of(CASE WHEN resident_medical_insured OR employee_medical_insured THEN FALSE WHEN resident_medical_insured = FALSE AND employee_medical_insured = FALSE THEN TRUE END) AS any_uninsured,
    count(*) FILTER (relation_to_head = 'head') AS heads, count(relation_to_head) = count(*) AS relations_known,
    max(sex) FILTER (relation_to_head = 'head') AS head_sex, max(sex) FILTER (relation_to_head = 'spouse') AS spouse_sex,
    any_of(household_phone_state = 'bad') AS phone_bad, bool_or(has_monitor_contact_name) AS has_contact
  FROM check_person GROUP BY household_id
), ledger AS (
  SELECT m.household_id, list(DISTINCT m.category) FILTER (m.category IS NOT NULL) AS categories, list(DISTINCT c.label) AS items,
    list(DISTINCT c.label) FILTER (m.is_development) AS own_items
  FROM measure_done AS m LEFT JOIN policy_code AS c ON c.list = 'measure_type' AND c.code = m.measure_type GROUP BY m.household_id
)
SELECT h.*, m.* EXCLUDE (household_id), list_distinct(list_concat(coalesce(s.categories, []), coalesce(l.categories, []))) AS categories,
  list_concat(flatten([{{support_items}}]), coalesce(l.items, [])) AS items, flatten([{{own_items}}]) AS own_items,
  list_concat(flatten([{{own_items}}]), coalesce(l.own_items, [])) AS all_own_items
FROM check_home AS h JOIN member AS m ON m.household_id = h.household_id
LEFT JOIN support AS s ON s.as_of = h.as_of AND s.household_id = h.household_id LEFT JOIN ledger AS l ON l.household_id = h.household_id;

-- The line of income of a place and year, where it is one of net income: the exports have no other.
CREATE OR REPLACE TEMP TABLE check_line AS SELECT region_code, stat_year, line FROM income_line WHERE line_basis = 'net';
