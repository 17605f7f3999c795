import { rmSync } from "node:fs";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { digestFile, listFiles } from "../../loaders/lib/digest.ts";
import { openPublished } from "../../loaders/report/reading.ts";
import { breakdownText } from "../../src/lib/breakdown.ts";
import { readBulletin } from "../../src/lib/bulletin.ts";
import type { Context } from "../../src/lib/context.ts";
import { eliminationTitle } from "../../src/lib/elimination.ts";
import { levels } from "../../src/lib/levels.ts";
import { countMatters, dueSentence, openMatters } from "../../src/lib/matters.ts";
import { overviewSentences } from "../../src/lib/overview.ts";
import { Reader } from "../../src/lib/reader.ts";
import { meetingSlides } from "../../src/lib/report/meeting.ts";
import { readReport } from "../../src/lib/report/report.ts";
import type { ReportSource } from "../../src/lib/report/source.ts";
import { plain } from "../../src/lib/sentence.ts";
import type { Matter } from "../../src/lib/site.ts";
import { stateWords, valueState } from "../../src/lib/state.ts";
import { levelTable, warningTitle } from "../../src/lib/warnings.ts";
import type { Ended } from "../support/command.ts";
import { elementsOf, partsOf, ReportWorld, textOf, texts } from "./fixture.ts";

const missing = "走访记录";
const world = new ReportWorld(`${missing}.csv`);
const context: Context = { region: "990100", period: "2023-12", basis: "户", profile: "HN2021" };
let ended: Ended;
let source: ReportSource;
let reader: Reader;

beforeEach(() => expect.hasAssertions());
beforeAll(async () => {
  ended = await world.report("--format", "all", "--period", "2023-12");
  source = openPublished(world.published, context.region);
  reader = new Reader(source, context);
});
afterEach(() => void vi.useRealTimers());
afterAll(() => world.remove());

test("the command writes the files and names them", () => {
  expect(ended.said).toContain("已写出  星野市防返贫监测帮扶情况通报_2023-12.docx");
  expect(ended.said).toContain("2023-12.xlsx");
  for (const format of ["pptx", "html", "pdf"]) expect(ended.said).toContain(`2023-12.${format}`);
  expect(ended.code).toBe(0);
  expect(source.meta.profile).toBe(context.profile);
});

test("a region, a month or a format that is not there is wrong usage, and the message names those that are", async () => {
  const wrong = async (...args: string[]) => world.report(...args);
  expect(await wrong("--region", "990199")).toMatchObject({
    code: 2,
    said: expect.stringMatching(/没有代码“990199”.*990101 青禾县/)
  });
  expect(await wrong("--period", "2019-01")).toMatchObject({
    code: 2,
    said: expect.stringMatching(/“2019-01”.* 至 2023-12/)
  });
  expect(await wrong("--format", "odt")).toMatchObject({
    code: 2,
    said: expect.stringContaining("可用：docx、xlsx、pptx、html、pdf、all")
  });
});

test("the same exports give the same bytes at another time, without being computed again", async () => {
  const formats = ["docx", "xlsx", "pptx", "html", "pdf"];
  const first = formats.map(format => world.file(format));
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-02-03T04:05:06Z") });
  const again = await world.report("--format", "all", "--period", "2023-12");
  expect(again.said).toContain("用上次算好的数");
  formats.forEach((format, at) => void expect(world.file(format).equals(first[at]!), format).toBe(true));

  // Published anew from the warehouse that is taken up: the same files.
  const published = (): string[] =>
    listFiles(world.published).map(name => `${name} ${digestFile(join(world.published, name))}`);
  const before = published();
  rmSync(join(world.published, "stamp.txt"));
  const anew = await world.report("--format", "xlsx", "--period", "2023-12");
  expect(anew.said).toContain("数据未变，沿用上次的计算结果");
  expect(published()).toEqual(before);
  expect(world.file("xlsx").equals(first[1]!)).toBe(true);
});

