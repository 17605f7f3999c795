import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";
import { readWorklist, type Worklist } from "../../loaders/worklist/worklist.ts";
import { contract, type Run } from "../support/exports.ts";

/** The golden county, its day, and the families of indicators that matters are counted from. */
export const golden = projectPath("test/golden/county/exports");
export const asOf = "2023-12-31";
export const families = ["10", "20", "22", "24", "26", "28", "31", "32", "34", "36", "42", "50"];

const folders: string[] = [];

/** A copy of the golden county's exports without some of the files. */
export function without(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "worklist-"));
  folders.push(folder);
  cpSync(golden, folder, { recursive: true });
  for (const file of files) rmSync(join(folder, file));
  return folder;
}

/** To be called after the tests of a file. */
export function removeCopies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** The worklist of a run's root in a month. */
export async function listOf(run: Run, month = "2023-12", region?: string): Promise<Worklist> {
  const [root] = await run.rows("SELECT region_code FROM region_root");
  return readWorklist(run.duck, contract(), {
    region: region ?? String(root!.region_code),
    month,
    day: run.report.asOf
  });
}

/** One item as a line: household, thing, member, what is due, since, due on, over, fact. */
export function lines(worklist: Worklist, unit: string, matter: string): string[] {
  const list = worklist.lists.find(each => each.unit.code === unit)!;
  return (list.items.get(matter) ?? []).map(({ household, item, member, due, since, dueOn, over, fact }) =>
    [household, item, member, due, since, dueOn, over ? `${over.number} ${over.unit}` : "", fact]
      .filter(Boolean)
      .join(" | ")
  );
}

/** Every name, number and telephone of the golden county's exports. */
export function personal(text: (file: string) => string): string[] {
  const columns = readTsv(projectPath("data/policy/columns.tsv"), ["header_zh", "pii", "identifier"]);
  const headers = new Set(
    columns
      .filter(({ cells }) => cells.pii === "yes" && /name|id_n|phone/.test(cells.identifier!))
      .map(({ cells }) => cells.header_zh!)
  );
  const found = new Set<string>();
  for (const file of [
    "监测对象信息_20231231.csv",
    "帮扶责任人.csv",
    "外出务工信息_20231231.csv",
    "部门预警.csv"
  ]) {
    const [head, ...rows] = text(file)
      .trim()
      .split(/\r?\n/)
      .map(line => line.replace(/^\uFEFF/, "").split(","));
    head!.forEach((header, at) => {
      if (headers.has(header)) for (const row of rows) if (row[at]) found.add(row[at]!);
    });
  }
  return [...found];
}
