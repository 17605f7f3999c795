import { breakdownText } from "../../src/lib/breakdown.ts";
import type { Contract } from "../contract/contract.ts";
import { type Duck, literal, type Row } from "../lib/duck.ts";
import { projectPath } from "../lib/paths.ts";
import { changesOf } from "../publish/changes.ts";
import { readWording } from "../publish/wording.ts";

/** Two ends of a kind of period, the earlier one left out: what lies between them is reported. */
export interface Span {
  readonly kind: string;
  readonly since: string;
  readonly period: string;
}

/** What became of one household. Texts are "" where there is nothing to say. */
export interface Move {
  readonly kind: string;
  readonly household: string;
  readonly county: string;
  readonly town: string;
  readonly village: string;
  readonly category: string;
  /** Official levels at the two ends. */
  readonly opening: string;
  readonly closing: string;
  readonly fact: string;
}

/** What a region's register came to: opening + in − out = closing. */
export interface RegionCounts {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  /** By the names of `countNames`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Counts of a region in reading order. */
export const countNames = [
  ...["期初在册", "纳入", "风险消除", "其他退出", "追溯补入", "追溯退出", "迁入", "迁出", "期末在册"],
  ...["升级", "降级", "期内进出"]
] as const;

/** A figure that moved, and what it used to do. Rates are fractions. */
export interface Figure {
  readonly indicator: string;
  readonly name: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly region: string;
  readonly isRate: boolean;
  readonly before: number;
  readonly value: number;
  readonly change: number;
  readonly middle: number;
  readonly spread: number;
  readonly history: number;
}

/** How many figures of an indicator were compared, and how that came out. */
export interface Judged {
  readonly indicator: string;
  readonly name: string;
  readonly figures: number;
  readonly usual: number;
  readonly unusual: number;
  /** Deviations too small to speak of, and series too short to judge. */
  readonly small: number;
  readonly short: number;
}

/** The change report of one span. */
export interface ChangeReport {
  readonly span: Span;
  readonly day: string;
  readonly region: { readonly code: string; readonly name: string };
  /** Whether the register and the confirmations of levels are at hand. */
  readonly known: { readonly register: boolean; readonly levels: boolean };
  readonly moves: readonly Move[];
  readonly regions: readonly RegionCounts[];
  readonly unusual: readonly Figure[];
  readonly judged: readonly Judged[];
  /** The platform's own limits by their keys. */
  readonly limits: ReadonlyMap<string, number>;
}

/**
 * Reads the movements between two ends, from a warehouse whose indicators were worked out on the same connection.
 * Figures are compared with the period just before `period`, whatever `since` is.
 */
export async function readChanges(
  duck: Duck,
  contract: Contract,
  { span, region, day }: { readonly span: Span; readonly region: string; readonly day: string }
): Promise<ChangeReport> {
  const folder = projectPath("loaders/changes");
  const replace = { ...span, region };
  await duck.file(`${folder}/10_households.sql`, replace);
  await duck.file(`${folder}/20_unusual.sql`, replace);
  const [own] = await duck.rows(
    `SELECT region_name AS name FROM region WHERE region_code = ${literal(region)}`
  );
  const { known } = await changesOf(duck);
  return {
    span,
    day,
    region: { code: region, name: String(own!.name) },
    known,
    moves: await readMoves(duck, region),
    regions: await readRegions(duck, region),
    unusual: await readUnusual(duck, contract),
    judged: await readJudged(duck, contract),
    limits: new Map(contract.settings.map(({ key, value }) => [key, value]))
  };
}

async function readMoves(duck: Duck, region: string): Promise<Move[]> {
  const rows = await duck.rows(
    `SELECT m.kind, m.household_id, m.category, m.fact, a.label AS opening, b.label AS closing,
       arg_max(r.region_name, t.distance) FILTER (r.region_level IN ('county', 'zone')) AS county,
       any_value(r.region_name) FILTER (r.region_level = 'town') AS town, any_value(r.region_name) FILTER (r.region_level = 'village') AS village
     FROM change_move AS m JOIN region_tree AS inside ON inside.descendant = m.region_code AND inside.ancestor = ${literal(region)}
     JOIN region_tree AS t ON t.descendant = m.region_code JOIN region AS r ON r.region_code = t.ancestor
     LEFT JOIN policy_code AS a ON a.list = 'warning_level' AND a.code = m.opening LEFT JOIN policy_code AS b ON b.list = 'warning_level' AND b.code = m.closing
     GROUP BY m.kind, m.household_id, m.region_code, m.category, m.fact, a.label, b.label
     ORDER BY m.kind, m.region_code, m.household_id`
  );
  const text = (row: Row, name: string): string => String(row[name] ?? "");
  return rows.map(row => ({
    kind: text(row, "kind"),
    household: text(row, "household_id"),
    county: text(row, "county"),
    town: text(row, "town"),
    village: text(row, "village"),
    category: text(row, "category"),
    opening: text(row, "opening"),
    closing: text(row, "closing"),
    fact: text(row, "fact")
  }));
}

async function readRegions(duck: Duck, region: string): Promise<RegionCounts[]> {
  const rows = await duck.rows(
    `SELECT r.region_code AS code, r.region_name AS name, r.region_level AS level, c.item, c.n
     FROM region_tree AS t JOIN region AS r ON r.region_code = t.descendant LEFT JOIN change_count AS c ON c.region_code = r.region_code
     WHERE t.ancestor = ${literal(region)} AND (r.region_level <> 'village' OR t.distance = 0) ORDER BY r.region_code, c.item`
  );
  const regions = new Map<string, RegionCounts & { counts: Map<string, number> }>();
  for (const row of rows) {
    const code = String(row.code);
    const found = regions.get(code) ?? {
      code,
      name: String(row.name),
      level: String(row.level),
      counts: new Map(countNames.map(name => [name, 0]))
    };
    if (row.item !== null) found.counts.set(String(row.item), Number(row.n));
    regions.set(code, found);
  }
  return [...regions.values()];
}

async function readUnusual(duck: Duck, contract: Contract): Promise<Figure[]> {
  const { plain } = readWording(contract);
  const rows = await duck.rows(
    `SELECT f.*, r.region_name FROM change_figure AS f JOIN region AS r ON r.region_code = f.region_code
     WHERE f.verdict = '异动' ORDER BY f.region_code, f.indicator, f.breakdown, f.basis`
  );
  return rows.map(row => ({
    indicator: String(row.indicator),
    name: contract.indicators.get(String(row.indicator))!.name,
    breakdown: breakdownText(String(row.breakdown), plain),
    basis: String(row.basis),
    region: String(row.region_name),
    isRate: row.unit === "%",
    before: Number(row.before),
    value: Number(row.value),
    change: Number(row.change),
    middle: Number(row.middle),
    spread: Number(row.spread),
    history: Number(row.history)
  }));
}

async function readJudged(duck: Duck, contract: Contract): Promise<Judged[]> {
  const rows = await duck.rows(
    `SELECT indicator, count(*) AS figures, count(*) FILTER (verdict = '平常') AS usual, count(*) FILTER (verdict = '异动') AS unusual,
       count(*) FILTER (verdict = '数太小') AS small, count(*) FILTER (verdict = '历史不足') AS short
     FROM change_figure GROUP BY indicator ORDER BY indicator`
  );
  return rows.map(row => ({
    indicator: String(row.indicator),
    name: contract.indicators.get(String(row.indicator))!.name,
    figures: Number(row.figures),
    usual: Number(row.usual),
    unusual: Number(row.unusual),
    small: Number(row.small),
    short: Number(row.short)
  }));
}
