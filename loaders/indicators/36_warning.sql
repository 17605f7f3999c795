-- Warnings in red, yellow and blue: K16, K17. Official levels stand first, computed ones beside them (README §5d, §5e, §8.26, §8.27).

-- Grain: region × year where a document in force defines colours, with its readings and thresholds (README §5e: platform settings among
-- them): the chosen document, else another that is read beside it. What is worked out by another is written as that document's own.
CREATE OR REPLACE TEMP TABLE warning_rule AS
SELECT f.region_code, f.stat_year, f.profile_id, CASE WHEN NOT f.is_chosen THEN f.profile_id END AS own_profile, max(p.value) FILTER (p.param_key = 'warning_red_reading') AS red_reading,
  max(p.value) FILTER (p.param_key = 'warning_blue_reading') AS blue_reading,
  max(TRY_CAST(p.value AS DECIMAL(9, 4))) FILTER (p.param_key = 'warning_r2_delta') AS delta,
  max(TRY_CAST(p.value AS DECIMAL(9, 4))) FILTER (p.param_key = 'warning_r4_multiplier') AS multiplier,
  coalesce(max(p.value) FILTER (p.param_key = 'warning_y5_enabled'), 'false') = 'true' AS y5
FROM profile_in_force AS f JOIN policy_param AS p ON p.profile_id = f.profile_id AND p.certainty <> 'absent' AND p.param_key LIKE 'warning%'
GROUP BY f.region_code, f.stat_year, f.profile_id, f.is_chosen
HAVING bool_or(p.param_key = 'warning_levels' AND list_contains(string_split(p.value, '|'), 'red'))
QUALIFY row_number() OVER (PARTITION BY f.region_code, f.stat_year ORDER BY f.is_chosen DESC, f.profile_id) = 1;

-- ==== Leaves: what follows reads the exports, place by place (indicators.ts). ====

-- Grain: household × confirmation of its level; a level no list knows is 待核定.
CREATE OR REPLACE TEMP TABLE official_level AS
SELECT confirmation_id, household_id, CASE WHEN warning_level IN (SELECT code FROM policy_code WHERE list = 'warning_level') THEN warning_level ELSE 'pending' END AS warning_level,
  valid_from, valid_to
FROM warning_confirmation WHERE valid_from <= data_day() AND household_id IS NOT NULL AND valid_from IS NOT NULL AND warning_level IS NOT NULL;

-- Grain: household of a snapshot: what its members say to R1, Y1 and B1. Three-valued: a blank leaves open what it could change.
CREATE OR REPLACE TEMP TABLE warning_member AS
SELECT p.as_of, p.household_id,
  CASE WHEN bool_or(t.code <> 'none') THEN TRUE WHEN bool_and(t.code IS NOT NULL) THEN FALSE END AS is_tekun,
  CASE WHEN bool_or(l.properties['class'] <> 'none') THEN FALSE WHEN bool_and(l.code IS NOT NULL) THEN TRUE END AS no_labour,
  CASE WHEN bool_or(l.properties['class'] = 'weak') THEN TRUE WHEN bool_and(l.code IS NOT NULL) THEN FALSE END AS any_weak
FROM person AS p
LEFT JOIN policy_code AS t ON t.list = 'tekun_status' AND t.code = p.tekun_status
LEFT JOIN policy_code AS l ON l.list = 'labour_capacity' AND l.code = p.labour_capacity
GROUP BY ALL;

-- Grain: household × end of a year's record, with its disposable income of the year before.
CREATE OR REPLACE TEMP TABLE warning_income AS
SELECT o.*, p.total AS before FROM finance_year AS o
LEFT JOIN (SELECT * FROM finance_year QUALIFY row_number() OVER (PARTITION BY household_id, year ORDER BY end_month DESC) = 1) AS p
  ON p.household_id = o.household_id AND p.year = o.year - 1;

-- Grain: document × safeguard item that R5 looks at.
CREATE OR REPLACE TEMP TABLE warning_item AS
SELECT DISTINCT f.profile_id, c.code AS item FROM param_read AS f JOIN policy_code AS c ON c.list = 'safeguard_item'
  AND list_contains(string_split(f.value, '|'), c.code)
