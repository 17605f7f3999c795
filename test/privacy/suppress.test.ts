import { beforeEach, expect, test } from "vitest";
import { attack } from "../../loaders/privacy/attack.ts";
import { suppress } from "../../loaders/privacy/suppress.ts";
import type { Cell, Relation, System } from "../../loaders/privacy/system.ts";
import { expected } from "../risk/reference.ts";

beforeEach(() => expect.hasAssertions());

const reference = expected("cell_suppression");
const table: readonly (readonly number[])[] = reference.table;

/** The table with its margins, which are always shown; small cells are sensitive, or those given. */
function tableSystem(sensitive?: readonly (readonly [row: number, column: number])[]): System {
  const cells: Cell[] = [];
  const add = (value: number, cost: number, isSensitive: boolean): number =>
    cells.push({ value, cost, sensitive: isSensitive, hidden: false, name: "" }) - 1;
  const grid = table.map((row, i) =>
    row.map((value, j) =>
      add(
        value,
        1 + Math.log2(1 + value),
        sensitive
          ? sensitive.some(([r, c]) => r === i + 1 && c === j + 1)
          : value > 0 && value < reference.threshold
      )
    )
  );
  const relations: Relation[] = [...grid, ...grid[0]!.map((_, j) => grid.map(row => row[j]!))].map(parts => {
    const total = add(
      parts.reduce((sum, part) => sum + cells[part]!.value, 0),
      1e6,
      false
    );
    return { cells: [total, ...parts], factors: [1, ...parts.map(() => -1)], isEqual: true };
  });
  return { cells, relations, rows: [], tables: 1 };
}

const at = (row: number, column: number): number => (row - 1) * 4 + column - 1;

test("the attacker finds what is withheld alone, and the intervals of the reference pattern", async () => {
  const system = tableSystem();
  const alone = await attack(
    system,
    system.cells.map(cell => !cell.sensitive),
    reference.required_width
  );
  expect(alone.failing.map(({ cell, low, high }) => [cell, low, high]).sort()).toEqual(
    reference.naive_primary_only_audit
      .map(({ row, col, lo, hi }: Record<string, number>) => [at(row!, col!), lo, hi])
      .sort()
  );
  const pattern = reference.audit_of_pattern.map(({ row, col }: Record<string, number>) => [row, col]);
  const open = tableSystem(pattern);
  const { failing } = await attack(
    open,
    open.cells.map(cell => !cell.sensitive),
    Number.POSITIVE_INFINITY
  );
  expect(failing.map(({ cell, low, high }) => [cell, low, high])).toEqual(
    reference.audit_of_pattern
      .map(({ row, col, lo, hi }: Record<string, number>) => [at(row!, col!), lo, hi])
      .sort(([a]: number[], [b]: number[]) => a! - b!)
  );
});

test("at most two cells more than the best pattern of the reference has keep it from being worked out", async () => {
  const system = tableSystem();
  const known = await suppress(system, reference.required_width);
  const { failing, narrowest } = await attack(system, known, reference.required_width);
  expect(failing).toEqual([]);
  expect(narrowest).toBeGreaterThanOrEqual(reference.required_width);
  const withheld = system.cells.filter((cell, i) => !known[i] && !cell.sensitive).length;
  expect(withheld).toBeLessThanOrEqual(reference.optimal.n_complementary + 2);
});
