import { expect, test } from "vitest";
import { type Column, sortRows, toCsv } from "../../src/lib/tabular.ts";

interface Row {
  readonly name: string;
  readonly share: number | null;
}

const columns: readonly Column<Row>[] = [
  { key: "name", label: "地区", value: row => row.name },
  {
    key: "share",
    label: "占比",
    unit: "%",
    group: "期末",
    value: row => row.share,
    state: row => (row.share === null ? "缺数据" : null)
  }
];

const rows: readonly Row[] = [
  { name: "青栗县", share: 5.47 },
  { name: "杉背乡", share: null },
  { name: "=岭,中", share: 2.96 },
  { name: "石渡县", share: 5.47 }
];

test("states come last both ways, equals keep their order", () => {
  const names = (direction: "ascending" | "descending") =>
    sortRows(rows, columns[1]!, direction).map(({ name }) => name);
  expect(names("descending")).toEqual(["青栗县", "石渡县", "=岭,中", "杉背乡"]);
  expect(names("ascending")).toEqual(["=岭,中", "青栗县", "石渡县", "杉背乡"]);
});

test("CSV has a BOM, units, words for states, and no live formulas", () => {
  expect(toCsv(columns, rows.slice(0, 3))).toBe(
    '\uFEFF地区,期末·占比（%）\r\n青栗县,5.47\r\n杉背乡,缺数据\r\n"\'=岭,中",2.96\r\n'
  );
});
