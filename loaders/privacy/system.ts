import type { PublicInput, PublicRow } from "./cells.ts";
import type { PublicRules } from "./rules.ts";

/** A number of households, persons or money: of one quantity, at one place, at the end of one month. */
export interface Cell {
  readonly value: number;
  /** How dear it is to withhold, for the search of what else to withhold. */
  readonly cost: number;
  /** Whether a reader must not come to know it: people's count from 1 to below the threshold. */
  readonly sensitive: boolean;
  /** Never shown, whatever is withheld. */
  readonly hidden: boolean;
  /** What it is, for messages. */
  readonly name: string;
}

/** Σ coefficient × cell = 0, or ≥ 0. */
export interface Relation {
  readonly cells: readonly number[];
  readonly factors: readonly number[];
  readonly isEqual: boolean;
}

/** A row of the table with the cells it shows. */
export interface Shown {
  readonly row: PublicRow;
  readonly n: number;
  readonly d: number;
}

/** Everything a reader can work with: the cells, what holds between them, and which rows show which. */
export interface System {
  readonly cells: readonly Cell[];
  readonly relations: readonly Relation[];
  readonly rows: readonly Shown[];
  /** Names of the tables, and how many. */
  readonly tables: number;
}

/** Dimensions whose values are different questions, not parts of one whole. */
const apart = new Set(["分项", "统计项", "口径", "级别来源", "调研层级", "分母口径", "任务", "来源"]);

/** Units that count people or their households. */
const personal = new Set(["户", "人", "户次", "人次", "条", "项"]);

const wholeCategory = "监测对象类别=合计";

type Role = "n" | "d";

/** A column of numbers: one indicator's numerator or denominator under one breakdown. */
interface Series {
  readonly indicator: string;
  readonly basis: string;
  readonly kind: string;
  readonly variant: string;
  readonly parts: readonly string[];
  readonly role: Role;
  /** `region month` → value. */
  readonly values: Map<string, number>;
  quantity: number;
}

const at = (region: string, month: number): string => `${region} ${month}`;

/** Breakdown as its parts, the category's total as the total itself. */
const partsOf = (breakdown: string): string[] =>
  breakdown.split(";").filter(part => part !== "" && part !== wholeCategory);

const nameOf = (each: Omit<Series, "values" | "quantity">): string =>
  [each.indicator, each.basis, each.kind, each.variant, each.parts.join(";"), each.role].join("|");

/**
 * The system a strong reader works with. Whatever holds among the true numbers and follows from what the tables are taken
 * to be (parts of a whole, places of a place, the same quantity in two tables, stocks and flows) is in it.
 */
export function systemOf({ rows, places }: PublicInput, rules: PublicRules): System {
  const series = seriesOf(rows);
  merge([...series.values()]);
  const builder = new Builder(rules.threshold);
  const shown = rows.map((row): Shown => {
    const cell = (role: Role, value: number): number => {
      const own = series.get(nameOf(keyOf(row, role)))!;
      return builder.cell(own.quantity, row, value, personal.has(row.basis), nameFor(row, role));
    };
    const shownRow = { row, n: cell("n", row.n), d: row.d === null ? -1 : cell("d", row.d) };
    if (!row.hidden) builder.show(shownRow, places);
    return shownRow;
  });
  complements(builder, shown, series);
  const find = (own: Series | undefined, region: string, month: number): number | undefined =>
    own?.values.has(at(region, month)) ? builder.find(own.quantity, region, month) : undefined;
  overPlaces(builder, places);
  overParts(builder, [...series.values()], series, find);
  overBases(builder, [...series.values()], series, find);
  links(builder, rules, rows, series, find);
  return {
    cells: builder.cells(),
    relations: builder.relations(),
    rows: shown.filter(({ row }) => !row.hidden),
    tables: new Set(rows.filter(row => !row.hidden).map(row => `${row.indicator} ${row.basis} ${row.kind}`))
      .size
  };
}

