-- Who moved from the end of {{since}} to the end of {{period}}. The period `pair` stands for the time between the two while this file runs.

INSERT INTO period BY NAME
SELECT 'pair' AS kind, 'pair' AS period, month_at(month_no(s.end_month) + 1) AS start_month, p.end_month,
  month_start(month_at(month_no(s.end_month) + 1)) AS start_on, p.end_on, s.end_month AS prior_month, p.stat_year, p.complete, p.as_of
FROM period AS p JOIN period AS s ON s.period = '{{since}}' WHERE p.period = '{{period}}';

-- Grain: household in the register at either end, by the export of the later one (was_registered, is_registered) or by the earlier
-- one's own (`stood`, with its place then).
CREATE OR REPLACE TEMP TABLE change_household AS
WITH earlier AS (
  SELECT household_id, region_code FROM episode_period WHERE period = '{{since}}' AND is_registered
), reason AS (
  SELECT household_id, arg_max(exit_reason, exit_month) AS exit_reason FROM other_exit WHERE NOT by_mistake GROUP BY household_id
)
SELECT coalesce(c.household_id, s.household_id) AS household_id, c.region_code, s.region_code AS region_before, s.household_id IS NOT NULL AS stood,
  coalesce(c.was_registered, FALSE) AS was_registered, coalesce(c.is_registered, FALSE) AS is_registered,
  c.opening, c.closing, c.turn, e.outcome, e.category, e.identified_month, CASE e.outcome WHEN 'exited' THEN e.exit_month ELSE e.eliminated_month END AS left_month,
  CASE e.outcome WHEN 'eliminated' THEN '风险消除' WHEN 'exited' THEN label_of('exit_reason', r.exit_reason) WHEN 'unknown' THEN '状态未知' END AS reason
FROM level_changes(['pair']) AS c FULL JOIN earlier AS s USING (household_id)
LEFT JOIN (SELECT * FROM episode_period WHERE kind = 'pair') AS e ON e.household_id = coalesce(c.household_id, s.household_id)
LEFT JOIN reason AS r ON r.household_id = e.household_id;

-- Grain: household that was identified and left again between the two ends.
CREATE OR REPLACE TEMP TABLE change_passing AS
SELECT e.household_id, e.region_code, e.category, e.identified_month FROM episode_period AS e
WHERE e.kind = 'pair' AND e.identified_month >= e.start_month AND NOT e.is_registered AND NOT e.is_unknown;

DELETE FROM period WHERE kind = 'pair';

-- Grain: household × what became of it. Corrections: the later export tells of the earlier end what the earlier one did not.
CREATE OR REPLACE TEMP TABLE change_move AS
SELECT '纳入' AS kind, household_id, region_code, category, closing AS closing, NULL::VARCHAR AS opening, '识别监测 ' || month_text(identified_month) AS fact
FROM change_household WHERE is_registered AND NOT was_registered
UNION ALL
SELECT '退出', household_id, region_code, category, NULL, opening, reason || coalesce(' ' || month_text(left_month), '')
FROM change_household WHERE was_registered AND NOT is_registered
UNION ALL
SELECT CASE turn WHEN -1 THEN '升级' ELSE '降级' END, household_id, region_code, category, closing, opening, '' FROM change_household WHERE turn <> 0
UNION ALL
SELECT '追溯补入', household_id, region_code, category, closing, opening, '期初的导出没有列为在册，期末的导出列为在册；识别监测 ' || month_text(identified_month)
FROM change_household WHERE was_registered AND NOT stood
UNION ALL
SELECT '追溯退出', household_id, region_before, category, NULL, NULL,
  '期初的导出列为在册，期末的导出' || CASE WHEN outcome IS NULL THEN '没有这一户' WHEN outcome = 'unknown' THEN '状态未知' ELSE '不再列为期初在册：' || coalesce(reason || coalesce(' ' || month_text(left_month), ''), '识别月改为 ' || month_text(identified_month)) END
FROM change_household WHERE stood AND NOT was_registered
UNION ALL
SELECT '区划变更', household_id, region_code, category, closing, opening, '由 ' || region_before || ' 改为 ' || region_code
FROM change_household WHERE stood AND was_registered AND region_code <> region_before
UNION ALL
SELECT '期内进出', household_id, region_code, category, NULL, NULL, '识别监测 ' || month_text(identified_month) || '，期末已不在册' FROM change_passing;

-- Grain: region × count. A household that moved within a region is no movement of it.
CREATE OR REPLACE TEMP TABLE change_count AS
WITH leaf AS (
  SELECT region_before AS region_code, '期初在册' AS item FROM change_household WHERE stood
  UNION ALL SELECT region_code, '期末在册' FROM change_household WHERE is_registered
  UNION ALL SELECT region_code, CASE WHEN kind = '退出' THEN CASE WHEN fact LIKE '风险消除%' THEN '风险消除' ELSE '其他退出' END ELSE kind END FROM change_move WHERE kind <> '区划变更'
), moved AS (
  SELECT region_before, region_code FROM change_household WHERE stood AND was_registered AND region_code <> region_before
)
SELECT t.ancestor AS region_code, l.item, count(*) AS n FROM leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code GROUP BY ALL
UNION ALL
SELECT t.ancestor, '迁入', count(*) FROM moved AS m JOIN region_tree AS t ON t.descendant = m.region_code
ANTI JOIN region_tree AS o ON o.descendant = m.region_before AND o.ancestor = t.ancestor GROUP BY ALL
UNION ALL
SELECT t.ancestor, '迁出', count(*) FROM moved AS m JOIN region_tree AS t ON t.descendant = m.region_before
ANTI JOIN region_tree AS o ON o.descendant = m.region_code AND o.ancestor = t.ancestor GROUP BY ALL;
