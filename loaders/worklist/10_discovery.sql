-- Grain: one clue handed on in the month that was not checked in time.
INSERT INTO worklist_item BY NAME
SELECT 'verify_late' AS matter, place_code AS region_code, household_id, '线索 ' || clue_id AS item,
  CASE WHEN verified_on IS NULL THEN '核实并登记结果' ELSE '已逾期核实，核对原因' END AS due, CAST(handed_on AS VARCHAR) AS since, CAST(due_on AS VARCHAR) AS due_on,
  days_over(due_on, verified_on) AS "over", '天' AS over_unit,
  CASE WHEN assigned_on IS NULL THEN '交办日期未填，按汇总次日 ' ELSE '交办 ' END || handed_on || CASE WHEN verified_on IS NULL THEN '，尚未核实' ELSE '，核实 ' || verified_on END AS fact,
  file_id, sheet_no, row_no
FROM clue_checked WHERE NOT is_dateless AND NOT in_time AND month_text(month_of(handed_on)) = '{{month}}';

-- Grain: one notice ended in the month that did not stand long enough, or of which that cannot be said.
INSERT INTO worklist_item BY NAME
SELECT 'publicity_short' AS matter, place_code AS region_code, household_id, '记录 ' || step_id AS item,
  CASE WHEN hit IS NULL THEN '补填公示开始日期' ELSE '核对公示，不足的补足' END AS due, CAST(start_on AS VARCHAR) AS since, CAST(start_on + days_due AS VARCHAR) AS due_on,
  part || '公示' || CASE WHEN hit IS NULL THEN '至 ' || end_on || '，开始日期未填' ELSE ' ' || start_on || ' 至 ' || end_on || '，' || (end_on - start_on) || ' 日' END || '，应满 ' || days_due || ' 日' AS fact,
  file_id, sheet_no, row_no
FROM notice WHERE hit IS NOT TRUE AND month_text(month_of(end_on)) = '{{month}}'
  AND list_contains((SELECT breakdowns FROM worklist_matter WHERE id = 'publicity_short'), '分项=' || part)
  AND NOT EXISTS (SELECT 1 FROM data_gap AS g WHERE g.indicator = 'K10' AND contains('分项=' || part, g.breakdown));
