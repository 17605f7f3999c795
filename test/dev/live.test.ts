import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import { Live } from "../../loaders/dev/live.ts";
import { indicators } from "../../loaders/indicators/indicators.ts";
import { intake } from "../../loaders/intake/intake.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { readSettings } from "../../loaders/lib/settings.ts";
import { model } from "../../loaders/model/model.ts";
import { publishIndicators } from "../../loaders/publish/publish.ts";
import { smallExports } from "../support/small-exports.ts";

const work = mkdtempSync(join(tmpdir(), "live-"));
const exports = join(work, "exports");
const contract = readContract();

beforeAll(() => smallExports(exports, 2));
afterAll(() => rmSync(work, { recursive: true }));

/** Publishes the figures of the folder as it is now. */
async function publishedNow(name: string): Promise<string> {
  const duck = await Duck.open(":memory:");
  const { asOf } = await intake(duck, contract, { exports, asOf: "" });
  await model(duck, contract, { asOf, root: "", profile: "all", defaultProfile: readSettings().profile });
  await indicators(duck, contract);
  const folder = join(work, name);
  await publishIndicators(duck, contract, folder);
  duck.close();
  return folder;
}

/** Names of the files whose rows differ between two folders; data quality is left to a whole run. */
function different(one: string, other: string): string[] {
  const names = listFiles(one);
  expect(listFiles(other)).toEqual(names);
  const bytes = (folder: string, name: string): Buffer => readFileSync(join(folder, name));
  const rows = (file: Buffer): string =>
    [...tableFromIPC(file)].filter(row => row.indicator !== "K48").join("\n");
  return names.filter(name => {
    const [own, their] = [bytes(one, name), bytes(other, name)];
    return !own.equals(their) && (!/(K48|overview)\.arrow$/.test(name) || rows(own) !== rows(their));
  });
}

/** Takes every second row of a file away. */
function halve(name: string): void {
  const lines = readFileSync(join(exports, name), "latin1").split("\n");
  writeFileSync(join(exports, name), lines.filter((_, row) => row % 2 === 0).join("\n"), "latin1");
}

/** The first sheet of a workbook of persons, with the row of its headers and their columns. */
async function persons(name: string) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(join(exports, name));
  const sheet = book.worksheets[0]!;
  const cells = (row: number): unknown[] => sheet.getRow(row).values as unknown[];
  const head = [1, 2, 3].find(row => cells(row).includes("户编号"))!;
  const text = (row: number, header: string): string => String(cells(row)[cells(head).indexOf(header)] ?? "");
  const rows = Array.from({ length: sheet.rowCount - head }, (_, at) => head + 1 + at);
  const last = text(rows.findLast(row => text(row, "户编号") !== "")!, "户编号");
  /** Of the household of the last row, the last first. */
  const lastRows = rows.filter(row => text(row, "户编号") === last).reverse();
  return { book, sheet, head, text, lastRows };
}

/** Takes the household of a workbook's last row out of it. */
async function withoutLastHousehold(name: string): Promise<void> {
  const { book, sheet, lastRows } = await persons(name);
  for (const row of lastRows) sheet.spliceRows(row, 1);
  await book.xlsx.writeFile(join(exports, name));
}

/** Lets the household of a workbook's last row live where that of the first lives, in another county. */
async function moveLastHousehold(name: string): Promise<void> {
  const { book, sheet, head, lastRows } = await persons(name);
  for (const row of lastRows)
    for (const place of [1, 2, 3])
      sheet.getRow(row).getCell(place).value = sheet.getRow(head + 1).getCell(place).value;
  await book.xlsx.writeFile(join(exports, name));
}

/** Changes the cells of each line of a CSV file. */
function rewrite(name: string, change: (cells: string[], row: number) => string[]): void {
  const lines = readFileSync(join(exports, name), "utf8").trimEnd().split("\n");
  const changed = lines.map((line, row) => change(line.split(","), row).join(","));
  writeFileSync(join(exports, name), `${changed.join("\n")}\n`);
}

test("changed exports give the figures of a whole run; what only the whole can tell, and what is refused, is left to one", async () => {
  const shown = await publishedNow("shown");
  const live = await Live.open(contract, { exports, asOf: "", profile: "all", settings: readSettings() });
  const logs = ["走访记录.csv", "帮扶措施台账.csv"];
  for (const name of logs) {
    const before = join(work, "before");
    cpSync(shown, before, { recursive: true });
    // What was read ahead counts only while the file is as it was then.
    const whole = readFileSync(join(exports, name));
    writeFileSync(join(exports, name), "不是表头\n");
    await live.prepare([name]);
    writeFileSync(join(exports, name), whole);
    halve(name);
    if (name === logs[0]) await live.prepare([name]);
    // What is looked at is right before the rest is worked out.
    const looked = join(shown, "figures", "K18.arrow");
    let first = Buffer.alloc(0);
    const update = await live.update([name], shown, { files: ["K18"], places: [""] }, () => {
      first = readFileSync(looked);
    });
    expect(first.equals(readFileSync(looked)), name).toBe(true);
    const changed = different(before, shown).map(file => file.match(/(\w+)\.arrow$/)![1]);
    expect(changed.length, name).toBeGreaterThan(0);
    expect([...(update?.indicators ?? []), "overview"], name).toEqual(expect.arrayContaining(changed));
  }
  const several = ["线索台账.csv", "资金.csv", "部门预警.csv", "督导问题.csv", "三保障与饮水核查.csv"];
  several.forEach(halve);
  const registers = readdirSync(exports).filter(name => name.includes("监测对象信息"));
  expect(await live.update(several, shown)).not.toBeNull();
  // A household that is gone takes its rows of other tables out of its county.
  for (const name of registers) await withoutLastHousehold(name);
  expect((await live.update(registers, shown))?.files).toContain("B01");
  // It stays where it was when others are told apart anew.
  halve("线索台账.csv");
  expect(await live.update(["线索台账.csv"], shown)).not.toBeNull();
  expect(different(await publishedNow("whole"), shown)).toEqual([]);
  for (const name of registers) await moveLastHousehold(name);
  expect((await live.update(registers, shown))?.files).toContain("B01");
  expect(different(await publishedNow("whole"), shown)).toEqual([]);

  expect(await live.update(["没有见过.csv"], shown)).toBeNull();
  expect(await live.update(["区划统计表.csv"], shown)).toBeNull();
  writeFileSync(join(exports, "资金.csv"), "不是表头\n");
  expect(await live.update(["资金.csv"], shown)).toBeNull();
  rewrite("帮扶责任人.csv", cells => cells.slice(0, -1));
  expect(await live.update(["帮扶责任人.csv"], shown)).toBeNull();
  expect(different(join(work, "whole"), shown)).toEqual([]);
  // An alert of one county that names a person of another brings that person's household to it, with all its rows.
  const { sheet, head, text } = await persons(registers[0]!);
  const county = (row: number): string => text(row, "户编号").slice(0, 6);
  const person = Array.from({ length: sheet.rowCount - head }, (_, at) => head + 1 + at).find(
    row => county(row) > county(head + 1)
  )!;
  rewrite("部门预警.csv", ([id, region, household, number, ...rest], row) =>
    row === 1
      ? [id!, county(head + 1), "", text(person, "证件号码"), ...rest]
      : [id!, region!, household!, number!, ...rest]
  );
  expect(await live.update(["部门预警.csv"], shown)).toBeNull();
  live.close();
}, 300_000);
