-- What help comes to: income (K12–K14, K29), the safeguards (K15), allowances of households without labour (K30), falling back (K41).

-- Grain: region × year × document: its line of income and reading; an amount written out stands for its document's year alone (§7).
CREATE OR REPLACE TEMP TABLE document_line AS
WITH rule AS (
  SELECT profile_id, max(value) FILTER (param_key = 'entry_line_source') AS source, max(value) FILTER (param_key = 'entry_income_basis') AS basis,
    max(TRY_CAST(value AS DOUBLE)) FILTER (param_key = 'entry_line_multiplier') AS multiplier,
    max(TRY_CAST(value AS DOUBLE)) FILTER (param_key = 'entry_line_amount') AS amount,
    TRY_CAST(left(max(value) FILTER (param_key = 'doc_date'), 4) AS INTEGER) AS amount_year
  FROM policy_param WHERE certainty <> 'absent' GROUP BY profile_id
)
SELECT l.region_code, l.stat_year, r.profile_id, r.basis,
  CASE r.source WHEN 'national_poverty_line' THEN l.national_poverty_line * r.multiplier WHEN 'dibao_line' THEN l.dibao_line
    WHEN 'fixed' THEN CASE WHEN l.stat_year = r.amount_year THEN r.amount END END AS line
FROM region_line AS l CROSS JOIN rule AS r;

-- Grain: region × year: the line and its reading; the region's own published line goes before the document's (README §8.24).
CREATE OR REPLACE TEMP TABLE income_line AS
SELECT f.region_code, f.stat_year, f.profile_id, d.basis AS document_basis,
  CASE WHEN l.monitoring_income_line IS NOT NULL THEN coalesce(l.line_basis, d.basis) ELSE d.basis END AS line_basis,
  coalesce(l.monitoring_income_line, d.line) AS line
FROM profile_in_force AS f
LEFT JOIN region_line AS l ON l.region_code = f.region_code AND l.stat_year = f.stat_year
LEFT JOIN document_line AS d ON d.region_code = f.region_code AND d.stat_year = f.stat_year AND d.profile_id = f.profile_id
WHERE f.is_chosen;

-- ==== Leaves: what follows reads the exports, place by place (indicators.ts). ====

-- Grain: household × year × reading of income; both tables tell of it, 收支补充表 first. Readings are never mixed (README §5).
CREATE OR REPLACE TEMP TABLE income AS
SELECT household_id, year, income_basis, first(income_total ORDER BY source, end_month DESC, income_total) FILTER (income_total IS NOT NULL) AS total,
  first(income_per_capita ORDER BY source, end_month DESC, income_per_capita) FILTER (income_per_capita IS NOT NULL) AS per_capita
FROM (
  SELECT 1 AS source, household_id, year, income_basis, income_total, income_per_capita, coalesce(period_end, 0) AS end_month
  FROM household_finance WHERE period_type = 'year'
  UNION ALL SELECT 2, household_id, year, income_basis, income_total, income_per_capita, 0 FROM income_year
)
WHERE household_id IS NOT NULL AND income_basis IS NOT NULL
GROUP BY ALL;

-- Grain: one reading in which anyone's income is told.
CREATE OR REPLACE TEMP TABLE income_reading AS SELECT DISTINCT income_basis FROM income;

-- Grain: household × year: its rigid expense and the cause, on whichever row they are written: they are no income.
CREATE OR REPLACE TEMP TABLE expense AS
SELECT household_id, year, max(rigid_expense) AS rigid_expense, arg_max(rigid_cause, (rigid_expense, rigid_cause)) AS rigid_cause
FROM household_finance WHERE period_type = 'year' AND household_id IS NOT NULL AND rigid_expense IS NOT NULL
GROUP BY ALL;

-- Grain: household in the register at the end of a year, with its income of that year and the one before, in one reading.
CREATE OR REPLACE TEMP TABLE income_change AS
SELECT e.region_code, e.period, e.category, n.total, p.total AS before, x.rigid_expense, label_of('risk_type', x.rigid_cause) AS rigid_cause
FROM (SELECT * FROM episode_period WHERE kind = 'year' AND is_registered) AS e
JOIN income_line AS l ON l.region_code = e.region_code AND l.stat_year = e.stat_year
JOIN income AS n ON n.household_id = e.household_id AND n.year = e.stat_year
LEFT JOIN income AS p ON p.household_id = e.household_id AND p.year = e.stat_year - 1 AND p.income_basis = n.income_basis
LEFT JOIN expense AS x ON x.household_id = e.household_id AND x.year = e.stat_year
QUALIFY row_number() OVER (PARTITION BY e.household_id, e.period
  ORDER BY p.total IS NULL, n.income_basis IS DISTINCT FROM l.document_basis, n.income_basis) = 1;

