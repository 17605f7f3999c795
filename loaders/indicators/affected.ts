import type { Contract } from "../contract/contract.ts";
import { familySql } from "./indicators.ts";

/** What is to be worked out again when tables changed. */
export interface Affected {
  /** Numbers of the families' files, in their order. */
  readonly families: readonly string[];
  readonly indicators: readonly string[];
}

/** What one family's SQL names. */
interface Family {
  readonly number: string;
  readonly names: ReadonlySet<string>;
  readonly makes: readonly string[];
  readonly indicators: readonly string[];
}

/** The family of data quality: it reads every table for the files' sake, and is left out. */
const quality = "90";

/** Tables that every family writes to. */
const common = new Set(["tally", "frame_row", "figure", "verdict"]);

/**
 * The families that read one of the tables, or what such a family makes, and all that write the same indicators; read off
 * their SQL: a family that names a table reads it. Data quality (K48) is not among them.
 */
export function affectedBy(contract: Contract, tables: readonly string[]): Affected {
  const families = [...familySql(contract)].filter(([number]) => number !== quality).map(familyOf);
  const changed = new Set(tables);
  const found = new Set<Family>();
  const indicators = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const family of families) {
      const reads = [...family.names].some(name => changed.has(name) && !family.makes.includes(name));
      if (!reads && !family.indicators.some(id => indicators.has(id))) continue;
      found.add(family);
      for (const name of family.makes) changed.add(name);
      for (const id of family.indicators) indicators.add(id);
    }
  }
  return {
    families: families.filter(family => found.has(family)).map(({ number }) => number),
    indicators: [...indicators].sort()
  };
}

function familyOf([number, text]: [string, string]): Family {
  const sql = text.replace(/--[^\n]*/g, "");
  const makes = [...sql.matchAll(/CREATE(?: OR REPLACE)?(?: TEMP)? (?:TABLE|VIEW|MACRO) (\w+)/g)].map(
    match => match[1]!
  );
  return {
    number,
    names: new Set(sql.match(/\b[a-z]\w*/g)),
    makes: makes.filter(name => !common.has(name)),
    indicators: [...new Set([...sql.matchAll(/'(K\d\d|B\d\d)'/g)].map(match => match[1]!))]
  };
}