function keyOf(row: PublicRow, role: Role): Omit<Series, "values" | "quantity"> {
  const { indicator, basis, kind, variant } = row;
  return { indicator, basis, kind, variant, parts: partsOf(row.breakdown), role };
}

const nameFor = (row: PublicRow, role: Role): string =>
  [row.indicator, row.region, row.period, row.breakdown, row.basis, role === "n" ? "分子" : "分母"]
    .filter(Boolean)
    .join(" ");

function seriesOf(rows: readonly PublicRow[]): Map<string, Series> {
  const found = new Map<string, Series>();
  for (const row of rows)
    for (const role of ["n", "d"] as const) {
      const value = row[role];
      if (value === null) continue;
      const key = keyOf(row, role);
      const name = nameOf(key);
      if (!found.has(name)) found.set(name, { ...key, values: new Map(), quantity: found.size });
      found.get(name)!.values.set(at(row.region, row.month), value);
    }
  return found;
}

/** Series that never differ where both have a number are one quantity in two tables. */
function merge(series: readonly Series[]): void {
  const buckets = new Map<string, Series[][]>();
  for (const own of series) {
    const entries = [...own.values];
    if (entries.every(([, value]) => value === 0)) continue;
    const yearly = entries.filter(([key]) => /^\d{1,6} \d{4}12$/.test(key)).map(entry => entry.join("="));
    const key = yearly.sort().join(",");
    const quantities = buckets.get(key) ?? [];
    buckets.set(key, quantities);
    const same = quantities.find(members => members.every(other => isSame(own, other)));
    if (same) {
      own.quantity = same[0]!.quantity;
      same.push(own);
    } else quantities.push([own]);
  }
}

function isSame(a: Series, b: Series): boolean {
  let common = 0;
  for (const [key, value] of a.values) {
    const other = b.values.get(key);
    if (other === undefined) continue;
    if (other !== value) return false;
    common += 1;
  }
  return common > 8;
}

/** Collects cells and relations. */
class Builder {
  readonly #threshold: number;
  readonly #at = new Map<string, number>();
  readonly #values: number[] = [];
  readonly #names: string[] = [];
  readonly #sensitive: boolean[] = [];
  readonly #costs: number[] = [];
  readonly #relations: Relation[] = [];
  readonly #seen = new Set<string>();
  /** Quantity → month → places with a cell. */
  readonly index = new Map<number, Map<number, Map<string, number>>>();

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  cell(quantity: number, row: PublicRow, value: number, isPersonal: boolean, name: string): number {
    const key = `${quantity} ${row.region} ${row.month}`;
    const known = this.#at.get(key);
    if (known !== undefined) {
      if (this.#values[known] !== value) throw new Error(`two values of one quantity: ${name}`);
      this.#sensitive[known] ||= this.#isSmall(value, isPersonal);
      return known;
    }
    const id = this.#add(value, isPersonal, name);
    this.#at.set(key, id);
    const months = this.index.get(quantity) ?? new Map<number, Map<string, number>>();
    const regions = months.get(row.month) ?? new Map<string, number>();
    this.index.set(quantity, months.set(row.month, regions.set(row.region, id)));
    return id;
  }

  #add(value: number, isPersonal: boolean, name: string): number {
    this.#values.push(value);
    this.#names.push(name);
    this.#sensitive.push(this.#isSmall(value, isPersonal));
    this.#costs.push(0);
    return this.#values.length - 1;
  }