-- K12 低于监测收入线户占比.
INSERT INTO frame_row BY NAME
SELECT 'K12' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'year' AS period_kind
UNION ALL SELECT 'K12', '监测对象类别=' || category, '户', '%', 'rate', 'year' FROM category_row;
INSERT INTO tally BY NAME
SELECT 'K12' AS indicator, e.region_code, e.period, k.breakdown, '户' AS basis,
  CASE WHEN bool_or(l.line IS NULL) THEN 'NaN'::DOUBLE ELSE count(*) FILTER (i.per_capita < l.line) END AS n,
  CASE WHEN bool_or(l.line IS NULL) THEN 'NaN'::DOUBLE ELSE count(*) END AS d
FROM (SELECT * FROM episode_period WHERE kind = 'year' AND is_registered) AS e
JOIN income_line AS l ON l.region_code = e.region_code AND l.stat_year = e.stat_year
JOIN income AS i ON i.household_id = e.household_id AND i.year = e.stat_year AND i.income_basis = coalesce(l.line_basis, i.income_basis) AND i.per_capita IS NOT NULL
CROSS JOIN LATERAL (SELECT unnest(['', '监测对象类别=' || e.category]) AS breakdown) AS k
GROUP BY ALL;

-- K13 刚性支出超上年收入户占比; a last year's income of nothing stands apart.
INSERT INTO frame_row BY NAME
SELECT 'K13' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'year' AS period_kind
UNION ALL SELECT DISTINCT 'K13', '刚性支出原因=' || rigid_cause, '户', '%', 'rate', 'year' FROM income_change;
INSERT INTO tally BY NAME
SELECT 'K13' AS indicator, region_code, period, k.breakdown, '户' AS basis, count(*) FILTER (rigid_expense > before) AS n, count(*) AS d
FROM income_change CROSS JOIN LATERAL (SELECT unnest(['', '刚性支出原因=' || rigid_cause]) AS breakdown) AS k
WHERE rigid_expense IS NOT NULL AND before > 0
GROUP BY ALL;

-- K14 收入大幅缩减户占比, in the year's fourth quarter. The share of the drop is a setting of the platform, not of policy (README §5e).
INSERT INTO frame_row BY NAME
SELECT 'K14' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'own' AS period_kind;
INSERT INTO tally BY NAME
SELECT 'K14' AS indicator, s.region_code, q.period, q.stat_year AS period_year, '' AS breakdown, '户' AS basis,
  0 AS n, 0 AS d
FROM scope AS s CROSS JOIN quarter_period AS q WHERE s.indicator = 'K14' AND q.period LIKE '%Q4'
UNION ALL
SELECT 'K14', c.region_code, c.period || 'Q4', CAST(c.period AS INTEGER), '', '户',
  count(*) FILTER (c.total <= c.before * (1 - CAST(q.value AS DECIMAL(9, 4)))), count(*)
FROM income_change AS c
JOIN region_param AS q ON q.region_code = c.region_code AND q.stat_year = CAST(c.period AS INTEGER) AND q.param_key = 'warning_r2_delta'
WHERE c.total IS NOT NULL AND c.before > 0 AND c.period || 'Q4' IN (SELECT period FROM quarter_period)
GROUP BY ALL;

