import type { Context } from "../../src/lib/context.ts";
import { Dataset } from "../../src/lib/dataset.ts";
import { countMatters, type MatterCount } from "../../src/lib/matters.ts";
import type { ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { Matter, Meta } from "../../src/lib/site.ts";
import type { State } from "../../src/lib/state.ts";
import type { Contract } from "../contract/contract.ts";
import { type Duck, literal } from "../lib/duck.ts";
import { arrowFile } from "../publish/arrow.ts";
import { catalogueOf } from "../publish/catalogue.ts";
import { figureColumns, regionsOf } from "../publish/publish.ts";
import type { Unit } from "./worklist.ts";

/** What the site counts of a matter at a place. */
export interface UnitCount {
  /** Null too where the matter is only counted from the county up. */
  readonly number: number | null;
  /** Why there is nothing to count, null where there is. */
  readonly state: State | null;
  /** Part of what it sums is missing. */
  readonly partial: boolean;
  /** The number of the county the place lies in. */
  readonly county: number | null;
}

/**
 * Counts the matters as the site does, from the tidy table by the same code. A matter that does not go down to a town
 * has its county's state and no number of its own.
 * @returns the counts of a place, by matter
 */
export async function readCounts(
  duck: Duck,
  contract: Contract,
  matters: readonly Matter[],
  { month, quarter }: { readonly month: string; readonly quarter: string }
): Promise<(unit: Pick<Unit, "code" | "level" | "county">) => ReadonlyMap<string, UnitCount>> {
  const chosen = new Map(
    (
      await duck.rows(
        `SELECT region_code, profile_id FROM profile_in_force WHERE is_chosen AND stat_year = ${Number(month.slice(0, 4))}`
      )
    ).map(row => [String(row.region_code), String(row.profile_id)])
  );
  const [root] = await duck.rows("SELECT region_code FROM region_root");
  const names = [...new Set(matters.map(({ indicator }) => indicator))].map(literal).join(", ");
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE worklist_figure AS SELECT * FROM indicator
     WHERE indicator IN (${names}) AND period IN (${literal(month)}, ${literal(quarter)}) AND region_level <> 'village'
     ORDER BY indicator, region_code, period, breakdown, basis, profile_id`
  );
  const dataset = new Dataset(chosen.get(String(root!.region_code))!);
  dataset.add(await arrowFile(duck, "worklist_figure", figureColumns));
  const source: ReaderSource = {
    dataset,
    meta: { asOf: month } as Meta,
    regions: new Regions(await regionsOf(duck), String(root!.region_code)),
    catalogue: new Map(catalogueOf(contract).map(indicator => [indicator.id, indicator]))
  };
  const countAt = (region: string): Map<string, MatterCount> => {
    const context: Context = { region, period: month, basis: "户", profile: chosen.get(region)! };
    return new Map(countMatters(source, context, matters).map(count => [count.matter.id, count]));
  };
  return ({ code, level, county }) => {
    const counted = countAt(level === "village" ? county.code : code);
    const above = countAt(county.code);
    return new Map(
      matters.map(({ id }) => {
        const whole = above.get(id)!;
        const own = counted.get(id);
        const { state, partial } = own ?? whole;
        const number = level === "town" && own ? own.number : null;
        return [id, { number, state, partial, county: whole.number }] as const;
      })
    );
  };
}