test("the slides' own file weighs little and asks for nothing", () => {
  const html = world.file("html");
  expect(html.byteLength).toBeLessThan(5_000_000);
  const text = html.toString("utf8");
  const asked = [...text.matchAll(/<(?:script|link|img|iframe)[^>]*?(?:src|href)="([^"]*)"/g)].map(
    ([, url]) => url!
  );
  expect(asked).toEqual([]);
  expect(text).toContain("default-src 'none'");
});

test("the slides on paper are one a page", () => {
  const report = readReport(source, context);
  const pages =
    world
      .file("pdf")
      .toString("latin1")
      .match(/\/Type \/Page\b/g) ?? [];
  expect(pages).toHaveLength(meetingSlides(report).length);
});

/** Sentences the site shows for the same place and month. */
function siteSentences(): string[] {
  const { change, place } = overviewSentences(source, context, source.meta.scaleReference?.value ?? null);
  const counts = countMatters(source, context, source.json<readonly Matter[]>("matters.json"));
  return [
    plain(change),
    plain(place),
    plain(dueSentence(counts)),
    `${warningTitle(reader, levelTable(reader, "official", "户"), "official", "户")}。`,
    `${plain(eliminationTitle(reader))}。`
  ];
}

test("the Word file has the sections of a 通报, the site's sentences, and says which table is missing", async () => {
  const parts = await partsOf(world.file("docx"));
  const xml = textOf(parts, "word/document.xml");
  const paragraphs = xml
    .split("<w:p>")
    .map(each => texts(`<w:p ${spaces}>${wordOnly(each)}`, "w:t").join(""));
  for (const sentence of siteSentences()) expect(paragraphs).toContain(sentence);
  const heads = [...xml.matchAll(/w:val="Heading1"\/><\/w:pPr><w:r><w:t[^>]*>([^<]*)/g)].map(
    ([, head]) => head
  );
  expect(heads).toEqual([
    "一、总体形势",
    "二、预警分布",
    "三、规模",
    "四、抽样调研与走访",
    "五、帮扶与成效",
    "六、灾害与风险点",
    "七、需研究的事项",
    "附1　统计通报表",
    "附2　口径与来源"
  ]);
  expect(paragraphs).toContainEqual(
    expect.stringMatching(new RegExp(`^未导入“${missing}”，.*没有数字不等于零。$`))
  );
  expect(paragraphs.join("\n")).toContain("月走访缺数据");
});

/** What `split` cut in two is closed again. */
function wordOnly(paragraph: string): string {
  const runs = paragraph.match(/<w:t(?: xml:space="preserve")?>[^<]*<\/w:t>/g) ?? [];
  return `${runs.join("")}</w:p>`;
}
const spaces = 'xmlns:w="w"';

test("the Word file keeps the margins, body and lines of an official document, and heads that repeat", async () => {
  const parts = await partsOf(world.file("docx"));
  const [margins] = elementsOf(textOf(parts, "word/document.xml")).filter(({ name }) => name === "w:pgMar");
  const millimetres = (key: string) => Math.round((Number(margins!.attributes[key]) * 25.4) / 1440);
  expect(["w:top", "w:bottom", "w:left", "w:right"].map(millimetres)).toEqual([37, 35, 28, 26]);
  const styles = textOf(parts, "word/styles.xml");
  const normal = /<w:style [^>]*w:styleId="Normal">.*?<\/w:style>/.exec(styles)![0];
  expect(normal).toMatch(/w:line="560" w:lineRule="exact"/);
  expect(normal).toContain('<w:sz w:val="32"/>');
  expect(normal).toContain("仿宋_GB2312");
  const xml = textOf(parts, "word/document.xml");
  const tables = xml.match(/<w:tbl>.*?<\/w:tbl>/gs)!;
  for (const table of tables) expect(table.split("</w:tr>")[0]).toContain("<w:tblHeader/>");
  for (const { attributes } of elementsOf(xml).filter(({ name }) => name === "wp:docPr"))
    expect(attributes.descr!.length).toBeGreaterThan(5);
  expect(textOf(parts, "word/footer1.xml")).toContain(" PAGE ");
});

