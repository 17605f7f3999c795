-- How long it takes, household by household, in months. Household codes stay in this connection: `id` numbers stand for them.

CREATE OR REPLACE TEMP MACRO first_month_no() AS (SELECT month_no(min(start_month)) FROM period WHERE kind = 'month');
CREATE OR REPLACE TEMP MACRO last_month_no() AS (SELECT month_no(max(end_month)) FROM period WHERE kind = 'month');

-- Grain: one monitored household of the last export: its episode from the month of identification (0) to `stop`. `entry` is the month
-- the data begin in where that is later: from then on it is watched. `cause` is NULL while nothing has ended it. `is_known` is false
-- where the state is blank or the months contradict each other.
CREATE OR REPLACE TEMP TABLE signal_episode AS
WITH listed AS (
  SELECT e.household_id, e.region_code, e.episode_no, e.members, e.risks, e.outcome, coalesce(e.category, '未识别类别') AS category,
    CASE e.labour WHEN 'able' THEN '有劳动能力' WHEN 'weak' THEN '仅弱劳动能力' WHEN 'none' THEN '无劳动能力' ELSE '未知' END AS labour,
    month_no(e.identified_month) AS from_no,
    CASE e.outcome WHEN 'eliminated' THEN 'risk_eliminated' WHEN 'exited' THEN e.exit_reason END AS cause,
    CASE e.outcome WHEN 'eliminated' THEN month_no(e.eliminated_month) WHEN 'exited' THEN month_no(e.exit_month) ELSE last_month_no() END AS until_no
  FROM episode_at AS e WHERE e.as_of = (SELECT max(as_of) FROM snapshot) AND month_no(e.identified_month) <= last_month_no()
)
SELECT row_number() OVER (ORDER BY l.household_id) AS id, l.* EXCLUDE (until_no), c.county_code AS county,
  greatest(first_month_no() - from_no, 0) AS entry, until_no - from_no AS stop, outcome <> 'unknown' AND until_no >= from_no AND until_no <= last_month_no() AS is_known
FROM listed AS l JOIN region_county AS c ON c.region_code = l.region_code;

-- Grain: household × category of measure: months from identification to its first measure in practice of the episode.
CREATE OR REPLACE TEMP TABLE signal_measure AS
SELECT e.id, label_of('measure_category', c.properties['category']) AS category, month_no(month_of(min(m.start_on))) - any_value(e.from_no) AS after
FROM measure AS m JOIN signal_episode AS e ON e.household_id = m.household_id AND coalesce(m.episode_no, e.episode_no) = e.episode_no
LEFT JOIN policy_code AS c ON c.list = 'measure_type' AND c.code = m.measure_type
WHERE m.status IN ('ongoing', 'done') AND m.start_on <= data_day()
GROUP BY ALL;

-- Grain: one stretch of a household in the register, watched from `entry`; households that left before the data begin are in none.
CREATE OR REPLACE TEMP TABLE signal_elimination AS
SELECT e.id, e.county, e.category, e.labour, e.entry, e.stop, e.cause, e.is_known, (SELECT min(m.after) FROM signal_measure AS m WHERE m.id = e.id) AS measure
FROM signal_episode AS e WHERE NOT e.is_known OR e.stop >= e.entry;

-- Grain: one stretch of a household after its risk was eliminated, until it is identified anew, leaves otherwise, or the data end.
-- Marks of one elimination in the logs and in the register are one; a household that came back has several stretches, each on its own clock.
CREATE OR REPLACE TEMP TABLE signal_relapse AS
WITH ended AS (
  SELECT v.household_id, min(v.month) AS month
  FROM elimination_event AS v WHERE month_no(v.month) <= last_month_no()
  GROUP BY v.household_id, (SELECT count(*) FROM entry_event AS n WHERE n.household_id = v.household_id AND n.month <= v.month)
), followed AS (
  SELECT v.household_id, v.month, (SELECT min(n.month) FROM entry_event AS n WHERE n.household_id = v.household_id AND n.month > v.month AND month_no(n.month) <= last_month_no()) AS back,
    (SELECT arg_min({'month': x.exit_month, 'reason': x.exit_reason}, x.exit_month) FROM other_exit AS x
      WHERE x.household_id = v.household_id AND x.exit_month >= v.month AND NOT x.by_mistake AND month_no(x.exit_month) <= last_month_no()) AS gone
  FROM ended AS v
), closed AS (
  SELECT *, CASE WHEN back IS NOT NULL AND (gone IS NULL OR back <= gone.month) THEN 'relapse' WHEN gone IS NOT NULL THEN gone.reason END AS cause FROM followed
)
SELECT row_number() OVER (ORDER BY f.household_id, f.month) AS id, c.county_code AS county, e.category, e.labour, greatest(first_month_no() - month_no(f.month), 0) AS entry,
  CASE WHEN f.cause = 'relapse' THEN month_no(f.back) WHEN f.cause IS NOT NULL THEN month_no(f.gone.month) ELSE last_month_no() END - month_no(f.month) AS stop,
  f.cause, TRUE AS is_known, NULL::BIGINT AS measure
FROM closed AS f JOIN signal_episode AS e USING (household_id) JOIN household_place AS h USING (household_id) JOIN region_county AS c ON c.region_code = h.region_code
WHERE CASE WHEN f.cause = 'relapse' THEN month_no(f.back) WHEN f.cause IS NOT NULL THEN month_no(f.gone.month) ELSE last_month_no() END >= first_month_no();

-- Grain: one household identified since the data begin and still in the register {{landmark}} months later, of which the {{horizon}} months
-- after that are over: whether its risk was eliminated in them, what is known of it before, and the measures begun by then.
CREATE OR REPLACE TEMP TABLE signal_subject AS
SELECT e.id, e.county, e.category, e.labour, CAST(e.members AS INTEGER) AS members, label_of('risk_type', e.risks[1]) AS risk,
  month_at(e.from_no) // 100 || CASE WHEN month_at(e.from_no) % 100 <= 6 THEN '上半年' ELSE '下半年' END AS half,
  coalesce(e.cause = 'risk_eliminated' AND e.stop <= {{landmark}} + {{horizon}}, FALSE) AS hit,
  coalesce((SELECT list(m.category ORDER BY m.category) FROM signal_measure AS m WHERE m.id = e.id AND m.after <= {{landmark}}), []) AS measures
FROM signal_episode AS e
WHERE e.is_known AND e.entry = 0 AND e.stop > {{landmark}} AND e.from_no + {{landmark}} + {{horizon}} <= last_month_no();