-- K15 三保障及饮水隐患与销号率: faults found by the month's end, and those of them dealt with; households not in the register count too.
CREATE OR REPLACE TEMP TABLE fault_row AS
SELECT place_code, household_id, check_id, file_id, sheet_no, row_no, label_of('safeguard_item', item) AS item, label_of('safeguard_status', status) AS status, found_on, CASE WHEN resolved_on <= data_day() THEN resolved_on END AS resolved_on
FROM safeguard_check WHERE status IN ('hazard', 'unmet') AND found_on <= data_day();
INSERT INTO frame_row BY NAME
SELECT 'K15' AS indicator, prefix || item AS breakdown, basis, unit, kind, 'month' AS period_kind
FROM (SELECT '' AS prefix UNION ALL SELECT '核查项目=' || label || ';' FROM policy_code WHERE list = 'safeguard_item')
CROSS JOIN (VALUES ('分项=隐患户数', '户', '户', 'count'), ('分项=销号率', '项', '%', 'rate')) AS k(item, basis, unit, kind);
-- Grain: one fault × month by whose end it was found.
CREATE OR REPLACE TEMP VIEW fault_month AS
SELECT f.*, m.period, m.end_on, coalesce(f.resolved_on <= m.end_on, FALSE) AS is_resolved
FROM fault_row AS f JOIN month_period AS m ON f.found_on <= m.end_on;
INSERT INTO tally BY NAME
WITH cell AS (
  SELECT f.place_code, f.period, k.prefix, f.household_id, f.is_resolved
  FROM fault_month AS f CROSS JOIN LATERAL (SELECT unnest(['', '核查项目=' || f.item || ';']) AS prefix) AS k
)
SELECT 'K15' AS indicator, place_code AS region_code, period, prefix || '分项=隐患户数' AS breakdown, '户' AS basis,
  count(DISTINCT household_id) FILTER (NOT is_resolved) AS n, NULL AS d
FROM cell GROUP BY ALL
UNION ALL
SELECT 'K15', place_code, period, prefix || '分项=销号率', '项', count(*) FILTER (is_resolved), count(*) FROM cell GROUP BY ALL;

-- K29 措施成效, told, not explained: no comparison group. Median change of income of households with a measure in practice, warnings
-- that eased, risks eliminated. Quantiles are taken anew at each level.

-- Grain: household × year: net income a head of the year and the one before, of households with a measure in practice.
CREATE OR REPLACE TEMP TABLE income_pair AS
SELECT p.region_code, y.period, n.household_id, b.income_per_capita AS before, n.income_per_capita AS after
FROM year_period AS y JOIN income_year AS n ON n.year = y.stat_year AND n.income_basis = 'net'
JOIN income_year AS b ON b.household_id = n.household_id AND b.year = n.year - 1 AND b.income_basis = n.income_basis
JOIN household_place AS p ON p.household_id = n.household_id
WHERE n.income_per_capita IS NOT NULL AND b.income_per_capita IS NOT NULL
  AND EXISTS (SELECT 1 FROM measure_done AS m WHERE m.household_id = n.household_id AND m.start_on <= y.end_on);

-- Grain: household × year × kind of measure ('' = any): its change of income.
CREATE OR REPLACE TEMP TABLE income_gain AS
WITH change AS (
  SELECT region_code, period, household_id, after - before AS change FROM income_pair
)
SELECT c.region_code, c.period, c.change, '分项=收入变化中位数' AS breakdown FROM change AS c
UNION ALL
SELECT c.region_code, c.period, c.change, '分项=收入变化中位数;措施类别=' || label_of('measure_category', m.category)
FROM change AS c JOIN year_period AS y ON y.period = c.period JOIN measure_first AS m ON m.household_id = c.household_id AND m.first_on <= y.end_on;

