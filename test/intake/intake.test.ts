import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import {
  csv,
  exportsFolder,
  idNumber,
  type Run,
  removeFolders,
  takeIn,
  type Value,
  workbook
} from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const visitHeader = ["走访编号", "户编号", "走访日期", "走访人角色", "走访方式"];
const visit = (id: string, day = "2023-04-18"): Value[] => [id, "H1", day, "挂钩干部", "入户"];
const personHeader = ["县", "乡", "村", "户编号", "人编号", "姓名", "证件号码", "监测对象类别"];
const person = (n: number, id: Value = `P${n}`): Value[] => [
  ...["甲县", "甲镇", "甲村", "H1"],
  id,
  `测试${n}`,
  idNumber(n),
  "边缘户"
];

async function using<T>(folder: string, work: (run: Run) => Promise<T>, asOf = ""): Promise<T> {
  const run = await takeIn(folder, { asOf });
  try {
    return await work(run);
  } finally {
    run.close();
  }
}

describe("one run over many kinds of trouble", () => {
  let run: Run;
  beforeAll(async () => {
    const first = exportsFolder({
      // The same file twice, under two names, and once more at a later day.
      "监测对象信息_20231130.csv": csv(personHeader, [person(1), person(2)]),
      "监测对象信息 (1)_20231130.csv": csv(personHeader, [person(1), person(2), person(2)]),
      "监测对象信息_20231231.csv": csv(personHeader, [
        person(1),
        person(2),
        person(3, ""),
        person(3, ""),
        person(4, "")
      ]),
      // A log: the later snapshot's row is the one that stays.
      "走访记录_20231130.csv": csv(visitHeader, [visit("V1", "2023-11-01"), visit("V2"), visit("")]),
      "走访记录_20231231.csv": csv(visitHeader, [visit("V1", "2023-11-02"), visit("V3", "2023-13-01"), []]),
      "资金_20231231.csv": csv(
        ["资金编号", "区划代码", "年度", "资金来源", "金额（万元）"],
        [
          ["F1", "990101", "2023", "衔接", "1,234.5"],
          ["F2", "990101", "2023.0", "别的资金", "十万"],
          ["F3", "990101", "二〇二三", "衔接资金", ""]
        ]
      ),
      "帮扶措施台账_20231231.xlsx": workbook(
        [
          {
            rows: [
              ["措施编号", "户编号", "措施类型", "开始日期", "状态", "金额"],
              ["M1", 2202020000001960, "公益岗", 43572, "实施中", 100],
              ["M2", "2202020000001960.0", "M12", "2023-04-18", "实施中", 0.5]
            ]
          }
        ],
        { date1904: true }
      ),
      "外出务工信息_20231231.csv": csv(
        ["县", "乡", "行政村", "户编号", "证件号码", "是否已务工", "开始时间"],
        [
          ["甲县", "甲镇", "甲村", "H1", idNumber(1), "是", "2023年4月"],
          ["甲县", "甲镇", "甲村", "H1", idNumber(1), "是", "2023年5月"],
          ["甲县", "甲镇", "甲村", "H1", idNumber(1), "Y", "202304"]
        ]
      ),
      "随手记.csv": "甲,乙\n1,2\n",
      "区划统计表.csv": csv(["区划代码", "年度"], [])
    });
    run = await takeIn(first);
  });
  afterAll(() => run.close());

  test("every file's rows are accounted for", async () => {
    const files = await run.rows(
      "SELECT name, status, rows_read, rows_accepted, rows_refused, rows_blank, rows_duplicate FROM source_file ORDER BY name"
    );
    for (const file of files)
      expect([
        file.name,
        Number(file.rows_accepted) + Number(file.rows_refused) + Number(file.rows_blank)
      ]).toEqual([file.name, file.rows_read]);
    const of = (name: string) => files.find(file => file.name === name)!;
    expect(of("监测对象信息 (1)_20231130.csv")).toMatchObject({ rows_read: 3, rows_accepted: 3 });
    expect(of("走访记录_20231130.csv")).toMatchObject({
      rows_accepted: 2,
      rows_refused: 1,
      rows_duplicate: 1
    });
    expect(of("走访记录_20231231.csv")).toMatchObject({ rows_accepted: 2, rows_blank: 1, rows_duplicate: 0 });
    expect(of("区划统计表.csv")).toMatchObject({ status: "accepted", rows_read: 0 });
    expect(of("随手记.csv")).toMatchObject({ status: "unrecognised", rows_read: 0 });
  });

  test("the register is taken once a snapshot; a repeated person is a duplicate within it only", async () => {
    const rows = await run.rows(
      "SELECT CAST(as_of AS VARCHAR) AS day, state, count(*) AS n FROM staging.monitored_person GROUP BY ALL ORDER BY ALL"
    );
    expect(rows).toEqual([
      { day: "2023-11-30", state: "accepted", n: 2 },
      { day: "2023-11-30", state: "duplicate", n: 3 },
      { day: "2023-12-31", state: "accepted", n: 4 },
      { day: "2023-12-31", state: "duplicate", n: 1 }
    ]);
  });

  test("a log is taken once, its latest row counts", async () => {
    const rows = await run.rows(
      "SELECT visit_id, CAST(visited_on AS VARCHAR) AS day FROM staging.visit WHERE state = 'accepted' ORDER BY visit_id"
    );
    expect(rows).toEqual([
      { visit_id: "V1", day: "2023-11-02" },
      { visit_id: "V2", day: "2023-04-18" },
      { visit_id: "V3", day: null }
    ]);
  });

  test("work records repeat by the whole row, so that one person may have several", async () => {
    const rows = await run.rows("SELECT work_start, state FROM staging.migrant_work ORDER BY row_no");
    expect(rows).toEqual([
      { work_start: 202304, state: "accepted" },
      { work_start: 202305, state: "accepted" },
      { work_start: 202304, state: "duplicate" }
    ]);
  });

  test("万元 in the header is turned into 元; what is no number is empty and listed", async () => {
    const rows = await run.rows(
      "SELECT fund_id, year, fund_source, amount, state FROM staging.fund ORDER BY row_no"
    );
    expect(rows).toEqual([
      { fund_id: "F1", year: 2023, fund_source: "linkage", amount: 12345000, state: "accepted" },
      { fund_id: "F2", year: 2023, fund_source: "别的资金", amount: null, state: "accepted" },
      { fund_id: "F3", year: null, fund_source: "linkage", amount: null, state: "accepted" }
    ]);
    const rejects = await run.rows(
      `SELECT row_no, column_zh, kind FROM reject JOIN source_file USING (file_id) WHERE table_id = 'fund' ORDER BY row_no, column_zh`
    );
    expect(rejects).toEqual([
      { row_no: 3, column_zh: "资金来源", kind: "note" },
      { row_no: 3, column_zh: "金额", kind: "fault" },
      { row_no: 4, column_zh: "年度", kind: "fault" }
    ]);
  });

  test("a row without its key is refused, one with an impossible date is not", async () => {
    const rejects = await run.rows(
      `SELECT f.name, row_no, column_zh, kind, r.reason FROM reject AS r JOIN source_file AS f USING (file_id)
       WHERE f.table_id = 'visit' ORDER BY f.name, row_no`
    );
    expect(rejects).toEqual([
      {
        name: "走访记录_20231130.csv",
        row_no: 4,
        column_zh: "走访编号",
        kind: "refused",
        reason: "键列为空，整行拒收"
      },
      {
        name: "走访记录_20231231.csv",
        row_no: 3,
        column_zh: "走访日期",
        kind: "fault",
        reason: "不能转换为日期，该值按空处理"
      }
    ]);
  });

  test("dates of a 1904 workbook are shifted, ids typed as numbers join", async () => {
    const rows = await run.rows(
      "SELECT household_id, measure_type, CAST(start_on AS VARCHAR) AS day, amount FROM staging.measure ORDER BY row_no"
    );
    expect(rows).toEqual([
      { household_id: "2202020000001960", measure_type: "M12", day: "2023-04-18", amount: 100 },
      { household_id: "2202020000001960", measure_type: "M12", day: "2023-04-18", amount: 0.5 }
    ]);
  });

  test("an undated file takes the latest dated sibling's day, and the report says so", async () => {
    expect(run.report).toMatchObject({ asOf: "2023-12-31", asOfInferred: true });
    const [file] = await run.rows(
      "SELECT CAST(as_of AS VARCHAR) AS day FROM source_file WHERE name = '区划统计表.csv'"
    );
    expect(file!.day).toBe("2023-12-31");
  });
});

