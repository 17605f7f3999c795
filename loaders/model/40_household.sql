-- Grain: one person of a snapshot; repeated persons are counted once (contract README §3).
CREATE OR REPLACE TABLE person AS
SELECT s.as_of, s.household_id, p.region_code, s.file_id, s.sheet_no, s.row_no, s.person_id, s.id_number_hash AS id_hash,
  s.relation_to_head, s.sex, s.age, s.school_status, s.dropout_reason, s.not_in_school_reason, s.health, s.labour_capacity,
  s.work_place, s.work_months, s.public_post, s.public_post_months, s.critical_illness_insured,
  s.resident_medical_insured, s.employee_medical_insured, s.resident_pension_insured, s.employee_pension_insured,
  s.medical_relief, s.dibao_status, s.tekun_status
FROM staging.monitored_person AS s
JOIN place AS p ON p.county_name IS NOT DISTINCT FROM s.county_name
  AND p.township_name IS NOT DISTINCT FROM s.township_name AND p.village_name IS NOT DISTINCT FROM s.village_name
WHERE s.state = 'accepted';

-- Grain: one household of a snapshot. Household columns come from the head's row, else the first row (contract README §2.6).
-- `labour` of the household: able, weak, none, or NULL where a blank leaves it open (contract README §3, §8.20).
CREATE OR REPLACE TABLE household AS
WITH chosen AS (
  SELECT s.as_of, s.household_id, s.file_id, s.sheet_no, s.row_no
  FROM staging.monitored_person AS s
  WHERE s.state <> 'refused'
  QUALIFY row_number() OVER (PARTITION BY s.as_of, s.household_id
    ORDER BY (s.relation_to_head = 'head') DESC NULLS LAST, s.state = 'duplicate', s.file_id, s.sheet_no, s.row_no) = 1
), ranked AS (
  SELECT s.*, p.region_code, p.matched
  FROM staging.monitored_person AS s SEMI JOIN chosen AS c ON c.as_of = s.as_of AND c.household_id IS NOT DISTINCT FROM s.household_id
    AND c.file_id = s.file_id AND c.sheet_no IS NOT DISTINCT FROM s.sheet_no AND c.row_no = s.row_no
  JOIN place AS p ON p.county_name IS NOT DISTINCT FROM s.county_name
    AND p.township_name IS NOT DISTINCT FROM s.township_name AND p.village_name IS NOT DISTINCT FROM s.village_name
), members AS (
  SELECT as_of, household_id, count(*) AS members,
    bool_or(c.properties['class'] = 'able') AS any_able,
    bool_or(c.properties['class'] = 'weak') AS any_weak,
    bool_and(coalesce(c.properties['class'] = 'none', FALSE)) AS all_none
  FROM person LEFT JOIN policy_code AS c ON c.list = 'labour_capacity' AND c.code = person.labour_capacity
  GROUP BY as_of, household_id
)
SELECT r.as_of, r.household_id, r.region_code, r.matched, coalesce(m.members, 0) AS members,
  {{household_columns}},
  category.label AS category_label,
  CASE WHEN r.monitor_category IS NULL THEN NULL WHEN category.label IS NULL THEN '未识别类别' ELSE category.label END AS category,
  CASE WHEN m.any_able THEN 'able' WHEN m.all_none THEN 'none' WHEN m.any_able IS NULL THEN NULL
       WHEN unknown.households IS NOT NULL THEN NULL WHEN m.any_weak THEN 'weak' END AS labour
FROM ranked AS r
LEFT JOIN members AS m USING (as_of, household_id)
LEFT JOIN (SELECT DISTINCT as_of, household_id, 1 AS households FROM person AS q
  WHERE NOT EXISTS (SELECT 1 FROM policy_code AS c WHERE c.list = 'labour_capacity' AND c.code = q.labour_capacity)) AS unknown
  USING (as_of, household_id)
LEFT JOIN policy_code AS category ON category.list = 'monitor_category' AND category.code = r.monitor_category
{{household_order}};
