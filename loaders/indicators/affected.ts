import type { Contract } from "../contract/contract.ts";
import { type FamilySql, familySql } from "./indicators.ts";

/** What is to be worked out again. */
export interface Affected {
  /** Numbers of the families' files, in their order. */
  readonly families: readonly string[];
  readonly indicators: readonly string[];
}

/** What must run so that families can. */
export interface Needed {
  /** The families, and those that make what these read, in their order. */
  readonly families: readonly string[];
  /** Names of tables that occur in their SQL. */
  readonly names: ReadonlySet<string>;
}

/** What one family's SQL names. */
interface Family {
  readonly number: string;
  /** How long its SQL is: to plan it is most of the work where the data are few. */
  readonly length: number;
  readonly names: ReadonlySet<string>;
  readonly makes: readonly string[];
  readonly indicators: readonly string[];
}

/** The family of data quality: it reads every table for the files' sake, and is left out. */
export const quality = "90";

/** Tables that every family writes to. */
const common = new Set(["tally", "frame_row", "figure", "verdict"]);

/**
 * The families that read one of the tables, or what such a family makes, and all that write the same indicators; read off
 * their SQL: a family that names a table reads it. Data quality (K48) is not among them.
 */
export function affectedBy(contract: Contract, tables: readonly string[]): Affected {
  const families = updated(contract);
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

/** All there is to work out again where what every figure rests on has changed; data quality (K48) is not in it. */
export function everything(contract: Contract): Affected {
  const families = updated(contract);
  return {
    families: families.map(({ number }) => number),
    indicators: [...new Set(families.flatMap(({ indicators }) => indicators))].sort()
  };
}

/** Of what is to be worked out again, what some indicators need. */
export function partOf(contract: Contract, all: Affected, indicators: readonly string[]): Affected {
  const asked = all.indicators.filter(id => indicators.includes(id));
  const writers = familiesOf(contract, "whole").filter(
    family => all.families.includes(family.number) && family.indicators.some(id => asked.includes(id))
  );
  return { families: writers.map(({ number }) => number), indicators: asked };
}

/**
 * The families, and all others that make what a half of theirs reads.
 * @param indicators those whose own SQL in that half is needed; all by default
 */
export function neededBy(
  contract: Contract,
  numbers: readonly string[],
  half: keyof FamilySql,
  indicators?: readonly string[]
): Needed {
  const families = familiesOf(contract, half);
  const isAsked = (family: Family): boolean =>
    !indicators || family.indicators.some(id => indicators.includes(id));
  const found = new Set(families.filter(family => numbers.includes(family.number) && isAsked(family)));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    const read = new Set([...found].flatMap(({ names }) => [...names]));
    for (const family of families) if (family.makes.some(name => read.has(name))) found.add(family);
  }
  return {
    families: families.filter(family => found.has(family)).map(({ number }) => number),
    names: new Set([...found].flatMap(({ names }) => [...names]))
  };
}

/**
 * Splits what is to be worked out for connections that work side by side, each as much as the others by the length of the SQL:
 * families that read what the other makes stay together, but those without indicators, which each connection runs for itself.
 * @returns at most `count`; an indicator that families of several write is in each of theirs
 */
export function sidesOf(
  contract: Contract,
  { families, indicators }: Affected,
  half: keyof FamilySql,
  count: number
): Affected[] {
  const written = new Map(
    familiesOf(contract, "whole").map(({ number, indicators }) => [number, indicators])
  );
  const own = familiesOf(contract, half).filter(
    ({ number }) => families.includes(number) && written.get(number)!.length > 0
  );
  const groups: Family[][] = [];
  for (const family of own) {
    const needed = neededBy(contract, [family.number], half).families;
    const linked = groups.filter(group => group.some(({ number }) => needed.includes(number)));
    for (const group of linked) groups.splice(groups.indexOf(group), 1);
    groups.push([...linked.flat(), family]);
  }
  const lengthOf = (group: readonly Family[]): number => group.reduce((sum, { length }) => sum + length, 0);
  const sides: Family[][] = Array.from({ length: count }, () => []);
  for (const group of groups.sort((a, b) => lengthOf(b) - lengthOf(a)))
    sides.reduce((least, side) => (lengthOf(side) < lengthOf(least) ? side : least)).push(...group);
  return sides
    .filter(side => side.length > 0)
    .map(side => {
      const numbers = side.map(({ number }) => number).sort();
      const ids = numbers.flatMap(number => written.get(number)!);
      return { families: numbers, indicators: indicators.filter(id => ids.includes(id)) };
    });
}

/** Tables that families make. */
export function madeBy(contract: Contract, numbers: readonly string[]): ReadonlySet<string> {
  const families = familiesOf(contract, "whole").filter(({ number }) => numbers.includes(number));
  return new Set(families.flatMap(({ makes }) => makes));
}

/** The families whose figures an update takes along. */
function updated(contract: Contract): Family[] {
  return familiesOf(contract, "whole").filter(({ number }) => number !== quality);
}

/** What was read off the SQL, which stays as it is while a process runs. */
const known = new WeakMap<Contract, Map<keyof FamilySql, Family[]>>();

function familiesOf(contract: Contract, half: keyof FamilySql): Family[] {
  const halves = known.get(contract) ?? new Map<keyof FamilySql, Family[]>();
  known.set(contract, halves);
  const families = halves.get(half) ?? readFamilies(contract, half);
  halves.set(half, families);
  return families;
}

function readFamilies(contract: Contract, half: keyof FamilySql): Family[] {
  return [...familySql(contract)].map(([number, text]) => {
    const sql = text[half].replace(/--[^\n]*/g, "");
    const makes = [...sql.matchAll(/CREATE(?: OR REPLACE)?(?: TEMP)? (?:TABLE|VIEW|MACRO) (\w+)/g)].map(
      match => match[1]!
    );
    return {
      number,
      length: sql.length,
      names: new Set(sql.match(/\b[a-z]\w*/g)),
      makes: makes.filter(name => !common.has(name)),
      indicators: [...new Set([...sql.matchAll(/'(K\d\d|B\d\d)'/g)].map(match => match[1]!))]
    };
  });
}
