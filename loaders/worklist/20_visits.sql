-- Grain: one household in the register the whole month that was visited too seldom.
INSERT INTO worklist_item BY NAME
SELECT 'unvisited' AS matter, v.region_code, v.household_id, '入户走访 ' || (visits_due - visits) || ' 次' AS due, CAST(start_on AS VARCHAR) AS since,
  CAST(end_on AS VARCHAR) AS due_on, days_over(end_on, NULL) AS "over", '天' AS over_unit, '本月挂钩干部入户 ' || visits || ' 次，应 ' || visits_due || ' 次' AS fact,
  r.file_id, r.sheet_no, r.row_no
FROM visit_state AS v LEFT JOIN worklist_row AS r ON r.as_of = v.from_as_of AND r.household_id = v.household_id
WHERE v.is_in AND NOT v.hit AND v.period = '{{month}}';

-- Grain: one household in the register at the quarter's end × level whose survey on the spot it lacks.
INSERT INTO worklist_item BY NAME
SELECT m.id AS matter, a.region_code, a.household_id, '实地调研 1 次' AS due, CAST(start_on AS VARCHAR) AS since, CAST(end_on AS VARCHAR) AS due_on,
  days_over(end_on, NULL) AS "over", '天' AS over_unit, '本季没有' || split_part(a.breakdown, '=', 2) || '的实地或随机入户调研记录' AS fact, r.file_id, r.sheet_no, r.row_no
FROM act_state AS a JOIN worklist_matter AS m ON m.id IN ('survey_county', 'survey_town') AND a.indicator = m.indicator AND list_contains(m.breakdowns, a.breakdown)
LEFT JOIN worklist_row AS r ON r.as_of = a.from_as_of AND r.household_id = a.household_id
WHERE a.is_registered AND a.is_sure IS NOT TRUE AND a.period = '{{quarter}}';
