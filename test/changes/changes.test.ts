import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeBook, changeName } from "../../loaders/changes/book.ts";
import { type ChangeReport, readChanges, type Span } from "../../loaders/changes/changes.ts";
import { changesOf } from "../../loaders/publish/changes.ts";
import { figureColumns } from "../../loaders/publish/publish.ts";
import { changeItems, changesOf as countsOf } from "../../src/lib/changes.ts";
import { type Household, personHeader, personRows } from "../golden/golden.ts";
import { places } from "../indicators/world.ts";
import {
  contract,
  csv,
  exportsFolder,
  type Run,
  regionHeader,
  removeFolders,
  runAll
} from "../support/exports.ts";
import { officeText } from "../support/office.ts";

beforeEach(() => expect.hasAssertions());

const east = ["辰县", "辰镇", "东村"] as const;
const south = ["巳县", "巳镇", "南村"] as const;
const of = (id: string, more: Partial<Household> = {}): Household => ({
  ...{ place: east, id, category: "边缘易致贫户", labour: ["普通劳动力"], identified: "202309" },
  ...more
});
const gone = (month: string) => ({ eliminated: "是", eliminatedIn: month });

/** A1 stays and falls, A2 is eliminated, A3 dies, A4 comes, A5 comes and goes, A6 was forgotten, A7 is in the export no more, A8 moves, A9 rises. */
const november: Household[] = [
  ...[of("A1"), of("A2"), of("A3"), of("A7"), of("A8"), of("A9")],
  of("A10", { eliminated: "" })
];
const december: Household[] = [
  ...[of("A1"), of("A2", gone("202312")), of("A3"), of("A4", { identified: "202312" })],
  ...[of("A5", { identified: "202312", ...gone("202312") }), of("A6"), of("A8", { place: south }), of("A9")],
  of("A10", { eliminated: "" })
];
const files = (more: Record<string, string>): string =>
  exportsFolder({
    "区划统计表.csv": csv(
      regionHeader,
      Object.entries(places).map(([name, code]) => [
        ...[
          code,
          name,
          "",
          code.length > 9 ? "行政村" : code.length > 6 ? "乡镇" : code.endsWith("00") ? "设区市" : "县"
        ],
        ...[
          code.length > 6 ? code.slice(0, -3) : code.endsWith("00") ? "" : "990400",
          2023,
          "ZZ2020",
          100,
          "否"
        ]
      ])
    ),
    "监测对象信息_20231130.csv": csv(personHeader, personRows(november)),
    "监测对象信息_20231231.csv": csv(personHeader, personRows(december)),
    "风险消除程序记录.csv": csv(
      ["记录编号", "户编号", "监测期次", "消除环节", "开始日期", "结果", "退出原因", "再纳入期次"],
      [["S1", "A3", 1, "其他退出登记", "2023-12-10", "通过", "自然消亡", ""]]
    ),
    ...more
  });
const levels = {
  "分类预警确认表.csv": csv(
    ["确认编号", "户编号", "监测期次", "预警级别", "生效日期", "失效日期"],
    [
      ["C1", "A1", 1, "红色", "2023-10-01", "2023-12-05"],
      ["C2", "A1", 1, "蓝色", "2023-12-06", ""],
      ["C3", "A9", 1, "未分级", "2023-10-01", "2023-12-05"],
      ["C4", "A9", 1, "黄色", "2023-12-06", ""],
      ["C5", "A8", 1, "红色", "2023-12-06", ""]
    ]
  )
};
const families = ["10", "20", "30", "31", "32", "34", "36"];
const span: Span = { kind: "month", since: "2023-11", period: "2023-12" };

let run: Run;
let report: ChangeReport;
beforeAll(async () => {
  run = await runAll(files(levels), { families });
  report = await readChanges(run.duck, contract(), { span, region: "990400", day: "2023-12-31" });
});
afterAll(() => {
  run?.close();
  removeFolders();
});

const moves = (kind: string): string[] =>
  report.moves.filter(move => move.kind === kind).map(({ household, fact }) => `${household} ${fact}`.trim());

test("who came, left and changed between two ends, by the later export", () => {
  expect(moves("纳入")).toEqual(["A4 识别监测 2023-12"]);
  expect(moves("退出")).toEqual(["A2 风险消除 2023-12", "A3 自然消亡 2023-12"]);
  expect(moves("升级")).toEqual(["A9"]);
  expect(moves("降级")).toEqual(["A1"]);
  expect(moves("期内进出")).toEqual(["A5 识别监测 2023-12，期末已不在册"]);
});

