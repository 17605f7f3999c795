import type { CliError } from "../lib/errors.ts";
import { readTsv, type TsvRow } from "../lib/tsv.ts";
import type { Code, Indicator, Profile, Table } from "./contract.ts";

const judgingRules = [
  "all",
  "all_by_param",
  "all_known",
  "all_partial",
  "none",
  "at_least",
  "at_least_share"
] as const;

/** Rows of an indicator that a profile judges, and how. */
export interface Judging {
  readonly indicator: string;
  readonly profile: string;
  /** Breakdown of the rows; `*` stands for any value. */
  readonly breakdown: string;
  /** "" = every basis. */
  readonly basis: string;
  /** Region levels; none = every level. */
  readonly levels: readonly string[];
  /**
   * all: numerator = denominator; all_by_param: the same, where the numerator was counted by this document's parameter; all_known: the same, never while an input is unknown; all_partial: so, with the document's wider
   * denominator; none: numerator = 0; at_least: numerator ≥ parameter; at_least_share: numerator ≥ parameter × denominator, rounded up.
   */
  readonly rule: (typeof judgingRules)[number];
  /** The profile judges only where this parameter is stated; "" = always. */
  readonly param: string;
}

/** Data that rows of an indicator cannot do without. */
export interface Need {
  readonly indicator: string;
  /** Part of the breakdowns concerned, "" = all. */
  readonly breakdown: string;
  /** One of these tables … */
  readonly tables: readonly string[];
  /** … with all of these columns. */
  readonly columns: readonly string[];
  /** The numerator stands without it. */
  readonly keepsNumerator: boolean;
}

/** A kind of hazard or event and a kind of risk that goes with it: a setting of the platform. */
export interface EventRisk {
  readonly event: string;
  readonly risk: string;
}

/** A predicate of the warning colours, and the columns its answer rests on (`table.column`). */
export interface Predicate {
  readonly id: string;
  readonly level: string;
  readonly name: string;
  readonly inputs: readonly string[];
}

/** A number of the platform's own, which no document gives. */
export interface PlatformSetting {
  readonly key: string;
  readonly value: number;
}

/** A step of a scale the platform divides a number by: at least `from` and less than `to`; null is open. */
export interface Band {
  readonly list: string;
  readonly id: string;
  readonly label: string;
  readonly from: number | null;
  readonly to: number | null;
}

type Broken = (path: string, row: TsvRow, reason: string, next: string) => CliError;

/** Reads judging.tsv; every name in it must be known. */
export function readJudging(
  path: string,
  indicators: ReadonlyMap<string, Indicator>,
  profiles: ReadonlyMap<string, Profile>,
  codes: ReadonlyMap<string, readonly Code[]>,
  broken: Broken
): Judging[] {
  const seen = new Set<string>();
  const levels = new Set((codes.get("region_level") ?? []).map(entry => entry.code));
  const names = ["indicator", "profile", "breakdown", "basis", "levels", "rule", "param_key"];
  return readTsv(path, names).map(row => {
    const cells = row.cells as Record<string, string>;
    const indicator = indicators.get(cells.indicator!);
    const profile = profiles.get(cells.profile!);
    if (!indicator)
      throw broken(path, row, `指标 ${cells.indicator} 不在 indicators.tsv 中`, "改正 indicator");
    if (!profile)
      throw broken(path, row, `口径 ${cells.profile} 不在 codes.tsv 的 profile 中`, "改正 profile");
    const key = [cells.indicator, cells.profile, cells.breakdown, cells.basis].join("|");
    if (seen.has(key)) throw broken(path, row, "与前面一行判同样的行", "删去一行");
    seen.add(key);
    if (cells.basis && !indicator.basis.split("、").includes(cells.basis))
      throw broken(path, row, `计量“${cells.basis}”不是该指标的计量`, "改正 basis");
    const stray = cells.levels!.split(/[|@]/).find(level => level && !levels.has(level));
    if (stray) throw broken(path, row, `层级 ${stray} 不在 codes.tsv 的 region_level 中`, "改正 levels");
    if (!judgingRules.includes(cells.rule as Judging["rule"]))
      throw broken(
        path,
        row,
        `判断方式“${cells.rule}”不认得（可用：${judgingRules.join("、")}）`,
        "改正 rule"
      );
    const param = profile.params.get(cells.param_key!);
    if (cells.param_key && !param)
      throw broken(path, row, `参数 ${cells.param_key} 不在 profiles.tsv 中`, "改正 param_key");
    if (cells.rule!.startsWith("at_least") && !param)
      throw broken(path, row, `${cells.rule} 须有参数`, "填写 param_key");
    if (cells.rule!.startsWith("at_least") && param?.value && !(Number(param.value) > 0))
      throw broken(path, row, `参数 ${cells.param_key} 的值“${param.value}”不是正数`, "改正 profiles.tsv");
    return {
      indicator: cells.indicator!,
      profile: cells.profile!,
      breakdown: cells.breakdown!,
      basis: cells.basis!,
      levels: cells.levels!.split("|").filter(Boolean),
      rule: cells.rule as Judging["rule"],
      param: cells.param_key!
    };
  });
}

