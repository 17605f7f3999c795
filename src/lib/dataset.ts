import { tableFromIPC } from "@uwdata/flechette";

/** What names one row of the tidy table. `breakdown` is "" for the total. */
export interface Key {
  readonly indicator: string;
  readonly region: string;
  readonly period: string;
  readonly breakdown?: string;
  readonly basis: string;
}

export type Status =
  | "ok"
  | "na_zero_denominator"
  | "missing_data"
  | "not_judged_input"
  | "undetermined_input"
  | "suppressed";

type Judgement = "met" | "unmet" | "reference" | "not_judged" | "undetermined";

/** One row of the tidy table without its key. Ratios are fractions (0.1234). */
export interface Cell {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  readonly unit: string;
  readonly status: Status;
  /** Null when the profile in hand has no row, so nothing is known of its judgement. */
  readonly judgement: Judgement | null;
  readonly clause: string;
}

/** One row of the tidy table with its key and the profile it stands under. */
export interface TidyRow extends Required<Key>, Cell {
  readonly profile: string;
}

/** A column of one Arrow file, read by row. */
interface Column<T> {
  at(row: number): T;
}

/** The columns of one Arrow file, with the number of the first row in the index. */
interface Part {
  readonly first: number;
  readonly length: number;
  readonly numerator: Column<number | null>;
  readonly denominator: Column<number | null>;
  readonly value: Column<number | null>;
  readonly unit: Column<string>;
  readonly status: Column<Status>;
  readonly judgement: Column<Judgement>;
  readonly clause: Column<string | null>;
}

const keyColumns = ["indicator", "region_code", "period", "breakdown", "basis", "profile_id"] as const;

/**
 * The tidy `indicator` table, held by column. A row is found through a hash of its key's codes;
 * no row objects are kept. Further Arrow files with the same columns (the county slices) may be added.
 */
export class Dataset {
  /** The profile whose rows are taken when the profile in hand has none: values do not depend on it. */
  readonly #fallback: string;
  readonly #codes = keyColumns.map(() => new Map<string, number>());
  readonly #parts: Part[] = [];
  readonly #lists = new Map<string, { readonly rows: number; readonly list: readonly string[] }>();
  /** Codes of every row, `keyColumns.length` apart. */
  #keys = new Int32Array(0);
  /** Open addressing: row + 1, 0 when free. */
  #slots = new Int32Array(16);
  #rows = 0;
  #used = 0;
  /** What is read where no row is. */
  #absent: (key: Key) => Cell | undefined = () => undefined;

  constructor(fallbackProfile: string) {
    this.#fallback = fallbackProfile;
  }

  /** Says what to read where there is no row, instead of nothing. */
  whereAbsent(read: (key: Key) => Cell | undefined): void {
    this.#absent = read;
  }

  /** Number of distinct rows. */
  get size(): number {
    return this.#used;
  }