test("what the later export tells of the earlier end otherwise stands apart; an unknown state is none", () => {
  expect(moves("追溯补入")).toEqual(["A6 期初的导出没有列为在册，期末的导出列为在册；识别监测 2023-09"]);
  expect(moves("追溯退出")).toEqual(["A7 期初的导出列为在册，期末的导出没有这一户"]);
  expect(moves("区划变更")).toEqual(["A8 由 990401001001 改为 990402001001"]);
  expect(report.moves.some(({ household }) => household === "A10")).toBe(false);
});

describe("the counts of every region", () => {
  test("add up, from what the site shows at the one end to what it shows at the other", async () => {
    for (const { code, counts } of report.regions) {
      const n = (name: string): number => counts.get(name)!;
      const sum =
        n("期初在册") +
        n("纳入") -
        n("风险消除") -
        n("其他退出") +
        n("追溯补入") -
        n("追溯退出") +
        n("迁入") -
        n("迁出");
      expect([code, sum]).toEqual([code, n("期末在册")]);
      const registers = await run.rows(
        `SELECT period, numerator AS n FROM indicator WHERE indicator = 'K03' AND breakdown = '' AND basis = '户'
         AND region_code = '${code}' AND period IN ('2023-11', '2023-12') ORDER BY period`
      );
      expect([code, n("期初在册"), n("期末在册")]).toEqual([code, ...registers.map(row => row.n)]);
    }
    expect(report.regions.map(({ code }) => code)).toEqual([
      "990400",
      "990401",
      "990401001",
      "990402",
      "990402001"
    ]);
  });

  test("a move within a region is none of it", () => {
    const movedOf = (code: string) => {
      const { counts } = report.regions.find(each => each.code === code)!;
      return [counts.get("迁入"), counts.get("迁出")];
    };
    expect([movedOf("990400"), movedOf("990401"), movedOf("990402")]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0]
    ]);
  });

  test("leave the warehouse as it was", async () => {
    expect(await run.rows("SELECT DISTINCT kind FROM period ORDER BY kind")).toEqual(
      ["month", "quarter", "year"].map(kind => ({ kind }))
    );
  });
});

describe("what is published", () => {
  test("are the month's movements, and the quarter's as K17 has them", async () => {
    const published = await changesOf(run.duck);
    expect(published.known).toEqual({ register: true, levels: true });
    expect(countsOf(published, "990400", "2023-12")).toEqual({
      ...{ entered: 1, eliminated: 1, exited: 1, rose: 1, fell: 1 }
    });
    const k17 = await run.rows(
      `SELECT region_code, period, sum(numerator) FILTER (breakdown LIKE '期初级别=期内纳入%') AS entered,
         sum(numerator) FILTER (breakdown LIKE '%期末级别=期内退出') AS left_out
       FROM indicator WHERE indicator = 'K17' AND region_level <> 'village' GROUP BY ALL`
    );
    expect(k17.length).toBeGreaterThan(10);
    for (const { region_code: region, period, entered, left_out: left } of k17) {
      const counts = countsOf(published, String(region), String(period));
      expect([region, period, counts.entered, counts.eliminated! + counts.exited!]).toEqual([
        ...[region, period, entered ?? 0, left ?? 0]
      ]);
    }
    // Only what happened is written, and no village and no household.
    expect(Object.keys(published.counts).every(code => code.length <= 9)).toBe(true);
    expect(
      Object.values(published.counts)
        .flatMap(Object.values)
        .every(row => row.some((n: number) => n > 0))
    ).toBe(true);
    expect(JSON.stringify(published)).not.toMatch(/A\d/);
    expect(Object.values(published.counts["990400"]!)[0]).toHaveLength(changeItems.length);
  });

  test("without confirmations no level rises or falls, and that is not none", async () => {
    const other = await runAll(files({}), { families });
    try {
      const published = await changesOf(other.duck);
      expect(published.known).toEqual({ register: true, levels: false });
      expect(countsOf(published, "990400", "2023-12")).toMatchObject({ entered: 1, rose: null, fell: null });
      const told = await readChanges(other.duck, contract(), { span, region: "990400", day: "2023-12-31" });
      expect(told.known.levels).toBe(false);
    } finally {
      other.close();
    }
  });
});

