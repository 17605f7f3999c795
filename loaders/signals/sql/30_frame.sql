-- Grain: one household in the register at the end of the data's last month: who may be drawn. The stratum is its town, or the place it
-- is known to lie in where that is above a town.
CREATE OR REPLACE TEMP TABLE signal_frame AS
SELECT e.household_id, coalesce(min(t.ancestor) FILTER (r.region_level = 'town'), e.region_code) AS stratum, e.region_code
FROM episode_month AS e JOIN region_tree AS t ON t.descendant = e.region_code JOIN region AS r ON r.region_code = t.ancestor
WHERE e.is_registered AND e.period = (SELECT max(period) FROM period WHERE kind = 'month')
  AND e.region_code IN (SELECT descendant FROM region_tree WHERE ancestor = (SELECT region_code FROM region_root))
GROUP BY e.household_id, e.region_code;