WHERE f.param_key = 'warning_r5_items';
-- Grain: household × item, with its first record and its faults.
CREATE OR REPLACE TEMP TABLE safeguard_item_state AS
SELECT household_id, item, min(month_of(found_on)) FILTER (status <> 'unchecked') AS told_month,
  list({'from': found_on, 'to': resolved_on}) FILTER (status = 'unmet') AS faults
FROM safeguard_check WHERE household_id IS NOT NULL AND found_on <= data_day()
GROUP BY ALL;

-- Grain: registered household × month: the predicates as nullable booleans (README §5e). Never published: it holds household codes.
CREATE OR REPLACE TABLE warning_predicate AS
WITH support AS (
  SELECT m.household_id, min(m.start_on) AS first_on FROM measure_done AS m
  JOIN policy_code AS c ON c.list = 'measure_type' AND c.code = m.measure_type AND c.properties['warning'] = 'y4'
  GROUP BY m.household_id
), fault AS (
  SELECT e.household_id, e.period, bool_or(len(list_filter(s.faults, lambda x: x['from'] <= e.end_on AND (x['to'] IS NULL OR x['to'] > e.end_on))) > 0) AS is_open,
    count(*) FILTER (s.told_month <= e.month) AS told
  FROM episode_month AS e JOIN warning_rule AS w ON w.region_code = e.region_code AND w.stat_year = e.stat_year
  JOIN warning_item AS i ON i.profile_id = w.profile_id
  JOIN safeguard_item_state AS s ON s.household_id = e.household_id AND s.item = i.item
  WHERE e.is_registered GROUP BY ALL
)
SELECT e.region_code, e.period, e.month, e.stat_year, e.household_id, e.category, e.members, w.profile_id,
  m.is_tekun AND m.no_labour AS r1,
  i.total < i.before * (1 - w.delta) AS r2,
  i.rigid_expense > i.before AND i.has_cause AS r3,
  i.expected < w.multiplier * l.national_poverty_line AS r4,
  CASE WHEN f.is_open THEN TRUE WHEN f.told = (SELECT count(*) FROM warning_item AS n WHERE n.profile_id = w.profile_id) THEN FALSE END AS r5,
  m.no_labour AS y1, NOT i.entrepreneur_capable AS y2, i.wage + i.business = 0 AS y3,
  CASE WHEN is_anywhere('measure') THEN coalesce(s.first_on <= e.end_on, FALSE) END AND i.property + i.transfer = 0 AS y4,
  CASE WHEN w.y5 THEN e.category = label_of('monitor_category', 'unstable_exited') ELSE TRUE END AS y5,
  m.any_weak AS b1, NOT i.income_stable AS b2, i.low_self_drive AS b3, i.relies_on_support AS b4, w.red_reading, w.blue_reading
FROM (SELECT * FROM episode_month WHERE is_registered) AS e
JOIN warning_rule AS w ON w.region_code = e.region_code AND w.stat_year = e.stat_year
LEFT JOIN region_line AS l ON l.region_code = e.region_code AND l.stat_year = e.stat_year
LEFT JOIN warning_member AS m ON m.as_of = e.from_as_of AND m.household_id = e.household_id
ASOF LEFT JOIN warning_income AS i ON i.household_id = e.household_id AND i.end_month <= e.month
LEFT JOIN support AS s ON s.household_id = e.household_id
LEFT JOIN fault AS f ON f.household_id = e.household_id AND f.period = e.period;

-- The colours by their readings (README §5e), three-valued.
CREATE OR REPLACE TEMP MACRO red_of(reading, r1, r2, r3, r4, r5) AS CASE reading
  WHEN 'A' THEN r1 OR (r2 AND r3 AND (r4 OR r5))
  WHEN 'C' THEN (r1 OR r2 OR r3) AND (r4 OR r5)
  WHEN 'D' THEN r1 OR ((r2 OR r3) AND r4) OR r5
  ELSE r1 OR ((r2 OR r3) AND (r4 OR r5)) END;
CREATE OR REPLACE TEMP MACRO yellow_of(y1, y2, y3, y4, y5) AS y1 AND y2 AND y3 AND y4 AND y5;
CREATE OR REPLACE TEMP MACRO blue_of(reading, b1, b2, b3, b4) AS
  CASE reading WHEN 'or' THEN b1 OR b2 OR b3 OR b4 ELSE b1 AND b2 AND b3 AND b4 END;
