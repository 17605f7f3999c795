-- Grain: one household in the register without a level on record. What the computed level waits for stands beside it.
INSERT INTO worklist_item BY NAME
SELECT 'level_pending' AS matter, w.region_code, w.household_id, '核定级别，填分类预警确认表' AS due,
  CASE WHEN w.official = 'attention' THEN '确认为预警关注，不是颜色' ELSE '没有有效的确认记录' END ||
    CASE WHEN w.computed IS NULL THEN '' WHEN w.computed = 'pending' THEN '；计算级别也待核定' ELSE '；计算级别 ' || label_of('warning_level', w.computed) END AS fact,
  CASE WHEN w.computed = 'pending' THEN w.lacking END AS lacking, w.members, r.file_id, r.sheet_no, r.row_no
FROM warning_level AS w JOIN episode_month AS e ON e.period = w.period AND e.household_id = w.household_id
LEFT JOIN worklist_row AS r ON r.as_of = e.from_as_of AND r.household_id = w.household_id
WHERE w.official IN ('pending', 'attention') AND w.period = '{{month}}';

-- Grain: one household marked out of risk in the month although no member can work.
INSERT INTO worklist_item BY NAME
SELECT 'undue_elimination' AS matter, s.region_code, s.household_id, '复核消除标注' AS due, month_text(s.eliminated_month) AS since, '消除 ' || month_text(s.eliminated_month) || '，成员都无劳动能力' AS fact,
  r.file_id, r.sheet_no, r.row_no
FROM marked_state AS s JOIN worklist_matter AS m ON m.id = 'undue_elimination' AND list_contains(m.breakdowns, s.breakdown)
LEFT JOIN worklist_row AS r ON r.as_of = s.from_as_of AND r.household_id = s.household_id
WHERE s.hit AND NOT s.is_unknown AND s.period = '{{month}}';

-- Grain: one fault of 三保障 and water found by the month's end and not dealt with by then.
INSERT INTO worklist_item BY NAME
SELECT 'safeguard_open' AS matter, place_code AS region_code, household_id, '核查 ' || check_id AS item, '解决并销号' AS due, CAST(found_on AS VARCHAR) AS since,
  item || status || '，发现 ' || found_on || coalesce('，' || resolved_on || ' 才解决', '，未解决') AS fact, file_id, sheet_no, row_no
FROM fault_month WHERE NOT is_resolved AND period = '{{month}}';

-- Grain: one point of risk found in the month without a measure.
INSERT INTO worklist_item BY NAME
SELECT 'risk_point_open' AS matter, place_code AS region_code, '风险点 ' || risk_point_id AS item, '确定防范措施' AS due, CAST(found_on AS VARCHAR) AS since,
  kind || '，发现 ' || found_on || CASE WHEN is_faded THEN '，没有措施而自然消失' ELSE '，没有措施' END AS fact, file_id, sheet_no, row_no
FROM point_state WHERE NOT is_guarded AND period = '{{month}}';

-- Grain: one fault found in the quarter by supervision, its day come and not put right.
INSERT INTO worklist_item BY NAME
SELECT 'problem_late' AS matter, place_code AS region_code, '问题 ' || problem_id AS item, '完成整改' AS due, CAST(found_on AS VARCHAR) AS since, CAST(due_on AS VARCHAR) AS due_on,
  days_over(due_on, NULL) AS "over", '天' AS over_unit, source_label || '，发现 ' || found_on || '，期限 ' || due_on || '，未整改' AS fact, file_id, sheet_no, row_no
FROM problem_due WHERE NOT is_fixed AND period = '{{quarter}}';
