import { endless, loadSolver, Program } from "./program.ts";
import type { Relation, System } from "./system.ts";

/** What a reader can take one withheld count for. */
export interface Interval {
  readonly cell: number;
  readonly low: number;
  readonly high: number;
}

export interface Attack {
  /** Sensitive cells a reader knows more of than allowed, or about which nothing better could be shown. */
  readonly failing: readonly Interval[];
  /** Sensitive cells that were looked at. */
  readonly examined: number;
  readonly solved: number;
  readonly components: number;
  /** Cells of the largest set of unknown cells that hang together. */
  readonly largest: number;
  /** The narrowest width among the sensitive cells: no cell's is smaller. */
  readonly narrowest: number;
}

/**
 * How many unknown cells around a cell are let vary, the others held at what they are: what is possible then is possible. A
 * cell that stays too narrow is tried with more, at last with all that hang together, which is exact.
 */
const sizes = [400, 1600, Number.POSITIVE_INFINITY];

/**
 * Works out what a reader who knows every number in `known` and every relation can take each sensitive cell for, by
 * linear programs over sets of unknown cells that hang together, all months at once.
 * @param known cell → whether it is shown
 * @param width what must be left open at least, in whole numbers
 * @param isExact whether a cell that is too narrow in its surroundings is tried with everything it hangs together with
 * @param among the sensitive cells to look at, all by default
 */
export async function attack(
  system: System,
  known: readonly boolean[],
  width: number,
  isExact = true,
  among: readonly number[] = [...system.cells.keys()].filter(cell => system.cells[cell]!.sensitive)
): Promise<Attack> {
  const field = new Field(system, known, width, await loadSolver());
  for (const size of isExact ? sizes : sizes.slice(0, 1)) {
    const tried = new Set<number>();
    for (const cell of among)
      if (!known[cell] && !tried.has(cell) && field.widthOf(cell) < width)
        for (const other of field.vary(cell, size)) tried.add(other);
  }
  const { components, largest } = field.groups();
  return {
    failing: among
      .filter(cell => field.widthOf(cell) < width)
      .map(cell => ({ cell, low: field.low[cell]!, high: field.high[cell]! })),
    examined: among.length,
    solved: field.solved,
    components,
    largest,
    narrowest: among.reduce((least, cell) => Math.min(least, field.widthOf(cell)), Number.POSITIVE_INFINITY)
  };
}

/** The unknown cells, and how far each was found to go while every relation holds. */
class Field {
  readonly low: number[];
  readonly high: number[];
  solved = 0;
  readonly #system: System;
  readonly #known: readonly boolean[];
  readonly #width: number;
  readonly #highs: Awaited<ReturnType<typeof loadSolver>>;
  /** Cell → the relations an unknown cell stands in. */
  readonly #of: Relation[][];

  constructor(
    system: System,
    known: readonly boolean[],
    width: number,
    highs: Awaited<ReturnType<typeof loadSolver>>
  ) {
    this.#system = system;
    this.#known = known;
    this.#width = width;
    this.#highs = highs;
    this.low = system.cells.map(({ value }) => value);
    this.high = [...this.low];
    this.#of = system.cells.map(() => []);
    for (const relation of system.relations)
      for (const cell of relation.cells) if (!known[cell]) this.#of[cell]!.push(relation);
  }

  /** How wide the interval is, in whole numbers. */
  widthOf(cell: number): number {
    return Math.floor(this.high[cell]! + 1e-6) - Math.ceil(this.low[cell]! - 1e-6);
  }

  /**
   * Solves for the least and most of the cells nearest to one, with so many cells let vary.
   * @returns the cells it did that for
   */
  vary(target: number, size: number): readonly number[] {
    const near = this.#around(target, size);
    const column = new Map(near.map((cell, i) => [cell, i]));
    const { cells } = this.#system;
    const relations = [...new Set(near.flatMap(cell => this.#of[cell]!))];
    const program = new Program(this.#highs, {
      low: near.map(() => 0),
      high: near.map(() => endless),
      rows: relations.map(relation => {
        let fixed = 0;
        const columns: number[] = [];
        const factors: number[] = [];
        relation.cells.forEach((cell, i) => {
          const at = column.get(cell);
          if (at === undefined) fixed += relation.factors[i]! * cells[cell]!.value;
          else {
            columns.push(at);
            factors.push(relation.factors[i]!);
          }
        });
        // Minus nought and nought are the same bound.
        return { columns, factors, least: 0 - fixed, most: relation.isEqual ? 0 - fixed : endless };
      })
    });
    const isWhole = near.length < size;
    const sensitive = near.filter(cell => cells[cell]!.sensitive);
    // Those at the edge are better tried with surroundings of their own.
    const targets = isWhole ? sensitive : sensitive.filter(other => column.get(other)! < size / 4);
    for (const cell of targets)
      for (const sign of [-1, 1]) {
        if (this.widthOf(cell) >= this.#width) break;
        program.cost(column.get(cell)!, sign);
        const found = program.least();
        program.cost(column.get(cell)!, 0);
        if (!found) throw new Error(`no solution although the true numbers are one: ${cells[cell]!.name}`);
        for (const other of sensitive) {
          const value = found[column.get(other)!]!;
          if (value < this.low[other]!) this.low[other] = value;
          if (value > this.high[other]!) this.high[other] = value;
        }
      }
    this.solved += program.solved;
    program.close();
    return targets;
  }

  /** Unknown cells near a cell, nearest first, through the relations they share. */
  #around(target: number, size: number): number[] {
    const found = [target];
    const seen = new Set(found);
    for (let i = 0; i < found.length && found.length < size; i += 1)
      for (const relation of this.#of[found[i]!]!)
        for (const cell of relation.cells)
          if (!this.#known[cell] && !seen.has(cell)) {
            seen.add(cell);
            found.push(cell);
          }
    return found.slice(0, size);
  }

  /** How many sets of unknown cells hang together and hold a sensitive one, and the size of the largest. */
  groups(): { components: number; largest: number } {
    const seen = new Set<number>();
    let components = 0;
    let largest = 0;
    for (const [cell, { sensitive }] of this.#system.cells.entries()) {
      if (!sensitive || this.#known[cell] || seen.has(cell)) continue;
      const group = this.#around(cell, Number.POSITIVE_INFINITY);
      for (const other of group) seen.add(other);
      components += 1;
      largest = Math.max(largest, group.length);
    }
    return { components, largest };
  }
}
