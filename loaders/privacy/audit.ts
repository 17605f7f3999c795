import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { type Duck, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { attack } from "./attack.ts";
import type { Edition } from "./edition.ts";
import type { Shown } from "./system.ts";

/** What the audit of a public edition came to; `seconds` is the only figure that differs between runs. */
export interface AuditReport {
  readonly tables: number;
  readonly rows: number;
  readonly shownRows: number;
  readonly cells: number;
  /** Withheld because they are small themselves, and those that are withheld for their sake. */
  readonly primary: number;
  readonly secondary: number;
  readonly relations: number;
  readonly components: number;
  readonly largest: number;
  readonly solved: number;
  readonly threshold: number;
  readonly width: number;
  readonly narrowest: number;
  readonly failing: number;
  readonly seconds: number;
}

/** Names of the report's figures, for its text. */
const words: Readonly<Record<keyof AuditReport, string>> = {
  tables: "表",
  rows: "应发布的行",
  shownRows: "发布的行",
  cells: "格",
  primary: "因小于下限遮蔽的格",
  secondary: "为防反推另遮蔽的格",
  relations: "外人可用的等式与不等式",
  components: "互相牵连的未知格组",
  largest: "最大一组的格数",
  solved: "求解的线性规划",
  threshold: "下限",
  width: "要求的区间宽度",
  narrowest: "最窄的区间宽度",
  failing: "保护不足的格",
  seconds: "用时（秒）"
};

/** The report as lines of text. */
export function auditText(report: AuditReport): string {
  return Object.entries(words)
    .map(([key, word]) => `${word}：${report[key as keyof AuditReport]}`)
    .join("\n");
}

/**
 * Reads back what was published and attacks it. It takes from the edition only what is true and what holds between the
 * numbers, not what was meant to be shown.
 * @param folder the published folder, with `figures` and `downloads`
 * @returns the report, and what is wrong in Chinese, one line a row or cell, worst first
 */
export async function audit(
  duck: Duck,
  { system, rules }: Edition,
  folder: string
): Promise<{ report: AuditReport; faults: string[] }> {
  const started = performance.now();
  const truth = new Map<string, Shown>();
  for (const each of system.rows) {
    const { indicator, region, period, breakdown, basis, variant } = each.row;
    truth.set([indicator, region, period, breakdown, basis, variant].join("|"), each);
  }
  const known = system.cells.map(() => false);
  const seen = new Set<Shown>();
  const faults = new Set<string>();
  const take = (key: readonly string[], profile: string, numbers: readonly (number | null)[]): void => {
    if (numbers.every(number => number === null)) return;
    const own = truth.get([...key, ""].join("|")) ?? truth.get([...key, profile].join("|"));
    if (!own) {
      faults.add(`${key.filter(Boolean).join(" ")}：发布了政策表 public.tsv 没有列出的数`);
      return;
    }
    seen.add(own);
    known[own.n] = true;
    if (own.d >= 0) known[own.d] = true;
  };
  for (const path of arrowFiles(join(folder, "figures"))) readArrow(path, take);
  const rows = await duck.rows(
    `SELECT indicator, region_code, period, breakdown, basis, profile_id, numerator, denominator, value
     FROM read_parquet(${literal(join(folder, "downloads/indicator.parquet"))}) WHERE coalesce(numerator, denominator, value) IS NOT NULL`
  );
  for (const row of rows)
    take(
      [row.indicator, row.region_code, row.period, row.breakdown, row.basis].map(String),
      String(row.profile_id),
      [Number(row.numerator)]
    );
  const found = await attack(system, known, rules.width);
  for (const { cell, low, high } of found.failing)
    faults.add(
      `${system.cells[cell]!.name}：外人能推到的区间宽 ${Math.floor(high + 1e-6) - Math.ceil(low - 1e-6)}，不足 ${rules.width}`
    );
  const withheld = system.cells.map((cell, i) => !known[i] && !cell.hidden);
  const report: AuditReport = {
    tables: system.tables,
    rows: system.rows.length,
    shownRows: seen.size,
    cells: system.cells.filter(cell => !cell.hidden).length,
    primary: system.cells.filter((cell, i) => withheld[i] && cell.sensitive).length,
    secondary: system.cells.filter((cell, i) => withheld[i] && !cell.sensitive).length,
    relations: system.relations.length,
    components: found.components,
    largest: found.largest,
    solved: found.solved,
    threshold: rules.threshold,
    width: rules.width,
    narrowest: Number.isFinite(found.narrowest) ? found.narrowest : -1,
    failing: found.failing.length,
    seconds: Math.round((performance.now() - started) / 100) / 10
  };
  return { report, faults: [...faults] };
}

/** Stops a build whose public edition gives something away; names the first cells, not their numbers. */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const first = faults.slice(0, 5).map(fault => `  ${fault}`);
  throw new CliError(
    `公开版核验没有通过，有 ${faults.length} 处可由已发布的数反推，原来的网站保持不变：\n${first.join("\n")}\n请在 data/policy/public.tsv 收窄所列的表（删去该行，或把 lowest 提高一级），再重新生成`
  );
}

function arrowFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return arrowFiles(path);
      return /^([KB]\d\d|overview)\.arrow$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

function readArrow(
  path: string,
  take: (key: readonly string[], profile: string, numbers: readonly (number | null)[]) => void
): void {
  const table = tableFromIPC(readFileSync(path));
  const column = (name: string): unknown[] => [...(table.getChild(name) ?? [])];
  const keys = ["indicator", "region_code", "period", "breakdown", "basis"].map(column);
  const profiles = column("profile_id");
  const numbers = ["numerator", "denominator", "value"].map(column);
  for (let row = 0; row < table.numRows; row += 1)
    take(
      keys.map(values => String(values[row] ?? "")),
      String(profiles[row] ?? ""),
      numbers.map(values => (values[row] ?? null) as number | null)
    );
}
