-- Grain: one person.
CREATE OR REPLACE TEMP VIEW check_work_person AS
SELECT household_id, place_no, region_code,
  CASE WHEN has_work THEN age < {{work_minor.age}} END AS work_minor,
  CASE WHEN has_work THEN at_school AND NOT says(school_status, '{{words.college}}') END AS at_school_works,
  CASE WHEN has_post THEN age < {{post_minor.age}} END AS post_minor,
  CASE WHEN has_post THEN age >= {{post_old.age}} END AS post_old,
  CASE WHEN has_work THEN on_tekun END AS tekun_works,
  CASE WHEN has_work AND labour_capacity IS NOT NULL THEN coalesce(class = 'none', FALSE) END AS no_labour_works
FROM check_person;

-- Grain: one person with spells of work.
CREATE OR REPLACE TEMP VIEW check_spell_person AS
WITH ordered AS (
  SELECT *, max(work_end) OVER (PARTITION BY household_id, place_no ORDER BY work_start, row_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_end,
    count(*) OVER (PARTITION BY household_id, place_no) AS spells
  FROM check_spell WHERE working
)
SELECT household_id, place_no, any_value(region_code) AS region_code,
  any_of(CASE WHEN spells > 1 THEN coalesce(work_start < last_end, FALSE) END) AS spells_overlap,
  any_of(work_end < work_start) AS spell_reversed,
  bool_or(work_county IS NULL OR NOT says(work_county, '{{words.county_name}}')) AS work_county_vague,
  bool_or(monthly_wage IS NULL OR industry IS NULL OR employment_channel IS NULL) AS work_items_blank
FROM ordered GROUP BY household_id, place_no;