  #isSmall(value: number, isPersonal: boolean): boolean {
    return isPersonal && value >= 1 && value < this.#threshold;
  }

  /** A number that no table shows. */
  extra(value: number, isPersonal: boolean, name: string): number {
    return this.#add(value, isPersonal, name);
  }

  /** What is left of a whole without a part: a number of its own only where it is itself one to withhold. */
  rest(whole: number, part: number, isPersonal: boolean, name: string): void {
    const value = this.#values[whole]! - this.#values[part]!;
    if (this.#isSmall(value, isPersonal))
      this.relate([whole, part, this.extra(value, isPersonal, name)], [1, -1, -1], true);
    else this.relate([whole, part], [1, -1], false);
  }

  /** The same for an identity: what its terms leave over. */
  remainder(cells: readonly number[], factors: readonly number[], name: string): void {
    const value = cells.reduce((all, cell, i) => all + factors[i]! * this.#values[cell]!, 0);
    if (this.#isSmall(value, true))
      this.relate([...cells, this.extra(value, true, name)], [...factors, -1], true);
    else this.relate(cells, factors, false);
  }

  nameOf(cell: number): string {
    return this.#names[cell]!;
  }

  find(quantity: number, region: string, month: number): number | undefined {
    return this.#at.get(`${quantity} ${region} ${month}`);
  }

  value(cell: number): number {
    return this.#values[cell]!;
  }

  /** Counts a row that shows its cells: the wider the place and the greater the number, the dearer. */
  show({ row, n, d }: Shown, places: readonly { code: string; depth: number }[]): void {
    this.#depths ??= new Map(places.map(place => [place.code, place.depth]));
    const level = [20, 4, 1][this.#depths.get(row.region) ?? 0]!;
    const detail = partsOf(row.breakdown).length === 0 ? 3 : 1;
    for (const cell of d < 0 ? [n] : [n, d])
      this.#costs[cell]! += level * detail * (1 + Math.log2(1 + this.#values[cell]!));
  }
  #depths: Map<string, number> | undefined;

  relate(cells: readonly number[], factors: readonly number[], isEqual: boolean): void {
    const sums = new Map<number, number>();
    cells.forEach((cell, i) => {
      sums.set(cell, (sums.get(cell) ?? 0) + factors[i]!);
    });
    const kept = [...sums].filter(([, factor]) => factor !== 0).sort(([a], [b]) => a - b);
    if (kept.length < 2) return;
    const key = `${isEqual} ${kept.join(" ")}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#relations.push({
      cells: kept.map(([cell]) => cell),
      factors: kept.map(([, factor]) => factor),
      isEqual
    });
  }

  /** A whole and its parts, as far as the true numbers agree with it. */
  whole(total: number, parts: readonly number[]): void {
    const sum = parts.reduce((all, part) => all + this.#values[part]!, 0);
    const gap = this.#values[total]! - sum;
    const factors = [1, ...parts.map(() => -1)];
    // Money is added in hundredths; a difference below that is none.
    if (Math.abs(gap) < 1e-6) this.relate([total, ...parts], factors, true);
    else if (gap > 0) this.relate([total, ...parts], factors, false);
    else
      for (const part of parts)
        if (this.#values[part]! <= this.#values[total]!) this.relate([total, part], [1, -1], false);
  }

  cells(): Cell[] {
    return this.#values.map((value, i) => ({
      value,
      cost: this.#costs[i]!,
      sensitive: this.#sensitive[i]!,
      hidden: this.#costs[i] === 0,
      name: this.#names[i]!
    }));
  }

  relations(): Relation[] {
    return this.#relations;
  }
}

/** What a rate leaves out: those of the denominator that are not in the numerator, where they are a part of it. */
function complements(builder: Builder, rows: readonly Shown[], series: ReadonlyMap<string, Series>): void {
  const beyond = new Set<Series>();
  for (const { row } of rows)
    if (row.d !== null && row.n > row.d) beyond.add(series.get(nameOf(keyOf(row, "n")))!);
  const done = new Set<string>();
  for (const { row, n, d } of rows) {
    const own = series.get(nameOf(keyOf(row, "n")))!;
    if (d < 0 || n === d || row.basis === "元" || beyond.has(own) || done.has(`${n} ${d}`)) continue;
    done.add(`${n} ${d}`);
    builder.rest(d, n, personal.has(row.basis), `${nameFor(row, "d")}减分子`);
  }
}

function overPlaces(builder: Builder, places: PublicInput["places"]): void {
  const below = new Map<string, string[]>();
  for (const { code, parent } of places) below.set(parent, [...(below.get(parent) ?? []), code]);
  for (const months of builder.index.values())
    for (const regions of months.values())
      for (const [region, total] of regions) {
        const parts = (below.get(region) ?? []).map(code => regions.get(code));
        const known = parts.filter(part => part !== undefined);
        if (known.length > 0) builder.whole(total, known);
      }
}

/** A dimension's values and the row without that dimension, at every place and month. */
function overParts(
  builder: Builder,
  all: readonly Series[],
  series: ReadonlyMap<string, Series>,
  find: (own: Series | undefined, region: string, month: number) => number | undefined
): void {
  const groups = new Map<string, Series[]>();
  for (const own of all)
    for (const part of own.parts) {
      if (apart.has(part.split("=")[0]!)) continue;
      const rest = nameOf({ ...own, parts: own.parts.filter(other => other !== part) });
      const key = `${rest} ${part.split("=")[0]}`;
      groups.set(key, [...(groups.get(key) ?? []), own]);
    }
  for (const [key, members] of groups) {
    const total = series.get(key.slice(0, key.lastIndexOf(" ")));
    if (!total) continue;
    for (const place of total.values.keys()) {
      const [region, month] = place.split(" ") as [string, string];
      const parts = members.map(own => find(own, region, Number(month))).filter(cell => cell !== undefined);
      const whole = find(total, region, Number(month))!;
      if (parts.length > 0 && parts.every(part => part !== whole)) builder.whole(whole, parts);
    }
  }
}

/** A household has at least one person. */
function overBases(
  builder: Builder,
  all: readonly Series[],
  series: ReadonlyMap<string, Series>,
  find: (own: Series | undefined, region: string, month: number) => number | undefined
): void {
  for (const own of all) {
    if (own.basis !== "户" || own.role !== "n") continue;
    const persons = series.get(
      nameOf({ ...own, basis: "人", parts: own.parts.map(part => part.replace("(按户)", "(按人)")) })
    );
    for (const place of own.values.keys()) {
      const [region, month] = place.split(" ") as [string, string];
      const p = find(persons, region, Number(month));
      const h = find(own, region, Number(month))!;
      if (p !== undefined && builder.value(p) >= builder.value(h)) builder.relate([p, h], [1, -1], false);
    }
  }
}

/** The identities of public_links.tsv, for each category, wherever the true numbers agree with them. */
function links(
  builder: Builder,
  rules: PublicRules,
  rows: readonly PublicRow[],
  series: ReadonlyMap<string, Series>,
  find: (own: Series | undefined, region: string, month: number) => number | undefined
): void {
  const categories = [
    "",
    ...new Set(
      rows.flatMap(({ breakdown }) => partsOf(breakdown).filter(part => part.startsWith("监测对象类别=")))
    )
  ];
  const places = [
    ...new Set(rows.map(({ region, month, kind }) => (kind === "month" ? at(region, month) : "")))
  ];
  for (const { terms, hasRest } of rules.links)
    for (const basis of ["户", "人"])
      for (const category of categories) {
        const own = terms.map(({ indicator, breakdown, role }) =>
          series.get(
            nameOf({
              indicator,
              basis,
              kind: "month",
              variant: "",
              role,
              parts: [category, breakdown].filter(Boolean)
            })
          )
        );
        if (own.some(each => each === undefined)) continue;
        for (const place of places) {
          const [region = "", month = ""] = place.split(" ");
          if (month === "") continue;
          const cells = terms.map(({ lag }, i) => find(own[i], region, monthsBefore(Number(month), lag)));
          if (cells.some(cell => cell === undefined)) continue;
          const factors: number[] = terms.map(({ sign }) => sign);
          const sum = cells.reduce<number>((all, cell, i) => all + factors[i]! * builder.value(cell!), 0);
          if (hasRest) {
            if (sum >= 0) builder.remainder(cells as number[], factors, `${builder.nameOf(cells[0]!)}等相减`);
          } else if (sum === 0) builder.relate(cells as number[], factors, true);
        }
      }
}

function monthsBefore(month: number, lag: number): number {
  const number = Math.floor(month / 100) * 12 + (month % 100) - 1 - lag;
  return Math.floor(number / 12) * 100 + (number % 12) + 1;
}
