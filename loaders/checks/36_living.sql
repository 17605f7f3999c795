-- Grain: one household.
CREATE OR REPLACE TEMP VIEW check_living_household AS
SELECT household_id, NULL::BIGINT AS place_no, region_code,
  outside(arable_area, 0, {{arable_range.max}}) AS arable_range,
  outside(pasture_area, 0, {{pasture_range.max}}) AS pasture_range,
  outside(water_area, 0, {{water_range.max}}) AS water_range,
  outside(forest_area, 0, {{forest_range.max}}) AS forest_range,
  outside(returned_forest_area, 0, {{returned_range.max}}) AS returned_range,
  outside(orchard_area, 0, {{orchard_range.max}}) AS orchard_range,
  outside(road_distance, 0, {{road_far.km}}) AS road_far,
  NOT sanitary_toilet AS no_toilet,
  NOT has_power AS no_power
FROM check_household;
