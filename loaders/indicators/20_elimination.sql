-- Grain: leaf region × period × category × labour: what happened within the period, and the register before it, seen in the
-- period's own snapshot.
CREATE OR REPLACE TEMP TABLE episode_flow AS
SELECT e.region_code, p.period, p.stat_year, e.category, coalesce(e.labour = 'none', FALSE) AS no_labour,
  count(*) FILTER (e.identified_month >= p.start_month) AS entered_h,
  coalesce(sum(e.members) FILTER (e.identified_month >= p.start_month), 0) AS entered_p,
  count(*) FILTER (e.outcome = 'eliminated' AND e.eliminated_month BETWEEN p.start_month AND p.end_month) AS gone_h,
  coalesce(sum(e.members) FILTER (e.outcome = 'eliminated' AND e.eliminated_month BETWEEN p.start_month AND p.end_month), 0) AS gone_p,
  count(*) FILTER (e.identified_month <= p.prior_month AND (e.outcome = 'open'
    OR (e.outcome = 'eliminated' AND e.eliminated_month > p.prior_month) OR (e.outcome = 'exited' AND e.exit_month > p.prior_month))) AS opening_h,
  coalesce(sum(e.members) FILTER (e.identified_month <= p.prior_month AND (e.outcome = 'open'
    OR (e.outcome = 'eliminated' AND e.eliminated_month > p.prior_month) OR (e.outcome = 'exited' AND e.exit_month > p.prior_month))), 0) AS opening_p,
  count(*) AS cumulative_h, sum(e.members) AS cumulative_p,
  count(*) FILTER (e.outcome = 'eliminated' AND e.eliminated_month <= p.end_month) AS eliminated_h,
  coalesce(sum(e.members) FILTER (e.outcome = 'eliminated' AND e.eliminated_month <= p.end_month), 0) AS eliminated_p
FROM period AS p JOIN episode_at AS e ON e.as_of = p.as_of AND e.identified_month <= p.end_month
GROUP BY ALL;

-- K33, households eliminated by the month's end, by the months it took from the month of identification; one eliminated before that
-- is unknown.
CREATE OR REPLACE TEMP TABLE elapsed_row AS
SELECT label FROM policy_band WHERE list = 'elapsed_months' UNION ALL SELECT '未知';
INSERT INTO frame_row BY NAME
SELECT 'K33' AS indicator, '口径=累计;历时=' || label AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind FROM elapsed_row;
INSERT INTO tally BY NAME
WITH gone AS (
  SELECT region_code, period, month_no(eliminated_month) - month_no(identified_month) AS months, count(*) AS n
  FROM episode_month WHERE is_eliminated GROUP BY ALL
), labelled AS (
  SELECT g.region_code, g.period, g.n, coalesce(b.label, '未知') AS label
  FROM gone AS g LEFT JOIN policy_band AS b ON b.list = 'elapsed_months' AND g.months >= b.least AND coalesce(g.months < b.below, TRUE)
)
SELECT 'K33' AS indicator, g.region_code, g.period, '口径=累计;历时=' || r.label AS breakdown, '户' AS basis,
  coalesce(sum(g.n) FILTER (g.label = r.label), 0) AS n, sum(g.n) AS d
FROM labelled AS g CROSS JOIN elapsed_row AS r GROUP BY ALL;

-- K34 不当消除数: households marked out of risk in the month although no member can work; by the members' labour, and by the export's
-- own flag. Labour unknown leaves it open, and so does an
-- elimination without its month.
INSERT INTO frame_row BY NAME
SELECT 'K34' AS indicator, '劳动能力依据=' || unnest(['成员推算', '导出标记']) AS breakdown, '户' AS basis, '户' AS unit, 'count' AS kind, 'month' AS period_kind;
-- Grain: household marked out of risk in the month, or whose state is unknown × ground on which it can or cannot work.
CREATE OR REPLACE TEMP VIEW marked_state AS
SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.eliminated_month, e.is_unknown, '劳动能力依据=' || k.ground AS breakdown, k.hit
FROM episode_month AS e JOIN household AS h ON h.as_of = e.from_as_of AND h.household_id = e.household_id
CROSS JOIN LATERAL (
  SELECT unnest(['成员推算', '导出标记']) AS ground,
    unnest([CASE WHEN e.labour IS NOT NULL THEN e.labour = 'none' END, h.no_labour_safety_net]) AS hit
) AS k
WHERE (e.is_eliminated AND e.eliminated_month = e.month) OR e.is_unknown;
INSERT INTO tally BY NAME
SELECT 'K34' AS indicator, region_code, period, breakdown, '户' AS basis, count(*) FILTER (hit AND NOT is_unknown) AS n, NULL AS d,
  count(*) FILTER (hit IS NULL OR (is_unknown AND hit)) AS maybe
FROM marked_state GROUP BY ALL;

-- Grain: household × month in which a risk of it was eliminated: by the logs of the procedure, and by any snapshot of the register.
CREATE OR REPLACE TEMP TABLE elimination_event AS
SELECT household_id, month_of(min(coalesce(start_on, end_on))) AS month
FROM elimination_step
WHERE step = 'mark' AND coalesce(exit_reason, 'risk_eliminated') = 'risk_eliminated' AND coalesce(start_on, end_on) <= data_day()
  AND coalesce(result, 'passed') NOT IN ('rejected', 'ongoing') AND household_id IS NOT NULL
