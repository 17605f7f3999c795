import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import {
  csv,
  exportsFolder,
  idNumber,
  regionHeader,
  removeFolders,
  type Value,
  workbook
} from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

// Every name, number and telephone below is made up and must not be found again anywhere.
const names = [
  "王测甲",
  "李测乙",
  "张测丙",
  "刘测丁",
  "陈测戊",
  "杨测己",
  "欧阳测",
  "赵测庚",
  "阿测·热合曼",
  "周测辛",
  "吴测壬",
  "郑测癸"
];
const ids = Array.from({ length: 30 }, (_, i) => idNumber(i + 600, "990801"));
const phones = Array.from({ length: 12 }, (_, i) => `1390000${String(4321 + i)}`);
const secrets = [...names, ...ids, ...ids.map(id => id.slice(0, 17)), ...phones];

const header = [
  ...[
    "县",
    "乡",
    "村",
    "户编号",
    "人编号",
    "姓名",
    "与户主关系",
    "性别",
    "证件类型",
    "证件号码",
    "出生日期",
    "家庭成员联系电话"
  ],
  ...[
    "户类型",
    "监测对象类别",
    "家庭人口数",
    "健康状况",
    "劳动技能",
    "务工所在地",
    "务工企业名称",
    "公益性岗位",
    "致贫/返贫风险1"
  ],
  ...[
    "风险是否已消除",
    "识别监测时间",
    "工资性收入",
    "产业帮扶",
    "公益性岗位帮扶其他备注",
    "其他备注",
    "信息采集人",
    "信息采集人联系电话"
  ]
];
const birthday = (id: string): string => id.slice(6, 14);
const base = (i: number): Record<string, Value> => ({
  县: "甲县",
  乡: "甲镇",
  村: "甲村",
  户编号: `H${i}`,
  人编号: `P${i}`,
  姓名: names[i % names.length],
  与户主关系: "户主",
  性别: "男",
  证件类型: "居民身份证",
  证件号码: ids[i],
  出生日期: birthday(ids[i]!),
  家庭成员联系电话: phones[i % phones.length],
  户类型: "一般农户",
  监测对象类别: "边缘易致贫户",
  家庭人口数: 3,
  健康状况: "健康",
  劳动技能: "普通劳动力",
  "致贫/返贫风险1": "因病",
  风险是否已消除: "否",
  识别监测时间: "202301",
  信息采集人: names[(i + 1) % names.length],
  信息采集人联系电话: phones[(i + 1) % phones.length]
});
const row = (i: number, change: Record<string, Value> = {}): Value[] => {
  const cells = { ...base(i), ...change };
  return header.map(name => cells[name]);
};
/** The row with its cells from a column on moved by one, as an unquoted comma or a lost cell does. */
const moved = (cells: Value[], from: number, by: 1 | -1): Value[] =>
  by === 1
    ? [...cells.slice(0, from), "", ...cells.slice(from, -1)]
    : [...cells.slice(0, from), ...cells.slice(from + 1), ""];

const rows: Value[][] = [
  row(0),
  // Ids in odd forms: small x, blanks inside, full-width, 20 and 22 characters, as a quoted text.
  row(1, { 证件号码: ids.find(id => id.endsWith("X"))!.toLowerCase() }),
  row(2, { 证件号码: `${ids[2]!.slice(0, 6)} ${ids[2]!.slice(6)}` }),
  row(3, {
    证件号码: [...ids[3]!]
      .map(c => (c === "X" ? "Ｘ" : String.fromCharCode(c.charCodeAt(0) + 0xfee0)))
      .join("")
  }),
  row(4, { 证件号码: `${ids[4]}43`, 证件类型: "残疾人证" }),
  row(5, { 证件号码: `="${ids[5]}"` }),
  // One value in a wrong cell.
  row(6, { 监测对象类别: names[6] }),
  row(7, { 劳动技能: ` ${names[7]!.slice(0, 1)} ${names[7]!.slice(1)}` }),
  row(8, { 户类型: names[8], 健康状况: `健康，${names[0]}` }),
  row(9, { 务工所在地: `某地 ${phones[9]}`, 公益性岗位: ids[9], 产业帮扶: `种植、${phones[3]}` }),
  row(10, { 家庭人口数: phones[10], 工资性收入: phones[11], 识别监测时间: phones[2] }),
  row(11, {
    务工企业名称: names[1],
    其他备注: `${names[2]}，电话${phones[4]}`,
    公益性岗位帮扶其他备注: ids[11]
  }),
  row(12, { 人编号: names[3], 户编号: ids[12] }),
  row(13, { "致贫/返贫风险1": ids[13], 风险是否已消除: names[4], 性别: phones[5] }),
  // Whole rows moved to the right and to the left, before the name and before the id number.
  moved(row(14), 4, 1),
  moved(row(15), 9, 1),
  moved(row(16), 4, -1),
  moved(row(17), 8, -1),
  // A row without key, and a broken one.
  row(18, { 户编号: "" }),
  [...row(19), names[5]!, phones[6]!, ids[19]!]
];

const key = "a key for the test of privacy";
let folder: string;
let work: string;
let output: string;
let duck: Duck;

