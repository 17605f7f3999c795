-- What is so anywhere in the data, on which every place's figures hang. Grain: one fact, with its value where there are several.
CREATE OR REPLACE TABLE anywhere AS
SELECT 'profile' AS fact, profile_id AS value FROM profile_in_force
UNION SELECT 'measure', NULL FROM staging.measure WHERE state = 'accepted'
UNION SELECT unnest(list_filter([CASE WHEN industry_capable IS NOT NULL THEN 'industry_capable' END,
  CASE WHEN living_hardship IS NOT NULL THEN 'living_hardship' END], lambda x: x IS NOT NULL)), NULL
FROM staging.household_finance
WHERE state = 'accepted' AND period_type = 'year' AND household_id IS NOT NULL AND period_end IS NOT NULL
ORDER BY ALL;