-- A colour that is unknown leaves the level 待核定 and never lets it fall to a lower one.
CREATE OR REPLACE TEMP MACRO level_of(is_red, is_yellow, is_blue) AS
  CASE WHEN is_red THEN 'red' WHEN is_red IS NULL THEN 'pending' WHEN is_yellow THEN 'yellow' WHEN is_yellow IS NULL THEN 'pending'
    WHEN is_blue THEN 'blue' WHEN is_blue IS NULL THEN 'pending' ELSE 'ungraded' END;

-- Grain: one set of answers to R1–R5 that leaves red open, with the unknown ones that can settle it: some answer to the other unknown
-- ones makes red hang on them.
CREATE OR REPLACE TEMP TABLE red_lacking AS
WITH bit AS (SELECT unnest([TRUE, FALSE]) AS b), pattern AS (
  SELECT DISTINCT {'reading': red_reading, 'r1': r1, 'r2': r2, 'r3': r3, 'r4': r4, 'r5': r5} AS pattern, red_reading AS rd, r1, r2, r3, r4, r5
  FROM warning_predicate WHERE red_of(red_reading, r1, r2, r3, r4, r5) IS NULL
), filled AS (
  SELECT p.*, coalesce(p.r1, a.b) AS f1, coalesce(p.r2, c.b) AS f2, coalesce(p.r3, d.b) AS f3, coalesce(p.r4, e.b) AS f4, coalesce(p.r5, f.b) AS f5
  FROM pattern AS p CROSS JOIN bit AS a CROSS JOIN bit AS c CROSS JOIN bit AS d CROSS JOIN bit AS e CROSS JOIN bit AS f
)
SELECT pattern, [
    CASE WHEN bool_or(r1 IS NULL AND red_of(rd, TRUE, f2, f3, f4, f5) <> red_of(rd, FALSE, f2, f3, f4, f5)) THEN 'R1' END,
    CASE WHEN bool_or(r2 IS NULL AND red_of(rd, f1, TRUE, f3, f4, f5) <> red_of(rd, f1, FALSE, f3, f4, f5)) THEN 'R2' END,
    CASE WHEN bool_or(r3 IS NULL AND red_of(rd, f1, f2, TRUE, f4, f5) <> red_of(rd, f1, f2, FALSE, f4, f5)) THEN 'R3' END,
    CASE WHEN bool_or(r4 IS NULL AND red_of(rd, f1, f2, f3, TRUE, f5) <> red_of(rd, f1, f2, f3, FALSE, f5)) THEN 'R4' END,
    CASE WHEN bool_or(r5 IS NULL AND red_of(rd, f1, f2, f3, f4, TRUE) <> red_of(rd, f1, f2, f3, f4, FALSE)) THEN 'R5' END] AS lacking
FROM filled GROUP BY pattern;

-- Grain: registered household × month: its levels. `lacking`
-- names the unknown predicates that keep it there: those whose answer would settle or move that level.
CREATE OR REPLACE TABLE warning_level AS
WITH colour AS (
  SELECT *, red_of(red_reading, r1, r2, r3, r4, r5) AS is_red, yellow_of(y1, y2, y3, y4, y5) AS is_yellow, blue_of(blue_reading, b1, b2, b3, b4) AS is_blue,
    {'reading': red_reading, 'r1': r1, 'r2': r2, 'r3': r3, 'r4': r4, 'r5': r5} AS pattern
  FROM warning_predicate
), computed AS (
  SELECT household_id, period, level_of(is_red, is_yellow, is_blue) AS level,
    CASE WHEN is_red IS NULL THEN l.lacking
      WHEN is_red THEN [] WHEN is_yellow IS NULL THEN [
        CASE WHEN y1 IS NULL THEN 'Y1' END, CASE WHEN y2 IS NULL THEN 'Y2' END, CASE WHEN y3 IS NULL THEN 'Y3' END, CASE WHEN y4 IS NULL THEN 'Y4' END]
      WHEN is_yellow THEN [] WHEN is_blue IS NULL THEN [
        CASE WHEN b1 IS NULL THEN 'B1' END, CASE WHEN b2 IS NULL THEN 'B2' END, CASE WHEN b3 IS NULL THEN 'B3' END, CASE WHEN b4 IS NULL THEN 'B4' END]
      ELSE [] END AS unknown
  FROM colour LEFT JOIN red_lacking AS l USING (pattern)
), official AS (
  SELECT m.period, o.household_id, arg_max(o.warning_level, (o.valid_from, o.confirmation_id)) AS level
  FROM official_level AS o JOIN month_period AS m ON o.valid_from <= m.end_on AND (o.valid_to IS NULL OR o.valid_to >= m.end_on)
  GROUP BY ALL
)
SELECT e.region_code, e.period, e.household_id, e.category, e.members, coalesce(o.level, 'pending') AS official, c.level AS computed,
  list_filter(c.unknown, lambda x: x IS NOT NULL) AS lacking