beforeAll(async () => {
  work = exportsFolder({ "cache/.keep": "", "out/.keep": "" });
  folder = exportsFolder({
    "区划统计表.csv": csv(
      [...regionHeader, "备注"],
      [["990101", "甲县", "", "县", "990100", 2023, "GB2020", 100, "是", `${names[0]}填，电话${phones[0]}`]]
    ),
    "监测对象信息_20231130.csv": csv(header, rows),
    "监测对象信息_20231231.xlsx": workbook([
      { rows: [["监测对象信息"], header, ...rows.map(cells => cells.slice(0, header.length))] }
    ]),
    "走访记录.csv": csv(
      ["走访编号", "户编号", "走访日期", "走访人角色", "责任人编号", "走访方式", "走访目的"],
      [
        ["V1", "H1", "2023-05-01", names[6], "R1", "入户", "走访"],
        ["V2", "H1", "2023-05-01", "党员", names[7], phones[7], "走访"],
        ["V3", ids[20], "2023-05-01", "党员", ids[21], "入户", names[9]]
      ]
    ),
    "帮扶责任人.csv": csv(
      ["记录编号", "户编号", "责任人编号", "姓名", "单位", "联系电话", "角色", "开始日期"],
      [["C1", "H1", "R1", names[10], `某局 ${phones[8]}`, phones[9], "党员", "2023-01-01"]]
    ),
    "部门预警.csv": csv(
      ["预警编号", "区划代码", "证件号码", "部门", "预警类型", "推送日期"],
      [
        ["A1", "990101", ids[22], "医保局", "支出骤增", "2023-05-01"],
        ["A2", "990101", ids[23], names[11], names[1], "2023-05-01"]
      ]
    ),
    "即时帮扶台账_20231231.csv": csv(
      [
        "区(市)",
        "镇(街)",
        "村",
        "户主姓名",
        "与户主关系",
        "身份证号码",
        "家庭人口数",
        "主要返贫风险",
        "帮扶联系人姓名",
        "帮扶联系人的单位",
        "认定时间"
      ],
      [["甲县", "甲镇", "甲村", names[2], "户主", ids[24], 1, "因病", names[3], "某局", "2023年5月"]]
    )
  });
  const result = spawnSync(
    process.execPath,
    [
      "--import",
      "tsx",
      projectPath("loaders/cli.ts"),
      "indicators",
      "--exports",
      folder,
      "--out",
      join(work, "out")
    ],
    {
      encoding: "utf8",
      cwd: projectPath(),
      maxBuffer: 1 << 28,
      env: { ...process.env, FANGFANPIN_CACHE: join(work, "cache"), FANGFANPIN_KEY: key }
    }
  );
  output = `${result.stdout}\n${result.stderr}`;
  if (result.status !== 0) throw new Error(result.stderr);
  duck = await Duck.open(join(work, "cache", "warehouse.duckdb"), { readOnly: true });
});
afterAll(() => duck?.close());

function found(text: string): string[] {
  const plain = text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  return secrets.filter(secret => plain.includes(secret.toUpperCase()));
}

test("nothing of a person stands in a table of the warehouse, whatever column it was in", async () => {
  const columns = await duck.rows(
    "SELECT table_schema AS s, table_name AS t, column_name AS c FROM information_schema.columns ORDER BY ALL"
  );
  expect(columns.length).toBeGreaterThan(500);
  const leaks: string[] = [];
  for (const { s, t, c } of columns) {
    const [all] = await duck.rows(
      `SELECT string_agg(CAST("${c}" AS VARCHAR), ' | ') AS text FROM "${s}"."${t}"`
    );
    for (const secret of found(String(all!.text ?? ""))) leaks.push(`${s}.${t}.${c} ${secret}`);
  }
  expect(leaks).toEqual([]);
});

test("nor in what is printed, in rejects.csv, or in the bytes of any file left behind", async () => {
  expect(found(output)).toEqual([]);
  expect(found(readFileSync(join(work, "out", "rejects.csv"), "utf8"))).toEqual([]);
  const files = (path: string): string[] =>
    statSync(path).isDirectory() ? readdirSync(path).flatMap(name => files(join(path, name))) : [path];
  const left = files(work)
    .filter(path => !path.endsWith(".keep"))
    .map(path => path.slice(work.length + 1));
  const kept = left.filter(path => /^cache\/(?:kept|runs)\//.test(path));
  expect(left.filter(path => !kept.includes(path)).sort()).toEqual([
    "cache/warehouse.duckdb",
    "out/rejects.csv"
  ]);
  for (const path of left)
    expect([path, found(readFileSync(join(work, path)).toString("utf8"))]).toEqual([path, []]);
  // Packed columns are read as they are meant.
  const packed = kept.filter(path => path.endsWith(".parquet"));
  expect(packed.length).toBeGreaterThan(3);
  for (const path of packed)
    expect([
      path,
      found(JSON.stringify(await duck.rows(`FROM read_parquet('${join(work, path)}')`)))
    ]).toEqual([path, []]);
  expect(output).not.toContain(key);
});

test("rows whose cells stand in wrong columns are refused and named", async () => {
  const rejects = await duck.rows(
    `SELECT row_no, r.reason FROM reject AS r JOIN source_file AS f USING (file_id)
     WHERE f.name LIKE '监测对象信息_20231130%' AND kind = 'refused' ORDER BY row_no`
  );
  expect(rejects.map(reject => reject.row_no)).toEqual([16, 17, 18, 19, 20, 21]);
  for (const reject of rejects.slice(0, 4)) expect(reject.reason).toContain("整行错列");
});

test("the figures still count everybody who was accepted", async () => {
  const [count] = await duck.rows("SELECT count(*) AS n FROM person WHERE as_of = DATE '2023-12-31'");
  // Rows 0 to 13, and the last: in a workbook its cells are where they are, and only the named ones are read.
  expect(count!.n).toBe(15);
  const [unknown] = await duck.rows(
    "SELECT count(*) AS n FROM household WHERE as_of = DATE '2023-12-31' AND category = '未识别类别'"
  );
  expect(unknown!.n).toBe(1);
});
