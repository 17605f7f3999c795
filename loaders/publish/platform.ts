import type { PlatformNumbers } from "../../src/lib/site.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** The platform's own numbers as the pages say them; their checks are those of the contract. */
export function platformOf(path: string = projectPath("data/policy/platform.tsv")): PlatformNumbers {
  return Object.fromEntries(
    readTsv(path, ["key", "value", "unit", "clause", "note"]).map(({ cells }) => [
      cells.key!,
      { value: Number(cells.value), unit: cells.unit!, note: cells.note! }
    ])
  );
}
