import loadHighs, { type Highs, type Model } from "highs";

/** Columns from `low` to `high`, and rows of Σ factor × column between `least` and `most`. */
export interface Constraints {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly rows: readonly {
    readonly columns: readonly number[];
    readonly factors: readonly number[];
    readonly least: number;
    readonly most: number;
  }[];
}

/** Stands for no bound: no count of a region comes near it. */
export const endless = 1e7;

let solver: Promise<Highs> | undefined;

/** The linear-program solver, which runs offline and alone: the same program gives the same solution. */
export function loadSolver(): Promise<Highs> {
  solver ??= loadHighs();
  return solver;
}

/** A linear program that is solved again and again with other costs. To be closed. */
export class Program {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #columns: number;
  /** Solutions asked for. */
  solved = 0;

  constructor(highs: Highs, { low, high, rows }: Constraints) {
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { columns, factors } of rows) {
      indices.push(...columns);
      values.push(...factors);
      starts.push(indices.length);
    }
    this.#highs = highs;
    this.#columns = low.length;
    this.#model = highs.createModel({
      numCols: low.length,
      numRows: rows.length,
      colCost: new Float64Array(low.length),
      colLower: Float64Array.from(low),
      colUpper: Float64Array.from(high),
      rowLower: Float64Array.from(rows, ({ least }) => least),
      rowUpper: Float64Array.from(rows, ({ most }) => (most >= endless ? highs.infinity : most)),
      matrix: {
        format: "csr",
        numRows: rows.length,
        numCols: low.length,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values)
      }
    });
    this.#model.options.set({ output_flag: false, solver: "simplex", random_seed: 0 });
  }

  cost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost);
  }

  bounds(column: number, low: number, high: number): void {
    this.#model.changeColBounds(column, low, high);
  }

  allBounds(low: readonly number[], high: readonly number[]): void {
    this.#model.changeColsBounds(
      { kind: "range", from: 0, to: this.#columns - 1 },
      Float64Array.from(low),
      Float64Array.from(high)
    );
  }

  allCosts(costs: readonly number[]): void {
    this.#model.changeColsCost({ kind: "range", from: 0, to: this.#columns - 1 }, Float64Array.from(costs));
  }

  /** The least-cost solution, null when none is possible. */
  least(): Float64Array | null {
    this.solved += 1;
    this.#model.run();
    const { optimal, infeasible } = this.#highs.constants.modelStatus;
    const status = this.#model.getModelStatus();
    if (status === optimal) return this.#model.getSolution().colValue;
    if (status === infeasible) return null;
    throw new Error(`linear program ended with status ${status}`);
  }

  close(): void {
    this.#model.dispose();
  }
}
