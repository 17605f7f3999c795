-- Grain: one household in the register so many months without a measure in practice.
INSERT INTO worklist_item BY NAME
SELECT 'unhelped' AS matter, w.region_code, w.household_id, '落实帮扶措施' AS due, month_text(identified_month) AS since,
  month_text(month_at(month_no(identified_month) + setting_of('no_measure_months'))) AS due_on,
  nullif(month_no(month_of(DATE '{{month}}-01')) - month_no(identified_month) - setting_of('no_measure_months'), 0) AS "over", '个月' AS over_unit,
  '识别监测 ' || month_text(identified_month) || coalesce('，首项措施 ' || first_on || ' 才开始', '，没有实施中或已完成的措施') AS fact, r.file_id, r.sheet_no, r.row_no
FROM wait_state AS w LEFT JOIN worklist_row AS r ON r.as_of = w.from_as_of AND r.household_id = w.household_id
WHERE w.hit AND w.period = '{{month}}';

-- Grain: one household in the register whose contact person is not of the rank asked for, or of whom that is not known.
INSERT INTO worklist_item BY NAME
SELECT 'contact_rank' AS matter, c.region_code, c.household_id,
  CASE WHEN c.rank_state = '未知' THEN '补填责任人的职级是否达标、角色和开始日期' WHEN c.has_contact THEN '调整为职级达标的责任人' ELSE '确定挂钩责任人' END AS due,
  '职级' || c.rank_state || CASE WHEN c.has_contact THEN '' ELSE '：没有在任的责任人记录' END AS fact, r.file_id, r.sheet_no, r.row_no
FROM contact_state AS c LEFT JOIN worklist_row AS r ON r.as_of = c.from_as_of AND r.household_id = c.household_id
WHERE c.is_registered AND c.rank_state <> '达标' AND c.period = '{{month}}';

-- Grain: one member able to work to whom too few posts were put by the quarter's end.
INSERT INTO worklist_item BY NAME
SELECT 'job_push_short' AS matter, p.region_code, p.household_id,
  '第 ' || m.place_no || ' 人' || coalesce('（' || (SELECT label FROM policy_code WHERE list = 'relation' AND code = p.relation_to_head) || '）', '') AS member,
  '再推送岗位 ' || (p.pushes_due - p.pushes) || ' 条' AS due, CAST(p.end_on AS VARCHAR) AS due_on, days_over(p.end_on, NULL) AS "over", '天' AS over_unit,
  '累计推送 ' || p.pushes || ' 条，应 ' || p.pushes_due || ' 条' AS fact, p.file_id, p.sheet_no, p.row_no
FROM push_state AS p JOIN worklist_member AS m ON m.as_of = p.from_as_of AND m.household_id = p.household_id
  AND m.file_id = p.file_id AND m.sheet_no = p.sheet_no AND m.row_no = p.row_no
WHERE p.is_registered AND NOT p.is_blank AND NOT p.hit AND p.period = '{{quarter}}';

-- Grain: one household whose allowance ends within so many months.
INSERT INTO worklist_item BY NAME
SELECT 'taper_ending' AS matter, t.region_code, t.household_id, '期满前核定是否续保、纳入其他保障' AS due, month_text(over_dibao_month) AS since, month_text(end_month) AS due_on,
  '收入超标 ' || month_text(over_dibao_month) || '，渐退期到 ' || month_text(end_month) AS fact, r.file_id, r.sheet_no, r.row_no
FROM taper_state AS t LEFT JOIN worklist_row AS r ON r.as_of = t.from_as_of AND r.household_id = t.household_id
WHERE t.is_ending AND t.period = '{{month}}';
