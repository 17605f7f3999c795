import { attack } from "./attack.ts";
import { endless, loadSolver, Program } from "./program.ts";
import type { System } from "./system.ts";

/** How many cells around a cell are looked at for what else to withhold, at first. */
const nearby = 400;
const rounds = 12;
/** How many rounds search for the cheapest. */
const searches = 2;

/**
 * Chooses what to withhold: every sensitive cell, and as few and cheap others as the linear program finds until no
 * sensitive cell can be known more closely than allowed.
 * @returns cell → whether it may be shown; hidden cells may not
 */
export async function suppress(system: System, width: number): Promise<boolean[]> {
  const known = system.cells.map(cell => !cell.sensitive && !cell.hidden);
  const search = await Search.of(system, known);
  let among: readonly number[] | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const { failing } = await attack(system, known, width, false, among);
    if (failing.length === 0) break;
    // To withhold more opens intervals and closes none: only those that fail need another look.
    among = failing.map(({ cell }) => cell);
    if (round >= searches) {
      // What a search nearby could not open is opened at once, by a cell of every equation it stands in.
      for (const cell of among) search.open(cell, Math.floor((round - searches) / 3));
      continue;
    }
    // A solution in fractions may leave a whole number less: the second search asks for more.
    const open = new Set(among);
    for (const cell of among)
      if (open.has(cell)) search.protect(cell, open, width + round, nearby * (round + 1));
  }
  return known;
}

/** Looks, around a cell, for the cheapest cells whose withholding leaves it open. */
class Search {
  readonly #system: System;
  readonly #known: boolean[];
  readonly #highs: Awaited<ReturnType<typeof loadSolver>>;
  /** Cell → the relations it stands in. */
  readonly #of: number[][];

  static async of(system: System, known: boolean[]): Promise<Search> {
    return new Search(system, known, await loadSolver());
  }

  private constructor(system: System, known: boolean[], highs: Awaited<ReturnType<typeof loadSolver>>) {
    this.#system = system;
    this.#known = known;
    this.#highs = highs;
    this.#of = system.cells.map(() => []);
    system.relations.forEach((relation, i) => {
      for (const cell of relation.cells) this.#of[cell]!.push(i);
    });
  }

  /**
   * Withholds what is needed so that the numbers could as well differ from the true ones by `width` at a cell, and at the
   * open ones next to it. A difference is a rise and a fall of each cell, from nothing; those of shown cells cost, and end
   * up withheld.
   * @param open cells that are to be seen to; those that were are taken out
   */
  protect(first: number, open: Set<number>, width: number, size: number): void {
    const { cells, relations } = this.#system;
    const near = this.#around(first, size);
    const at = new Map(near.map((cell, i) => [cell, i]));
    const touched = [...new Set(near.flatMap(cell => this.#of[cell]!))].sort((a, b) => a - b);
    const rows = touched.map(index => {
      const relation = relations[index]!;
      const columns: number[] = [];
      const factors: number[] = [];
      let slack = 0;
      relation.cells.forEach((cell, i) => {
        const factor = relation.factors[i]!;
        slack += factor * cells[cell]!.value;
        const column = at.get(cell);
        if (column === undefined) return;
        columns.push(2 * column, 2 * column + 1);
        factors.push(factor, -factor);
      });
      return {
        columns,
        factors,
        least: relation.isEqual ? 0 : 0 - slack,
        most: relation.isEqual ? 0 : endless
      };
    });
    const low = near.flatMap(() => [0, 0]);
    const high = near.flatMap(cell => [endless, cells[cell]!.value]);
    const shut = (): number[] => high.map((most, i) => (this.#known[near[i >> 1]!] ? 0 : most));
    const program = new Program(this.#highs, { low, high: shut(), rows });
    const reach = (column: number, sign: number): number => {
      program.cost(column, -sign);
      program.cost(column + 1, sign);
      const found = program.least()!;
      program.cost(column, 0);
      program.cost(column + 1, 0);
      return sign * (found[column]! - found[column + 1]!);
    };
    for (const target of near.slice(0, Math.ceil(size / 4))) {
      if (!open.delete(target)) continue;
      const rise = 2 * at.get(target)!;
      const fall = reach(rise, -1);
      if (fall + reach(rise, 1) >= width - 1e-6) continue;
      const found = this.#cheapest(program, near, { low, high, rise, by: width - fall });
      program.allBounds(low, shut());
      program.allCosts(low);
      if (!found) continue;
      near.forEach((cell, i) => {
        if (found[2 * i]! + found[2 * i + 1]! > 1e-6) this.#known[cell] = false;
      });
      program.allBounds(low, shut());
    }
    program.close();
  }

  /** Withholds the cheapest shown cell of every equation a cell stands in, and its neighbours so many steps away. */
  open(target: number, steps: number): void {
    const { cells, relations } = this.#system;
    for (const relation of this.#of[target]!) {
      if (steps > 0)
        for (const cell of relations[relation]!.cells) if (cell !== target) this.open(cell, steps - 1);
      const shown = relations[relation]!.cells.filter(cell => this.#known[cell]);
      const [first] = shown.sort((a, b) => cells[a]!.cost - cells[b]!.cost);
      if (first !== undefined && relations[relation]!.isEqual) this.#known[first] = false;
    }
  }

  /** The cheapest difference in which a cell rises by so much, shown cells taking part at their cost. */
  #cheapest(
    program: Program,
    near: readonly number[],
    { low, high, rise, by }: { low: readonly number[]; high: readonly number[]; rise: number; by: number }
  ): Float64Array | null {
    const { cells } = this.#system;
    program.allBounds(low, high);
    program.allCosts(
      near.flatMap(cell => {
        const cost = this.#known[cell] ? cells[cell]!.cost : 0;
        return [cost, cost];
      })
    );
    program.bounds(rise, by, by);
    program.bounds(rise + 1, 0, 0);
    return program.least();
  }

  /** Cells near a cell, nearest first, through the relations they share. */
  #around(target: number, size: number): number[] {
    const found = [target];
    const seen = new Set(found);
    for (let i = 0; i < found.length && found.length < size; i += 1)
      for (const relation of this.#of[found[i]!]!)
        for (const cell of this.#system.relations[relation]!.cells)
          if (!seen.has(cell)) {
            seen.add(cell);
            found.push(cell);
          }
    return found;
  }
}
