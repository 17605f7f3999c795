import { type Day, dayText, type Month } from "./calendar.ts";
import type { DemoContract } from "./contract.ts";
import type { Geography } from "./geography.ts";
import type { Households } from "./households.ts";
import type { Places } from "./places.ts";
import type { Populations } from "./populations.ts";

/** Everything a table of the demo is drawn from. */
export interface World {
  readonly seed: number;
  /** The snapshot day; nothing is dated later. */
  readonly asOf: Day;
  /** First and last month of the local tables. */
  readonly first: Month;
  readonly last: Month;
  readonly contract: DemoContract;
  readonly places: Places;
  readonly geography: Geography;
  readonly households: Households;
  readonly populations: Populations;
}

/** A day as a cell: blank when it is unknown or still to come. */
export function dated(world: World, day: Day | undefined): string | undefined {
  return day === undefined || day > world.asOf ? undefined : dayText(day);
}