describe("the snapshot day", () => {
  const log = csv(visitHeader, [visit("V1")]);

  test("of the file's name wins over the one given", () =>
    using(
      exportsFolder({ "走访记录_20231130.csv": log, "部门预警.csv": csv(["预警编号"], []) }),
      async run => {
        expect(
          await run.rows("SELECT name, CAST(as_of AS VARCHAR) AS day FROM source_file ORDER BY name")
        ).toEqual([
          { name: "走访记录_20231130.csv", day: "2023-11-30" },
          { name: "部门预警.csv", day: "2023-10-31" }
        ]);
        expect(run.report).toMatchObject({ asOf: "2023-11-30", asOfInferred: false });
      },
      "2023-10-31"
    ));

  test("unknown to all is refused, and the message says what to do", async () => {
    const error = await takeIn(exportsFolder({ "走访记录.csv": log })).catch(caught => caught);
    expect(error).toBeInstanceOf(CliError);
    expect(error.message).toContain("走访记录.csv：文件名没有快照日");
    expect(error.message).toContain("--as-of");
  });

  test("is not asked of a file that is not used", () =>
    using(exportsFolder({ "走访记录_20231130.csv": log, "随手记.csv": "甲\n1\n" }), async run => {
      expect(run.report.asOfInferred).toBe(false);
    }));

  test("of the figures is the register's, not that of a log drawn later", () =>
    using(
      exportsFolder({
        "监测对象信息_20231130.csv": csv(personHeader, [person(1)]),
        "走访记录_20240131.csv": log
      }),
      async run => {
        expect(run.report.asOf).toBe("2023-11-30");
      }
    ));
});

