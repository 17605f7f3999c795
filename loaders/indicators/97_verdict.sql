-- Who judges what, and how it comes out (data/policy/judging.tsv; contract README §4, §8.2, §8.36, §8.37).

-- Grain: figure × profile that judges it, with the parameter it judges by. A figure that was counted by another document's value of
-- that parameter cannot be judged by this one's.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT f.rowid AS figure_row, f.* EXCLUDE (profile_id), v.profile_id AS judge, j.rule, p.value AS param,
  j.rule = 'all_by_param' AND p.value IS DISTINCT FROM c.value AS is_counted_otherwise, coalesce(q.complete, TRUE) OR q.kind = 'month' AS is_over
FROM figure AS f
JOIN policy_judging AS j ON j.indicator = f.indicator AND f.breakdown LIKE replace(j.breakdown, '*', '%') AND (j.basis IS NULL OR j.basis = f.basis)
JOIN profile_in_force AS v ON v.region_code = f.region_code AND v.stat_year = f.period_year AND v.profile_id = j.profile_id
  AND (f.profile_id IS NULL OR f.profile_id = v.profile_id)
JOIN region AS r ON r.region_code = f.region_code LEFT JOIN region AS above ON above.region_code = r.parent_code
LEFT JOIN policy_param AS p ON p.profile_id = v.profile_id AND p.param_key = j.param_key AND p.certainty <> 'absent'
LEFT JOIN region_param AS c ON c.region_code = f.region_code AND c.stat_year = f.period_year AND c.param_key = j.param_key
LEFT JOIN period AS q ON q.period = f.period
WHERE (j.param_key IS NULL OR p.value IS NOT NULL)
  AND (len(j.levels) = 0 OR list_has_any(j.levels, [r.region_level, r.region_level || '@' || above.region_level]));

-- A judgement stands when unknown inputs, taken to the one end and the other, leave it as it is; a quarter or year under way is not
-- yet unmet.
INSERT INTO verdict BY NAME
WITH bounds AS (
  SELECT *, coalesce(denominator, 0) - numerator AS short, coalesce(maybe, 0) AS m, coalesce(extra, 0) AS x, coalesce(joining, 0) AS g,
    TRY_CAST(param AS DECIMAL(9, 4)) AS least
  FROM judged
), outcome AS (
  SELECT *,
    CASE rule WHEN 'none' THEN numerator = 0 WHEN 'at_least' THEN numerator >= least WHEN 'at_least_share' THEN numerator >= ceil(least * CAST(denominator AS BIGINT))
      ELSE short <= 0 END AS is_met,
    CASE rule WHEN 'none' THEN numerator = 0 WHEN 'at_least' THEN numerator + m >= least
      WHEN 'at_least_share' THEN numerator + m + g >= ceil(least * CAST(denominator + g AS BIGINT)) OR numerator + m >= ceil(least * CAST(denominator AS BIGINT))
      ELSE short - m <= 0 END AS may_meet,
    CASE rule WHEN 'none' THEN numerator + m = 0 WHEN 'at_least' THEN numerator >= least
      WHEN 'at_least_share' THEN numerator >= ceil(least * CAST(denominator + x AS BIGINT))
      ELSE short + x <= 0 END AS must_meet
  FROM bounds
)
SELECT figure_row, judge AS profile_id,
  CASE WHEN status <> 'ok' OR is_counted_otherwise THEN 'undetermined'
    WHEN may_meet <> must_meet OR (rule IN ('all_known', 'all_partial') AND g > 0) THEN 'undetermined'
    WHEN is_met THEN 'met' WHEN NOT is_over THEN 'undetermined' ELSE 'unmet' END AS judgement,
  CASE WHEN status = 'ok' AND (may_meet <> must_meet OR (rule IN ('all_known', 'all_partial') AND g > 0)) THEN 'not_judged_input' END AS status
FROM outcome;