test("every part of each file is well formed, every relationship leads to a part, and no id is used twice", async () => {
  for (const format of ["docx", "pptx"]) {
    const parts = await partsOf(world.file(format));
    expect([...parts.keys()][0]).toBe("[Content_Types].xml");
    const typed = elementsOf(textOf(parts, "[Content_Types].xml")).flatMap(
      ({ attributes }) => attributes.PartName?.slice(1) ?? []
    );
    for (const name of parts.keys()) {
      if (!/\.(xml|rels)$/.test(name)) continue;
      const elements = elementsOf(textOf(parts, name));
      if (name.endsWith(".rels")) {
        const folder = name.replace(/_rels\/[^/]*$/, "");
        for (const { attributes } of elements.slice(1)) {
          const path = new URL(attributes.Target!, `file:///${folder}`).pathname.slice(1);
          expect([...parts.keys()], `${name} → ${attributes.Target}`).toContain(path);
          expect(typed).toContain(path);
        }
      }
      const ids = elements.filter(each => /^(p:cNvPr|wp:docPr|wps:cNvPr)$/.test(each.name));
      expect(new Set(ids.map(({ attributes }) => attributes.id)).size, name).toBe(ids.length);
    }
  }
});

test("no file has a household's code, a person's name or number", async () => {
  for (const format of ["docx", "xlsx", "pptx"]) {
    const parts = await partsOf(world.file(format));
    for (const [name, bytes] of parts) {
      const inner = name.endsWith(".xlsx") ? [...(await partsOf(bytes)).values()] : [bytes];
      for (const each of inner)
        expect(wordsOf(each), name).not.toMatch(/测试H|\bH\d\d\b|9901\d{12}|1[3-9]9\d{8}/);
    }
  }
});

/** What a reader can come to see of a part: its text and what it tells of pictures, not the addresses of cells. */
function wordsOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("utf8")
    .replace(/<(?!wp:docPr|p:cNvPr|wps:cNvPr)[^>]*>/g, " ");
}

test("the workbook holds every row of the indicators as it stands, states as words and never as nought", async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(world.file("xlsx") as never);
  const places = new Set([
    context.region,
    ...source.regions.children(context.region).map(({ code }) => code)
  ]);
  const expected = new Map(
    source.dataset
      .rows(({ region }) => places.has(region), context.profile)
      .map(row => [
        [
          row.indicator,
          row.region,
          row.period,
          breakdownText(row.breakdown, source.tableName) || "总计",
          row.basis,
          row.numerator
        ].join("|"),
        row
      ])
  );
  let read = 0;
  let absent = 0;
  for (const sheet of book.worksheets.filter(({ name }) => name.startsWith("指标·"))) {
    const head = Number((sheet.views[0] as { ySplit: number }).ySplit);
    sheet.eachRow((line, number) => {
      if (number <= head) return;
      const value = (column: number) => line.getCell(column).value;
      const key = [1, 3, 5, 6, 7, 8]
        .map(value)
        .map(each => each ?? "")
        .join("|");
      const row = expected.get(key);
      expect(row, `${sheet.name} ${key}`).toBeDefined();
      const state = valueState(row);
      expect(value(12)).toBe(state === null ? "有数" : stateWords[state]);
      expect(value(10)).toBe(state === null ? row!.value : null);
      if (state === null && row!.unit === "%") expect(line.getCell(10).numFmt).toBe("0.00%");
      if (state !== null) absent += 1;
      read += 1;
    });
  }
  expect(read).toBeGreaterThan(500);
  expect(absent).toBeGreaterThan(0);
  const own = source.dataset.rows(({ region, period }) => places.has(region) && period === "2023-12");
  expect(read).toBeGreaterThanOrEqual(own.length);
});

