import { whereText } from "./checks.js";
import type { Context } from "./context.js";
import type { Cell } from "./dataset.js";
import { count, periodWord } from "./format.js";
import { periodOf } from "./periods.js";
import type { ReaderSource } from "./reader.js";
import { levelWord, shortName } from "./regions.js";
import type { Sentence } from "./sentence.js";
import type { Matter } from "./site.js";
import { reachesDown, sparseCell } from "./sparse.js";
import { type State, stateWords, valueState } from "./state.js";

/** A matter to be studied, counted for a place and month. */
export interface MatterCount {
  readonly matter: Matter;
  /** Its name; one that speaks of a quarter names it. */
  readonly name: string;
  /** The quarter it is counted for, “四季度”; "" for other periods. */
  readonly quarter: string;
  readonly unit: string;
  /** Null where there is no number; `state` says why. */
  readonly number: number | null;
  readonly state: State | null;
  /** Whether part of what it sums is missing. */
  readonly partial: boolean;
  /** Where it lies, or what it is measured against: “青栗 9、石渡 7，另 4 县区 7”. */
  readonly where: string;
}

/** The matters for the place and month in hand, in the list's order; those that do not go so far down are left out. */
export function countMatters(
  source: ReaderSource,
  context: Context,
  matters: readonly Matter[]
): MatterCount[] {
  const level = source.regions.get(context.region)?.level ?? "";
  const concerned = matters.filter(({ indicator }) => reachesDown(source, indicator, level));
  return concerned.map(matter => {
    const basis = matter.basis === "context" ? context.basis : matter.basis;
    const cells = cellsOf(source, context, matter, basis, context.region);
    const { number, state, partial } = matterNumber(matter, cells, context.profile);
    return {
      matter,
      name: matter.name.replace(/^季度/, quarterOf(context)),
      quarter: matter.period === "quarter" ? quarterOf(context) : "",
      unit: matter.unit || basis,
      number,
      state,
      partial,
      where: number ? whereOf(source, context, matter, basis, cells) : ""
    };
  });
}

/** Matters with something to be studied. */
export function openMatters(counts: readonly MatterCount[]): MatterCount[] {
  return counts.filter(({ number }) => number !== null && number > 0);
}

/** Matters whose tables were not read: neither open nor settled. */
export function missingMatters(counts: readonly MatterCount[]): MatterCount[] {
  return counts.filter(({ state }) => state === "missing" || state === "undetermined" || state === "open");
}

/**
 * The number of one matter from its cells: what the numerators are short of their denominators, the numerators, or what
 * they are short of the share the document asks for, rounded up and never below 0. A document that asks for no share has
 * no such matter.
 */
export function matterNumber(
  { measure, shares }: Pick<Matter, "measure" | "shares">,
  cells: readonly (Cell | undefined)[],
  profile: string
): Pick<MatterCount, "number" | "state" | "partial"> {
  const share = shares[profile];
  if (measure === "pace" && share === undefined) return { number: null, state: "silent", partial: false };
  const states = cells.map(valueState);
  const known = cells.filter((_, index) => states[index] === null || states[index] === "na");
  if (known.length === 0) return { number: null, state: states[0] ?? "missing", partial: false };
  const number = known.reduce((sum, cell) => {
    const done = cell!.numerator ?? 0;
    const due = cell!.denominator ?? 0;
    if (measure === "numerator") return sum + done;
    return sum + Math.max(0, (measure === "pace" ? required(share!, due) : due) - done);
  }, 0);
  return { number, state: null, partial: known.length < cells.length };
}

/** How many a share of a whole asks for at least: required(0.1, 2363) → 237. */
export function required(share: number, whole: number): number {
  // The product of 0.07 and 100 lies above 7 by the last bit.
  return Math.ceil(Number((share * whole).toFixed(6)));
}

/** 到期: the first matters in which something stays short of what is due: “核实已逾期 23 条，本月未入户走访 88 户，…”. */
export function dueSentence(counts: readonly MatterCount[]): Sentence {
  const due = counts.filter(({ matter }) => matter.measure !== "numerator");
  const open = openMatters(due).slice(0, 3);
  const missing = missingMatters(due).length;
  if (open.length === 0) {
    if (due.every(({ number }) => number === null)) return [`到期未办的事项${stateWords.missing}。`];
    return [
      missing > 0
        ? `已有数据的事项没有到期未办的，${missing} 类${stateWords.missing}。`
        : "没有到期未办的事项。"
    ];
  }
  const clauses = open.map(clauseOf);
  const plain = clauses.slice(2).map(clause => `，${clause}`);
  return [[clauses.slice(0, 2).join("，")], `${plain.join("")}。`];
}