-- K29, the same households by their income of the year before and of the year itself.
INSERT INTO frame_row BY NAME
SELECT 'K29' AS indicator, '收入档=' || label || ';期次=' || unnest(['前', '后']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'year' AS period_kind
FROM policy_band WHERE list = 'income_per_capita';
INSERT INTO tally BY NAME
SELECT 'K29' AS indicator, p.region_code, p.period, '收入档=' || b.label || ';期次=' || k.moment AS breakdown, '户' AS basis,
  count(*) FILTER (coalesce(k.income >= b.least, TRUE) AND coalesce(k.income < b.below, TRUE)) AS n, count(*) AS d
FROM income_pair AS p CROSS JOIN LATERAL (SELECT unnest(['前', '后']) AS moment, unnest([p.before, p.after]) AS income) AS k
CROSS JOIN policy_band AS b WHERE b.list = 'income_per_capita' GROUP BY ALL;

-- K30 无劳动能力户综合保障覆盖率. One document adds households that have lost part of their labour and have no stable income
-- (judging.tsv, rule `all_partial`); households whose labour is unknown keep every document from judging (README §8.30).
INSERT INTO frame_row BY NAME
SELECT 'K30' AS indicator, '分项=' || item AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind, profile_id
FROM profile_anywhere CROSS JOIN (SELECT unnest(['低保', '特困', '医保', '养老', '任一']) AS item);
CREATE OR REPLACE TEMP TABLE allowance AS
WITH flag AS (
  SELECT p.as_of, p.household_id,
    bool_or(d.code <> 'none') AS dibao, bool_or(t.code <> 'none') AS tekun,
    bool_or(p.resident_medical_insured OR p.employee_medical_insured) AS medical,
    bool_or(p.resident_pension_insured OR p.employee_pension_insured) AS pension,
    bool_and(d.code IS NOT NULL) AS dibao_told, bool_and(t.code IS NOT NULL) AS tekun_told,
    bool_and((p.resident_medical_insured OR p.employee_medical_insured) IS NOT NULL) AS medical_told,
    bool_and((p.resident_pension_insured OR p.employee_pension_insured) IS NOT NULL) AS pension_told,
    bool_or(l.code <> 'partial' AND l.properties['class'] <> 'none') AS any_more, bool_and(l.code IS NOT NULL) AS labour_told
  FROM person AS p
  LEFT JOIN policy_code AS l ON l.list = 'labour_capacity' AND l.code = p.labour_capacity
  LEFT JOIN policy_code AS d ON d.list = 'dibao_status' AND d.code = p.dibao_status
  LEFT JOIN policy_code AS t ON t.list = 'tekun_status' AND t.code = p.tekun_status
  GROUP BY ALL
)
SELECT as_of, household_id,
  CASE WHEN dibao THEN TRUE WHEN dibao_told THEN FALSE END AS dibao, CASE WHEN tekun THEN TRUE WHEN tekun_told THEN FALSE END AS tekun,
  CASE WHEN medical THEN TRUE WHEN medical_told THEN FALSE END AS medical, CASE WHEN pension THEN TRUE WHEN pension_told THEN FALSE END AS pension,
  CASE WHEN any_more THEN FALSE WHEN labour_told THEN TRUE END AS at_most_partial
FROM flag;
-- One row where any allowance of anyone is told.
CREATE OR REPLACE TEMP TABLE allowance_told AS
SELECT DISTINCT TRUE AS is_told FROM allowance WHERE coalesce(dibao, tekun, medical, pension) IS NOT NULL;
INSERT INTO tally BY NAME
WITH own_rule AS (
  SELECT f.profile_id, coalesce(bool_or(j.rule = 'all_partial'), FALSE) AS with_partial
  FROM profile_anywhere AS f LEFT JOIN policy_judging AS j ON j.indicator = 'K30' AND j.profile_id = f.profile_id
  GROUP BY ALL
), counted AS (
  SELECT e.region_code, e.period, e.is_registered, e.is_unknown, e.labour, y.income_stable, a.at_most_partial, a.dibao, a.tekun, a.medical, a.pension,
    count(*) AS households
  FROM (SELECT * FROM episode_month WHERE is_registered OR is_unknown) AS e
  ASOF LEFT JOIN finance_year AS y ON y.household_id = e.household_id AND y.end_month <= e.month
  LEFT JOIN allowance AS a ON a.as_of = e.from_as_of AND a.household_id = e.household_id
  GROUP BY ALL
), cell AS (
  SELECT e.*, o.profile_id,
    CASE WHEN e.labour = 'none' THEN TRUE
      WHEN o.with_partial AND e.at_most_partial THEN e.income_stable = FALSE
      WHEN e.labour IS NULL THEN NULL ELSE FALSE END AS is_in
  FROM counted AS e CROSS JOIN own_rule AS o
)
SELECT 'K30' AS indicator, region_code, period, '分项=' || k.item AS breakdown, '户' AS basis,
  coalesce(sum(households) FILTER (is_registered AND is_in AND k.hit), 0) AS n, coalesce(sum(households) FILTER (is_registered AND is_in), 0) AS d,
  coalesce(sum(households) FILTER (is_registered AND is_in AND k.hit IS NULL), 0) AS maybe,
  coalesce(sum(households) FILTER (is_unknown AND is_in IS NOT FALSE AND k.hit IS NOT TRUE), 0) AS extra,
  coalesce(sum(households) FILTER (is_registered AND is_in IS NULL), 0) AS joining, profile_id
FROM cell CROSS JOIN LATERAL (
  SELECT unnest(['低保', '特困', '医保', '养老', '任一']) AS item, unnest([dibao, tekun, medical, pension, dibao OR tekun OR medical OR pension]) AS hit
) AS k
GROUP BY ALL;

-- K41 返贫率与新致贫户: households that left the register into poverty, by the year of leaving: T1 fell back, T2 newly fell. A household
-- stands as the last export that has it shows it. Without a record of how households left there is none (missing_data, not 0).
INSERT INTO frame_row
VALUES ('K41', '分项=返贫人数', '人', '人', 'count', 'year', NULL), ('K41', '分项=新致贫户数', '户', '户', 'count', 'year', NULL);
INSERT INTO tally BY NAME
WITH fallen AS (
  SELECT h.region_code, y.period, h.monitor_category, h.members
  FROM other_exit AS x JOIN year_period AS y ON x.exit_month BETWEEN y.start_month AND y.end_month
  JOIN (SELECT * FROM household WHERE category IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY as_of DESC, region_code) = 1) AS h ON h.household_id = x.household_id
  WHERE x.exit_reason = 'to_registered' AND NOT x.by_mistake
)
SELECT 'K41' AS indicator, region_code, period, '分项=返贫人数' AS breakdown, '人' AS basis, sum(members) AS n FROM fallen WHERE monitor_category = 'unstable_exited' GROUP BY ALL
UNION ALL
SELECT 'K41', region_code, period, '分项=新致贫户数', '户', count(*) FROM fallen WHERE monitor_category = 'marginal' GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K12: without a single income in the line's reading there is nothing to compare: missing, not empty.
INSERT INTO tally BY NAME
SELECT 'K12' AS indicator, l.region_code, f.period, f.breakdown, '户' AS basis, 'NaN'::DOUBLE AS n, 'NaN'::DOUBLE AS d
FROM income_line AS l JOIN region AS r ON r.region_code = l.region_code AND r.region_level IN ('county', 'zone')
JOIN (SELECT y.period, y.stat_year, w.breakdown FROM year_period AS y JOIN frame_row AS w ON w.indicator = 'K12') AS f ON f.stat_year = l.stat_year
WHERE l.line_basis IS NOT NULL AND l.line_basis NOT IN (SELECT income_basis FROM income_reading);

