import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { personHeader, personRows } from "../golden/golden.ts";
import { csv, exportsFolder, regionHeader, workbook } from "../support/exports.ts";
import { gb18030 } from "../support/gb18030.ts";
import { workbookParts, zip } from "../support/zip.ts";

/** A faulty input: what it is, what a command must end with, and what it must say. */
export interface FaultCase {
  /** The fault, in the words of the table that the bench prints. */
  readonly name: string;
  /** Files beside a sound register and region table; one of the same name takes its place. */
  readonly files?: () => Record<string, string | Buffer>;
  /** What else is to be done to the folder. */
  readonly spoil?: (folder: string) => void;
  /** Takes long, or changes what else is read: only the bench runs it. */
  readonly apart?: true;
  /** The command's arguments, by default those that check the folder. */
  readonly args?: (folder: string) => readonly string[];
  readonly exit: 0 | 1 | 2;
  /** Parts of what is said; the name of the file is one of them. */
  readonly says: readonly string[];
}

const place = ["甲县", "甲镇", "甲村"] as const;
const households = [
  { place, id: "H1", category: "边缘户", labour: ["普通劳动力", ""], identified: "202301" },
  { place, id: "H2", category: "不稳定户", labour: ["普通劳动力"], identified: "202302" }
];
const register = csv(personHeader, personRows(households));
const regions = (name = "甲镇"): string =>
  csv(regionHeader, [
    ["990101", "甲县", "", "县", "990100", 2023, "GB2020", 20, "是"],
    ["990101100", name, "", "乡镇", "990101", 2023],
    ["990101100200", "甲村", "", "行政村", "990101100", 2023]
  ]);

/** A folder in order. */
export const sound: Readonly<Record<string, string | Buffer>> = {
  "区划统计表.csv": regions(),
  "监测对象信息_20231231.csv": register
};

export const visitHeader = ["走访编号", "户编号", "走访日期", "走访方式"];
export const visits = csv(visitHeader, [
  ["V1", "H1", "2023-05-01", "入户"],
  ["V2", "H2", "2023-06-01", "入户"]
]);
const visitBook = workbook([{ rows: [visitHeader, ["V1", "H1", "2023-05-01", "入户"]] }]);

/** A workbook with other content in its sheet, or with other parts. */
const book = (rows: string, parts: Record<string, string | Buffer> = {}): Buffer =>
  zip(workbookParts({ rows: [rows], parts }));
const headCells = visitHeader.map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("");

/** Mebibytes a bomb of so many inflates to: one flushed block of deflate over and over. */
export function bomb(mebibytes: number, filling = " "): Buffer {
  const block = deflateRawSync(Buffer.alloc((1 << 20) - ((1 << 20) % filling.length), filling), {
    finishFlush: 3
  });
  const parts = workbookParts({ rows: [`<row>${headCells}</row>`] });
  const sheet = "xl/worksheets/sheet1.xml";
  const head = deflateRawSync(Buffer.from(String(parts[sheet]).replace("</sheetData></worksheet>", "")), {
    finishFlush: 3
  });
  const body = Buffer.concat([head, ...Array.from({ length: mebibytes }, () => block), Buffer.of(3, 0)]);
  // Stored, then marked as deflated: `zip` would inflate nothing.
  const archive = zip({ ...parts, [sheet]: body }, { stored: true });
  for (let at = archive.indexOf(sheet); at >= 0; at = archive.indexOf(sheet, at + 1)) {
    const isLocal = archive.readUInt32LE(at - 30) === 0x04034b50;
    const header = isLocal ? at - 30 : at - 46;
    archive.writeUInt16LE(8, header + (isLocal ? 8 : 10));
    archive.writeUInt32LE(Math.min((mebibytes + 1) * (1 << 20), 0xfffffffe), header + (isLocal ? 22 : 24));
  }
  return archive;
}

const visit = (name: string, content: () => string | Buffer) => ({
  files: () => ({ [name]: content() })
});
const middle = (text: string, at: number, put: Buffer): Buffer =>
  Buffer.concat([Buffer.from(text.slice(0, at)), put, Buffer.from(text.slice(at))]);