FROM episode_month AS e
LEFT JOIN official AS o ON o.household_id = e.household_id AND o.period = e.period
LEFT JOIN computed AS c ON c.household_id = e.household_id AND c.period = e.period
WHERE e.is_registered;

-- Grain: place × month × category × official level × computed level.
CREATE OR REPLACE TEMP TABLE level_leaf AS
SELECT region_code, period, category, official, computed, count(*) AS households, sum(members) AS persons FROM warning_level GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE level_seen AS SELECT DISTINCT official AS level FROM level_leaf;

-- Grain: place × month × predicate that 待核定 waits for.
CREATE OR REPLACE TEMP TABLE level_waiting AS
SELECT region_code, period, predicate, count(*) AS n
FROM (SELECT region_code, period, unnest(lacking) AS predicate FROM warning_level WHERE computed = 'pending') GROUP BY ALL;

-- Grain: place × month × breakdown: more of the computed levels.
CREATE OR REPLACE TEMP TABLE level_part AS
WITH graded AS (
  SELECT l.region_code, l.period, l.members, l.computed, CASE l.official WHEN 'attention' THEN 'pending' ELSE l.official END AS official,
    p.r1, p.r2, p.r3, p.r4, p.r5, yellow_of(p.y1, p.y2, p.y3, p.y4, p.y5) AS is_yellow, blue_of(p.blue_reading, p.b1, p.b2, p.b3, p.b4) AS is_blue
  FROM warning_level AS l JOIN warning_predicate AS p USING (household_id, period)
), part AS (
  SELECT g.region_code, g.period, '级别来源=computed;原因=' || k.predicate AS breakdown, g.members
  FROM graded AS g CROSS JOIN LATERAL (SELECT unnest(['R1', 'R2', 'R3', 'R4', 'R5']) AS predicate, unnest([g.r1, g.r2, g.r3, g.r4, g.r5]) AS hit) AS k
  WHERE g.computed = 'red' AND k.hit
  UNION ALL
  SELECT g.region_code, g.period, '读法=' || k.reading || ';预警级别=' || w.label, g.members
  FROM graded AS g CROSS JOIN (SELECT unnest(['A', 'B', 'C', 'D']) AS reading) AS k
  JOIN policy_code AS w ON w.list = 'warning_level' AND w.code = level_of(red_of(k.reading, g.r1, g.r2, g.r3, g.r4, g.r5), g.is_yellow, g.is_blue)
  UNION ALL
  SELECT g.region_code, g.period, '官方级别=' || a.label || ';计算级别=' || b.label, g.members
  FROM graded AS g JOIN policy_code AS a ON a.list = 'warning_level' AND a.code = g.official
  JOIN policy_code AS b ON b.list = 'warning_level' AND b.code = g.computed
)
SELECT region_code, period, breakdown, count(*) AS households, sum(members) AS persons FROM part GROUP BY ALL;

