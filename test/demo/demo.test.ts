import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { monthOf } from "../../loaders/demo/calendar.ts";
import { type Demo, generateDemo } from "../../loaders/demo/demo.ts";
import { createHouseholds, inRegister } from "../../loaders/demo/households.ts";
import { checkDigit } from "../../loaders/demo/identity.ts";
import { createPlaces } from "../../loaders/demo/places.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";
import { unzip } from "./unzip.ts";

// Seconds suffice on an idle machine; a loaded one may take many times as long.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), "demo-"));
const folder = join(root, "a");
let demo: Demo;
beforeAll(async () => {
  demo = await generateDemo({ households: 200, seed: 1, out: folder });
});
afterAll(() => rmSync(root, { recursive: true }));

describe("generateDemo", () => {
  it("writes the same bytes for the same options, other bytes for another seed", async () => {
    await generateDemo({ households: 200, seed: 1, out: join(root, "b") });
    await generateDemo({ households: 200, seed: 2, out: join(root, "c") });
    expect(digest(join(root, "b"))).toBe(digest(folder));
    expect(digest(join(root, "c"))).not.toBe(digest(folder));
  });

  it("replaces an earlier demo and leaves other files alone", async () => {
    const out = join(root, "d");
    await generateDemo({ households: 60, seed: 1, out, asOf: "2023-11-30" });
    writeFileSync(join(out, "走访记录_县里.csv"), "");
    await generateDemo({ households: 60, seed: 1, out, asOf: "2024-03-20", months: 12 });
    const names = readdirSync(out);
    expect(names.filter(name => name.includes("20231130"))).toEqual([]);
    expect(names).toContain("（自定义）监测对象信息_20240320.xlsx");
    expect(names).toContain("走访记录_县里.csv");
  });

  it("dates nothing after the snapshot but plans, deadlines and contracts", async () => {
    const ahead = ["督导问题", "备案", "产业与合同", "帮扶措施台账", "阶段任务", "豁免清单"];
    const out = join(root, "e");
    await generateDemo({ households: 200, seed: 3, out, asOf: "2024-02-10", months: 14 });
    for (const name of csvNames(out)) {
      if (ahead.some(table => name.startsWith(table))) continue;
      for (const [date] of decode(join(out, name)).text.matchAll(/20\d\d-\d\d-\d\d/g))
        if (!date.endsWith("-13-01")) expect(date <= "2024-02-10", `${name} ${date}`).toBe(true);
    }
  });

  it("refuses options it cannot serve", async () => {
    await expect(generateDemo({ households: 0, seed: 1, out: folder })).rejects.toThrow("户数");
    await expect(generateDemo({ households: 200, seed: 1, out: folder, asOf: "2023-02-30" })).rejects.toThrow(
      "快照日"
    );
  });

  it("writes every table of the contract, with its rows", () => {
    const tables = readTsv(projectPath("data/policy/tables.tsv"), ["name_zh", "group"]);
    const names = demo.files.map(file => file.path);
    for (const { cells } of tables)
      if (cells.group !== "D")
        expect(
          names.some(name => name.includes(cells.name_zh!)),
          cells.name_zh!
        ).toBe(true);
    expect(demo.regions).toBe(1 + 8 + 110 + 895);
    for (const file of demo.files) {
      expect(existsSync(file.path)).toBe(true);
      expect(file.rows, file.path).toBeGreaterThan(0);
      if (file.path.endsWith(".csv")) expect(records(file.path).length, file.path).toBe(file.rows + 1);
    }
  });

  it("encodes half of the CSV files in GB18030 with CRLF, half in UTF-8 with a mark", () => {
    const kinds = csvNames(folder).map(name => decode(join(folder, name)));
    const utf8 = kinds.filter(kind => kind.encoding === "utf8");
    expect(Math.abs(utf8.length * 2 - kinds.length)).toBeLessThanOrEqual(1);
    for (const { encoding, text } of kinds) expect(text.includes("\r\n")).toBe(encoding === "gb18030");
  });

  it("heads the local tables as the contract does", () => {
    for (const { cells } of readTsv(projectPath("data/policy/tables.tsv"), ["table", "name_zh"])) {
      const path = join(folder, `${cells.name_zh}.csv`);
      if (!existsSync(path)) continue;
      const known = headersOf(cells.table!);
      for (const header of records(path)[0]!)
        expect(known.has(wide(header.replace("（万元）", ""))), `${cells.name_zh} ${header}`).toBe(true);
    }
    expect(records(join(folder, "资金.csv"))[0]).toContain("金额（万元）");
  });
});