const square = [
  [
    [126, 43],
    [127, 43],
    [127, 44],
    [126, 43]
  ]
];
const mapOf = (content: string | Buffer, says: readonly string[]): Omit<FaultCase, "name"> => ({
  spoil: folder => writeFileSync(join(folder, "../map.geojson"), content),
  args: folder => ["boundaries", join(folder, "../map.geojson"), "--out", join(folder, "../boundaries.json")],
  exit: 1,
  says: ["map.geojson", ...says]
});
const settingsOf = (text: string, says: readonly string[]): Omit<FaultCase, "name"> => ({
  spoil: folder => writeFileSync(join(folder, "../settings.json"), text),
  args: folder => ["check", "--exports", folder, "--settings", join(folder, "../settings.json")],
  exit: 2,
  says: ["设置文件", ...says]
});

/** Every fault of an input that can be written down as files. */
export const cases: readonly FaultCase[] = [
  { name: "没有毛病", apart: true, exit: 0, says: ["接收 2 份文件"] },

  {
    name: "XLSX 截断",
    ...visit("走访记录.xlsx", () => visitBook.subarray(0, visitBook.length - 300)),
    exit: 1,
    says: ["走访记录.xlsx", "重新"]
  },
  {
    name: "XLSX 内部一块损坏",
    ...visit("走访记录.xlsx", () => {
      const bytes = Buffer.from(visitBook);
      const at = bytes.indexOf("xl/worksheets/sheet1.xml") + 40;
      bytes.fill(0xff, at, at + 20);
      return bytes;
    }),
    exit: 1,
    says: ["走访记录.xlsx", "损坏", "重新导出"]
  },
  {
    name: "加密的工作簿（OLE）",
    ...visit("走访记录.xlsx", () =>
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2048)])
    ),
    exit: 1,
    says: ["走访记录.xlsx", "加密", "另存为"]
  },
  {
    name: "加密的压缩包",
    ...visit("走访记录.xlsx", () => zip(workbookParts({}), { encrypted: true })),
    exit: 1,
    says: ["走访记录.xlsx", "密码"]
  },
  {
    name: "PDF 改名为 .xlsx",
    ...visit("走访记录.xlsx", () => "%PDF-1.7\n%âãÏÓ\n1 0 obj"),
    exit: 1,
    says: ["走访记录.xlsx", "不是 XLSX 或 CSV"]
  },
  {
    name: "网页改名为 .xls",
    ...visit("走访记录.xls", () => "<html><table><tr><td>走访编号</td></tr></table></html>"),
    exit: 1,
    says: ["走访记录.xls", "重新导出"]
  },
  {
    name: "Word 改名为 .xlsx",
    ...visit("走访记录.xlsx", () => zip({ "word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>" })),
    exit: 1,
    says: ["走访记录.xlsx", "不是完整的 .xlsx"]
  },
  {
    name: "CSV 改名为 .xlsx（照读）",
    ...visit("走访记录.xlsx", () => visits),
    exit: 0,
    says: ["走访记录.xlsx → 走访记录"]
  },
  {
    name: "工作簿改名为 .csv（照读）",
    ...visit("走访记录.csv", () => visitBook),
    exit: 0,
    says: ["走访记录.csv → 走访记录"]
  },
  {
    name: "图片改名为 .csv",
    ...visit("走访记录.csv", () =>
      Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64)])
    ),
    exit: 1,
    says: ["走访记录.csv", "不是 XLSX 或 CSV"]
  },

  {
    name: "CSV 单元格 6 MB",
    ...visit("走访记录.csv", () => `${visits}V3,H1,2023-05-01,${"大".repeat(2_000_000)}\n`),
    exit: 0,
    says: ["走访记录.csv", "接收 2 + 拒收 1", "过长"]
  },
  {
    name: "XLSX 单元格 6 MB",
    ...visit("走访记录.xlsx", () =>
      workbook([{ rows: [visitHeader, ["V1", "H1", "2023-05-01", "大".repeat(2_000_000)]] }])
    ),
    exit: 0,
    says: ["走访记录.xlsx", "接收 0 + 拒收 1", "过长"]
  },
  {
    name: "CSV 一行 40 MB",
    apart: true,
    ...visit("走访记录.csv", () => `${visits}V3,H1,2023-05-01,${"x".repeat(40_000_000)}\n`),
    exit: 1,
    says: ["走访记录.csv 第 4 行", "过长"]
  },
  {
    name: "CSV 一行 30 万列",
    ...visit("走访记录.csv", () => `${visits}${"1,".repeat(300_000)}\n`),
    exit: 0,
    says: ["走访记录.csv", "拒收 1", "多出列"]
  },
  {
    name: "表头 30 万列",
    ...visit(
      "走访记录.csv",
      () => `${visitHeader.join(",")}${",x".repeat(300_000)}\nV1,H1,2023-05-01,入户\n`
    ),
    exit: 1,
    says: ["走访记录.csv", "16384"]
  },
  {
    name: "每行都错的 20 万行",
    apart: true,
    ...visit("走访记录.csv", () => visits + "V,H,2023-05-01,入户,多\n".repeat(200_000)),
    exit: 0,
    says: ["走访记录.csv", "拒收 200000"]
  },

  {
    name: "压缩炸弹（工作表 5 GB）",
    apart: true,
    ...visit("走访记录.xlsx", () => bomb(5 * 1024)),
    exit: 1,
    says: ["走访记录.xlsx", "解压后过大"]
  },
  {
    name: "压缩炸弹（一百万以上空行）",
    ...visit("走访记录.xlsx", () => bomb(64, "<row/>")),
    exit: 1,
    says: ["走访记录.xlsx", "1048576"]
  },
  {
    name: "共享文本炸弹",
    ...visit("走访记录.xlsx", () =>
      book("", { "xl/sharedStrings.xml": `<sst>${"<si><t>甲</t></si>".repeat(2_000_000)}` })
    ),
    exit: 1,
    says: ["走访记录.xlsx", "另存为"]
  },
  {
    name: "工作簿说明里的注释炸弹",
    ...visit("走访记录.xlsx", () => book("", { "xl/workbook.xml": "<!--".repeat(3_000_000) })),
    exit: 1,
    says: ["走访记录.xlsx", "不是完整的 XML"]
  },
  {
    name: "工作簿里 20 万个工作表",
    ...visit("走访记录.xlsx", () =>
      book("", {
        "xl/workbook.xml": `<workbook><sheets>${'<sheet name="a" sheetId="1" r:id="rId1"/>'.repeat(200_000)}</sheets></workbook>`
      })
    ),
    exit: 1,
    says: ["走访记录.xlsx", "工作表过多"]
  },
  {
    name: "XML 实体炸弹（DOCTYPE）",
    ...visit("走访记录.xlsx", () =>
      book("", {
        "xl/worksheets/sheet1.xml": `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>`
      })
    ),
    exit: 1,
    says: ["走访记录.xlsx", "不是完整的 XML"]
  },
  {
    name: "XML 里不认得的实体",
    ...visit("走访记录.xlsx", () =>
      book(`<row>${headCells}</row><row><c t="str"><v>&constructor;</v></c></row>`)
    ),
    exit: 1,
    says: ["走访记录.xlsx", "不是完整的 XML"]
  },
  {
    name: "XML 嵌套十万层",
    ...visit("走访记录.xlsx", () => book("<a>".repeat(100_000))),
    exit: 1,
    says: ["走访记录.xlsx", "不是完整的 XML"]
  },

  {
    name: "压缩包条目名 ../",
    ...visit("走访记录.xlsx", () => zip({ ...workbookParts({}), "../../etc/passwd": "x" })),
    exit: 1,
    says: ["走访记录.xlsx", "压缩目录"]
  },
  {
    name: "工作表指到 ../../ 之外",
    ...visit("走访记录.xlsx", () =>
      book("", {
        "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>`
      })
    ),
    exit: 1,
    says: ["走访记录.xlsx", "里没有"]
  },
  {
    name: "文件名含 .. 与引号",
    ...visit("走访记录..\\..\\'; DROP TABLE x;--.csv", () => visits),
    exit: 0,
    says: ["走访记录..\\..\\'; DROP TABLE x;--.csv"]
  },
  {
    name: "文件名编码认不出（GBK）",
    spoil: folder =>
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/`), gb18030("走访记录"), Buffer.from(".csv")]),
        visits
      ),
    exit: 1,
    says: [".csv", "文件名", "改名"]
  },
  {
    name: "指到文件夹外的符号链接",
    spoil: folder => {
      const outside = join(dirname(folder), "outside.csv");
      writeFileSync(outside, visits);
      symlinkSync(outside, join(folder, "走访记录.csv"));
    },
    exit: 1,
    says: ["走访记录.csv", "链接", "文件本身"]
  },
  {
    name: "指到上级的文件夹链接（成环）",
    spoil: folder => symlinkSync("..", join(folder, "走访")),
    exit: 1,
    says: ["走访", "链接", "文件本身"]
  },
  {
    name: "断开的符号链接",
    spoil: folder => symlinkSync("nowhere", join(folder, "走访记录.csv")),
    exit: 1,
    says: ["走访记录.csv", "链接"]
  },

  {
    name: "公式注入（区划名称）",
    apart: true,
    files: () => ({ "区划统计表.csv": regions("=1+1|cmd") }),
    exit: 0,
    says: ["接收 2 份文件"]
  },
  {
    name: "编码前后不一",
    ...visit("走访记录.csv", () =>
      Buffer.concat([Buffer.from(visits.repeat(3)), gb18030("V9,H1,2023-05-01,入户\n")])
    ),
    exit: 1,
    says: ["走访记录.csv 第 10 行", "编码"]
  },
  {
    name: "GB18030 编码（照读）",
    ...visit("走访记录.csv", () => gb18030(visits)),
    exit: 0,
    says: ["走访记录.csv → 走访记录"]
  },
  {
    name: "空字节（NUL）",
    ...visit("走访记录.csv", () => middle(visits, 22, Buffer.of(0))),
    exit: 1,
    says: ["走访记录.csv 第 2 行", "NUL"]
  },
  {
    name: "XLSX 里的空字节",
    ...visit("走访记录.xlsx", () => book(`<row><c t="inlineStr"><is><t>走\0访</t></is></c></row>`)),
    exit: 1,
    says: ["走访记录.xlsx", "另存为"]
  },
  {
    name: "引号没有配对",
    ...visit("走访记录.csv", () => `${visits}V3,"H1,2023-05-01,入户\n`),
    exit: 1,
    says: ["走访记录.csv 第 4 行", "引号没有配对"]
  },
  {
    name: "表头重复（取值不一）",
    ...visit("走访记录.csv", () => "走访编号,户编号,户编号,走访日期\nV1,H1,H2,2023-05-01\n"),
    exit: 0,
    says: ["走访记录.csv", "同名的两列取值不一致"]
  },
  {
    name: "键列不在表头",
    ...visit("走访记录.csv", () => "户编号,走访日期,走访方式\nH1,2023-05-01,入户\n"),
    exit: 1,
    says: ["走访记录.csv", "走访编号"]
  },
  {
    name: "只有表头",
    ...visit("走访记录.csv", () => `${visitHeader.join(",")}\n`),
    exit: 0,
    says: ["走访记录.csv", "只有表头，没有数据行"]
  },
  {
    name: "空文件（CSV）",
    ...visit("走访记录.csv", () => ""),
    exit: 1,
    says: ["走访记录.csv", "空"]
  },
  {
    name: "空文件（XLSX）",
    ...visit("走访记录.xlsx", () => ""),
    exit: 1,
    says: ["走访记录.xlsx", "空"]
  },
  {
    name: "只有空白的 CSV",
    ...visit("走访记录.csv", () => " \r\n\t\n　\n"),
    exit: 1,
    says: ["走访记录.csv", "没有找到表头"]
  },
  {
    name: "日期、数字都写错的监测对象信息",
    apart: true,
    files: () => ({
      "监测对象信息_20231231.csv": csv(
        personHeader,
        personRows(households.map(each => ({ ...each, identified: "2023-13-45" })))
      )
    }),
    exit: 0,
    says: ["监测对象信息_20231231.csv", "不能转换为年月"]
  },
  {
    name: "没有快照日",
    apart: true,
    spoil: folder => writeFileSync(join(folder, "走访记录.csv"), visits),
    files: () => ({ "监测对象信息_20231231.csv": "", "监测对象信息.csv": register }),
    exit: 1,
    says: ["监测对象信息.csv", "--as-of"]
  },

  {
    name: "导出文件夹不在",
    args: folder => ["check", "--exports", join(folder, "none")],
    exit: 2,
    says: ["none", "找不到导出文件夹"]
  },
  {
    name: "导出文件夹是设备",
    args: () => ["check", "--exports", "/dev/null"],
    exit: 2,
    says: ["/dev/null", "--exports"]
  },
  {
    name: "--out 是一个文件",
    apart: true,
    spoil: folder => writeFileSync(join(folder, "../taken"), ""),
    args: folder => ["build", "--exports", folder, "--out", join(folder, "../taken")],
    exit: 2,
    says: ["taken", "文件夹"]
  },

  { name: "设置不是 JSON", ...settingsOf("{", ["括号"]) },
  { name: "设置是 null", ...settingsOf("null", ["{"]) },
  { name: "设置是列表", ...settingsOf("[1]", ["{"]) },
  { name: "设置里不认得的项", ...settingsOf('{ "titel": "" }', ["titel"]) },
  { name: "设置里 map 不是组", ...settingsOf('{ "map": "abc" }', ["map"]) },
  {
    name: "设置里 demo.households 是文字",
    ...settingsOf('{ "demo": { "households": "9" } }', ["households"])
  },
  { name: "设置里不认得的子项", ...settingsOf('{ "demo": { "seeds": 9 } }', ["seeds"]) },
  { name: "设置里日期在九千多年后", ...settingsOf('{ "asOf": "9999-12-31" }', ["9999-12-31", "2100"]) },
  { name: "设置里日期不对", ...settingsOf('{ "asOf": "2023-02-30" }', ["2023-02-30"]) },
  { name: "设置里 root 是数", ...settingsOf('{ "root": 990101 }', ["root"]) },

  { name: "边界不是 JSON", ...mapOf("{", ["JSON"]) },
  { name: "边界不是 UTF-8", ...mapOf(gb18030('{"type":"甲"}'), ["UTF-8"]) },
  { name: "边界没有面", ...mapOf('{"type":"FeatureCollection","features":[]}', ["没有面"]) },
  { name: "边界是 null", ...mapOf("null", ["GeoJSON"]) },
  {
    name: "边界坐标是投影米",
    ...mapOf(
      JSON.stringify({
        type: "Polygon",
        coordinates: [
          [
            [4e7, 4e6],
            [4e7, 4e6],
            [4e7, 4e6],
            [4e7, 4e6]
          ]
        ]
      }),
      ["投影坐标"]
    )
  },
  {
    name: "边界坐标不是数",
    ...mapOf('{"type":"Polygon","coordinates":[[[null,1],[1,2],[2,2],[null,1]]]}', ["不是数字"])
  },
  { name: "边界坐标层数不对", ...mapOf('{"type":"Polygon","coordinates":[1,2]}', ["层数不对"]) },
  {
    name: "TopoJSON 的 arcs 对不上",
    ...mapOf('{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[7]]}},"arcs":[]}', ["TopoJSON"])
  },
  {
    name: "边界嵌套十万层",
    ...mapOf(`${'{"type":"GeometryCollection","geometries":['.repeat(100_000)}${"]}".repeat(100_000)}`, [
      "层"
    ])
  },
  {
    name: "边界没有代码与名称",
    ...mapOf(JSON.stringify({ type: "Polygon", coordinates: square }), ["代码"])
  },
  {
    name: "边界文件不在",
    args: folder => ["boundaries", join(folder, "../none.geojson")],
    exit: 1,
    says: ["none.geojson", "找不到"]
  }
];

/** Writes a case's folder, inside a folder of its own, and returns what to type. */
export function typed(fault: FaultCase): { readonly work: string; readonly args: readonly string[] } {
  const work = exportsFolder({});
  const folder = join(work, "exports");
  put(fault, folder, { ...sound, ...fault.files?.() });
  return { work, args: fault.args?.(folder) ?? ["check", "--exports", folder] };
}

/** Writes a case's files into a folder, and spoils it. */
export function put(
  fault: FaultCase,
  folder: string,
  files: Readonly<Record<string, string | Buffer>>
): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  fault.spoil?.(folder);
}
