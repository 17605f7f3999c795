-- A risk that no kind of help set against it (codes' `match`) answers; unknown where the household does not have it.
CREATE OR REPLACE TEMP MACRO unanswered(of_risks, of_categories, risk) AS
  CASE WHEN list_contains(of_risks, risk) THEN NOT list_has_any(of_categories, (SELECT any_value(m.categories) FROM risk_match AS m WHERE m.code = risk)) END;

-- Grain: one household in the register: its risks against its help, in the export or the ledger of measures.
CREATE OR REPLACE TEMP VIEW check_risk_measure_household AS
WITH open AS (
  SELECT *, month_no(month_of(data_day())) - month_no(identified_month) AS months, list_has_any(categories, [{{own_categories}}]) AS develops
  FROM check_household WHERE is_open
)
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  unanswered(risks, categories, 'illness') AS illness_unanswered,
  unanswered(risks, categories, 'schooling') AS schooling_unanswered,
  unanswered(risks, categories, 'disability') AS disability_unanswered,
  unanswered(risks, categories, 'unsafe_housing') AS housing_unanswered,
  unanswered(risks, categories, 'unsafe_water') AS water_unanswered,
  unanswered(risks, categories, 'unstable_job') AS job_unanswered,
  unanswered(risks, categories, 'labour_shortage') AS shortage_unanswered,
  unanswered(risks, categories, 'business_failure') AS business_unanswered,
  unanswered(risks, categories, 'natural_disaster') AS disaster_unanswered,
  unanswered(risks, categories, 'accident') AS accident_unanswered,
  CASE WHEN any_able THEN categories = ['comprehensive'] END AS able_only_security,
  CASE WHEN any_able AND months >= {{able_no_development.months}} THEN NOT develops END AS able_no_development,
  CASE WHEN development_support_status = 'done' THEN len(all_own_items) > 0 AND len(list_filter(all_own_items, lambda x: NOT says(x, '{{words.minor_item}}'))) = 0 END AS development_minor_only,
  CASE WHEN development_support_status = 'done' THEN len(all_own_items) = 0 END AS development_none_listed,
  CASE WHEN len(own_items) > 0 THEN development_support_status IS DISTINCT FROM 'done' END AS development_not_marked,
  CASE WHEN months >= setting_of('no_measure_months') THEN len(categories) = 0 AND len(items) = 0 END AS no_measure,
  CASE WHEN schooling_problem THEN NOT list_contains(categories, 'schooling') END AS schooling_no_guarantee,
  CASE WHEN any_uninsured THEN NOT list_has_any(categories, ['health', 'social']) END AS uninsured_no_help
FROM open;