function clauseOf({ matter, name, quarter, number, unit }: MatterCount): string {
  const said = name.startsWith(quarter) ? name : quarter + name;
  return matter.measure === "pace"
    ? `${said.replace(/差额$/, "")}比要求少 ${count(number!)} ${unit}`
    : `${said} ${count(number!)} ${unit}`;
}

function cellsOf(
  source: ReaderSource,
  context: Context,
  { indicator, breakdowns, period }: Matter,
  basis: string,
  region: string
): (Cell | undefined)[] {
  const at = period === "snapshot" ? source.meta.asOf : periodOf(period, context.period);
  return breakdowns.map(breakdown =>
    sparseCell(source, { indicator, breakdown, basis, region, period: at }, context.profile)
  );
}

function whereOf(
  source: ReaderSource,
  context: Context,
  matter: Matter,
  basis: string,
  cells: readonly (Cell | undefined)[]
): string {
  if (matter.measure === "pace") {
    const [cell] = cells;
    const share = matter.shares[context.profile]!;
    return `要求 ${count(required(share, cell!.denominator ?? 0))}，已做 ${count(cell!.numerator ?? 0)}`;
  }
  const children = source.regions.children(context.region);
  const parts = children.flatMap(({ code, name }) => {
    const { number } = matterNumber(matter, cellsOf(source, context, matter, basis, code), context.profile);
    return number ? [{ place: shortName(name), failed: number }] : [];
  });
  if (parts.length > 0) return whereText(parts, levelWord(children[0]!.level));
  const whole = cells.reduce((sum, cell) => sum + (cell?.denominator ?? 0), 0);
  return whole > 0 ? `基数 ${count(whole)}` : "";
}

/** “四季度”. */
function quarterOf({ period }: Context): string {
  return periodWord(periodOf("quarter", period)).replace(/^.* 年/, "");
}

/** What the data lack, as the last matter: how many things, and which. */
export interface DataMatter {
  readonly number: number;
  readonly where: string;
  /** The part of 数据质量 that lists it. */
  readonly anchor: string;
}

export interface DataMatterInput {
  /** Names of tables that were not read. */
  readonly tables: readonly string[];
  /** Names of regions without a share of the monitored. */
  readonly shares: readonly string[];
  readonly unrecognised: number;
  readonly refused: number;
  /** Kinds of checks that failed. */
  readonly checks: number;
}

/** The last matter: tables not read, regions without a denominator, files and rows refused, checks that failed. */
export function dataMatter({ tables, shares, unrecognised, refused, checks }: DataMatterInput): DataMatter {
  const parts = [
    tables.length > 0 ? `未导入${listed(tables, "张")}` : "",
    shares.length > 0 ? `${listed(shares, "个")}没有占比` : "",
    unrecognised > 0 ? `认不出 ${count(unrecognised)} 个文件` : "",
    refused > 0 ? `拒收 ${count(refused)} 行` : "",
    checks > 0 ? `检查未过 ${checks} 类` : ""
  ].filter(text => text !== "");
  return {
    number: tables.length + shares.length + unrecognised + (refused > 0 ? 1 : 0) + checks,
    where: parts.join("；"),
    anchor:
      tables.length + shares.length > 0
        ? "tables"
        : refused > 0
          ? "rejects"
          : unrecognised > 0
            ? "unrecognised"
            : "checks"
  };
}

/** Matters without a number by name; one that is not simply missing says why: “岗位推送不足、不当消除（不可判）”. */
export function missingText(counts: readonly MatterCount[]): string {
  return counts
    .map(({ name, state }) =>
      state === null || state === "missing" ? name : `${name}（${stateWords[state]}）`
    )
    .join("、");
}

function listed(names: readonly string[], unit: string): string {
  return names.length > 2 ? `${names.slice(0, 2).join("、")}等 ${names.length} ${unit}` : names.join("、");
}
