import { expect, test } from "vitest";
import type { Context } from "../../src/lib/context.ts";
import type { Cell, Key } from "../../src/lib/dataset.ts";
import {
  countMatters,
  dataMatter,
  dueSentence,
  matterNumber,
  missingMatters,
  missingText,
  openMatters,
  required
} from "../../src/lib/matters.ts";
import type { ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import { plain } from "../../src/lib/sentence.ts";
import type { Matter } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const cell = (numerator: number | null, denominator: number | null, more: Partial<Cell> = {}): Cell => ({
  numerator,
  denominator,
  value: denominator ? (numerator ?? 0) / denominator : numerator,
  unit: "%",
  status: "ok",
  judgement: "not_judged",
  clause: "",
  ...more
});
const nothing = cell(0, 0, { value: null, status: "na_zero_denominator" });
const missing = cell(null, null, { value: null, status: "missing_data" });

const matter = (id: string, more: Partial<Matter>): Matter => ({
  id,
  name: id,
  unit: "户",
  indicator: "K20",
  breakdowns: [""],
  basis: "户",
  period: "month",
  measure: "shortfall",
  shares: {},
  page: "surveys",
  anchor: "visits",
  profile: "FJ2020",
  clause: "",
  mark: "text",
  sheet: id,
  ...more
});

const list = [
  matter("核实已逾期", { indicator: "K06", basis: "条", unit: "条" }),
  matter("满一个月仍无措施", { indicator: "K27", measure: "numerator" }),
  matter("本月未入户走访", {}),
  matter("季度市级实地调研差额", {
    indicator: "K18",
    measure: "pace",
    period: "quarter",
    shares: { FJ2020: 0.1 }
  }),
  matter("预警级别待核定", { indicator: "K16", basis: "context", unit: "", measure: "numerator" }),
  matter("岗位推送不足", { indicator: "K26", basis: "人", unit: "人", period: "quarter" })
];

/** A prefecture of two counties and a town, with cells by `indicator region period basis`. */
function world(cells: Readonly<Record<string, Cell>>): ReaderSource {
  return {
    dataset: {
      cell: ({ indicator, region: place, period, basis }: Key) =>
        cells[`${indicator} ${place} ${period} ${basis}`]
    },
    meta: { asOf: "2023-12-31" },
    regions: new Regions(
      [
        region("1", "云岭市", "prefecture", ""),
        region("11", "青栗县", "county", "1"),
        region("12", "石渡县", "county", "1"),
        region("111", "碧岔乡", "town", "11")
      ],
      "1"
    ),
    catalogue: new Map(
      [
        ["K06", "town>county"],
        ["K20", "town>county"],
        ["K16", "village>town>county>prefecture"],
        ["K18", "prefecture"],
        ["K26", "town>county"],
        ["K27", "county>prefecture"]
      ].map(([id, grain]) => [id, { grain }])
    )
  } as unknown as ReaderSource;
}

const cells = {
  "K06 1 2023-12 条": cell(389, 412),
  "K06 11 2023-12 条": cell(88, 97),
  "K06 12 2023-12 条": cell(70, 78),
  "K27 1 2023-12 户": cell(31, 2290),
  "K20 1 2023-12 户": cell(2191, 2279),
  "K20 11 2023-12 户": nothing,
  "K18 1 2023Q4 户": cell(206, 2363),
  "K16 1 2023-12 户": cell(92, 2346),
  "K16 1 2023-12 人": cell(250, 6629)
};
const root: Context = { region: "1", period: "2023-12", basis: "户", profile: "FJ2020" };

test("a shortfall, a numerator and a pace, each never below nought", () => {
  const number = (measure: Matter["measure"], one: Cell, shares = { FJ2020: 0.1 }) =>
    matterNumber({ measure, shares }, [one], "FJ2020").number;
  expect(number("shortfall", cell(389, 412))).toBe(23);
  expect(number("numerator", cell(31, 2290))).toBe(31);
  expect(number("pace", cell(206, 2363))).toBe(31);
  expect(number("pace", cell(237, 2363))).toBe(0);
  expect(number("pace", cell(300, 2363))).toBe(0);
  expect(number("shortfall", nothing)).toBe(0);
});

test("what a share asks for is rounded up, but not by the last bit of a product", () => {
  expect(required(0.1, 2363)).toBe(237);
  expect(required(0.1, 2360)).toBe(236);
  expect(required(0.07, 100)).toBe(7);
  expect(required(0.1, 0)).toBe(0);
});

test("what is missing is no number; parts that are there are summed and the rest said", () => {
  const of = (parts: (Cell | undefined)[]) =>
    matterNumber({ measure: "shortfall", shares: {} }, parts, "FJ2020");
  expect(of([missing])).toEqual({ number: null, state: "missing", partial: false });
  expect(of([undefined])).toEqual({ number: null, state: "missing", partial: false });
  expect(of([cell(66, 69), cell(27, 29)])).toEqual({ number: 5, state: null, partial: false });
  expect(of([cell(66, 69), missing])).toEqual({ number: 3, state: null, partial: true });
  expect(of([cell(3, 5, { status: "suppressed", value: null })]).state).toBe("suppressed");
});

test("a document that asks for no share has no pace", () => {
  const { number, state } = matterNumber(
    { measure: "pace", shares: { FJ2020: 0.1 } },
    [cell(1, 50)],
    "HN2021"
  );
  expect([number, state]).toEqual([null, "silent"]);
});

test("matters are counted in their order, with where they lie", () => {
  const counts = countMatters(world(cells), root, list);
  expect(openMatters(counts).map(({ name, number, unit, where }) => [name, number, unit, where])).toEqual([
    ["核实已逾期", 23, "条", "青栗 9、石渡 8"],
    ["满一个月仍无措施", 31, "户", "基数 2,290"],
    ["本月未入户走访", 88, "户", "基数 2,279"],
    ["四季度市级实地调研差额", 31, "户", "要求 237，已做 206"],
    ["预警级别待核定", 92, "户", "基数 2,346"]
  ]);
  expect(missingText(missingMatters(counts))).toBe("岗位推送不足");
});

test("a matter by the basis in hand is counted in it", () => {
  const counts = countMatters(world(cells), { ...root, basis: "人" }, list);
  expect(counts.find(({ name }) => name === "预警级别待核定")).toMatchObject({ number: 250, unit: "人" });
  expect(counts.find(({ name }) => name === "核实已逾期")).toMatchObject({ number: 23, unit: "条" });
});

test("a town has no matters of indicators that stop above it, and none where its county has rows and it has not", () => {
  const counts = countMatters(world(cells), { ...root, region: "111" }, list);
  expect(counts.map(({ name, number, state }) => [name, number, state])).toEqual([
    ["核实已逾期", 0, null],
    ["本月未入户走访", 0, null],
    ["预警级别待核定", null, "missing"],
    ["岗位推送不足", null, "missing"]
  ]);
});

test("到期 says the first three that fall short, and stays neutral when none does", () => {
  const said = (of: Readonly<Record<string, Cell>>, profile = "FJ2020") =>
    plain(dueSentence(countMatters(world(of), { ...root, profile }, list)));
  expect(said(cells)).toBe("核实已逾期 23 条，本月未入户走访 88 户，四季度市级实地调研比要求少 31 户。");
  expect(said(cells, "HN2021")).toBe("核实已逾期 23 条，本月未入户走访 88 户。");
  expect(said({ "K26 1 2023Q4 人": cell(40, 52) })).toBe("四季度岗位推送不足 12 人。");
  expect(said({})).toBe("到期未办的事项缺数据。");
  const done = Object.fromEntries(Object.keys(cells).map(key => [key, nothing]));
  expect(said(done)).toBe("已有数据的事项没有到期未办的，1 类缺数据。");
  expect(said({ ...done, "K26 1 2023Q4 人": nothing })).toBe("没有到期未办的事项。");
});

test("what the data lack is one matter, the last", () => {
  const none = { tables: [], shares: [], unrecognised: 0, refused: 0, checks: 0 };
  expect(dataMatter(none)).toMatchObject({ number: 0, where: "" });
  expect(
    dataMatter({ tables: ["部门预警"], shares: ["杉背县"], unrecognised: 1, refused: 6, checks: 2 })
  ).toEqual({
    number: 6,
    where: "未导入部门预警；杉背县没有占比；认不出 1 个文件；拒收 6 行；检查未过 2 类",
    anchor: "tables"
  });
  expect(dataMatter({ ...none, tables: ["甲", "乙", "丙"] }).where).toBe("未导入甲、乙等 3 张");
  expect(dataMatter({ ...none, refused: 6 }).anchor).toBe("rejects");
  expect(dataMatter({ ...none, checks: 6 }).anchor).toBe("checks");
});
