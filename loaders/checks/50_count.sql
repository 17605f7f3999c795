-- Grain: one exemption that counts: of a check there is, with a reason, its day not past. The last of several.
CREATE OR REPLACE TEMP TABLE check_exempt AS
SELECT c.check_id, e.household_id, max(coalesce(e.until, DATE '9999-12-31')) AS until
FROM exemption AS e JOIN check_rule AS c ON e.check_name IN (c.check_id, c.title)
WHERE e.has_reason AND coalesce(e.until >= data_day(), TRUE) GROUP BY ALL;

INSERT INTO reject
SELECT file_id, sheet_no, row_no, '检查项', '豁免的检查项不认得，不起作用', '按 docs/checks.md 的编号或名称填写', 'note' FROM exemption
WHERE check_name NOT IN (SELECT check_id FROM check_rule UNION SELECT title FROM check_rule);

-- Grain: check × household × person or figure that the check speaks of. Holds household codes: never published.
CREATE OR REPLACE TABLE check_found AS
SELECT s.check_id, s.region_code, s.household_id, s.place_no, s.fact, e.household_id IS NOT NULL AS is_exempt
FROM check_hit AS s LEFT JOIN check_exempt AS e ON e.check_id = s.check_id AND e.household_id = s.household_id ORDER BY ALL;

-- Grain: check × place from the root down to towns: how many it found, how many more are exempt, how many it could look at.
-- A blank that leaves it open is not among them. A figure belongs to its place alone, one of a village to those above too.
CREATE OR REPLACE TABLE check_result AS
WITH leaf AS (
  SELECT check_id, region_code, 0 AS found, 0 AS exempt, examined FROM check_examined
  UNION ALL SELECT check_id, region_code, count(*) FILTER (NOT is_exempt), count(*) FILTER (is_exempt), 0 FROM check_found GROUP BY ALL
)
SELECT l.check_id, t.ancestor AS region_code, CAST(sum(l.found) AS BIGINT) AS found, CAST(sum(l.exempt) AS BIGINT) AS exempt, CAST(sum(l.examined) AS BIGINT) AS examined
FROM leaf AS l JOIN check_rule AS c USING (check_id) JOIN region AS own ON own.region_code = l.region_code
JOIN region_tree AS t ON t.descendant = l.region_code AND (c.grain <> 'figure' OR t.distance = 0 OR own.region_level = 'village')
JOIN region AS r ON r.region_code = t.ancestor AND r.region_level <> 'village'
GROUP BY ALL ORDER BY ALL;

-- Grain: place from the root down to towns × level, '' for any: households with something found, of those of the exports.
CREATE OR REPLACE TABLE check_household_count AS
WITH hit AS (
  SELECT f.region_code, f.household_id, unnest([c.level, '']) AS level FROM check_found AS f JOIN check_rule AS c USING (check_id)
  WHERE f.household_id IS NOT NULL AND NOT f.is_exempt
), whole AS (
  SELECT t.ancestor AS region_code, count(*) AS households FROM check_household AS h JOIN region_tree AS t ON t.descendant = h.region_code GROUP BY ALL
), found AS (
  SELECT t.ancestor AS region_code, h.level, count(DISTINCT h.household_id) AS found FROM hit AS h JOIN region_tree AS t ON t.descendant = h.region_code GROUP BY ALL
)
SELECT w.region_code, l.level, coalesce(f.found, 0) AS found, w.households
FROM whole AS w JOIN region AS r ON r.region_code = w.region_code AND r.region_level <> 'village'
CROSS JOIN (SELECT DISTINCT level FROM check_rule UNION SELECT '') AS l LEFT JOIN found AS f ON f.region_code = w.region_code AND f.level = l.level
ORDER BY ALL;