test("the bulletin's sheet is the bulletin, and the contents lead to every sheet", async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(world.file("xlsx") as never);
  const data = readBulletin(source.dataset, context, false);
  const sheet = book.getWorksheet("统计通报表")!;
  const rows = [...data.rows, data.total].map(({ category, counts }) => [
    category,
    ...data.items.flatMap(item => [counts[item].户, counts[item].人])
  ]);
  const found = rows.map((_, at) => (sheet.getRow(4 + at).values as unknown[]).slice(1));
  expect(found).toEqual(rows);
  const links: string[] = [];
  book.getWorksheet("目录")!.eachRow(row => {
    const { value } = row.getCell(1);
    if (value && typeof value === "object" && "hyperlink" in value) links.push(String(value.hyperlink));
  });
  expect(links).toEqual(book.worksheets.slice(1).map(({ name }) => `#'${name}'!A1`));
});

test("the slides have native charts, tables and shapes, words of 20 points at least, and notes with fractions", async () => {
  const parts = await partsOf(world.file("pptx"));
  const slides = [...parts.keys()].filter(name => /^ppt\/slides\/slide\d+\.xml$/.test(name));
  expect(slides.length).toBeGreaterThanOrEqual(9);
  const all = slides.map(name => textOf(parts, name));
  const sizes = [...parts.keys()]
    .filter(name => /^ppt\/(slides\/slide|charts\/chart)\d+\.xml$/.test(name))
    .flatMap(name => elementsOf(textOf(parts, name)))
    .flatMap(({ attributes, name }) => (name !== "p:ph" && attributes.sz ? [Number(attributes.sz)] : []));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2000);
  expect(all.join("")).not.toContain("<p:pic>");
  expect(all.filter(xml => xml.includes("<c:chart ")).length).toBeGreaterThanOrEqual(4);
  expect(all.some(xml => xml.includes("<a:tbl>"))).toBe(true);
  const map = all.find(xml => xml.includes("<p:grpSp>"))!;
  expect(elementsOf(map).filter(({ name }) => name === "a:custGeom")).toHaveLength(2);
  const notes = [...parts.keys()].filter(name => name.startsWith("ppt/notesSlides/notesSlide"));
  expect(notes).toHaveLength(slides.length);
  const k16 = reader.cell({ indicator: "K16", breakdown: "预警级别=红色;级别来源=official", basis: "户" })!;
  const said = notes.map(name => texts(textOf(parts, name), "a:t").join("\n")).join("\n");
  expect(said).toMatch(new RegExp(`红色（官方级别）.*分子 ${k16.numerator}，分母 ${k16.denominator}`));
  expect(said).toContain("条款");
});

test("a chart's values, its workbook and the table of levels are the same", async () => {
  const parts = await partsOf(world.file("pptx"));
  const table = levelTable(reader, "official", "户");
  const charts = [...parts.keys()].filter(name => /^ppt\/charts\/chart\d+\.xml$/.test(name));
  const name = charts.find(each => textOf(parts, each).includes("▲ 红色"))!;
  const series = textOf(parts, name).match(/<c:ser>.*?<\/c:ser>/gs)!;
  const values = series.map(each => {
    const cache = /<c:numCache>.*<\/c:numCache>/s.exec(each)![0];
    const points = new Map(
      [...cache.matchAll(/<c:pt idx="(\d+)"><c:v>([^<]*)/g)].map(([, at, value]) => [
        Number(at),
        Number(value)
      ])
    );
    return table.rows.map((_, at) => points.get(at) ?? null);
  });
  const counts = levels.map((_, at) => table.rows.map(row => row.counts[at]!));
  expect(values).toEqual(counts);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(
    Buffer.from(parts.get(name.replace("charts", "embeddings").replace(".xml", ".xlsx"))!) as never
  );
  const sheet = book.worksheets[0]!;
  expect(levels.map((_, at) => table.rows.map((_, row) => sheet.getCell(row + 2, at + 2).value))).toEqual(
    counts
  );
});

test("the matters are those of 总览, with their numbers", async () => {
  const parts = await partsOf(world.file("docx"));
  const words = texts(textOf(parts, "word/document.xml"), "w:t");
  const open = openMatters(countMatters(source, context, source.json<readonly Matter[]>("matters.json")));
  expect(open.length).toBeGreaterThan(0);
  for (const { name, number, unit } of open) {
    const at = words.lastIndexOf(name);
    expect(words[at + 1], name).toBe(`${number!.toLocaleString("en-US")} ${unit}`);
  }
});
