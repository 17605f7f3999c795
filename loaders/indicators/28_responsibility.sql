-- Who answers for a household at the month's end: K21, K22.

INSERT INTO frame_row BY NAME
SELECT 'K21' AS indicator, unnest(['', '职级状态=达标', '职级状态=不达标', '职级状态=未知']) AS breakdown, '户' AS basis, '%' AS unit, 'rate' AS kind, 'month' AS period_kind
UNION ALL SELECT 'K22', '', '户', '%', 'rate', 'month';

-- Grain: household × month in which it has contact persons in force. A blank rank, village, role or first day is
-- unknown, not a no (README §3).
CREATE OR REPLACE TEMP TABLE contact_month AS
SELECT household_id, period,
  CASE WHEN bool_or(is_cadre AND rank_ok AND is_sure) THEN '达标' WHEN bool_or(is_cadre AND coalesce(rank_ok, TRUE)) THEN '未知' ELSE '不达标' END AS rank_state,
  CASE WHEN bool_or(is_neighbour AND same_village AND is_sure) THEN TRUE WHEN bool_or(is_neighbour AND coalesce(same_village, TRUE)) THEN NULL ELSE FALSE END AS is_paired
FROM (
  SELECT c.household_id, m.period, c.rank_ok, c.same_village, coalesce(c.role = 'assigned_cadre', TRUE) AS is_cadre,
    coalesce(c.role IN ('village_party_member', 'lead_farmer'), TRUE) AS is_neighbour, c.role IS NOT NULL AND c.valid_from IS NOT NULL AS is_sure
  FROM contact_person AS c JOIN month_period AS m ON coalesce(c.valid_from <= least(m.end_on, data_day()), TRUE)
    AND (c.valid_to IS NULL OR c.valid_to >= least(m.end_on, data_day()))
)
GROUP BY ALL;

-- Grain: household × month.
CREATE OR REPLACE TEMP TABLE contact_state AS
SELECT e.region_code, e.period, e.household_id, e.from_as_of, e.is_registered, e.is_unknown, c.household_id IS NOT NULL AS has_contact, coalesce(c.rank_state, '不达标') AS rank_state,
  CASE WHEN c.household_id IS NULL THEN FALSE ELSE c.is_paired END AS is_paired
FROM episode_month AS e LEFT JOIN contact_month AS c ON c.household_id = e.household_id AND c.period = e.period
WHERE e.is_registered OR e.is_unknown;

-- K21 挂钩责任人达标率.
INSERT INTO tally BY NAME
SELECT 'K21' AS indicator, region_code, period, '' AS breakdown, '户' AS basis, count(*) FILTER (is_registered AND rank_state = '达标') AS n,
  count(*) FILTER (is_registered) AS d, count(*) FILTER (is_registered AND rank_state = '未知') AS maybe,
  count(*) FILTER (is_unknown AND rank_state <> '达标') AS extra
FROM contact_state GROUP BY ALL
UNION ALL
SELECT 'K21', region_code, period, '职级状态=' || k.state, '户', count(*) FILTER (rank_state = k.state), count(*), NULL, NULL
FROM contact_state CROSS JOIN (SELECT unnest(['达标', '不达标', '未知']) AS state) AS k
WHERE is_registered GROUP BY ALL;

-- K22 本村结对率.
INSERT INTO tally BY NAME
SELECT 'K22' AS indicator, region_code, period, '' AS breakdown, '户' AS basis, count(*) FILTER (is_registered AND is_paired) AS n,
  count(*) FILTER (is_registered) AS d, count(*) FILTER (is_registered AND is_paired IS NULL) AS maybe,
  count(*) FILTER (is_unknown AND is_paired IS NOT TRUE) AS extra
FROM contact_state GROUP BY ALL;