describe("nothing usable", () => {
  test.each([
    [{}, "没有 XLSX 或 CSV 文件"],
    [{ "随手记.csv": "甲\n1\n" }, "没有一份能用的文件"],
    [{ "走访记录.csv": "走访编号\n\0\n" }, "空字节"]
  ])("%#", async (files, reason) => {
    const error = await takeIn(exportsFolder(files as Record<string, string>)).catch(caught => caught);
    expect(error).toBeInstanceOf(CliError);
    expect(error.exit).toBe(1);
    expect(error.message).toContain(reason);
  });
});

describe("property: no row is lost and none is invented", () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("H1", "H2", "2023-04-18", "入户", "是", "挂钩干部", "202304") },
    { weight: 2, arbitrary: fc.constantFrom("", " ", "\u3000", "　") },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "2023-13-01",
        "1.2E+17",
        "99/99",
        "示例",
        '含"引号',
        "含,逗号",
        "含\n换行",
        "'x",
        '="1"'
      )
    },
    {
      weight: 1,
      arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }).map(text => text.replaceAll("\0", ""))
    }
  );
  const file = fc.record({
    rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 7 }), { maxLength: 25 }),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    bom: fc.boolean()
  });
  const quoted = (text: string): string =>
    /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  test("read = accepted + refused + blank in each of 60 dirty files, and read is what was written", async () => {
    const samples = fc.sample(file, { numRuns: 60, seed: 20231231 });
    const files: Record<string, string> = {};
    samples.forEach(({ rows, lineEnd, bom }, i) => {
      const lines = [visitHeader, ...rows].map(row => row.map(quoted).join(",") + lineEnd).join("");
      files[`走访记录${i}_20231231.csv`] = (bom ? "\uFEFF" : "") + lines;
    });
    await using(exportsFolder(files), async run => {
      const books = await run.rows("SELECT * EXCLUDE (bytes) FROM source_file");
      const rejected = await run.rows(
        "SELECT file_id, count(*) AS n FROM (SELECT DISTINCT file_id, row_no FROM reject WHERE kind = 'refused') GROUP BY file_id"
      );
      const staged = await run.rows(
        "SELECT file_id, count(*) FILTER (state <> 'refused') AS n FROM staging.visit GROUP BY file_id"
      );
      for (const book of books) {
        const index = Number(/\d+/.exec(String(book.name))![0]);
        const count = (rows: typeof staged): number =>
          Number(rows.find(row => row.file_id === book.file_id)?.n ?? 0);
        expect([book.name, book.status]).toEqual([book.name, "accepted"]);
        expect([book.name, book.rows_read]).toEqual([book.name, samples[index]!.rows.length]);
        expect([
          book.name,
          Number(book.rows_accepted) + Number(book.rows_refused) + Number(book.rows_blank)
        ]).toEqual([book.name, book.rows_read]);
        // Each refused row is named, each accepted one is there.
        expect([book.name, count(rejected)]).toEqual([book.name, book.rows_refused]);
        expect([book.name, count(staged)]).toEqual([book.name, book.rows_accepted]);
      }
    });
  });
});
