import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personHeader, personRows } from "../golden/golden.ts";
import { cliProcess, type Done, cli as run } from "../support/cli.ts";
import { csv, exportsFolder, regionHeader, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const work = exportsFolder({ "cache/.keep": "", "out/.keep": "" });

/** Runs the command line, with its own cache and key. */
const cli = (...args: string[]): Promise<Done> => run(work, ...args);

const regions = csv(regionHeader, [
  ["990101", "甲县", "", "县", "990100", 2023, "GB2020", 20, "是"],
  ["990101100", "甲镇", "", "乡镇", "990101", 2023],
  ["990101100200", "甲村", "", "行政村", "990101100", 2023],
  ["990101101", "=1+1镇", "", "乡镇", "990101", 2023]
]);
const people = csv(
  personHeader,
  personRows([
    {
      place: ["甲县", "甲镇", "甲村"],
      id: "H1",
      category: "边缘户",
      labour: ["普通劳动力", ""],
      identified: "202301"
    },
    {
      place: ["甲县", "甲镇", "甲村"],
      id: "H2",
      category: "不稳定户",
      labour: ["普通劳动力"],
      identified: "2023-13-01"
    }
  ])
);
const good = { "区划统计表.csv": regions, "监测对象信息_20231231.csv": people };
/** The same with files that are refused whole, a file nobody knows, and a row without key. */
const bad = {
  ...good,
  "走访记录.csv": '走访编号,户编号\nV1,"H1\n',
  "部门预警.csv": "预警编号,区划代码\nA\0,990101\n",
  "线索台账.csv": "登记日期,渠道\n2023-01-01,热线\n",
  "信息比对.csv": Buffer.concat([Buffer.from("比对编号,区划代码\n甲,乙\n"), Buffer.from([0xb1, 0xc8, 0x0a])]),
  "资金.csv": "资金编号,区划代码\n,990101\nF1,990101\n",
  "督导问题.csv": "问题编号,区划代码,发现日期\n",
  "随手记.csv": "甲,乙\n1,2\n"
};

const columns =
  "indicator,region_code,region_name,region_level,period,breakdown,basis,numerator,denominator,value,unit,status,judgement,profile_id,clause";

describe("help and usage", () => {
  test("without a command: the overview, and a mistake of usage", () => {
    const none = cliProcess(work);
    expect(none.code).toBe(2);
    expect(none.out + none.err).toContain("npm run indicators");
  });

  test("--help is Chinese and done, for the whole and for a command", async () => {
    const all = cliProcess(work, "--help");
    expect(all).toMatchObject({ code: 0, err: "" });
    expect(all.out).toContain("把全部指标以 CSV 打印到标准输出");
    const one = await cli("indicators", "--help");
    expect(one).toMatchObject({ code: 0, err: "" });
    expect(one.out).toContain("--as-of 日期");
    expect(one.out).not.toContain("--port");
  });

  test.each([
    [["nothing"], "没有命令“nothing”"],
    [["check", "--nope"], "--nope"],
    [["check", "--port", "1"], "--port"],
    [["check", "多余"], "多出的参数“多余”"],
    [["check", "--as-of", "2023-02-30"], "2023-02-30"],
    [["indicators", "--profile", "XX2020", "--exports", work], "XX2020"],
    [["demo", "--households", "many"], "--households"],
    [["check", "--exports", join(work, "none")], "找不到导出文件夹"],
    [["check", "--settings", join(work, "none.json")], "设置文件"]
  ])("%j is refused with 2 on standard error", async (args, text) => {
    const done = await cli(...args);
    expect(done).toMatchObject({ code: 2, out: "" });
    expect(done.err).toContain(text);
    expect(done.err).not.toMatch(/\n\s+at /);
  });
});

describe("a folder in order", () => {
  let done: Done;
  beforeAll(() => {
    done = cliProcess(work, "indicators", "--exports", exportsFolder(good), "--out", join(work, "out"));
  });

  test("gives nothing but the table on standard output: header, sorted by its key, NULL empty", () => {
    expect(done.code).toBe(0);
    // An empty text in quotes is an empty text.
    const lines = done.out.replaceAll(',"",', ",,").trimEnd().split("\n");
    expect(lines[0]).toBe(columns);
    expect(lines.length).toBeGreaterThan(300);
    const fields = (line: string): string[] =>
      (line.match(/(?<=^|,)(?:"[^"]*"|[^,"]*)(?=,|$)/g) ?? []).map(field => field.replace(/^"|"$/g, ""));
    const rows = lines.slice(1).map(fields);
    expect(rows.filter(row => row.length !== 15)).toEqual([]);
    expect(rows.filter(row => !/^[KB]\d\d$/.test(row[0]!))).toEqual([]);
    const keys = rows.map(row => [row[0], row[1], row[4], row[5], row[6], row[13]].join("\u0000"));
    const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(keys).toEqual([...keys].sort(bytes));
    expect(done.out).not.toMatch(/NULL|null|undefined|NaN/);
    // H1 alone has a month of identification: 2 persons of 20.
    expect(lines).toContain("K01,990101,甲县,county,2023-12,,人,2,20,0.1,%,ok,not_judged,GB2020,");
    expect(lines).toContain("K02,990101,甲县,county,2023-12,,人,2,20,0.1,%,ok,met,GB2020,三(二)");
    expect(lines).toContain("K03,990101,甲县,county,2023-12,,户,1,,1,户,ok,not_judged,GB2020,");
    // A name that a spreadsheet would run.
    expect(done.out).toContain(",990101101,'=1+1镇,town,");
    expect(done.out).not.toContain(",=1+1镇");
  });

  test("ends on standard error with how many rows were refused", () => {
    expect(done.err.trimEnd().split("\n").at(-1)).toBe(
      "数据截至 2023-12-31：接收 2 份文件、7 行，拒收 0 行、0 份文件"
    );
    expect(done.err).toContain("“识别监测时间”列：不能转换为年月");
  });

  test("leaves rejects.csv and no temporary file", () => {
    const rejects = readFileSync(join(work, "out", "rejects.csv"), "utf8").replaceAll(',"",', ",,");
    expect(rejects.startsWith("\uFEFF文件,工作表,行,列,原因,怎么办,处理\n")).toBe(true);
    expect(rejects).toContain("监测对象信息_20231231.csv,,4,识别监测时间,");
    expect(
      readdirSync(join(work, "cache")).filter(name => !/^(\.keep|kept|runs|warehouse\.duckdb)$/.test(name))
    ).toEqual([]);
  });
});

