-- From tallies at places to figures at every region: numerators and denominators are summed, ratios made after (contract README §3).

-- Sums of money in fixed point, so that their order does not show; one part that cannot be known makes the sum so.
CREATE OR REPLACE TEMP MACRO exact_sum(x) AS
  CASE WHEN bool_or(isnan(x)) THEN 'NaN'::DOUBLE ELSE CAST(sum(CAST(known(x) AS DECIMAL(18, 4))) AS DOUBLE) END;

-- Grain: indicator × region × period × breakdown × basis × profile.
CREATE OR REPLACE TEMP TABLE rolled AS
SELECT t.indicator, a.ancestor AS region_code, t.period, max(t.period_year) AS period_year, t.breakdown, t.basis, t.profile_id,
  exact_sum(t.n) AS n, exact_sum(t.d) AS d, sum(t.maybe) AS maybe, sum(t.extra) AS extra, sum(t.joining) AS joining
FROM tally AS t JOIN region_tree AS a ON a.descendant = t.region_code
JOIN scope AS s ON s.indicator = t.indicator AND s.region_code = a.ancestor
GROUP BY t.indicator, a.ancestor, t.period, t.breakdown, t.basis, t.profile_id;

INSERT INTO figure BY NAME
WITH cell AS (
  SELECT f.indicator, s.region_code, p.period, p.stat_year AS period_year, f.breakdown, f.basis, f.unit, f.kind, f.profile_id,
    coalesce(r.n, 0) AS n, coalesce(r.d, 0) AS d, r.maybe, r.extra, r.joining
  FROM frame_row AS f JOIN scope AS s ON s.indicator = f.indicator AND (f.breakdown = '' OR NOT s.is_sparse)
  JOIN period AS p ON p.kind = f.period_kind
  LEFT JOIN rolled AS r ON r.indicator = f.indicator AND r.region_code = s.region_code AND r.period = p.period
    AND r.breakdown = f.breakdown AND r.basis = f.basis AND r.profile_id IS NOT DISTINCT FROM f.profile_id
  UNION ALL
  SELECT f.indicator, s.region_code, p.period, p.stat_year, f.breakdown, f.basis, f.unit, f.kind, f.profile_id, r.n, coalesce(r.d, 0), r.maybe, r.extra, r.joining
  FROM frame_row AS f JOIN scope AS s ON s.indicator = f.indicator AND s.is_sparse AND f.breakdown <> ''
  JOIN period AS p ON p.kind = f.period_kind
  JOIN rolled AS r ON r.indicator = f.indicator AND r.region_code = s.region_code AND r.period = p.period
    AND r.breakdown = f.breakdown AND r.basis = f.basis AND r.profile_id IS NOT DISTINCT FROM f.profile_id
  WHERE r.n <> 0 OR r.d <> 0
  UNION ALL
  SELECT f.indicator, r.region_code, r.period, r.period_year, f.breakdown, f.basis, f.unit, f.kind, f.profile_id, r.n,
    CASE WHEN f.kind = 'count' THEN 0 ELSE r.d END, r.maybe, r.extra, r.joining
  FROM frame_row AS f JOIN rolled AS r ON r.indicator = f.indicator AND r.breakdown = f.breakdown AND r.basis = f.basis
    AND r.profile_id IS NOT DISTINCT FROM f.profile_id
  JOIN scope AS s ON s.indicator = f.indicator AND s.region_code = r.region_code
  WHERE f.period_kind = 'own' AND (f.breakdown = '' OR NOT s.is_sparse OR r.n <> 0 OR r.d <> 0) AND NOT EXISTS (SELECT 1 FROM frame_row AS g JOIN period AS q ON q.kind = g.period_kind
    WHERE g.indicator = f.indicator AND g.breakdown = f.breakdown AND g.basis = f.basis AND q.period = r.period)
)
SELECT indicator, region_code, period, period_year, breakdown, basis, known(n) AS numerator,
  CASE WHEN kind <> 'count' THEN known(d) END AS denominator,
  CASE WHEN kind = 'count' THEN known(n) ELSE rate_value(known(n), known(d)) END AS value, unit,
  CASE WHEN kind = 'count' THEN CASE WHEN known(n) IS NULL THEN 'missing_data' ELSE 'ok' END ELSE rate_status(known(n), known(d)) END AS status,
  profile_id, maybe, extra, joining
FROM cell;
