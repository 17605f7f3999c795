import type { Day, Month } from "./calendar.ts";
import type { DemoContract } from "./contract.ts";
import type { Geography } from "./geography.ts";
import type { Households } from "./households.ts";
import type { Places } from "./places.ts";

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
}
