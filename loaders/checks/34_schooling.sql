-- Grain: one person.
CREATE OR REPLACE TEMP VIEW check_schooling_person AS
SELECT household_id, place_no, region_code,
  CASE WHEN labour_capacity IS NOT NULL AND age < {{labour_minor.age}} THEN coalesce(class <> 'none', TRUE) END AS labour_minor,
  CASE WHEN labour_capacity IS NOT NULL AND at_school AND age >= {{labour_minor.age}} THEN coalesce(class <> 'none', TRUE) END AS labour_at_school,
  CASE WHEN says(school_status, '{{words.junior}}') THEN outside(age, {{junior_age.min}}, {{junior_age.max}}) END AS junior_age,
  CASE WHEN says(school_status, '{{words.senior}}') THEN outside(age, {{senior_age.min}}, {{senior_age.max}}) END AS senior_age,
  CASE WHEN says(concat_ws('|', school_status, education), '{{words.college}}') AND NOT says(concat_ws('|', school_status, education), '{{words.master}}') THEN age < {{college_age.min}} END AS college_age,
  CASE WHEN says(concat_ws('|', school_status, education), '{{words.master}}') THEN age < {{master_age.min}} END AS master_age,
  CASE WHEN says(concat_ws('|', school_status, education), '{{words.preschool}}') THEN age >= {{preschool_age.min}} END AS preschool_age,
  CASE WHEN age BETWEEN {{education_low.min}} AND {{education_low.max}} AND education IS NOT NULL THEN says(education, '{{words.low_education}}') END AS education_low,
  CASE WHEN age BETWEEN {{compulsory_out.min}} AND {{compulsory_out.max}} THEN CASE
    WHEN not_in_school_reason IS NOT NULL THEN NOT says(not_in_school_reason, '{{words.excused_reason}}')
    WHEN dropout_reason IS NOT NULL THEN TRUE ELSE NOT at_school END END AS compulsory_out,
  CASE WHEN age BETWEEN {{healthy_no_labour.min}} AND {{healthy_no_labour.max}} AND health = ['healthy'] AND NOT at_school AND labour_capacity IS NOT NULL THEN coalesce(class = 'none', FALSE) END AS healthy_no_labour
FROM check_person;