-- K17 预警升降级矩阵, of official levels only: from the month before the quarter to its last month; entries and leavings stand apart.
INSERT INTO frame_row BY NAME
SELECT 'K17' AS indicator, '期初级别=' || a.label || ';期末级别=' || b.label AS breakdown, '户' AS basis, '户' AS unit, 'count' AS kind, 'quarter' AS period_kind
FROM (SELECT label FROM policy_code WHERE list = 'warning_level' AND code <> 'attention' UNION ALL SELECT '期内纳入') AS a
CROSS JOIN (SELECT label FROM policy_code WHERE list = 'warning_level' AND code <> 'attention' UNION ALL SELECT '期内退出') AS b
WHERE a.label <> '期内纳入' OR b.label <> '期内退出';
-- How easy a level is: red 1 and so on, ungraded the easiest; 待核定 has no place among them.
CREATE OR REPLACE TEMP MACRO level_rank(level) AS CASE level WHEN 'ungraded' THEN 99
  ELSE (SELECT CAST(properties['severity'] AS INTEGER) FROM policy_code WHERE list = 'warning_level' AND code = level) END;
-- Grain: household × period of the kinds named in whose register it is at the start or the end, with its official level at both;
-- 预警关注 is no colour and stands as 待核定. `turn`: -1 rose, 1 fell, NULL where the two cannot be set against each other.
CREATE OR REPLACE TEMP MACRO level_changes(kinds) AS TABLE
WITH moment AS (
  SELECT DISTINCT household_id, unnest([start_on - 1, end_on]) AS day FROM episode_period WHERE list_contains(kinds, kind) AND (is_registered OR was_registered)
), level AS (
  SELECT m.household_id, m.day, arg_max(o.warning_level, (o.valid_from, o.confirmation_id)) AS level
  FROM moment AS m JOIN official_level AS o ON o.household_id = m.household_id AND o.valid_from <= m.day AND (o.valid_to IS NULL OR o.valid_to >= m.day)
  GROUP BY ALL
)
SELECT e.kind, e.period, e.region_code, e.household_id, e.is_registered, e.was_registered, e.outcome, c.opening, c.closing,
  CASE WHEN e.is_registered AND e.was_registered THEN sign(level_rank(c.closing) - level_rank(c.opening)) END AS turn
FROM episode_period AS e
LEFT JOIN level AS a ON a.household_id = e.household_id AND a.day = e.start_on - 1
LEFT JOIN level AS b ON b.household_id = e.household_id AND b.day = e.end_on
CROSS JOIN LATERAL (SELECT CASE WHEN a.level IS NULL OR a.level = 'attention' THEN 'pending' ELSE a.level END AS opening,
  CASE WHEN b.level IS NULL OR b.level = 'attention' THEN 'pending' ELSE b.level END AS closing) AS c
WHERE list_contains(kinds, e.kind) AND (e.is_registered OR e.was_registered);
CREATE OR REPLACE TEMP TABLE level_change AS SELECT * FROM level_changes(['quarter', 'year']);

INSERT INTO tally BY NAME
SELECT 'K17' AS indicator, region_code, period, '期初级别=' || CASE WHEN was_registered THEN a.label ELSE '期内纳入' END
  || ';期末级别=' || CASE WHEN is_registered THEN b.label ELSE '期内退出' END AS breakdown, '户' AS basis, count(*) AS n
FROM level_change JOIN policy_code AS a ON a.list = 'warning_level' AND a.code = opening JOIN policy_code AS b ON b.list = 'warning_level' AND b.code = closing
WHERE kind = 'quarter'
GROUP BY ALL;

