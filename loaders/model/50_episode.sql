-- Grain: one exit of an episode that is not the elimination of its risk (contract README §3: out of the register from that month).
-- `by_mistake`: the entry was one, whenever that was found. An exit not yet or not agreed to is none.
CREATE OR REPLACE TABLE other_exit AS
SELECT household_id, coalesce(episode_no, 1) AS episode_no,
  first(exit_reason ORDER BY coalesce(start_on, end_on) NULLS LAST, step_id) AS exit_reason,
  CAST(strftime(min(coalesce(start_on, end_on)), '%Y%m') AS INTEGER) AS exit_month,
  bool_or(exit_reason = 'mistake') AS by_mistake
FROM staging.elimination_step
WHERE state = 'accepted' AND household_id IS NOT NULL AND coalesce(result, 'passed') NOT IN ('rejected', 'ongoing')
  AND exit_reason IN (SELECT code FROM policy_code WHERE list = 'exit_reason' AND code <> 'risk_eliminated')
GROUP BY household_id, coalesce(episode_no, 1)
ORDER BY ALL;

-- Grain: one household of a snapshot and its latest episode that the logs of procedures tell of by that day; a re-entry counts
-- once the export's month of identification has reached it, so that an identification begun or turned down brings nobody back.
CREATE OR REPLACE TEMP TABLE last_episode AS
SELECT h.as_of, h.household_id, max(s.episode_no) AS episode_no
FROM household AS h JOIN (
  SELECT household_id, episode_no, min(start_on) AS start_on, CASE WHEN episode_no > 1 THEN CAST(strftime(min(start_on), '%Y%m') AS INTEGER) END AS after_month
  FROM staging.identification_step WHERE state = 'accepted' GROUP BY household_id, episode_no
  UNION ALL SELECT household_id, episode_no, start_on, NULL FROM staging.elimination_step WHERE state = 'accepted'
  UNION ALL SELECT household_id, reentry_episode_no, start_on, CAST(strftime(start_on, '%Y%m') AS INTEGER)
  FROM staging.elimination_step WHERE state = 'accepted'
) AS s ON s.household_id = h.household_id AND coalesce(s.start_on <= h.as_of, TRUE)
  AND (s.after_month IS NULL OR coalesce(h.identified_month >= s.after_month, TRUE))
GROUP BY h.as_of, h.household_id;

-- Grain: one monitored household's current episode in a snapshot; entries made by mistake are out (contract README §3).
-- Months are YYYYMM. An exit is no elimination, unless the risk was eliminated before it. `outcome`: open, eliminated, exited, unknown (elimination blank, or eliminated or exited without a month).
CREATE OR REPLACE TABLE episode AS
SELECT h.as_of, h.household_id, h.region_code, c.county_code, coalesce(h.episode_no, x.episode_no, 1) AS episode_no, h.members, h.category,
  h.household_type, h.labour, h.identified_month,
  CASE WHEN h.risk_eliminated THEN h.eliminated_month END AS eliminated_month,
  e.exit_month, e.exit_reason,
  CASE WHEN e.exit_month IS NOT NULL AND NOT coalesce(h.risk_eliminated AND h.eliminated_month < e.exit_month, FALSE) THEN 'exited'
       WHEN h.risk_eliminated IS NULL OR (h.risk_eliminated AND h.eliminated_month IS NULL) THEN 'unknown'
       WHEN h.risk_eliminated THEN 'eliminated'
       WHEN e.household_id IS NOT NULL THEN 'unknown' ELSE 'open' END AS outcome,
  list_distinct(list_filter([h.risk_1, h.risk_2, h.risk_3, h.risk_4, h.risk_5], lambda x: x IS NOT NULL)) AS risks
FROM household AS h JOIN region_county AS c ON c.region_code = h.region_code
LEFT JOIN last_episode AS x ON x.as_of = h.as_of AND x.household_id = h.household_id
LEFT JOIN other_exit AS e ON e.household_id = h.household_id AND e.episode_no = coalesce(h.episode_no, x.episode_no, 1)
WHERE h.category IS NOT NULL AND NOT coalesce(e.by_mistake, FALSE)
ORDER BY h.as_of, h.household_id;

-- Grain: one snapshot day and county. A county without an export of that day stands as its next own export has it, else its last:
-- counties draw theirs on different days, and a day's sum must not lack one (contract README §8.40).
CREATE OR REPLACE TABLE county_snapshot AS
SELECT d.as_of, c.county_code, coalesce(min(o.as_of) FILTER (o.as_of >= d.as_of), max(o.as_of)) AS from_as_of
FROM snapshot AS d CROSS JOIN (SELECT DISTINCT county_code FROM county_day) AS c
JOIN county_day AS o ON o.county_code = c.county_code
GROUP BY d.as_of, c.county_code
ORDER BY d.as_of, c.county_code;

-- Grain: one snapshot day and export of a household that another county's export of it goes before: a household that moved, or whose
-- county was misspelt once, counts once, as the next export on or after the day has it, else the last.
CREATE OR REPLACE TABLE household_superseded AS
WITH place_of AS (SELECT h.as_of, h.household_id, c.county_code FROM household AS h JOIN region_county AS c USING (region_code)),
moved AS (SELECT household_id FROM place_of GROUP BY household_id HAVING count(DISTINCT county_code) > 1)
SELECT s.as_of, s.from_as_of, p.household_id
FROM place_of AS p SEMI JOIN moved USING (household_id) JOIN county_snapshot AS s ON s.from_as_of = p.as_of AND s.county_code = p.county_code
QUALIFY row_number() OVER (PARTITION BY s.as_of, p.household_id
  ORDER BY s.from_as_of < s.as_of, abs(s.from_as_of - s.as_of), s.county_code) > 1
ORDER BY ALL;

-- Grain: one snapshot day and monitored household, every county as it stands on that day; `from_as_of` is the export it is from.
CREATE OR REPLACE VIEW episode_at AS
SELECT s.as_of, s.from_as_of, e.* EXCLUDE (as_of, county_code)
FROM county_snapshot AS s JOIN episode AS e ON e.as_of = s.from_as_of AND e.county_code = s.county_code
ANTI JOIN household_superseded AS x ON x.as_of = s.as_of AND x.from_as_of = s.from_as_of AND x.household_id = e.household_id;
