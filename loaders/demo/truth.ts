import { periodText } from "./calendar.ts";
import { categories, exits, fault } from "./households.ts";
import type { World } from "./world.ts";

interface Count {
  households: number;
  persons: number;
}

/** Counts of one category at the end of the last month, by the contract's counting rules. */
interface TruthRow {
  readonly cumulative: Count;
  readonly eliminated: Count;
  readonly register: Count;
  /** Exits other than elimination; records entered by mistake count nowhere. */
  readonly otherExits: Count;
  readonly unknown: Count;
}

/** Rows by region code (the prefecture and its counties), then by category: a code of `monitor_category`, `unrecognised` or `total`. */
export interface Truth {
  readonly period: string;
  readonly regions: Readonly<Record<string, Readonly<Record<string, TruthRow>>>>;
}

type Status = Exclude<keyof TruthRow, "cumulative">;

export function countTruth(world: World): Truth {
  const { households, places } = world;
  const names = [...categories.slice(1), "unrecognised", "total"];
  const regions: Record<string, Record<string, TruthRow>> = {};
  for (const code of [places.code, ...places.counties.map(county => county.code)])
    regions[code] = Object.fromEntries(names.map(name => [name, emptyRow()]));

  for (let household = 0; household < households.count; household++) {
    if (households.category[household] === 0 || exits[households.exit[household]!] === "mistake") continue;
    const county = places.villages[households.village[household]!]!.town.county;
    const unrecognised = (households.faults[household]! & fault.unknownCategory) !== 0;
    const category = unrecognised ? "unrecognised" : categories[households.category[household]!]!;
    const status = statusOf(household);
    for (const region of [places.code, county.code])
      for (const name of [category, "total"])
        for (const count of [regions[region]![name]!.cumulative, regions[region]![name]![status]]) {
          count.households++;
          count.persons += households.size[household]!;
        }
  }
  return { period: periodText(world.last), regions };

  function statusOf(household: number): Status {
    if ((households.faults[household]! & (fault.blankStatus | fault.blankEliminatedMonth)) !== 0)
      return "unknown";
    if (households.left[household] === 0) return "register";
    return exits[households.exit[household]!] === "risk_eliminated" ? "eliminated" : "otherExits";
  }
}

function emptyRow(): TruthRow {
  const count = () => ({ households: 0, persons: 0 });
  return {
    cumulative: count(),
    eliminated: count(),
    register: count(),
    otherExits: count(),
    unknown: count()
  };
}