GROUP BY household_id, coalesce(episode_no, 1)
UNION
SELECT household_id, eliminated_month FROM episode WHERE outcome = 'eliminated';

-- Grain: household × month in which it was identified, in any snapshot or by the logs.
CREATE OR REPLACE TEMP TABLE entry_event AS
SELECT DISTINCT household_id, identified_month AS month FROM episode WHERE identified_month IS NOT NULL
UNION
SELECT household_id, month_of(min(coalesce(end_on, start_on)) FILTER (step IN ('entry', 'confirm'))) FROM identification_step
WHERE coalesce(episode_no, 1) > 1 AND household_id IS NOT NULL AND coalesce(start_on <= data_day(), TRUE) AND coalesce(result, 'passed') = 'passed' GROUP BY household_id, episode_no;

-- K35 消除后再纳入率: households eliminated at least so many months before the period's end, and those of them identified anew since
-- (README §8.11).
INSERT INTO frame_row BY NAME
SELECT 'K35' AS indicator, '' AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind;
INSERT INTO tally BY NAME
WITH watched AS (
  SELECT h.region_code, v.household_id, min(v.month) AS first_month FROM elimination_event AS v JOIN household_place AS h USING (household_id) GROUP BY ALL
), cell AS (
  SELECT w.region_code, m.period, w.household_id, EXISTS (
    SELECT 1 FROM elimination_event AS v JOIN entry_event AS n ON n.household_id = v.household_id AND n.month > v.month
    WHERE v.household_id = w.household_id AND month_no(v.month) <= month_no(m.end_month) - setting_of('reentry_watch_months') AND n.month <= m.end_month) AS hit
  FROM watched AS w JOIN month_period AS m ON month_no(w.first_month) <= month_no(m.end_month) - setting_of('reentry_watch_months')
)
SELECT 'K35' AS indicator, region_code, period, '' AS breakdown, '户' AS basis, count(*) FILTER (hit) AS n, count(*) AS d FROM cell GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- Grain: region × period × breakdown × basis.
CREATE OR REPLACE TEMP TABLE elimination AS
WITH split AS (
  SELECT t.ancestor AS region_code, f.period, d.breakdown,
    sum(f.entered_h) AS entered_h, sum(f.entered_p) AS entered_p, sum(f.gone_h) AS gone_h, sum(f.gone_p) AS gone_p,
    sum(f.opening_h) AS opening_h, sum(f.opening_p) AS opening_p, sum(f.cumulative_h) AS cumulative_h, sum(f.cumulative_p) AS cumulative_p,
    sum(f.eliminated_h) AS eliminated_h, sum(f.eliminated_p) AS eliminated_p
  FROM episode_flow AS f JOIN region_tree AS t ON t.descendant = f.region_code
  CROSS JOIN LATERAL (
    SELECT '' AS breakdown
    UNION ALL SELECT ';监测对象类别=' || f.category
    UNION ALL SELECT ';是否剔除无劳动能力户=是' WHERE NOT f.no_labour
  ) AS d
  GROUP BY ALL
)
SELECT region_code, period, '口径=累计' || breakdown AS breakdown, '户' AS basis, eliminated_h AS numerator, cumulative_h AS denominator FROM split
UNION ALL SELECT region_code, period, '口径=累计' || breakdown, '人', eliminated_p, cumulative_p FROM split
UNION ALL SELECT region_code, period, '口径=期内' || breakdown, '户', gone_h, opening_h + entered_h FROM split
UNION ALL SELECT region_code, period, '口径=期内' || breakdown, '人', gone_p, opening_p + entered_p FROM split;

-- K33 风险消除率, by household and by person, never judged (README §5g, §8.31, §8.42).
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT s.region_code, p.period, p.stat_year, b.breakdown, b.basis, coalesce(e.numerator, 0) AS numerator, coalesce(e.denominator, 0) AS denominator
  FROM scope AS s CROSS JOIN period AS p
  CROSS JOIN (
    SELECT '口径=' || k.reading || d.dimension AS breakdown, basis.basis
    FROM (SELECT unnest(['累计', '期内']) AS reading) AS k
    CROSS JOIN (SELECT '' AS dimension UNION ALL SELECT ';监测对象类别=' || category FROM category_row
      UNION ALL SELECT ';是否剔除无劳动能力户=是') AS d
    CROSS JOIN (SELECT unnest(['户', '人']) AS basis) AS basis
  ) AS b
  LEFT JOIN elimination AS e ON e.region_code = s.region_code AND e.period = p.period AND e.breakdown = b.breakdown AND e.basis = b.basis
  WHERE s.indicator = 'K33' AND NOT s.is_sparse
  UNION ALL
  SELECT e.region_code, e.period, p.stat_year, e.breakdown, e.basis, e.numerator, e.denominator
  FROM elimination AS e JOIN scope AS s ON s.region_code = e.region_code AND s.indicator = 'K33' JOIN period AS p ON p.period = e.period
  WHERE s.is_sparse AND (e.numerator > 0 OR e.denominator > 0)
)
SELECT 'K33' AS indicator, region_code, period, stat_year AS period_year, breakdown, basis, numerator, denominator,
  rate_value(numerator, denominator) AS value, '%' AS unit, rate_status(numerator, denominator) AS status
FROM cell;
