-- Hazards and what threatens many at once: K40, K42, K58. There is no threshold in any document: exposure and change are shown.

-- Grain: event × place in its area.
CREATE OR REPLACE TEMP TABLE event_place AS
SELECT DISTINCT h.hazard_id, t.descendant AS region_code
FROM (SELECT hazard_id, unnest(region_codes) AS region_code FROM hazard_event WHERE start_on <= data_day()) AS h
JOIN region_tree AS t ON t.ancestor = h.region_code;
CREATE OR REPLACE TEMP TABLE event AS
SELECT hazard_id, min(start_on) AS start_on, any_value(hazard_type) AS hazard_type, any_value(risk_event_type) AS risk_event_type
FROM hazard_event WHERE start_on <= data_day() AND hazard_id IS NOT NULL GROUP BY hazard_id;

-- Grain: event × kind of risk that goes with it (data/policy/event_risks.tsv, a setting of the platform).
CREATE OR REPLACE TEMP TABLE event_risk AS
SELECT e.hazard_id, list(r.risk) AS risks
FROM event AS e JOIN policy_event_risk AS r ON r.event = coalesce(e.hazard_type, e.risk_event_type)
GROUP BY ALL;

-- K40 规模性返贫风险暴露, by event: households in the register on the data's day in its area, households hit, and households
-- identified within so many months of its start.
INSERT INTO frame_row BY NAME
SELECT 'K40' AS indicator, '事件=' || hazard_id || ';分项=' || k.item AS breakdown, k.basis, k.unit, k.kind, 'own' AS period_kind
FROM event CROSS JOIN (VALUES ('范围内户', '户', '户', 'count'), ('范围内人', '人', '人', 'count'), ('受损户', '户', '户', 'count'),
  ('新增纳入户', '户', '户', 'count'), ('同类风险集中度', '户', '%', 'rate')) AS k(item, basis, unit, kind)
WHERE k.kind = 'count' OR hazard_id IN (SELECT hazard_id FROM event_risk);
INSERT INTO tally BY NAME
WITH within AS (
  SELECT p.hazard_id, v.start_on, e.*, r.risks AS event_risks
  FROM event_place AS p JOIN event AS v USING (hazard_id) JOIN episode_month AS e ON e.region_code = p.region_code
  LEFT JOIN event_risk AS r USING (hazard_id)
  WHERE e.month = month_of(data_day())
), hit AS (
  SELECT DISTINCT i.hazard_id, i.household_id, i.place_code FROM hazard_impact AS i JOIN event USING (hazard_id) WHERE i.household_id IS NOT NULL
), cell AS (
  SELECT hazard_id, region_code, '范围内户' AS item, '户' AS basis, count(*) FILTER (is_registered) AS n, NULL AS d FROM within GROUP BY ALL
  UNION ALL SELECT hazard_id, region_code, '范围内人', '人', coalesce(sum(members) FILTER (is_registered), 0), NULL FROM within GROUP BY ALL
  UNION ALL SELECT hazard_id, region_code, '新增纳入户', '户',
    count(*) FILTER (month_no(identified_month) BETWEEN month_no(month_of(start_on)) AND month_no(month_of(start_on)) + setting_of('event_entry_months')), NULL FROM within GROUP BY ALL
  UNION ALL SELECT hazard_id, region_code, '同类风险集中度', '户', count(*) FILTER (is_registered AND list_has_any(risks, event_risks)),
    count(*) FILTER (is_registered) FROM within WHERE event_risks IS NOT NULL GROUP BY ALL
  UNION ALL SELECT hazard_id, place_code, '受损户', '户', count(DISTINCT household_id), NULL FROM hit GROUP BY ALL
  -- Every event stands at its own places, none of whose households need be in the register.
  UNION ALL SELECT p.hazard_id, h.region_code, k.item, k.basis, 0, CASE WHEN k.item = '同类风险集中度' THEN 0 END
    FROM (SELECT hazard_id, unnest(region_codes) AS region_code FROM hazard_event) AS h JOIN event AS p USING (hazard_id)
    CROSS JOIN (VALUES ('范围内户', '户'), ('范围内人', '人'), ('受损户', '户'), ('新增纳入户', '户'), ('同类风险集中度', '户')) AS k(item, basis)
)
SELECT 'K40' AS indicator, c.region_code, c.hazard_id AS period, greatest(year(v.start_on), (SELECT min(stat_year) FROM period)) AS period_year, '事件=' || c.hazard_id || ';分项=' || c.item AS breakdown,
  c.basis, sum(c.n) AS n, sum(c.d) AS d
FROM cell AS c JOIN event AS v USING (hazard_id)
GROUP BY ALL;

-- K42 风险点防范率、销号率, by the month a point was found. One that faded away without a measure is none dealt with and stands apart.
INSERT INTO frame_row BY NAME
SELECT 'K42' AS indicator, p.prefix || '分项=' || unnest(['防范率', '销号率', '自然消失']) AS breakdown, '个' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
FROM (SELECT '' AS prefix UNION ALL SELECT '风险事件类型=' || label || ';' FROM policy_code WHERE list = 'risk_event_type') AS p;
-- Grain: one point found.
CREATE OR REPLACE TEMP VIEW point_state AS
SELECT place_code, risk_point_id, file_id, sheet_no, row_no, found_on, closed_on, month_text(month_of(found_on)) AS period,
  label_of('risk_event_type', risk_event_type) AS kind, coalesce(measure_on <= data_day(), FALSE) AS is_guarded,
  coalesce(closed_on <= data_day(), FALSE) AND NOT (coalesce(faded, FALSE) AND measure_on IS NULL) AS is_closed,
  coalesce(faded, FALSE) AND measure_on IS NULL AS is_faded
FROM risk_point WHERE found_on <= data_day();
INSERT INTO tally BY NAME
SELECT 'K42' AS indicator, place_code AS region_code, period, p.prefix || '分项=' || k.item AS breakdown, '个' AS basis, count(*) FILTER (k.hit) AS n, count(*) AS d
FROM point_state CROSS JOIN LATERAL (SELECT unnest(['', '风险事件类型=' || kind || ';']) AS prefix) AS p
CROSS JOIN LATERAL (SELECT unnest(['防范率', '销号率', '自然消失']) AS item, unnest([is_guarded, is_closed, is_faded]) AS hit) AS k
GROUP BY ALL;

-- K58 安置区就业率.
CREATE OR REPLACE TEMP TABLE site_row AS
SELECT place_code, quarter_read(quarter) AS period,
  coalesce((SELECT label FROM policy_code WHERE list = 'size_class' AND code = size_class), '未知') AS size, labour, employed
FROM resettlement_site WHERE quarter IS NOT NULL AND labour IS NOT NULL AND employed IS NOT NULL;
INSERT INTO frame_row BY NAME
SELECT 'K58' AS indicator, breakdown, '人' AS basis, '%' AS unit, 'rate' AS kind, 'quarter' AS period_kind FROM (
  SELECT '' AS breakdown UNION ALL SELECT '规模类别=' || label FROM policy_code WHERE list = 'size_class' UNION ALL SELECT '规模类别=未知'
);
INSERT INTO tally BY NAME
SELECT 'K58' AS indicator, place_code AS region_code, period, k.breakdown, '人' AS basis, sum(employed) AS n, sum(labour) AS d
FROM site_row CROSS JOIN LATERAL (SELECT unnest(['', '规模类别=' || size]) AS breakdown) AS k
GROUP BY ALL;
