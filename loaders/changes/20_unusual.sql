-- Figures of the {{kind}} {{period}} that moved more than they used to. All limits are the platform's (data/policy/platform.tsv).

-- Grain: figure (indicator × region × breakdown × basis) with its change on the period before and the changes before that: only the rows of
-- the fewest dimensions an indicator has, as the document in force there has them; the bulletin B01 repeats K03 and K33. `units` is how far the change lies from
-- the usual one, in households, persons or whatever is counted.
CREATE OR REPLACE TEMP TABLE change_figure AS
WITH place AS (
  SELECT period, stat_year, row_number() OVER (ORDER BY period) AS no FROM period WHERE kind = '{{kind}}'
), listed AS (
  SELECT i.indicator, i.region_code, i.breakdown, i.basis, i.unit, q.no, i.numerator, i.denominator, i.value, i.status,
    len(i.breakdown) - len(replace(i.breakdown, ';', '')) + (i.breakdown <> '')::INTEGER AS depth
  FROM indicator AS i JOIN place AS q ON q.period = i.period JOIN region_tree AS t ON t.descendant = i.region_code AND t.ancestor = '{{region}}'
  JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.profile_id = i.profile_id AND f.is_chosen AND f.stat_year = q.stat_year
  WHERE i.indicator <> 'B01' AND i.region_level <> 'village' AND q.no BETWEEN (SELECT no FROM place WHERE period = '{{period}}') - setting_of('change_history') - 1
    AND (SELECT no FROM place WHERE period = '{{period}}')
), series AS (
  SELECT * EXCLUDE (depth) FROM listed QUALIFY depth = min(depth) OVER (PARTITION BY indicator)
), changed AS (
  SELECT s.*, b.value AS before, s.value - b.value AS change, least(s.denominator, b.denominator) AS size, s.no = (SELECT no FROM place WHERE period = '{{period}}') AS is_now
  FROM series AS s JOIN series AS b ON b.indicator = s.indicator AND b.region_code = s.region_code AND b.breakdown = s.breakdown AND b.basis = s.basis AND b.no = s.no - 1
  WHERE s.value IS NOT NULL AND b.value IS NOT NULL
), usual AS (
  SELECT indicator, region_code, breakdown, basis, count(*) AS history, median(change) AS middle, mad(change) AS spread
  FROM changed WHERE NOT is_now GROUP BY ALL
)
SELECT c.indicator, c.region_code, c.breakdown, c.basis, c.unit, c.denominator IS NULL AS is_count, c.before, c.value, c.change, coalesce(u.history, 0) AS history,
  u.middle, u.spread, abs(c.change - u.middle) * coalesce(c.size, 1) AS units,
  CASE WHEN coalesce(u.history, 0) < setting_of('change_min_history') THEN '历史不足'
    WHEN abs(c.change - u.middle) * coalesce(c.size, 1) < setting_of('change_min_count') - 1e-9 THEN '数太小'
    WHEN abs(c.change - u.middle) > setting_of('change_mad_times') * u.spread + 1e-9 THEN '异动' ELSE '平常' END AS verdict
FROM changed AS c LEFT JOIN usual AS u USING (indicator, region_code, breakdown, basis)
WHERE c.is_now;
