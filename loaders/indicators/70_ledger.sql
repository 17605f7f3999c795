-- The form 即时帮扶情况台账 (README §3, §8.16, §8.36): K47 what it ticks, K49 whether households have a named contact.

-- Grain: one policy column of the form, with the unit it is counted in.
CREATE OR REPLACE TEMP TABLE ledger_policy AS
SELECT * FROM (VALUES {{ledger_policies}}) AS t(policy, unit, column_id);

-- Grain: one section of the form and the category it lists.
CREATE OR REPLACE TEMP TABLE ledger_section AS
SELECT section, category FROM (VALUES {{ledger_sections}}) AS t(section, category);

-- ==== Leaves: what follows reads the exports, place by place (indicators.ts). ====

-- Grain: one row of a ledger, repeated ones too. Households of one head's name in one village are told apart by the head's row at
-- or above a member's.
CREATE OR REPLACE TEMP TABLE ledger_listed AS
WITH placed AS (
  SELECT l.*, p.region_code, month_text(month_of(l.as_of)) AS period,
    CASE WHEN p.matched = 'village' THEN p.region_code ELSE concat_ws('/', l.district, l.town, l.village) END AS village_key,
    coalesce(l.id_no_hash, concat_ws('/', l.file_id, l.sheet_no, l.row_no)) AS person_key
  FROM staging.ledger_zz AS l
  JOIN place AS p ON p.county_name IS NOT DISTINCT FROM l.district AND p.township_name IS NOT DISTINCT FROM l.town
    AND p.village_name IS NOT DISTINCT FROM l.village
  WHERE l.state <> 'refused'
), headed AS (
  SELECT *, CASE WHEN relation = 'head' THEN person_key END AS head_key,
    last_value(head_key IGNORE NULLS) OVER (listed ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS head_above,
    first_value(head_key IGNORE NULLS) OVER (listed ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS head_below
  FROM placed
  WINDOW listed AS (PARTITION BY as_of, section, village_key, head_name_hash ORDER BY file_id, sheet_no, row_no)
)
SELECT * EXCLUDE (head_key, head_above, head_below),
  concat_ws('/', section, village_key, head_name_hash, coalesce(head_above, head_below)) AS household_key
FROM headed;

-- A ledger states the month of its day; of several in one month each village stands by the last that lists it.
CREATE OR REPLACE TEMP TABLE ledger_row AS
SELECT * FROM ledger_listed QUALIFY as_of = max(as_of) OVER (PARTITION BY period, village_key);

-- Grain: one household or person that counts for an item of a section: a policy (a household with any row ticked), else 户 or 人
-- listed, 有姓名 with a contact's name, 有姓名和单位 with both.
CREATE OR REPLACE TEMP TABLE ledger_unit AS
SELECT DISTINCT t.region_code, t.period, t.section, p.policy AS item, CASE p.unit WHEN '户' THEN t.household_key ELSE t.person_key END AS unit_key
FROM (UNPIVOT ledger_row ON {{ledger_ticks}} INTO NAME column_id VALUE ticked) AS t JOIN ledger_policy AS p USING (column_id)
WHERE t.ticked
UNION ALL
SELECT DISTINCT region_code, period, section, '人', person_key FROM ledger_row
UNION ALL
SELECT region_code, period, section, item, household_key
FROM (
  SELECT region_code, period, section, household_key, unnest(['户', '有姓名', '有姓名和单位']) AS item,
    unnest([TRUE, bool_or(has_contact_name), bool_or(has_contact_name) AND bool_or(has_contact_unit)]) AS hit
  FROM ledger_row GROUP BY ALL
)
WHERE hit;

-- Grain: place × month × column of the form that a sheet in it lacks.
CREATE OR REPLACE TEMP TABLE ledger_lack_leaf AS
SELECT DISTINCT l.region_code, l.period, c.column_id
FROM (SELECT DISTINCT region_code, period, file_id, sheet_no FROM ledger_row) AS l
JOIN source_sheet AS s ON s.file_id = l.file_id AND s.sheet_no = l.sheet_no
JOIN (SELECT column_id FROM ledger_policy UNION ALL SELECT unnest(['contact_name', 'contact_unit'])) AS c
  ON NOT list_contains(s.columns, c.column_id);

-- Grain: one month for which a ledger lists anyone.
CREATE OR REPLACE TEMP TABLE ledger_month_told AS SELECT DISTINCT period FROM ledger_row;

-- Grain: household × month in which someone named with a unit is in charge of it at the month's end; `is_sure` is FALSE where
-- only rows without a first day say so.
CREATE OR REPLACE TEMP TABLE contact_in_charge AS
SELECT c.household_id, p.period, bool_or(c.valid_from IS NOT NULL) AS is_sure
FROM contact_person AS c JOIN month_period AS p ON coalesce(c.valid_from <= least(p.end_on, data_day()), TRUE) AND coalesce(c.valid_to >= least(p.end_on, data_day()), TRUE)
WHERE c.has_officer_name AND c.has_officer_unit
GROUP BY ALL;

-- Grain: household of an export; the head's row says whether it has a contact's name (README §2.6).
CREATE OR REPLACE TEMP TABLE contact_exported AS
SELECT as_of, household_id, first(has_monitor_contact_name ORDER BY (relation_to_head = 'head') DESC NULLS LAST, state = 'duplicate', file_id, sheet_no, row_no) AS is_named
FROM staging.monitored_person WHERE state <> 'refused' GROUP BY ALL;

-- Grain: place × month × category: households of the register, those with a contact, and what unknown inputs may change.
CREATE OR REPLACE TEMP TABLE contact_leaf AS
SELECT e.region_code, e.period, e.category, count(*) FILTER (e.is_registered) AS d,
  count(*) FILTER (e.is_registered AND c.is_sure) AS in_charge, count(*) FILTER (e.is_registered AND NOT c.is_sure) AS in_charge_maybe,
  count(*) FILTER (e.is_unknown AND c.is_sure IS NOT TRUE) AS in_charge_extra,
  count(*) FILTER (e.is_registered AND x.is_named) AS named, count(*) FILTER (e.is_unknown AND x.is_named IS NOT TRUE) AS named_extra
FROM episode_month AS e
LEFT JOIN contact_in_charge AS c ON c.household_id = e.household_id AND c.period = e.period
LEFT JOIN contact_exported AS x ON x.household_id = e.household_id AND x.as_of = e.from_as_of
WHERE e.is_registered OR e.is_unknown
GROUP BY ALL;

-- ==== Figures: from here on only ground and leaves are read (indicators.ts). ====

-- Grain: region × month × section × item. Persons are counted once at every level, so that no level is the sum of those below.
CREATE OR REPLACE TEMP TABLE ledger_count AS
SELECT t.ancestor AS region_code, u.period, u.section, u.item, count(DISTINCT u.unit_key) AS n
FROM ledger_unit AS u JOIN region_tree AS t ON t.descendant = u.region_code
GROUP BY ALL;

-- Grain: region × month for which a ledger lists someone.
CREATE OR REPLACE TEMP TABLE ledger_stated AS
SELECT DISTINCT region_code, period FROM ledger_count WHERE item = '户';

-- Grain: region × month × column of the form that a sheet in it lacks.
CREATE OR REPLACE TEMP TABLE ledger_lack AS
SELECT DISTINCT t.ancestor AS region_code, l.period, l.column_id FROM ledger_lack_leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code;

-- Grain: one month of the series or of a ledger.
CREATE OR REPLACE TEMP TABLE ledger_month AS
SELECT period, stat_year FROM period WHERE kind = 'month'
UNION SELECT period, CAST(left(period, 4) AS BIGINT) FROM ledger_month_told;

-- K47 台账政策享受数: no base, and what is not ticked is not known. Months and regions without a ledger have no value.
INSERT INTO figure BY NAME
WITH cell AS (
  SELECT s.region_code, m.period, m.stat_year, w.section, p.policy, p.unit,
    CASE WHEN t.period IS NOT NULL AND k.column_id IS NULL THEN coalesce(c.n, 0) END AS n
  FROM scope AS s CROSS JOIN ledger_month AS m CROSS JOIN ledger_section AS w CROSS JOIN ledger_policy AS p
  LEFT JOIN ledger_stated AS t ON t.region_code = s.region_code AND t.period = m.period
  LEFT JOIN ledger_lack AS k ON k.region_code = s.region_code AND k.period = m.period AND k.column_id = p.column_id
  LEFT JOIN ledger_count AS c ON c.region_code = s.region_code AND c.period = m.period AND c.section = w.section AND c.item = p.policy
  WHERE s.indicator = 'K47' AND NOT s.is_sparse
  UNION ALL
  SELECT s.region_code, m.period, m.stat_year, c.section, p.policy, p.unit, CASE WHEN k.column_id IS NULL THEN c.n END
  FROM scope AS s JOIN ledger_count AS c ON c.region_code = s.region_code JOIN ledger_month AS m ON m.period = c.period
  JOIN ledger_section AS w ON w.section = c.section JOIN ledger_policy AS p ON p.policy = c.item
  LEFT JOIN ledger_lack AS k ON k.region_code = c.region_code AND k.period = c.period AND k.column_id = p.column_id
  WHERE s.indicator = 'K47' AND s.is_sparse
)
SELECT 'K47' AS indicator, region_code, period, stat_year AS period_year, '分节=' || section || ';政策=' || policy AS breakdown,
  unit AS basis, n AS numerator, n AS value, unit, CASE WHEN n IS NULL THEN 'missing_data' ELSE 'ok' END AS status
FROM cell;

-- Grain: region × month × category × source: households of the register, those with a contact, and what unknown inputs may change.
CREATE OR REPLACE TEMP TABLE contact_register AS
SELECT t.ancestor AS region_code, l.period, l.category, unnest(['责任人表', '导出']) AS source, sum(l.d) AS d,
  unnest([sum(l.in_charge), sum(l.named)]) AS n, unnest([sum(l.in_charge_maybe), 0]) AS maybe,
  unnest([sum(l.in_charge_extra), sum(l.named_extra)]) AS extra
FROM contact_leaf AS l JOIN region_tree AS t ON t.descendant = l.region_code
GROUP BY t.ancestor, l.period, l.category;

-- Grain: one source that was received with the columns it must have. The export has no unit's column: its names alone decide.
CREATE OR REPLACE TEMP TABLE contact_source AS
SELECT w.source, w.place
FROM (VALUES ('责任人表', 1, 'contact_person', ['officer_name', 'officer_unit']), ('台账', 2, 'ledger_zz', ['contact_name', 'contact_unit']),
  ('导出', 3, 'monitored_person', ['monitor_contact_name'])) AS w(source, place, table_id, columns)
WHERE EXISTS (SELECT 1 FROM source_sheet AS s WHERE s.table_id = w.table_id)
  AND (w.source = '台账' OR (EXISTS (SELECT 1 FROM snapshot)
    AND NOT EXISTS (SELECT 1 FROM source_sheet AS s WHERE s.table_id = w.table_id AND NOT list_has_all(s.columns, w.columns))));

-- Grain: one row that K49 writes and the source it stands on: those named, then total and categories by the best source received.
-- 责任人表 goes first: it alone names units for every household of the register, month by month.
CREATE OR REPLACE TEMP TABLE contact_row AS
SELECT '来源=' || source AS breakdown, source, NULL AS category FROM (SELECT unnest(['台账', '责任人表', '导出']) AS source)
UNION ALL SELECT '来源=台账;监测对象类别=' || category, '台账', category FROM ledger_section
UNION ALL SELECT '', (SELECT arg_min(source, place) FROM contact_source), NULL
UNION ALL SELECT '监测对象类别=' || c.category, b.source, c.category
FROM category_row AS c CROSS JOIN (SELECT arg_min(source, place) AS source FROM contact_source) AS b
WHERE b.source IS DISTINCT FROM '台账' OR c.category IN (SELECT category FROM ledger_section);

-- Grain: region × month × row: sums of the row's source; no row where the source says nothing of the region and month.
CREATE OR REPLACE TEMP TABLE contact_sum AS
SELECT r.region_code, r.period, w.breakdown, sum(r.n) AS n, sum(r.d) AS d, sum(r.maybe) AS maybe, sum(r.extra) AS extra
FROM contact_row AS w JOIN contact_register AS r ON r.source = w.source AND (w.category IS NULL OR r.category = w.category)
GROUP BY ALL
UNION ALL
SELECT c.region_code, c.period, w.breakdown, coalesce(sum(c.n) FILTER (c.item = '有姓名和单位'), 0),
  coalesce(sum(c.n) FILTER (c.item = '户'), 0), 0, 0
FROM contact_row AS w JOIN ledger_count AS c ON w.source = '台账'
LEFT JOIN ledger_section AS s ON s.section = c.section
WHERE c.item IN ('户', '有姓名和单位') AND (w.category IS NULL OR s.category = w.category)
GROUP BY ALL;

-- K49 联系人配备率 (README §8.16): households with a contact's name and unit over those in the register, or listed in the ledger.
INSERT INTO figure BY NAME
WITH known AS (
  SELECT s.region_code, s.is_sparse, m.period, m.stat_year, w.breakdown,
    CASE w.source WHEN '台账' THEN t.period IS NOT NULL AND k.period IS NULL ELSE o.source IS NOT NULL END AS is_known
  FROM scope AS s CROSS JOIN ledger_month AS m CROSS JOIN contact_row AS w
  LEFT JOIN contact_source AS o ON o.source = w.source
  LEFT JOIN ledger_stated AS t ON t.region_code = s.region_code AND t.period = m.period
  LEFT JOIN (SELECT DISTINCT region_code, period FROM ledger_lack WHERE column_id IN ('contact_name', 'contact_unit')) AS k
    ON k.region_code = s.region_code AND k.period = m.period
  WHERE s.indicator = 'K49' AND (w.source = '台账' OR m.period IN (SELECT period FROM month_period))
), cell AS (
  SELECT k.* EXCLUDE (is_known), CASE WHEN k.is_known THEN coalesce(c.n, 0) END AS n, CASE WHEN k.is_known THEN coalesce(c.d, 0) END AS d,
    c.maybe, c.extra
  FROM known AS k LEFT JOIN contact_sum AS c ON c.region_code = k.region_code AND c.period = k.period AND c.breakdown = k.breakdown
  WHERE k.breakdown = '' OR NOT k.is_sparse OR c.d > 0
)
SELECT 'K49' AS indicator, region_code, period, stat_year AS period_year, breakdown, '户' AS basis, n AS numerator, d AS denominator,
  rate_value(n, d) AS value, '%' AS unit, rate_status(n, d) AS status, maybe, extra
FROM cell;