-- K29, its two rates: households with a colour at the start and an easier level, or none, at the end; households with a measure in
-- practice whose risk was eliminated.
INSERT INTO frame_row BY NAME
SELECT 'K29' AS indicator, '分项=' || unnest(['预警降级率', '风险消除率']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, k.kind AS period_kind
FROM (SELECT unnest(['quarter', 'year']) AS kind) AS k;
INSERT INTO tally BY NAME
SELECT 'K29' AS indicator, l.region_code, l.period, '分项=预警降级率' AS breakdown, '户' AS basis,
  count(*) FILTER (l.is_registered AND (l.closing = 'ungraded' OR CAST(b.properties['severity'] AS INTEGER) > CAST(a.properties['severity'] AS INTEGER))) AS n, count(*) AS d
FROM level_change AS l JOIN policy_code AS a ON a.list = 'warning_level' AND a.code = l.opening AND a.properties['severity'] IS NOT NULL
LEFT JOIN policy_code AS b ON b.list = 'warning_level' AND b.code = l.closing
WHERE l.was_registered
GROUP BY ALL
UNION ALL
SELECT 'K29', e.region_code, e.period, '分项=风险消除率', '户',
  count(*) FILTER (e.outcome = 'eliminated' AND e.eliminated_month BETWEEN e.start_month AND e.month), count(*)
FROM episode_period AS e JOIN (SELECT household_id, min(start_on) AS first_on FROM measure_done GROUP BY household_id) AS m
  ON m.household_id = e.household_id AND m.first_on <= e.end_on
WHERE e.kind <> 'month' AND (e.was_registered OR e.identified_month >= e.start_month)
GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- K16 预警级别户数、人数、构成. 预警关注 is no colour: such a household is 待核定 among the five, and stands apart where it occurs. Computed
-- levels only where a document in force has colours.
CREATE OR REPLACE TEMP TABLE level_row AS
SELECT code AS level, label FROM policy_code WHERE list = 'warning_level' AND (code <> 'attention' OR 'attention' IN (SELECT level FROM level_seen));
-- Rolled up before it is spread out, for it has the most rows of all. Grain: region × month × source × category ('' = all) × level.
CREATE OR REPLACE TEMP TABLE level_count AS
WITH split AS (
  SELECT region_code, period, unnest(['', category]) AS category, official, computed, households, persons FROM level_leaf
), sourced AS (
  SELECT region_code, period, category, 'official' AS source, CASE official WHEN 'attention' THEN 'pending' ELSE official END AS level,
    sum(households) AS households, sum(persons) AS persons FROM split GROUP BY ALL
  UNION ALL
  SELECT region_code, period, category, 'official', official, sum(households), sum(persons) FROM split WHERE official = 'attention' GROUP BY ALL
  UNION ALL
  SELECT region_code, period, category, 'computed', computed, sum(households), sum(persons) FROM split WHERE computed IS NOT NULL GROUP BY ALL
)
SELECT t.ancestor AS region_code, s.period, s.category, s.source, s.level, sum(s.households) AS households, sum(s.persons) AS persons
FROM sourced AS s JOIN region_tree AS t ON t.descendant = s.region_code
GROUP BY ALL;

INSERT INTO figure BY NAME
WITH total AS (
  SELECT region_code, period, category, source, sum(households) AS households, sum(persons) AS persons FROM level_count WHERE level <> 'attention' GROUP BY ALL
), cell AS (
  SELECT s.region_code, m.period, m.stat_year, c.category, k.source, CASE k.source WHEN 'computed' THEN r.own_profile END AS profile_id,
    coalesce(t.households, 0) AS households, coalesce(t.persons, 0) AS persons
  FROM scope AS s CROSS JOIN month_period AS m
  CROSS JOIN (SELECT '' AS category UNION ALL SELECT category FROM category_row) AS c
  CROSS JOIN (SELECT unnest(['official', 'computed']) AS source) AS k
  LEFT JOIN total AS t ON t.region_code = s.region_code AND t.period = m.period AND t.category = c.category AND t.source = k.source
  LEFT JOIN warning_rule AS r ON r.region_code = s.region_code AND r.stat_year = m.stat_year
  WHERE s.indicator = 'K16' AND (NOT s.is_sparse OR t.households > 0) AND (k.source = 'official' OR r.profile_id IS NOT NULL)
), spread AS (
  SELECT c.region_code, c.period, c.stat_year, c.profile_id, '预警级别=' || l.label || ';级别来源=' || c.source || CASE WHEN c.category = '' THEN '' ELSE ';监测对象类别=' || c.category END AS breakdown,
    coalesce(n.households, 0) AS level_households, coalesce(n.persons, 0) AS level_persons, c.households, c.persons
  FROM cell AS c JOIN level_row AS l ON l.level <> 'attention' OR c.source = 'official'
  LEFT JOIN level_count AS n ON n.region_code = c.region_code AND n.period = c.period AND n.category = c.category AND n.source = c.source AND n.level = l.level
)
SELECT 'K16' AS indicator, region_code, period, stat_year AS period_year, breakdown, '户' AS basis, level_households AS numerator, households AS denominator,
  rate_value(level_households, households) AS value, '%' AS unit, rate_status(level_households, households) AS status, profile_id FROM spread
UNION ALL
SELECT 'K16', region_code, period, stat_year, breakdown, '人', level_persons, persons, rate_value(level_persons, persons), '%', rate_status(level_persons, persons), profile_id FROM spread;

-- K16, what 待核定 waits for: households by the predicate that is unknown; one may wait for several.
INSERT INTO figure BY NAME
WITH waiting AS (
  SELECT t.ancestor AS region_code, w.period, w.predicate, sum(w.n) AS n
  FROM level_waiting AS w JOIN region_tree AS t ON t.descendant = w.region_code GROUP BY ALL
)
SELECT 'K16' AS indicator, s.region_code, m.period, m.stat_year AS period_year, '预警级别=' || l.label || ';级别来源=computed;缺项=' || p.predicate AS breakdown,
  '户' AS basis, coalesce(w.n, 0) AS numerator, CAST(coalesce(w.n, 0) AS DOUBLE) AS value, '户' AS unit, 'ok' AS status, r.own_profile AS profile_id
FROM scope AS s CROSS JOIN month_period AS m CROSS JOIN policy_predicate AS p JOIN level_row AS l ON l.level = 'pending'
JOIN warning_rule AS r ON r.region_code = s.region_code AND r.stat_year = m.stat_year
LEFT JOIN waiting AS w ON w.region_code = s.region_code AND w.period = m.period AND w.predicate = p.predicate
WHERE s.indicator = 'K16' AND (NOT s.is_sparse OR w.n > 0);

-- K16, more of the computed levels: the predicates that hold for those computed red, of which one may have several; what is red and
-- what 待核定 by each reading of red; and every official level against the computed one.
CREATE OR REPLACE TEMP TABLE computed_row AS
SELECT '级别来源=computed;原因=' || predicate AS breakdown, unnest(['户', '人']) AS basis, TRUE AS is_among_red FROM policy_predicate WHERE level = 'red'
UNION ALL
SELECT '读法=' || unnest(['A', 'B', 'C', 'D']) || ';预警级别=' || label, '户', FALSE FROM level_row WHERE level IN ('red', 'pending')
UNION ALL
SELECT '官方级别=' || a.label || ';计算级别=' || b.label, '户', FALSE FROM level_row AS a CROSS JOIN level_row AS b
WHERE a.level <> 'attention' AND b.level <> 'attention';

INSERT INTO figure BY NAME
WITH counted AS (
  SELECT t.ancestor AS region_code, p.period, p.breakdown, sum(p.households) AS households, sum(p.persons) AS persons
  FROM level_part AS p JOIN region_tree AS t ON t.descendant = p.region_code GROUP BY ALL
), total AS (
  SELECT region_code, period, sum(households) AS households, sum(households) FILTER (level = 'red') AS red_households,
    sum(persons) FILTER (level = 'red') AS red_persons
  FROM level_count WHERE source = 'computed' AND category = '' GROUP BY ALL
), cell AS (
  SELECT s.region_code, m.period, m.stat_year, r.own_profile AS profile_id, k.breakdown, k.basis, coalesce(CASE k.basis WHEN '户' THEN c.households ELSE c.persons END, 0) AS n,
    coalesce(CASE WHEN NOT k.is_among_red THEN t.households WHEN k.basis = '户' THEN t.red_households ELSE t.red_persons END, 0) AS d
  FROM scope AS s CROSS JOIN month_period AS m CROSS JOIN computed_row AS k
  JOIN warning_rule AS r ON r.region_code = s.region_code AND r.stat_year = m.stat_year
  LEFT JOIN counted AS c ON c.region_code = s.region_code AND c.period = m.period AND c.breakdown = k.breakdown
  LEFT JOIN total AS t ON t.region_code = s.region_code AND t.period = m.period
  WHERE s.indicator = 'K16' AND (NOT s.is_sparse OR (c.households > 0 AND (k.is_among_red OR s.region_level <> 'village')))
)
SELECT 'K16' AS indicator, region_code, period, stat_year AS period_year, breakdown, basis, n AS numerator, d AS denominator,
  rate_value(n, d) AS value, '%' AS unit, rate_status(n, d) AS status, profile_id
FROM cell;