describe("the person exports", () => {
  const files = ["（自定义）监测对象信息 (22).xlsx", "（自定义）监测对象信息_20231231.xlsx"];
  interface Row {
    readonly [header: string]: string;
  }
  const rows: Row[] = [];
  beforeAll(async () => {
    const known = headersOf("monitored_person");
    for (const file of files) {
      const sheet = (await new ExcelJS.Workbook().xlsx.readFile(join(folder, file))).worksheets[0]!;
      const texts = (row: number) => (sheet.getRow(row).values as unknown[]).slice(1).map(String);
      const headers = texts(3);
      const identifiers = headers.map(header => known.get(wide(header)) ?? header);
      expect(new Set(identifiers)).toEqual(new Set(known.values()));
      for (let row = 4; row <= sheet.rowCount; row++) {
        const values = identifiers.map((identifier, i) => [
          identifier,
          String(sheet.getRow(row).getCell(i + 1).value ?? "")
        ]);
        rows.push(Object.fromEntries(values) as Row);
      }
    }
  });

  it("state the months as text in one file and as decimals in the other", () => {
    expect(sheetXml(files[0]!)).toMatch(/t="inlineStr"><is><t>20\d{4}<\/t>/);
    expect(sheetXml(files[1]!)).toMatch(/<v>20\d{4}\.0<\/v>/);
    for (const file of files) expect(sheetXml(file)).toContain('<dimension ref="A1"/>');
  });

  it("give ids with valid check digits, but for those planted", () => {
    const ids = rows.map(row => row.id_number!).filter(id => id !== "");
    const wrong = ids.filter(id => !/^99\d{15}[\dX]/.test(id) || checkDigit(id.slice(0, 17)) !== id[17]);
    expect(wrong).toHaveLength(2);
    expect(ids.length).toBeGreaterThan(400);
  });

  it("plant the faults the readers must survive", () => {
    const persons = rows.map(row => row.person_id!).filter(id => id !== "");
    expect(persons.length - new Set(persons).size).toBe(1);
    expect(rows.filter(row => row.household_id === "").length).toBe(6);
    expect(rows.some(row => row.township_name === "云顶垦殖场")).toBe(true);
    expect(rows.some(row => row.monitor_category === "边缘易致困户")).toBe(true);
    expect(rows.some(row => row.monitor_category !== "" && row.risk_eliminated === "")).toBe(true);
    expect(rows.some(row => row.risk_eliminated === "是" && row.eliminated_month === "")).toBe(true);
  });

  it("agree with the counts returned", () => {
    const exits = new Map(
      records(join(folder, "风险消除程序记录.csv"))
        .filter(row => row[3] === "其他退出登记")
        .map(row => [row[1]!, row[8]!])
    );
    const count = { cumulative: 0, eliminated: 0, register: 0, otherExits: 0, unknown: 0 };
    const persons = { ...count };
    const heads = rows.filter(row => row.relation_to_head === "户主" && row.monitor_category !== "");
    const seen = new Set<string>();
    for (const head of heads) {
      const id = head.household_id!;
      if (seen.has(id) || exits.get(id) === "误录撤销") continue;
      seen.add(id);
      const blank =
        head.risk_eliminated === "" || (head.risk_eliminated === "是" && head.eliminated_month === "");
      const status = blank
        ? "unknown"
        : head.risk_eliminated === "是"
          ? "eliminated"
          : exits.has(id)
            ? "otherExits"
            : "register";
      const members = new Set(rows.filter(row => row.household_id === id).map(row => row.person_id)).size;
      for (const key of ["cumulative", status] as const) {
        count[key]++;
        persons[key] += members;
      }
    }
    const total = demo.truth.regions["990100"]!.total!;
    for (const key of Object.keys(count) as (keyof typeof count)[]) {
      expect(total[key].households, key).toBe(count[key]);
      expect(total[key].persons, key).toBe(persons[key]);
    }
    expect(total.cumulative.households).toBeGreaterThan(190);
  });
});

describe("a demo of the default size", () => {
  it("sees its register fall for long and rise in the last three months", () => {
    const all = createHouseholds({
      places: createPlaces(),
      households: 5600,
      seed: 1,
      last: monthOf(2023, 12),
      months: 24
    });
    expect(all.monitored).toBe(5600);
    const sizes = Array.from({ length: 24 }, (_, i) => {
      let size = 0;
      for (let household = 0; household < all.monitored; household++)
        if (inRegister(all, household, monthOf(2022, 1) + i)) size++;
      return size;
    });
    const changes = sizes.slice(1).map((size, i) => Math.sign(size - sizes[i]!));
    expect(changes).toEqual([...Array(20).fill(-1), 1, 1, 1]);
    expect(sizes.at(-1)).toBeGreaterThan(2300);
    expect(sizes.at(-1)).toBeLessThan(2400);
  });
});

function digest(path: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  return hash.digest("hex");
}

function csvNames(path: string): string[] {
  return readdirSync(path).filter(name => name.endsWith(".csv"));
}

function decode(path: string): { encoding: "utf8" | "gb18030"; text: string } {
  const bytes = readFileSync(path);
  const encoding = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? "utf8" : "gb18030";
  return { encoding, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
}

function records(path: string): string[][] {
  const lines = decode(path).text.split(/\r?\n/);
  return lines.filter(line => line !== "").map(line => line.split(","));
}

/** Every header the contract knows for a table, canonical or alias, in full-width brackets, with its identifier. */
function headersOf(table: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const { cells } of readTsv(projectPath("data/policy/columns.tsv"), [
    "table",
    "header_zh",
    "aliases",
    "identifier"
  ]))
    if (cells.table === table)
      for (const header of [cells.header_zh!, ...cells.aliases!.split("|")])
        if (header !== "") headers.set(wide(header), cells.identifier!);
  return headers;
}

function wide(header: string): string {
  return header.replaceAll("(", "（").replaceAll(")", "）");
}

function sheetXml(file: string): string {
  return unzip(join(folder, file)).get("xl/worksheets/sheet1.xml")!;
}