/** Reads needs.tsv; every table and column in it must be known. */
export function readNeeds(
  path: string,
  indicators: ReadonlyMap<string, Indicator>,
  tables: ReadonlyMap<string, Table>,
  broken: Broken
): Need[] {
  return readTsv(path, ["indicator", "breakdown", "tables", "columns", "keeps_numerator"]).map(row => {
    const cells = row.cells as Record<string, string>;
    if (!indicators.has(cells.indicator!))
      throw broken(path, row, `指标 ${cells.indicator} 不在 indicators.tsv 中`, "改正 indicator");
    const names = cells.tables!.split("|").filter(Boolean);
    const columns = cells.columns!.split("|").filter(Boolean);
    for (const name of names) {
      const table = tables.get(name);
      if (!table) throw broken(path, row, `表 ${name} 不在 tables.tsv 中`, "改正 tables");
      const unknown = columns.find(id => !table.columns.some(column => column.id === id));
      if (unknown) throw broken(path, row, `表 ${name} 没有列 ${unknown}`, "改正 columns");
    }
    if (names.length === 0) throw broken(path, row, "tables 为空", "填写 tables");
    if (!["", "yes"].includes(cells.keeps_numerator!))
      throw broken(
        path,
        row,
        `keeps_numerator“${cells.keeps_numerator}”须为 yes 或空`,
        "改正 keeps_numerator"
      );
    return {
      indicator: cells.indicator!,
      breakdown: cells.breakdown!,
      tables: names,
      columns,
      keepsNumerator: cells.keeps_numerator === "yes"
    };
  });
}

/** Reads event_risks.tsv. */
export function readEventRisks(
  path: string,
  codes: ReadonlyMap<string, readonly Code[]>,
  broken: Broken
): EventRisk[] {
  const known = (lists: readonly string[], code: string): boolean =>
    lists.some(list => codes.get(list)?.some(entry => entry.code === code));
  return readTsv(path, ["event", "risk", "note"]).map(row => {
    const { event, risk } = row.cells as Record<string, string>;
    if (!known(["hazard_type", "risk_event_type"], event!))
      throw broken(
        path,
        row,
        `事件 ${event} 不在 codes.tsv 的 hazard_type、risk_event_type 中`,
        "改正 event"
      );
    if (!known(["risk_type"], risk!))
      throw broken(path, row, `风险 ${risk} 不在 codes.tsv 的 risk_type 中`, "改正 risk");
    return { event: event!, risk: risk! };
  });
}

/** Reads predicates.tsv; its levels and columns must be known. */
export function readPredicates(
  path: string,
  codes: ReadonlyMap<string, readonly Code[]>,
  tables: ReadonlyMap<string, Table>,
  broken: Broken
): Predicate[] {
  const seen = new Set<string>();
  return readTsv(path, ["predicate", "level", "name_zh", "inputs", "clause", "note"]).map(row => {
    const cells = row.cells as Record<string, string>;
    if (!cells.predicate || seen.has(cells.predicate))
      throw broken(path, row, `条件“${cells.predicate}”为空或重复`, "改正 predicate");
    seen.add(cells.predicate);
    if (!codes.get("warning_level")?.some(entry => entry.code === cells.level))
      throw broken(path, row, `级别 ${cells.level} 不在 codes.tsv 的 warning_level 中`, "改正 level");
    const inputs = cells.inputs!.split("|").filter(Boolean);
    const unknown = inputs.find(input => {
      const [table, column] = input.split(".");
      return !tables.get(table!)?.columns.some(({ id }) => id === column);
    });
    if (unknown) throw broken(path, row, `列 ${unknown} 不在 columns.tsv 中`, "改正 inputs");
    return { id: cells.predicate!, level: cells.level!, name: cells.name_zh!, inputs };
  });
}

/** Reads platform.tsv; values are whole numbers. */
export function readPlatform(path: string, broken: Broken): PlatformSetting[] {
  return readTsv(path, ["key", "value", "unit", "clause", "note"]).map(row => {
    const { key, value } = row.cells as Record<string, string>;
    if (!key || !/^[1-9]\d*$/.test(value!))
      throw broken(path, row, `${key} 的值“${value}”须为正整数`, "改正 value");
    return { key, value: Number(value) };
  });
}

/** Reads bands.tsv; each list's bands follow one another without a gap. */
export function readBands(path: string, broken: Broken): Band[] {
  const bands: Band[] = [];
  for (const row of readTsv(path, ["list", "id", "label", "from", "to", "note"])) {
    const { list, id, label, from, to } = row.cells as Record<string, string>;
    if (!list || !id || !label) throw broken(path, row, "list、id、label 不能为空", "补上该格");
    const stray = [from!, to!].find(text => text && !/^-?\d+(\.\d+)?$/.test(text));
    if (stray) throw broken(path, row, `界限“${stray}”不是数`, "改正 from、to");
    const band = { list, id, label, from: from ? Number(from) : null, to: to ? Number(to) : null };
    if (band.from !== null && band.to !== null && band.from >= band.to)
      throw broken(path, row, `下限 ${from} 不小于上限 ${to}`, "改正 from、to");
    const own = bands.filter(other => other.list === list);
    if (own.some(other => other.id === id || other.label === label))
      throw broken(path, row, `${list} 的“${label}”重复`, "删去一行");
    const last = own.at(-1);
    if (last && (band.from === null || last.to !== band.from))
      throw broken(path, row, `下限“${from}”不接上一档的上限“${last.to ?? ""}”`, "改正 from");
    bands.push(band);
  }
  return bands;
}