describe("figures that moved unlike before", () => {
  /** Thirteen months of one count and one rate of the prefecture, and what is said of the last. */
  async function judged(
    counts: readonly number[],
    rates: readonly (readonly [number, number] | null)[] = []
  ) {
    await run.duck.run("BEGIN");
    // In the place of the run's own, whose texts are coded by its words.
    const plain = [...figureColumns.text, "region_name", "region_level"].map(
      name => `CAST(${name} AS VARCHAR) AS ${name}`
    );
    await run.duck.run(
      `CREATE TEMP TABLE indicator AS SELECT * REPLACE (${plain.join(", ")}) FROM indicator LIMIT 0`
    );
    const months = Array.from({ length: 12 }, (_, i) => `2023-${String(i + 1).padStart(2, "0")}`);
    const row = (id: string, at: number, n: number, d: number | null): string =>
      `('${id}', '990400', '壬市', 'prefecture', '${months[at]}', '', '户', ${n}, ${d ?? "NULL"}, ${d ? n / d : n}, '${d ? "%" : "户"}', 'ok', 'not_judged', 'ZZ2020', NULL)`;
    const rows = [
      ...counts.map((n, i) => row("K03", 12 - counts.length + i, n, null)),
      ...rates.flatMap((rate, i) => (rate ? [row("K20", 12 - rates.length + i, rate[0], rate[1])] : []))
    ];
    await run.duck.run(`INSERT INTO indicator VALUES ${rows.join(", ")}`);
    const told = await readChanges(run.duck, contract(), { span, region: "990400", day: "2023-12-31" });
    await run.duck.run("ROLLBACK");
    return told;
  }

  test("a jump after steady months is unusual, and says what was usual", async () => {
    const { unusual } = await judged([10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 60]);
    expect(unusual).toEqual([
      expect.objectContaining({
        indicator: "K03",
        before: 25,
        value: 60,
        change: 35,
        middle: 1.5,
        spread: 0.5,
        history: 10
      })
    ]);
  });

  test("a jump where months always jump is usual; a small one is too small", async () => {
    const wild = await judged([10, 60, 10, 70, 5, 80, 10, 60, 10, 70, 20, 60]);
    expect([wild.unusual, wild.judged[0]!.usual]).toEqual([[], 1]);
    const small = await judged([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 14]);
    expect([small.unusual, small.judged[0]!.small]).toEqual([[], 1]);
  });

  test("a short history is not judged, and a month without a number breaks it", async () => {
    const short = await judged([10, 10, 10, 10, 10, 60]);
    expect([short.unusual, short.judged[0]!.short]).toEqual([[], 1]);
    const rate = [90, 100] as const;
    const broken = await judged(
      [],
      [rate, null, rate, null, rate, null, rate, null, rate, null, rate, [10, 100]]
    );
    expect([broken.unusual, broken.judged[0]!.short]).toEqual([[], 1]);
  });

  test("a rate's move counts by the units it stands for", async () => {
    const steady = Array.from({ length: 11 }, () => [90, 100] as const);
    const { unusual } = await judged([], [...steady, [80, 100]]);
    expect(unusual.map(({ indicator, isRate, change }) => [indicator, isRate, change.toFixed(2)])).toEqual([
      ["K20", true, "-0.10"]
    ]);
    const few = Array.from({ length: 11 }, () => [9, 10] as const);
    expect((await judged([], [...few, [6, 10]])).unusual).toEqual([]);
  });
});

test("the workbook is the same for the same report, holds codes only and is named by place and span", async () => {
  const books = [await changeBook(report, "枣庄2020", true), await changeBook(report, "枣庄2020", true)];
  expect(Buffer.compare(books[0]!, books[1]!)).toBe(0);
  expect(changeName(report)).toBe("变动报告_990400壬市_2023-11至2023-12.xlsx");
  const text = await officeText(books[0]!);
  expect(text).toContain(">A3<");
  expect(text).not.toContain("测试");
  expect(text).not.toMatch(/9901011\d{13}/);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(books[0]!) as never);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    ...["按区划", "纳入", "退出", "升级", "降级", "追溯与变更", "异动", "比较范围"]
  ]);
});
