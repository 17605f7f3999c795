-- Grain: one household in the register: its help against what is on record of its members.
CREATE OR REPLACE TEMP VIEW check_measure_fact_household AS
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  CASE WHEN list_has_any(categories, ['employment', 'public_post']) THEN NOT any_work AND NOT any_post END AS employment_nobody_works,
  CASE WHEN list_says(items, '{{words.transport_item}}') THEN NOT any_subsidy END AS transport_no_subsidy,
  CASE WHEN list_says(items, '{{words.transport_item}}') THEN NOT any_away END AS transport_nobody_away,
  CASE WHEN list_says(items, '{{words.yulu_item}}') THEN NOT any_vocational END AS yulu_no_student,
  CASE WHEN any_vocational THEN NOT list_says(items, '{{words.yulu_item}}') END AS student_no_yulu,
  CASE WHEN list_says(items, '{{words.dibao_item}}') THEN NOT any_dibao END AS dibao_item_nobody,
  CASE WHEN any_dibao THEN NOT list_says(items, '{{words.dibao_item}}') END AS dibao_no_item,
  CASE WHEN list_says(items, '{{words.tekun_item}}') THEN NOT any_tekun END AS tekun_item_nobody,
  CASE WHEN any_tekun THEN NOT list_says(items, '{{words.tekun_item}}') END AS tekun_no_item,
  CASE WHEN any_disabled THEN NOT list_says(items, '{{words.disabled_item}}') END AS disabled_no_subsidy,
  NOT list_says(items, '{{words.insurance_item}}') AS no_insurance_subsidy
FROM check_household WHERE is_open;

-- Grain: one person: posts against their months.
CREATE OR REPLACE TEMP VIEW check_measure_fact_person AS
SELECT household_id, place_no, region_code,
  CASE WHEN has_post THEN coalesce(public_post_months, 0) = 0 END AS post_no_months,
  CASE WHEN public_post_months > 0 THEN NOT has_post END AS months_no_post,
  CASE WHEN has_post THEN len(to_items(public_post)) >= {{posts_many.posts}} END AS posts_many
FROM check_person;
