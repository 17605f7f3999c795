import { yearOf } from "../calendar.ts";
import { inRegister } from "../households.ts";
import type { Output } from "../output.ts";
import { type County, type Town, townWithoutPopulation } from "../places.ts";
import { createRandom } from "../random.ts";
import type { World } from "../world.ts";

/** Persons in register per thousand of the registered poor population, at the end. */
const countyRates: Readonly<Record<string, number>> = {
  岭中区: 29.6,
  青栗县: 54.7,
  石渡县: 52.4,
  白杼县: 39.2,
  枫陵县: 39.5,
  雁塘县: 31.9,
  禾陂县: 42.3,
  望溪县: 37.7
};
/** Shares of 青栗县's registered population, as in the design pictures. */
const townPopulations: Readonly<Record<string, number>> = {
  栗阳镇: 3420,
  梧渡镇: 2980,
  碧岔乡: 1760,
  柘坪镇: 2540,
  鹿洄乡: 1320,
  桐垭乡: 1480,
  南洑镇: 2890,
  岩隐乡: 186,
  芦汀镇: 2610,
  杉背乡: 2294,
  月埠镇: 2680
};
const deepPoverty: Readonly<Record<string, string>> = { 石渡县: "是", 望溪县: "" };

/** Writes the region table: every level, every year of the window. */
export function writeRegionStat(world: World, output: Output): void {
  const { places, geography, contract } = world;
  const table = output.table("region_stat", "utf8");
  const populations = registeredPopulations(world);
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
  const rural = (population: number) => ({
    rural_population: Math.round(population * 9.3),
    rural_households: Math.round((population * 9.3) / 3.1)
  });
  for (let year = yearOf(world.first); year <= yearOf(world.last); year++) {
    const lines = linesOf(year);
    const total = places.counties.reduce((sum, county) => sum + populations.get(county.code)!, 0);
    table.put({
      region_code: places.code,
      region_name: places.name,
      region_level: contract.label("region_level", "prefecture"),
      stat_year: year,
      profile_id: "FJ2020",
      ...poor(total),
      ...rural(total),
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
        ...poor(populations.get(county.code)),
        ...rural(populations.get(county.code)!),
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
          ...poor(town.name === townWithoutPopulation ? undefined : populations.get(town.code)),
          ...rural(populations.get(town.code)!),
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

/** Registered poor population by county and town, set so that the register's rates come out as wished. */
function registeredPopulations(world: World): Map<string, number> {
  const { households, places } = world;
  const random = createRandom(world.seed, "populations");
  const persons = new Map<County | Town, number>();
  for (let household = 0; household < households.count; household++) {
    if (!inRegister(households, household, world.last)) continue;
    const { town } = places.villages[households.village[household]!]!;
    for (const region of [town, town.county])
      persons.set(region, (persons.get(region) ?? 0) + households.size[household]!);
  }
  const populations = new Map<string, number>();
  for (const county of places.counties) {
    const population = Math.max(
      200,
      Math.round((persons.get(county) ?? 0) / (countyRates[county.name]! / 1000))
    );
    const weights = county.towns.map(
      town => townPopulations[town.name] ?? ((persons.get(town) ?? 0) + 4) * Math.exp(random.normal() * 0.22)
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    let rest = population;
    county.towns.forEach((town, i) => {
      const share = i === county.towns.length - 1 ? rest : Math.round((population * weights[i]!) / sum);
      populations.set(town.code, share);
      rest -= share;
    });
    populations.set(county.code, population);
  }
  return populations;
}