-- K29, the median.
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT t.ancestor AS region_code, s.period, s.breakdown, count(*) AS households, median(CAST(s.change AS DOUBLE)) AS change
  FROM income_gain AS s JOIN region_tree AS t ON t.descendant = s.region_code
  GROUP BY ALL
)
SELECT 'K29' AS indicator, s.region_code, y.period, y.stat_year AS period_year, k.breakdown, '户' AS basis, NULL AS numerator,
  coalesce(c.households, 0) AS denominator, c.change AS value, '元' AS unit, rate_status(0, coalesce(c.households, 0)) AS status
FROM scope AS s CROSS JOIN year_period AS y CROSS JOIN (
  SELECT '分项=收入变化中位数' AS breakdown
  UNION ALL SELECT '分项=收入变化中位数;措施类别=' || label FROM policy_code WHERE list = 'measure_category'
) AS k
LEFT JOIN cell AS c ON c.region_code = s.region_code AND c.period = y.period AND c.breakdown = k.breakdown
WHERE s.indicator = 'K29';

-- K30: without a word of anyone's allowances nobody's cover is known.
UPDATE tally SET n = 'NaN'::DOUBLE, d = 'NaN'::DOUBLE WHERE indicator = 'K30' AND NOT EXISTS (SELECT 1 FROM allowance_told);

-- K41, the rate.
INSERT INTO figure BY NAME
WITH fallen AS (
  SELECT t.ancestor AS region_code, y.period, sum(y.n) AS persons FROM tally AS y JOIN region_tree AS t ON t.descendant = y.region_code
  WHERE y.indicator = 'K41' AND y.basis = '人' GROUP BY ALL
)
SELECT 'K41' AS indicator, s.region_code, y.period, y.stat_year AS period_year, '分项=返贫率' AS breakdown, '人' AS basis, coalesce(f.persons, 0) AS numerator,
  b.exited_population AS denominator, rate_value(coalesce(f.persons, 0), b.exited_population) AS value, '%' AS unit,
  rate_status(coalesce(f.persons, 0), b.exited_population) AS status
FROM scope AS s CROSS JOIN year_period AS y
LEFT JOIN fallen AS f ON f.region_code = s.region_code AND f.period = y.period
LEFT JOIN region_base AS b ON b.region_code = s.region_code AND b.stat_year = y.stat_year
WHERE s.indicator = 'K41';
