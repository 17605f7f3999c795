-- Calendar of the series: months from January of the region table's first year to the snapshot's month (contract README §8.37).
-- Months are YYYYMM; `month_no` counts months since year 0.
CREATE OR REPLACE MACRO month_no(m) AS (m // 100) * 12 + (m % 100) - 1;
CREATE OR REPLACE MACRO month_at(n) AS (n // 12) * 100 + (n % 12) + 1;
CREATE OR REPLACE MACRO month_text(m) AS (m // 100) || '-' || lpad(CAST(m % 100 AS VARCHAR), 2, '0');
CREATE OR REPLACE MACRO month_of(d) AS CAST(year(d) * 100 + month(d) AS INTEGER);
CREATE OR REPLACE MACRO month_start(m) AS make_date(m // 100, m % 100, 1);

-- The day the figures stand for.
CREATE OR REPLACE MACRO data_day() AS DATE '{{as_of}}';

-- Grain: one period of a kind (month, quarter, year). `prior_month` is the month before it starts; `end_month` is cut at the
-- snapshot's month, `complete` says whether that cut it; `start_on` and `end_on` are its first and last day. `as_of`: earliest snapshot on or after its end, else the latest (§8.40).
CREATE OR REPLACE TABLE period AS
WITH span AS (
  SELECT least((SELECT stat_year FROM series_start), year(DATE '{{as_of}}')) * 12 AS first_no,
    month_no(CAST(strftime(DATE '{{as_of}}', '%Y%m') AS INTEGER)) AS last_no
), month AS (
  SELECT month_at(n) AS m, n FROM span, unnest(range(first_no, last_no + 1)) AS t(n)
), listed AS (
  SELECT 'month' AS kind, month_text(m) AS period, n AS first_no, n AS full_no FROM month
  UNION ALL
  SELECT 'quarter', (m // 100) || 'Q' || ((m % 100 + 2) // 3), min(n // 3 * 3), min(n // 3 * 3 + 2) FROM month GROUP BY ALL
  UNION ALL
  SELECT 'year', CAST(m // 100 AS VARCHAR), min(n // 12 * 12), min(n // 12 * 12 + 11) FROM month GROUP BY ALL
)
SELECT l.kind, l.period, month_at(l.first_no) AS start_month, month_at(least(l.full_no, s.last_no)) AS end_month,
  month_start(month_at(l.first_no)) AS start_on, last_day(month_start(month_at(least(l.full_no, s.last_no)))) AS end_on,
  month_at(l.first_no - 1) AS prior_month, month_at(least(l.full_no, s.last_no)) // 100 AS stat_year,
  l.full_no < s.last_no OR (l.full_no = s.last_no AND DATE '{{as_of}}' = last_day(DATE '{{as_of}}')) AS complete,
  coalesce((SELECT min(as_of) FROM snapshot WHERE as_of >= last_day(make_date(month_at(l.full_no) // 100, month_at(l.full_no) % 100, 1))),
    (SELECT max(as_of) FROM snapshot)) AS as_of
FROM listed AS l, span AS s
ORDER BY kind, period;

-- Grain: one region and year with the profile bound to it, inherited from above where blank (contract README §8.43).
CREATE OR REPLACE TABLE region_profile AS
SELECT t.descendant AS region_code, y.stat_year, arg_min(y.profile_id, t.distance) AS profile_id
FROM region_tree AS t JOIN region_year AS y ON y.region_code = t.ancestor
WHERE y.profile_id IN (SELECT code FROM policy_code WHERE list = 'profile')
GROUP BY ALL
ORDER BY ALL;

-- Grain: one region, year of the series and profile to judge by: the one given on the command line, else the bound one (else the
-- year's nearest binding), else the settings', else the national document. With `all` the other profiles stand beside it.
CREATE OR REPLACE TABLE profile_in_force AS
WITH years AS (SELECT stat_year FROM period UNION SELECT year(as_of) FROM source_file WHERE as_of IS NOT NULL), bound AS (
  SELECT r.region_code, y.stat_year, arg_min(b.profile_id, abs(b.stat_year - y.stat_year) * 10 + (b.stat_year > y.stat_year)::INT) AS profile_id
  FROM region AS r CROSS JOIN years AS y JOIN region_profile AS b ON b.region_code = r.region_code
  GROUP BY ALL
), chosen AS (
  SELECT r.region_code, y.stat_year,
    coalesce(nullif(nullif('{{profile}}', ''), 'all'), b.profile_id, nullif('{{default_profile}}', ''), (SELECT code FROM policy_code WHERE list = 'profile' AND properties['default'] = '1')) AS profile_id
  FROM region AS r CROSS JOIN years AS y
  LEFT JOIN bound AS b ON b.region_code = r.region_code AND b.stat_year = y.stat_year
)
SELECT c.region_code, c.stat_year, p.code AS profile_id, p.code = c.profile_id AS is_chosen
FROM chosen AS c JOIN policy_code AS p ON p.list = 'profile' AND (p.code = c.profile_id OR '{{profile}}' = 'all')
ORDER BY ALL;

-- Grain: one monitored household and period of the series identified by its end, as the snapshot for that period shows it. The flags
-- stand for the period's end, `was_registered` for the month before it starts.
CREATE OR REPLACE VIEW episode_period AS
SELECT p.kind, p.period, p.end_month AS month, p.start_month, p.prior_month, p.start_on, p.end_on, p.stat_year, p.complete,
  e.from_as_of, e.region_code, e.household_id, e.episode_no, e.category, e.household_type, e.labour, e.risks, e.members,
  e.outcome = 'unknown' AS is_unknown,
  coalesce(e.outcome = 'eliminated' AND e.eliminated_month <= p.end_month, FALSE) AS is_eliminated,
  coalesce(e.outcome = 'exited' AND e.exit_month <= p.end_month, FALSE) AS is_exited,
  e.outcome <> 'unknown' AND NOT coalesce(e.outcome = 'eliminated' AND e.eliminated_month <= p.end_month, FALSE)
    AND NOT coalesce(e.outcome = 'exited' AND e.exit_month <= p.end_month, FALSE) AS is_registered,
  e.identified_month <= p.prior_month AND e.outcome <> 'unknown'
    AND NOT coalesce(e.outcome = 'eliminated' AND e.eliminated_month <= p.prior_month, FALSE)
    AND NOT coalesce(e.outcome = 'exited' AND e.exit_month <= p.prior_month, FALSE) AS was_registered,
  e.identified_month, e.eliminated_month, e.exit_month, e.outcome
FROM period AS p JOIN episode_at AS e ON e.as_of = p.as_of AND e.identified_month <= p.end_month;

-- Grain: one monitored household and month of the series.
CREATE OR REPLACE VIEW episode_month AS SELECT * FROM episode_period WHERE kind = 'month';