describe("a folder with files refused whole", () => {
  const folder = exportsFolder(bad);

  test("check reports every file and ends with 1", async () => {
    const done = await cli("check", "--exports", folder, "--out", join(work, "out"));
    expect(done.code).toBe(1);
    for (const text of [
      "接收  监测对象信息_20231231.csv → 监测对象信息（快照 2023-12-31）：读 3 行 = 接收 3 + 拒收 0 + 空行 0",
      "接收  资金.csv → 资金（快照 2023-12-31）：读 2 行 = 接收 1 + 拒收 1 + 空行 0",
      "只有表头，没有数据行",
      "拒收  文件 走访记录.csv 第 2 行：引号没有配对",
      "拒收  文件 部门预警.csv 第 2 行：有空字节",
      "拒收  线索台账.csv：前 10 行没有找到表头",
      "拒收  文件 信息比对.csv 第 3 行",
      "未认出  随手记.csv",
      "拒收行  资金.csv “资金编号”列：键列为空",
      "拒收 1 行、4 份文件"
    ])
      expect(done.out).toContain(text);
  });

  test("indicators prints the rest and ends with 1", async () => {
    const done = await cli("indicators", "--exports", folder, "--out", join(work, "out"));
    expect(done.code).toBe(1);
    expect(done.out.startsWith(`${columns}\n`)).toBe(true);
    expect(done.out.replaceAll(',"",', ",,")).toContain("\nK03,990101,甲县,county,2023-12,,户,1,,1,户,ok,");
    expect(done.out).not.toContain("拒收");
    expect(done.err).toContain("走访记录.csv 第 2 行：引号没有配对");
  });

  test("build stops, keeps the last site and ends with 1", () => {
    const dist = join(work, "dist");
    mkdirSync(join(dist, "data/site"), { recursive: true });
    writeFileSync(join(dist, "data/site/meta.json"), "{}");
    writeFileSync(join(dist, "index.html"), "旧站");
    const done = cliProcess(work, "build", "--exports", folder, "--out", dist);
    expect(done).toMatchObject({ code: 1, out: "" });
    expect(done.err).toContain("--partial");
    expect(done.err).toContain("走访记录.csv");
    expect(readFileSync(join(dist, "index.html"), "utf8")).toBe("旧站");
  });
});

describe("nothing to go on", () => {
  test.each([
    ["an empty folder", {}, "没有 XLSX 或 CSV 文件"],
    ["no region table", { "监测对象信息_20231231.csv": people }, "没有区划统计表"]
  ])("%s ends with 1 and says so", async (_, files, text) => {
    const done = await cli("indicators", "--exports", exportsFolder(files as Record<string, string>));
    expect(done).toMatchObject({ code: 1, out: "" });
    expect(done.err).toContain(text);
    expect(done.err).not.toMatch(/\n\s+at /);
  });

  test("--as-of gives the day that is missing", async () => {
    const folder = exportsFolder({ "监测对象信息.csv": people, "区划统计表.csv": regions });
    const done = await cli("check", "--exports", folder, "--as-of", "2023-12-31", "--out", join(work, "out"));
    expect(done.code).toBe(0);
    expect(existsSync(join(work, "out", "rejects.csv"))).toBe(true);
  });

  test("a site of a region that is not in the table ends with 1 and names the flag", async () => {
    const out = join(work, "county");
    const done = await cli("build", "--exports", exportsFolder(good), "--region", "990199", "--out", out);
    expect(done).toMatchObject({ code: 1, out: "" });
    expect(done.err).toContain("根区划“990199”不在区划统计表中；请改正 --region");
    expect(existsSync(out)).toBe(false);
  });

  test("settings with a profile of no list are a mistake of usage", async () => {
    const settings = join(work, "settings.json");
    writeFileSync(settings, '{ "profile": "GB2021" }');
    const done = await cli("indicators", "--exports", exportsFolder(good), "--settings", settings);
    expect(done).toMatchObject({ code: 2, out: "" });
    expect(done.err).toContain("GB2021");
  });
});
