-- Who would enter and who would leave if another document were in force: no indicator, but what the page of documents shows.

-- Grain: document: how it reads income, shocks and safeguards. A document that is silent has NULL.
CREATE OR REPLACE TEMP TABLE scope_rule AS
SELECT c.code AS profile_id,
  max(p.value) FILTER (p.param_key = 'categories') AS categories, max(p.value) FILTER (p.param_key = 'entry_income_basis') AS basis,
  max(p.value) FILTER (p.param_key = 'entry_line_scope') AS line_scope,
  coalesce(max(TRY_CAST(p.value AS DOUBLE)) FILTER (p.param_key = 'entry_line_tolerance'), 0) AS tolerance,
  max(p.value) FILTER (p.param_key = 'shock_combine') AS combine,
  max(p.value) FILTER (p.param_key = 'rigid_expense_threshold') IS NOT NULL AS weighs_expense, max(p.value) FILTER (p.param_key = 'risk_causes') AS causes,
  coalesce(max(p.value) FILTER (p.param_key = 'safeguard_hazard_in_scope') = 'true', FALSE) AS with_safeguard,
  coalesce(max(p.value) FILTER (p.param_key = 'shock_event_in_scope') = 'true', FALSE) AS with_event,
  (SELECT TRY_CAST(r.value AS DOUBLE) FROM param_read AS r WHERE r.profile_id = c.code AND r.param_key = 'warning_r2_delta') AS drop_share
FROM policy_code AS c LEFT JOIN policy_param AS p ON p.profile_id = c.code AND p.certainty <> 'absent'
WHERE c.list = 'profile'
GROUP BY c.code;

-- The last year with a record of income, for a year under way has none yet.
CREATE OR REPLACE TEMP TABLE scope_year AS
SELECT coalesce(max(year), year(data_day())) AS year FROM income WHERE year <= year(data_day());

-- Grain: household on the data's day × document; three-valued. The region's own published line stands for the document chosen there.
-- Without a year's record of income the export's own stands in, as of identification or elimination. A drop of income is read by
-- the platform's share, no document gives one. Holds household codes: never published.
CREATE OR REPLACE TABLE profile_scope AS
WITH open_fault AS (
  SELECT household_id, bool_or(status IN ('hazard', 'unmet') AND coalesce(resolved_on > data_day(), TRUE)) AS is_open
  FROM safeguard_check WHERE found_on <= data_day() AND status <> 'unchecked' GROUP BY household_id
), member AS (
  SELECT h.as_of, h.household_id, h.region_code, h.members, h.monitor_category, h.category, h.net_income_per_capita, h.after_net_income_per_capita,
    CASE h.household_type WHEN 'ordinary_household' THEN 'marginal' WHEN 'exited_household' THEN 'unstable_exited' WHEN 'exited_no_policy' THEN 'unstable_exited' END AS kind,
    coalesce(e.is_registered, FALSE) AS is_registered
  FROM county_snapshot AS s JOIN region_county AS p ON p.county_code = s.county_code
  JOIN household AS h ON h.as_of = s.from_as_of AND h.region_code = p.region_code
  LEFT JOIN episode_month AS e ON e.household_id = h.household_id AND e.month = month_of(data_day())
  ANTI JOIN household_superseded AS x ON x.as_of = s.as_of AND x.from_as_of = s.from_as_of AND x.household_id = h.household_id
  WHERE s.as_of = (SELECT max(as_of) FROM snapshot)
), stated AS (
  SELECT m.*, r.*,
    CASE WHEN l.profile_id = r.profile_id AND l.line_basis = r.basis THEN l.line ELSE o.line END + r.tolerance AS line,
    coalesce(i.per_capita, CASE WHEN r.basis = 'net' AND m.is_registered THEN m.net_income_per_capita
      WHEN r.basis = 'net' AND m.category IS NOT NULL THEN m.after_net_income_per_capita END) AS per_capita,
    i.total < b.total * (1 - r.drop_share) AS has_dropped,
    z.rigid_expense > b.total AND list_contains(string_split(r.causes, '|'), z.rigid_cause) AS exceeds,
    CASE WHEN EXISTS (SELECT 1 FROM hazard_impact) THEN m.household_id IN (SELECT household_id FROM hazard_impact WHERE household_id IS NOT NULL) END AS is_hit, f.is_open
  FROM member AS m CROSS JOIN scope_rule AS r
  LEFT JOIN income_line AS l ON l.region_code = m.region_code AND l.stat_year = (SELECT year FROM scope_year)
  LEFT JOIN document_line AS o ON o.region_code = m.region_code AND o.stat_year = (SELECT year FROM scope_year) AND o.profile_id = r.profile_id
  LEFT JOIN income AS i ON i.household_id = m.household_id AND i.year = (SELECT year FROM scope_year) AND i.income_basis = r.basis
  LEFT JOIN income AS b ON b.household_id = m.household_id AND b.year = (SELECT year FROM scope_year) - 1 AND b.income_basis = r.basis
  LEFT JOIN expense AS z ON z.household_id = m.household_id AND z.year = (SELECT year FROM scope_year)
  LEFT JOIN open_fault AS f ON f.household_id = m.household_id
), read AS (
  SELECT household_id, region_code, profile_id, members, is_registered,
    CASE WHEN coalesce(list_contains(string_split(line_scope, '|'), coalesce(monitor_category, kind)), line_scope LIKE '%unstable_exited%' AND line_scope LIKE '%marginal%')
      THEN per_capita < line WHEN coalesce(monitor_category, kind) IS NOT NULL OR line_scope IS NULL THEN FALSE END AS by_income,
    (with_event AND is_hit) OR CASE combine WHEN 'and' THEN CASE WHEN weighs_expense THEN exceeds END AND has_dropped
      WHEN 'or' THEN CASE WHEN weighs_expense THEN exceeds END OR has_dropped ELSE FALSE END AS by_shock,
    CASE WHEN with_safeguard THEN is_open ELSE FALSE END AS by_safeguard,
    CASE WHEN category IS NULL THEN FALSE ELSE list_contains(string_split(categories, '|'), monitor_category) END AS by_category
  FROM stated
)
SELECT *, CASE WHEN is_registered AND NOT coalesce(by_category, FALSE) THEN FALSE ELSE by_income OR by_shock OR by_safeguard END AS in_scope
FROM read ORDER BY household_id, profile_id;

-- Grain: region × document × reading: what profile_scope comes to, for regions down to the township.
CREATE OR REPLACE TABLE scope_count AS
SELECT t.ancestor AS region_code, s.profile_id, k.reading, count(*) FILTER (k.hit) AS households, coalesce(sum(s.members) FILTER (k.hit), 0) AS persons
FROM profile_scope AS s JOIN region_tree AS t ON t.descendant = s.region_code
JOIN region AS r ON r.region_code = t.ancestor AND r.region_level <> 'village'
CROSS JOIN LATERAL (
  SELECT unnest(['in', 'out', 'unknown', 'by_income', 'by_shock', 'by_safeguard', 'by_category', 'enter', 'leave']) AS reading,
    unnest([s.in_scope, NOT s.in_scope, s.in_scope IS NULL, s.by_income, s.by_shock, s.by_safeguard, s.by_category AND s.is_registered,
      s.in_scope AND NOT s.is_registered, NOT s.in_scope AND s.is_registered]) AS hit
) AS k
GROUP BY ALL
ORDER BY ALL;
