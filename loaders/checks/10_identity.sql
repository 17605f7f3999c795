-- Grain: one id number × household in the exports of the data's day, with its rows there and its households.
CREATE OR REPLACE TEMP TABLE check_id AS
SELECT *, count(*) OVER (PARTITION BY id_number_hash) AS households FROM (
  SELECT id_number_hash, household_id, count(*) AS rows_here FROM check_row WHERE state <> 'refused' AND id_number_hash IS NOT NULL GROUP BY ALL
);

-- Grain: one person, and one row refused for want of an id number.
CREATE OR REPLACE TEMP VIEW check_identity_person AS
SELECT p.household_id, p.place_no, p.region_code,
  id_number_state = 'none' AS id_missing,
  CASE WHEN id_number_state <> 'none' THEN id_number_state = 'form' END AS id_length,
  CASE WHEN id_number_state IN ('ok', 'bad') THEN id_number_state = 'bad' END AS id_checksum,
  birth_date_state = 'differs' AS birth_differs,
  i.rows_here > 1 AS id_twice_in_household,
  i.households > 1 AS id_in_households,
  CASE WHEN sex IS NULL OR relation_to_head_word IS NULL THEN NULL
    WHEN says(relation_to_head_word, '{{words.female_relation}}') THEN sex = 'male' WHEN says(relation_to_head_word, '{{words.male_relation}}') THEN sex = 'female' ELSE FALSE END AS relation_sex,
  relation_to_head IS NULL AS relation_blank,
  NOT has_person_name AS name_blank,
  person_phone_state = 'bad' AS phone_form
FROM check_person AS p LEFT JOIN check_id AS i ON i.id_number_hash = p.id_number_hash AND i.household_id = p.household_id
UNION ALL BY NAME
SELECT household_id, place_no, region_code, TRUE AS id_missing FROM check_row WHERE state = 'refused' AND id_number_state IS NULL;

-- Grain: one household.
CREATE OR REPLACE TEMP VIEW check_identity_household AS
WITH number AS (
  SELECT household_id, household_phone_hash AS hash FROM check_person UNION SELECT household_id, person_phone_hash FROM check_person
), shared AS (
  SELECT household_id, bool_or(n >= {{phone_shared.households}}) AS hit
  FROM (SELECT household_id, count(*) OVER (PARTITION BY hash) AS n FROM number WHERE hash IS NOT NULL) GROUP BY household_id
)
SELECT h.household_id, NULL::BIGINT AS place_no, h.region_code,
  head_sex = spouse_sex AS spouse_same_sex,
  CASE WHEN heads > 1 THEN TRUE WHEN relations_known OR heads = 1 THEN heads <> 1 END AS head_count,
  phone_bad AS household_phone_form,
  s.hit AS phone_shared
FROM check_household AS h LEFT JOIN shared AS s ON s.household_id = h.household_id;
