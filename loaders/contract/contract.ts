import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv, type TsvRow } from "../lib/tsv.ts";
import { normalizeHeader, normalizeValue } from "./normalize.ts";
import {
  type Band,
  type EventRisk,
  type Judging,
  type Need,
  type PlatformSetting,
  type Predicate,
  readBands,
  readEventRisks,
  readJudging,
  readNeeds,
  readPlatform,
  readPredicates
} from "./rules.ts";

export const columnTypes = ["text", "int", "decimal", "bool", "code", "date", "month", "list"] as const;
export type ColumnType = (typeof columnTypes)[number];

const requirements = ["key", "yes", "no"] as const;
const certainties = ["text", "inferred", "absent"] as const;

/** A code list's entry. `keys` holds every accepted spelling, normalized: label, code and aliases. */
export interface Code {
  readonly code: string;
  readonly label: string;
  readonly keys: readonly string[];
  /** Machine-readable properties of the note: `match=health|social;source=real_check`. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A column of an input table. */
export interface Column {
  readonly table: string;
  readonly id: string;
  readonly header: string;
  readonly aliases: readonly string[];
  readonly type: ColumnType;
  readonly unit: string;
  readonly required: (typeof requirements)[number];
  readonly codes: string;
  /**
   * Personal data stay inside intake: kept only as presence, as a keyed hash, or as a hash with a check; of a day of birth,
   * presence and whether it is the id number's.
   */
  readonly personal: "" | "presence" | "hash" | "id" | "phone" | "birth";
  /** False: read past, never loaded (free text, names of firms). */
  readonly keep: boolean;
  /** The accepted spelling of a code is kept beside it: 之子 and 之女 are one code. */
  readonly word: boolean;
  /** Repeated on every row of a household. */
  readonly householdLevel: boolean;
  /** The column may be blank when another column has this value: `{ id, value }`, value "" = blank. */
  readonly blankOkWhen: { readonly id: string; readonly value: string } | null;
  /** Pattern of a form's unfilled template text, matched against the normalized text. */
  readonly placeholder: string;
  /** Machine-readable properties of the note: `measure_category=industry`. */
  readonly properties: Readonly<Record<string, string>>;
}

/** An input table. */
export interface Table {
  readonly id: string;
  readonly name: string;
  readonly fileNames: readonly string[];
  readonly group: string;
  /** Alternatives, each a set of column ids that must stand in one row for it to be the header. */
  readonly headerProbe: readonly (readonly string[])[];
  readonly headerRows: number;
  /** Columns that make a row unique; alternatives of one part are tried in order; empty = whole row. */
  readonly uniqueKey: readonly (readonly string[])[];
  /** A copy of a register at a day (true) or a log that only grows (false). */
  readonly snapshot: boolean;
  /** Column filled from section titles instead of a header ("" = none). */
  readonly sections: readonly { readonly value: string; readonly marker: string }[];
  readonly sectionColumn: string;
  readonly columns: readonly Column[];
  /** Normalized header or alias → column. */
  readonly byHeader: ReadonlyMap<string, Column>;
}

export interface ProfileParam {
  readonly value: string;
  readonly unit: string;
  readonly certainty: (typeof certainties)[number];
  readonly clause: string;
  readonly note: string;
}

export interface Profile {
  readonly id: string;
  readonly label: string;
  readonly params: ReadonlyMap<string, ProfileParam>;
}

export interface Indicator {
  readonly id: string;
  readonly name: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly unit: string;
  readonly basis: string;
  /** Levels from lowest to highest; the lowest is where rows start, all levels above follow. */
  readonly grain: readonly string[];
  readonly period: string;
  readonly breakdowns: string;
  readonly edgeRules: string;
  readonly judgedBy: string;
  readonly clauses: string;
  readonly tables: readonly string[];
}

export interface Breakdown {
  readonly indicator: string;
  readonly dimensions: string;
  readonly values: string;
  readonly basis: string;
  readonly periods: string;
  readonly exact: boolean;
}

/** The contract as data: everything the code knows of headers, codes, thresholds and indicators. */
export interface Contract {
  readonly tables: ReadonlyMap<string, Table>;
  readonly codes: ReadonlyMap<string, readonly Code[]>;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly breakdowns: readonly Breakdown[];
  readonly judging: readonly Judging[];
  readonly needs: readonly Need[];
  readonly eventRisks: readonly EventRisk[];
  readonly predicates: readonly Predicate[];
  readonly settings: readonly PlatformSetting[];
  readonly bands: readonly Band[];
  /** Contract unit → unit written in a header → factor. */
  readonly units: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * Reads and checks the policy tables. Refuses the first broken row with file, line, reason and what to do.
 * @param folder the folder with the TSVs, `data/policy` by default
 */
export function readContract(folder: string = projectPath("data/policy")): Contract {
  const codes = readCodes(`${folder}/codes.tsv`);
  const units = readUnits(`${folder}/units.tsv`);
  const tables = readTables(folder, codes);
  const profiles = readProfiles(`${folder}/profiles.tsv`, codes);
  const indicators = readIndicators(`${folder}/indicators.tsv`, tables, codes);
  const breakdowns = readBreakdowns(`${folder}/breakdowns.tsv`, indicators);
  const judging = readJudging(`${folder}/judging.tsv`, indicators, profiles, codes, broken);
  const needs = readNeeds(`${folder}/needs.tsv`, indicators, tables, broken);
  const eventRisks = readEventRisks(`${folder}/event_risks.tsv`, codes, broken);
  const settings = readPlatform(`${folder}/platform.tsv`, broken);
  const bands = readBands(`${folder}/bands.tsv`, broken);
  const predicates = readPredicates(`${folder}/predicates.tsv`, codes, tables, broken);
  return {
    tables,
    codes,
    profiles,
    indicators,
    breakdowns,
    judging,
    needs,
    eventRisks,
    predicates,
    settings,
    bands,
    units
  };
}

/** The named table; a missing one is a fault of the caller, not of the input. */
export function tableOf(contract: Contract, id: string): Table {
  const table = contract.tables.get(id);
  if (!table) throw new Error(`unknown table: ${id}`);
  return table;
}

function readCodes(path: string): Map<string, Code[]> {
  const lists = new Map<string, Code[]>();
  for (const row of readTsv(path, ["list", "code", "label_zh", "aliases", "note"])) {
    const { list, code, label_zh: label, aliases, note } = row.cells as Record<string, string>;
    if (!list || !code || !label) throw broken(path, row, "list、code、label_zh 不能为空", "补上该格");
    const entries = lists.get(list) ?? [];
    lists.set(list, entries);
    const keys = [...new Set([label, code, ...split(aliases!)].map(normalizeValue))];
    for (const other of entries) {
      if (other.code === code) throw broken(path, row, `代码 ${code} 在 ${list} 中重复`, "删去一行");
      const shared = keys.find(key => other.keys.includes(key));
      if (shared) throw broken(path, row, `“${shared}”在 ${list} 中已指向 ${other.code}`, "删去其中一个别名");
    }
    entries.push({ code, label, keys, properties: readProperties(note!) });
  }
  return lists;
}

function readProperties(note: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const part of note.split(/[;；]/)) {
    const match = /^([a-z_]+)=(.*)$/.exec(part.trim());
    if (match) properties[match[1]!] = match[2]!;
  }
  return properties;
}

function readUnits(path: string): Map<string, Map<string, number>> {
  const units = new Map<string, Map<string, number>>();
  for (const row of readTsv(path, ["unit", "written", "factor"])) {
    const { unit, written, factor } = row.cells as Record<string, string>;
    const value = Number(factor);
    if (!unit || !written || !(value > 0)) throw broken(path, row, "换算系数须为正数", "改正 factor");
    const entries = units.get(unit) ?? new Map<string, number>();
    entries.set(normalizeHeader(written), value);
    units.set(unit, entries);
  }
  return units;
}

function readTables(folder: string, codes: ReadonlyMap<string, readonly Code[]>): Map<string, Table> {
  const path = `${folder}/tables.tsv`;
  const columns = readColumns(folder, codes);
  const sections = readTsv(`${folder}/sections.tsv`, ["table", "identifier", "value", "marker"]);
  const tables = new Map<string, Table>();
  const names = ["table", "name_zh", "file_names", "group", "header_probe", "header_rows", "unique_key"];
  for (const row of readTsv(path, [...names, "snapshot", "sections"])) {
    const cells = row.cells as Record<string, string>;
    const id = cells.table!;
    const own = columns.get(id);
    if (!own) throw broken(path, row, `columns.tsv 中没有表 ${id} 的列`, "补上列或删去该表");
    if (tables.has(id)) throw broken(path, row, `表 ${id} 重复`, "删去一行");
    const known = new Set(own.map(column => column.id));
    const keys = own.filter(column => column.required === "key").map(column => column.id);
    const check = (name: string): string => {
      if (!known.has(name)) throw broken(path, row, `表 ${id} 没有列 ${name}`, "改正列标识");
      return name;
    };
    const probe = cells.header_probe
      ? split(cells.header_probe).map(part => part.split("&").map(check))
      : [keys];
    const unique =
      cells.unique_key === "*"
        ? []
        : cells.unique_key
          ? cells.unique_key.split("&").map(part => split(part).map(check))
          : keys.map(key => [key]);
    const byHeader = new Map<string, Column>();
    for (const column of own)
      for (const header of [column.header, ...column.aliases]) {
        const key = normalizeHeader(header);
        const other = byHeader.get(key);
        if (other && other !== column)
          throw new CliError(
            `政策表 columns.tsv：表 ${id} 的“${header}”同时指向 ${other.id} 和 ${column.id}；请删去一个别名`
          );
        byHeader.set(key, column);
      }
    tables.set(id, {
      id,
      name: cells.name_zh!,
      fileNames: split(cells.file_names!),
      group: cells.group!,
      headerProbe: probe,
      headerRows: Number(cells.header_rows) || 10,
      uniqueKey: unique,
      snapshot: cells.snapshot === "yes",
      sections: sections
        .filter(section => section.cells.table === id)
        .map(section => ({ value: section.cells.value!, marker: normalizeHeader(section.cells.marker!) })),
      sectionColumn: cells.sections!,
      columns: own,
      byHeader
    });
  }
  for (const id of columns.keys())
    if (!tables.has(id)) throw new CliError(`政策表 tables.tsv：缺少表 ${id}；请补一行`);
  return tables;
}

function readColumns(folder: string, codes: ReadonlyMap<string, readonly Code[]>): Map<string, Column[]> {
  const path = `${folder}/columns.tsv`;
  const rules = new Map<string, Record<string, string>>();
  const rulesPath = `${folder}/column_rules.tsv`;
  for (const row of readTsv(rulesPath, [
    "table",
    "identifier",
    "grain",
    "keep",
    "personal",
    "blank_ok_when",
    "placeholder"
  ]))
    rules.set(`${row.cells.table}.${row.cells.identifier}`, row.cells as Record<string, string>);
  const columns = new Map<string, Column[]>();
  const names = ["table", "header_zh", "aliases", "identifier", "type", "unit", "required", "codes", "pii"];
  for (const row of readTsv(path, names)) {
    const cells = row.cells as Record<string, string>;
    const { table, identifier: id, type, required } = cells as { [key: string]: string };
    if (!table || !id || !/^[a-z][a-z0-9_]*$/.test(id))
      throw broken(path, row, `列标识“${id}”须为小写英文`, "改正 identifier");
    if (!columnTypes.includes(type as ColumnType))
      throw broken(path, row, `类型“${type}”不认得（可用：${columnTypes.join("、")}）`, "改正 type");
    if (!requirements.includes(required as Column["required"]))
      throw broken(path, row, `required“${required}”须为 key、yes 或 no`, "改正 required");
    const list = cells.codes === "-" ? "" : cells.codes!;
    if (list && !codes.has(list)) throw broken(path, row, `代码表 ${list} 不存在`, "改正 codes");
    if ((type === "code" || type === "bool") && !list)
      throw broken(path, row, `${type} 列须有代码表`, "填写 codes");
    if (cells.pii !== "yes" && cells.pii !== "no")
      throw broken(path, row, `pii“${cells.pii}”须为 yes 或 no`, "改正 pii");
    const own = columns.get(table) ?? [];
    columns.set(table, own);
    if (own.some(other => other.id === id))
      throw broken(path, row, `表 ${table} 的列 ${id} 重复`, "删去一行");
    const rule = rules.get(`${table}.${id}`);
    rules.delete(`${table}.${id}`);
    const when = rule?.blank_ok_when ? rule.blank_ok_when.split("=") : null;
    own.push({
      table,
      id,
      header: cells.header_zh!,
      aliases: split(cells.aliases!),
      type: type as ColumnType,
      unit: cells.unit === "-" ? "" : cells.unit!,
      required: required as Column["required"],
      codes: list,
      personal: (rule?.personal || (cells.pii === "yes" ? "presence" : "")) as Column["personal"],
      keep: rule?.keep !== "no",
      word: rule?.keep === "word",
      householdLevel: rule?.grain === "household",
      blankOkWhen: when ? { id: when[0]!, value: when[1] ?? "" } : null,
      placeholder: rule?.placeholder ?? "",
      properties: readProperties(cells.note ?? "")
    });
  }
  const stray = [...rules.keys()][0];
  if (stray) throw new CliError(`政策表 column_rules.tsv：列 ${stray} 不在 columns.tsv 中；请改正或删去`);
  return columns;
}

function readProfiles(path: string, codes: ReadonlyMap<string, readonly Code[]>): Map<string, Profile> {
  const profiles = new Map<string, { id: string; label: string; params: Map<string, ProfileParam> }>();
  for (const code of codes.get("profile") ?? [])
    profiles.set(code.code, { id: code.code, label: code.label, params: new Map() });
  for (const row of readTsv(path, [
    "profile_id",
    "param_key",
    "value",
    "unit",
    "certainty",
    "clause",
    "note"
  ])) {
    const cells = row.cells as Record<string, string>;
    const profile = profiles.get(cells.profile_id!);
    if (!profile) throw broken(path, row, `口径 ${cells.profile_id} 不在 codes.tsv 的 profile 中`, "改正");
    if (!certainties.includes(cells.certainty as ProfileParam["certainty"]))
      throw broken(path, row, `certainty“${cells.certainty}”须为 text、inferred 或 absent`, "改正");
    if (cells.certainty === "absent" && cells.value)
      throw broken(path, row, `${cells.param_key} 标为 absent 却有值`, "清空 value 或改 certainty");
    if (profile.params.has(cells.param_key!)) throw broken(path, row, `${cells.param_key} 重复`, "删去一行");
    profile.params.set(cells.param_key!, {
      value: cells.value!,
      unit: cells.unit!,
      certainty: cells.certainty as ProfileParam["certainty"],
      clause: cells.clause === "-" ? "" : cells.clause!,
      note: cells.note!
    });
  }
  return profiles;
}

function readIndicators(
  path: string,
  tables: ReadonlyMap<string, Table>,
  codes: ReadonlyMap<string, readonly Code[]>
): Map<string, Indicator> {
  const levels = new Set((codes.get("region_level") ?? []).map(code => code.code));
  const indicators = new Map<string, Indicator>();
  const names = [
    "id",
    "name_zh",
    "numerator",
    "denominator",
    "unit",
    "basis",
    "region_grain",
    "period_grain"
  ];
  for (const row of readTsv(path, [
    ...names,
    "breakdowns",
    "edge_rules",
    "judged_by",
    "clauses",
    "needs_tables"
  ])) {
    const cells = row.cells as Record<string, string>;
    const id = cells.id!;
    if (!/^[KB]\d\d$/.test(id)) throw broken(path, row, `指标号“${id}”须如 K01、B01`, "改正 id");
    if (indicators.has(id)) throw broken(path, row, `指标 ${id} 重复`, "删去一行");
    const grain = cells.region_grain!.split(">");
    const stray = grain.find(level => !levels.has(level));
    if (stray) throw broken(path, row, `层级 ${stray} 不在 codes.tsv 的 region_level 中`, "改正");
    const needs = cells.needs_tables!.split(",").filter(Boolean);
    const unknown = needs.find(table => !tables.has(table));
    if (unknown) throw broken(path, row, `表 ${unknown} 不在 tables.tsv 中`, "改正 needs_tables");
    indicators.set(id, {
      id,
      name: cells.name_zh!,
      numerator: cells.numerator!,
      denominator: cells.denominator!,
      unit: cells.unit!,
      basis: cells.basis!,
      grain,
      period: cells.period_grain!,
      breakdowns: cells.breakdowns!,
      edgeRules: cells.edge_rules!,
      judgedBy: cells.judged_by!,
      clauses: cells.clauses!,
      tables: needs
    });
  }
  return indicators;
}

function readBreakdowns(path: string, indicators: ReadonlyMap<string, Indicator>): Breakdown[] {
  return readTsv(path, ["indicator", "dimensions", "values", "basis", "periods", "exact"]).map(row => {
    const cells = row.cells as Record<string, string>;
    if (!indicators.has(cells.indicator!))
      throw broken(path, row, `指标 ${cells.indicator} 不在 indicators.tsv 中`, "改正");
    if (cells.exact !== "yes" && cells.exact !== "no")
      throw broken(path, row, `exact“${cells.exact}”须为 yes 或 no`, "改正");
    return {
      indicator: cells.indicator!,
      dimensions: cells.dimensions!,
      values: cells.values!,
      basis: cells.basis!,
      periods: cells.periods!,
      exact: cells.exact === "yes"
    };
  });
}

function split(text: string): string[] {
  return text.split("|").filter(Boolean);
}

function broken(path: string, row: TsvRow, reason: string, next: string): CliError {
  return new CliError(`政策表 ${path.split(/[\\/]/).at(-1)} 第${row.line}行：${reason}；请${next}`);
}
