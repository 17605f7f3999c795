import { yearOf } from "../calendar.ts";
import type { Output } from "../output.ts";
import { townWithoutPopulation } from "../places.ts";
import { ruralHouseholds } from "../populations.ts";
import type { World } from "../world.ts";

const deepPoverty: Readonly<Record<string, string>> = { 石渡县: "是", 望溪县: "" };

/** Writes the region table: every level, every year of the window. */
export function writeRegionStat(world: World, output: Output): void {
  const { places, geography, contract } = world;
  const table = output.table("region_stat", "utf8");
  const { registered, rural } = world.populations;
  const seat = (code: string) => {
    const at = geography.seats.get(code);
    return { seat_longitude: at?.longitude, seat_latitude: at?.latitude };
  };
  const poor = (population: number | undefined) =>
    population === undefined
      ? {}
      : {
          registered_poor_pop: population,
          registered_poor_households: Math.round(population / 3.02),
          exited_population: Math.round(population * 0.982),
          exited_households: Math.round(population / 3.08)
        };
  const inhabitants = (code: string) => {
    const population = rural.get(code)!;
    return { rural_population: population, rural_households: ruralHouseholds(population) };
  };
  for (let year = yearOf(world.first); year <= yearOf(world.last); year++) {
    const lines = linesOf(year);
    table.put({
      region_code: places.code,
      region_name: places.name,
      region_level: contract.label("region_level", "prefecture"),
      stat_year: year,
      profile_id: "FJ2020",
      ...poor(registered.get(places.code)),
      ...inhabitants(places.code),
      ...lines,
      ...seat(places.code),
      note: "合成参数"
    });
    for (const county of places.counties) {
      table.put({
        region_code: county.code,
        region_name: county.name,
        region_level: contract.label("region_level", "county"),
        parent_code: places.code,
        stat_year: year,
        ...poor(registered.get(county.code)),
        ...inhabitants(county.code),
        deep_poverty: (deepPoverty[county.name] ?? "否") || undefined,
        ...lines,
        ...seat(county.code),
        note: "合成参数"
      });
      for (const town of county.towns) {
        table.put({
          region_code: town.code,
          region_name: town.name,
          region_aliases: town.alias,
          region_level: contract.label("region_level", "town"),
          parent_code: county.code,
          stat_year: year,
          ...poor(town.name === townWithoutPopulation ? undefined : registered.get(town.code)),
          ...inhabitants(town.code),
          focus_class: town.index % 23 === 5 ? "重点帮扶乡镇" : undefined,
          ...seat(town.code),
          note: "合成参数"
        });
        for (const village of town.villages)
          table.put({
            region_code: village.code,
            region_name: village.name,
            region_level: contract.label("region_level", "village"),
            parent_code: town.code,
            stat_year: year
          });
      }
    }
  }
  table.close();

  /** Fictional amounts, a little higher each year. */
  function linesOf(year: number) {
    const step = year - 2020;
    return {
      dibao_line: 5160 + 240 * step,
      national_poverty_line: 4100 + 150 * step,
      monitoring_income_line: 6300 + 480 * step,
      line_basis: contract.label("income_basis", "disposable"),
      rural_income_growth: { digits: (6.4 + ((step * 7) % 5) / 10).toFixed(1) }
    };
  }
}
