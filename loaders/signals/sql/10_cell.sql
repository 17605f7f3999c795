-- Counts the methods run on, from the indicator table. `signal_job` holds the jobs of methods.tsv.

-- Grain: one region a method speaks of, with the region whose parts it is compared with: counties within the root, towns within
-- their county. The root stands within nothing.
CREATE OR REPLACE TEMP TABLE signal_place AS
WITH below AS (
  SELECT r.region_code, r.region_level, c.county_code, root.region_code AS root, r.longitude, r.latitude
  FROM region_root AS root JOIN region_tree AS t ON t.ancestor = root.region_code JOIN region AS r ON r.region_code = t.descendant
  JOIN region_county AS c ON c.region_code = r.region_code
)
SELECT region_code, 'root' AS level, '' AS within, region_code AS county, longitude, latitude FROM below WHERE region_code = root
UNION ALL
SELECT region_code, 'county', root, region_code, longitude, latitude FROM below
WHERE region_level IN ('county', 'zone') AND county_code = region_code AND region_code <> root
UNION ALL
SELECT region_code, 'town', county_code, county_code, longitude, latitude FROM below WHERE region_level = 'town' AND region_code <> root;

-- Grain: one whole month, quarter or week of the series, numbered from the first; `age` counts back from the last. A week under way is
-- no week yet, nor is one that the series begins in.
CREATE OR REPLACE TEMP TABLE signal_time AS
WITH listed AS (
  SELECT kind, period, start_on, end_on, stat_year, end_month FROM period WHERE kind IN ('month', 'quarter') AND complete
  UNION ALL
  SELECT 'week', strftime(d, '%G-W%V'), CAST(d AS DATE), CAST(d AS DATE) + 6, year(d), month_of(d)
  FROM (SELECT unnest(generate_series(date_trunc('week', min(start_on) + 6), data_day() - 6, INTERVAL 7 DAY)) AS d FROM period)
)
SELECT *, row_number() OVER (PARTITION BY kind ORDER BY start_on) - 1 AS place_no, row_number() OVER (PARTITION BY kind ORDER BY start_on DESC) - 1 AS age,
  kind = 'quarter' OR end_month % 100 % 3 = 0 OR row_number() OVER (PARTITION BY kind ORDER BY start_on DESC) = 1 AS ends_quarter
FROM listed;

-- Grain: indicator row of a job, as the document in force there has it.
CREATE OR REPLACE TEMP TABLE signal_row AS
SELECT j.job, i.region_code, i.period, i.status IN ('ok', 'not_judged_input', 'na_zero_denominator') AS is_known, i.numerator, i.denominator
FROM indicator AS i JOIN signal_job AS j ON j.indicator = i.indicator AND j.breakdown = i.breakdown AND j.basis = i.basis AND j.base <> 'clues'
JOIN signal_time AS q ON q.period = i.period AND q.kind = j.kind
JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.profile_id = i.profile_id AND f.is_chosen AND f.stat_year = q.stat_year
WHERE i.indicator IN ({{job_indicators}});

-- Grain: job × region × period of its kind; NULL is not known. Towns have rows of breakdowns only where there is something
-- (contract README §8.35): none is 0 where the county's row is known.
CREATE OR REPLACE TEMP TABLE signal_count AS
SELECT j.job, j.span, j.base, p.region_code, p.level, p.within, q.kind, q.period, q.stat_year, q.place_no, q.age, q.ends_quarter,
  CASE WHEN o.region_code IS NOT NULL THEN CASE WHEN o.is_known THEN o.numerator END WHEN p.level = 'town' AND j.breakdown <> '' AND c.is_known THEN 0 END AS n,
  CASE WHEN o.region_code IS NOT NULL THEN CASE WHEN o.is_known THEN o.denominator END WHEN p.level = 'town' AND j.breakdown <> '' AND c.is_known THEN 0 END AS d
FROM signal_job AS j JOIN signal_place AS p ON EXISTS (SELECT 1 FROM scope AS s WHERE s.indicator = j.indicator AND s.region_code = p.region_code)
JOIN signal_time AS q ON q.kind = j.kind
LEFT JOIN signal_row AS o ON o.job = j.job AND o.region_code = p.region_code AND o.period = q.period
LEFT JOIN signal_row AS c ON c.job = j.job AND c.region_code = p.county AND c.period = q.period
WHERE j.base <> 'clues' AND j.method IN ('funnel', 'scan', 'series');

-- Grain: job × region × period: events of its latest periods together, and what they are divided by.
CREATE OR REPLACE TEMP TABLE signal_cell AS
WITH summed AS (
  SELECT *, CASE WHEN count(n) OVER recent = span THEN sum(n) OVER recent END AS events, CASE WHEN count(d) OVER recent = span THEN sum(d) OVER recent END AS own_base
  FROM signal_count
  WINDOW recent AS (PARTITION BY job, region_code ORDER BY place_no ROWS BETWEEN span - 1 PRECEDING AND CURRENT ROW)
)
SELECT c.job, c.region_code, c.level, c.within, c.kind, c.period, c.place_no, c.age, c.ends_quarter, c.events,
  CASE c.base WHEN 'denominator' THEN c.own_base WHEN 'rural_households' THEN b.rural_households WHEN 'rural_population' THEN b.rural_population
    WHEN 'registered_poor_pop' THEN b.registered_poor_pop END AS base
FROM summed AS c LEFT JOIN region_base AS b ON b.region_code = c.region_code AND b.stat_year = c.stat_year;

-- Grain: job × region × period counted from the clues by the day they were registered; NULL where there is no log of clues. Weeks are
-- not counted by towns: there are too few clues in one.
INSERT INTO signal_cell BY NAME
WITH at_hand AS (SELECT count(*) > 0 AS yes FROM source_file WHERE table_id = 'clue' AND status = 'accepted' AND rows_accepted > 0), counted AS (
  SELECT t.ancestor AS region_code, q.kind, q.period, count(*) AS n
  FROM clue_row AS c JOIN signal_time AS q ON c.received_on BETWEEN q.start_on AND q.end_on JOIN region_tree AS t ON t.descendant = c.place_code
  GROUP BY ALL
)
SELECT j.job, p.region_code, p.level, p.within, q.kind, q.period, q.place_no, q.age, q.ends_quarter, CASE WHEN h.yes THEN coalesce(n.n, 0) END AS events
FROM signal_job AS j CROSS JOIN signal_place AS p JOIN signal_time AS q ON q.kind = j.kind AND (q.kind <> 'week' OR p.level <> 'town') CROSS JOIN at_hand AS h
LEFT JOIN counted AS n ON n.region_code = p.region_code AND n.period = q.period AND n.kind = q.kind
WHERE j.base = 'clues';

-- Grain: region × period with a general check in it, of the region itself, of one above it or of one in it: out of every baseline.
CREATE OR REPLACE TEMP TABLE signal_campaign AS
WITH checked AS (
  SELECT DISTINCT s.place_code, q.kind, q.period
  FROM sweep AS s JOIN signal_time AS q ON s.start_on <= q.end_on AND coalesce(s.end_on, s.start_on) >= q.start_on
  WHERE s.sweep_kind = 'campaign'
), reached AS (
  SELECT c.kind, c.period, t.ancestor AS region_code FROM checked AS c JOIN region_tree AS t ON t.descendant = c.place_code
  UNION
  SELECT c.kind, c.period, t.descendant FROM checked AS c JOIN region_tree AS t ON t.ancestor = c.place_code
)
SELECT p.region_code, r.kind, r.period FROM reached AS r JOIN signal_place AS p USING (region_code);