  /** Breakdowns that any row has, e.g. `检查项=重复人;表=监测对象信息`. */
  get breakdowns(): readonly string[] {
    return [...this.#codes[3]!.keys()];
  }

  /** Breakdowns that rows of one indicator have, in the order of the files. */
  breakdownsOf(indicator: string): readonly string[] {
    return this.#listOf(indicator, 3);
  }

  /** Periods that rows of one indicator have, in the order of the files: months, or rounds and events by their names. */
  periodsOf(indicator: string): readonly string[] {
    return this.#listOf(indicator, 2);
  }

  /** Texts of one key column that rows of an indicator have. */
  #listOf(indicator: string, position: number): readonly string[] {
    const name = `${position} ${indicator}`;
    const known = this.#lists.get(name);
    if (known?.rows === this.#rows) return known.list;
    const code = this.#codes[0]!.get(indicator);
    const found = new Set<number>();
    const width = keyColumns.length;
    for (let row = 0; row < this.#rows; ++row)
      if (this.#keys[row * width] === code) found.add(this.#keys[row * width + position]!);
    const texts = [...this.#codes[position]!.keys()];
    const list = [...found].map(each => texts[each]!);
    this.#lists.set(name, { rows: this.#rows, list });
    return list;
  }

  /** Values of one dimension in an indicator's breakdowns: values("K37", "部门") → 教育部门, 公安部门 … */
  values(indicator: string, dimension: string): string[] {
    const found = this.breakdownsOf(indicator).flatMap(breakdown =>
      breakdown
        .split(";")
        .filter(part => part.startsWith(`${dimension}=`))
        .map(part => part.slice(dimension.length + 1))
    );
    return [...new Set(found)];
  }

  /** Periods that any row has, in no set order. */
  get periods(): readonly string[] {
    return [...this.#codes[2]!.keys()];
  }

  /** Adds an Arrow IPC file. A row whose key is there already is left out. */
  add(bytes: ArrayBuffer | Uint8Array): void {
    const table = tableFromIPC(bytes);
    const column = <T>(name: string): Column<T> => {
      const found = table.getChild(name);
      if (!found) throw new Error(`Arrow 文件缺少列：${name}`);
      return found as Column<T>;
    };
    const length = table.numRows;
    const first = this.#rows;
    this.#parts.push({
      first,
      length,
      numerator: column("numerator"),
      denominator: column("denominator"),
      value: column("value"),
      unit: column("unit"),
      status: column("status"),
      judgement: column("judgement"),
      clause: column("clause")
    });
    this.#grow(first + length);
    const width = keyColumns.length;
    keyColumns.forEach((name, position) => {
      const values = column<string | null>(name);
      const codes = this.#codes[position]!;
      for (let row = 0; row < length; ++row) {
        const text = values.at(row) ?? "";
        const code = codes.get(text) ?? codes.size;
        if (code === codes.size) codes.set(text, code);
        this.#keys[(first + row) * width + position] = code;
      }
    });
    this.#rows = first + length;
    for (let row = first; row < this.#rows; ++row) this.#insert(row);
  }

  /** The cell of a key under a profile, or undefined when the table has no such row (but see `whereAbsent`). */
  cell(key: Key, profile: string = this.#fallback): Cell | undefined {
    const row = this.#find(key, profile);
    if (row >= 0) return this.#read(row, true);
    const other = profile === this.#fallback ? -1 : this.#find(key, this.#fallback);
    return other >= 0 ? this.#read(other, false) : this.#absent(key);
  }

  /** Cells of one key over several periods, in their order. */
  series(
    key: Omit<Key, "period">,
    periods: readonly string[],
    profile: string = this.#fallback
  ): (Cell | undefined)[] {
    return periods.map(period => this.cell({ ...key, period }, profile));
  }

  /**
   * Rows of the tidy table that pass a test of their key, in the order of the files. Of a figure that stands under
   * several documents only one row is taken: that of the profile in hand, else the data's own, else the document's
   * whose figure it is.
   */
  rows(test: (key: Key) => boolean, profile: string = this.#fallback): TidyRow[] {
    const width = keyColumns.length;
    const texts = this.#codes.map(codes => [...codes.keys()]);
    const found: TidyRow[] = [];
    const seen = new Set<number>();
    for (let row = 0; row < this.#rows; ++row) {
      const [indicator, region, period, breakdown, basis, own] = texts.map(
        (list, position) => list[this.#keys[row * width + position]!]!
      ) as [string, string, string, string, string, string];
      const key = { indicator, region, period, breakdown, basis };
      if (!test(key)) continue;
      const best = [profile, this.#fallback, own].map(each => this.#find(key, each)).find(each => each >= 0)!;
      if (best !== row && texts[5]![this.#keys[best * width + 5]!] !== own) continue;
      if (seen.has(best)) continue;
      seen.add(best);
      found.push({ ...key, profile: own, ...this.#read(best, true) });
    }
    return found;
  }

  #read(row: number, judged: boolean): Cell {
    const part = this.#parts.find(each => row < each.first + each.length)!;
    const at = row - part.first;
    const numerator = part.numerator.at(at);
    const denominator = part.denominator.at(at);
    const status = part.status.at(at);
    const known = status === "ok" || status === "not_judged_input";
    return {
      numerator,
      denominator,
      value: part.value.at(at) ?? (known ? quotient(numerator, denominator) : null),
      unit: part.unit.at(at),
      status,
      judgement: judged ? part.judgement.at(at) : null,
      clause: judged ? (part.clause.at(at) ?? "") : ""
    };
  }

  #find(key: Key, profile: string): number {
    const texts = [key.indicator, key.region, key.period, key.breakdown ?? "", key.basis, profile];
    const codes: number[] = [];
    for (let position = 0; position < texts.length; ++position) {
      const code = this.#codes[position]!.get(texts[position]!);
      if (code === undefined) return -1;
      codes.push(code);
    }
    const slot = this.#slot(position => codes[position]!);
    return this.#slots[slot]! - 1;
  }

  #insert(row: number): void {
    const base = row * keyColumns.length;
    const slot = this.#slot(position => this.#keys[base + position]!);
    if (this.#slots[slot]) return;
    this.#slots[slot] = row + 1;
    this.#used += 1;
  }

  /** The slot that holds a row with these codes, or the free slot where it belongs. */
  #slot(code: (position: number) => number): number {
    const width = keyColumns.length;
    const mask = this.#slots.length - 1;
    let hash = 0;
    for (let position = 0; position < width; ++position)
      hash = Math.imul(hash ^ (code(position) + 0x9e3779b9), 0x85ebca6b) ^ (hash >>> 13);
    for (let slot = (hash ^ (hash >>> 16)) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) return slot;
      let position = 0;
      while (position < width && this.#keys[row * width + position] === code(position)) ++position;
      if (position === width) return slot;
    }
  }

  #grow(rows: number): void {
    const keys = new Int32Array(rows * keyColumns.length);
    keys.set(this.#keys);
    this.#keys = keys;
    if (this.#slots.length >= rows * 2) return;
    let size = this.#slots.length;
    while (size < rows * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#used = 0;
    for (let row = 0; row < this.#rows; ++row) this.#insert(row);
  }
}

/** A value that the published file leaves out: a count's is its numerator, a rate's the quotient. */
function quotient(numerator: number | null, denominator: number | null): number | null {
  return denominator === null || numerator === null ? numerator : numerator / denominator;
}
