import type { Cell, Key } from "./dataset.js";
import type { ReaderSource } from "./reader.js";
import { reachesDown } from "./sparse.js";

/** What a public edition has of a row it leaves out. */
const withheld: Cell = {
  numerator: null,
  denominator: null,
  value: null,
  unit: "",
  status: "suppressed",
  judgement: null,
  clause: ""
};

/**
 * What to read where a public edition has no row: it leaves rows out, so their absence does not mean there was nothing. Below
 * the levels an indicator goes down to, in a basis it is not counted in, and where its table is not at hand, there is no row in any
 * edition.
 */
export function withheldRows({
  regions,
  catalogue
}: Pick<ReaderSource, "regions" | "catalogue">): (key: Key) => Cell | undefined {
  return ({ indicator, region, basis }) => {
    const level = regions.get(region)?.level;
    const known = catalogue.get(indicator);
    const exists =
      level &&
      known?.lacking.length === 0 &&
      known.basis.split("、").includes(basis) &&
      reachesDown({ catalogue }, indicator, level);
    return exists ? withheld : undefined;
  };
}
