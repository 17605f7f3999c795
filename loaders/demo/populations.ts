import { type Households, inRegister } from "./households.ts";
import type { County, Places, Town } from "./places.ts";
import { createRandom } from "./random.ts";

/** Inhabitants by region code. */
export interface Populations {
  /** Registered poor population of the prefecture, counties and towns. */
  readonly registered: ReadonlyMap<string, number>;
  /** Rural population of the prefecture, counties, towns and villages; each level sums to the one above. */
  readonly rural: ReadonlyMap<string, number>;
}

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
const ruralPerRegistered = 9.3;
const personsPerRuralHousehold = 3.1;

export function createPopulations(places: Places, households: Households, seed: number): Populations {
  const registered = registeredPopulations(places, households, seed);
  const rural = new Map<string, number>();
  const add = (code: string, persons: number) => rural.set(code, (rural.get(code) ?? 0) + persons);
  for (const town of places.towns) {
    const random = createRandom(seed, "inhabitants", town.index);
    const total = registered.get(town.code)! * ruralPerRegistered;
    const weights = town.villages.map(() => 0.5 + random.next());
    const sum = weights.reduce((all, weight) => all + weight, 0);
    for (const [i, village] of town.villages.entries()) {
      const persons = Math.max(40, Math.round((total * weights[i]!) / sum));
      for (const code of [village.code, town.code, town.county.code, places.code]) add(code, persons);
    }
  }
  return { registered, rural };
}

export function ruralHouseholds(persons: number): number {
  return Math.round(persons / personsPerRuralHousehold);
}

/** Registered poor population by county and town, set so that the register's rates come out as wished. */
function registeredPopulations(places: Places, households: Households, seed: number): Map<string, number> {
  const random = createRandom(seed, "populations");
  const persons = new Map<County | Town, number>();
  for (let household = 0; household < households.count; household++) {
    if (!inRegister(households, household, households.schedule.last)) continue;
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
  populations.set(
    places.code,
    places.counties.reduce((sum, county) => sum + populations.get(county.code)!, 0)
  );
  return populations;
}
