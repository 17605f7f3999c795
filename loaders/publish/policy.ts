import { count } from "../../src/lib/format.ts";
import {
  type Bands,
  type Mark,
  type Policy,
  type PolicyCell,
  type PolicyGroup,
  type Scope,
  scopeReadings
} from "../../src/lib/site.ts";
import type { Contract, Profile, ProfileParam } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";
import type { Wording } from "./wording.ts";

/** What params.tsv says of one parameter of the policy profiles. */
export interface Parameter {
  readonly key: string;
  readonly group: string;
  readonly name: string;
  /** The list of codes.tsv or words.tsv its values are codes of, "" when they are not. */
  readonly codes: string;
  /** How the value is said, `{}以上`; "" as it is. */
  readonly form: string;
  /** What stands between the parts of a list. */
  readonly joiner: string;
  /** Indicators it bears on, and those among them whose judging line it is. */
  readonly indicators: readonly string[];
  readonly lines: readonly string[];
  readonly note: string;
}

/**
 * Reads params.tsv, in reading order. Throws a CliError when a parameter of profiles.tsv has no row, a row has no
 * parameter, or a row names an indicator that is not there.
 */
export function readParameters(contract: Contract): Parameter[] {
  const path = projectPath("data/policy/params.tsv");
  const known = new Set([...contract.profiles.values()].flatMap(({ params }) => [...params.keys()]));
  const columns = ["param_key", "group", "name_zh", "codes", "form", "joiner", "indicators", "lines", "note"];
  const parameters = readTsv(path, columns).map(({ line, cells }) => {
    const indicators = cells.indicators!.split(",").filter(Boolean);
    const lines = cells.lines!.split(",").filter(Boolean);
    const stray = [...indicators, ...lines].find(id => !contract.indicators.has(id));
    if (!known.has(cells.param_key!))
      throw broken(line, `${cells.param_key} 不在 profiles.tsv 中`, "删去该行");
    if (stray) throw broken(line, `指标 ${stray} 不在 indicators.tsv 中`, "改正 indicators、lines");
    return {
      key: cells.param_key!,
      group: cells.group!,
      name: cells.name_zh!,
      codes: cells.codes!,
      form: cells.form || "{}",
      joiner: cells.joiner === "→" ? " → " : "、",
      indicators,
      lines,
      note: cells.note!
    };
  });
  const missing = [...known].find(key => parameters.every(parameter => parameter.key !== key));
  if (missing) throw new CliError(`政策表 params.tsv：缺少参数 ${missing} 的名称；请补一行`);
  return parameters;
}

/** The documents side by side: groups and parameters in the order of params.tsv, a cell for each document. */
export function policyOf(contract: Contract, wording: Wording): Policy {
  const groups = new Map<string, PolicyGroup["params"][number][]>();
  for (const parameter of readParameters(contract)) {
    const { key, name, note } = parameter;
    const cells = [...contract.profiles.values()].map(({ params }) =>
      cellOf(parameter, params.get(key), wording)
    );
    groups.set(parameter.group, [...(groups.get(parameter.group) ?? []), { key, name, note, cells }]);
  }
  return { groups: [...groups].map(([name, params]) => ({ name, params })) };
}

/** What a document says on a parameter, in words. Throws a CliError when a value is not a code of its list. */
export function cellOf(
  parameter: Parameter,
  param: ProfileParam | undefined,
  { plain, label }: Wording
): PolicyCell {
  const clause = param?.clause ?? "";
  const note = plain(param?.note ?? "").replace(/^平台设置[：，]/, "");
  if (!param || param.certainty === "absent") return { mark: null, text: "", items: null, clause, note };
  const word = (value: string): string => {
    if (!parameter.codes) return plain(value);
    const code = param.unit === "bool" ? (value === "true" ? "yes" : "no") : value;
    const found = label(parameter.codes, code);
    if (found === undefined)
      throw new CliError(
        `政策表 profiles.tsv：${parameter.key} 的值“${value}”不在代码表 ${parameter.codes} 中；请改正该值，或在 codes.tsv、words.tsv 补一行`
      );
    return found;
  };
  const mark = markOf(param);
  if (param.unit === "list") {
    const items = param.value.split("|").map(word);
    return { mark, text: items.join(parameter.joiner), items, clause, note };
  }
  const template = label("param_unit", param.unit);
  const value = template ? template.replace("{}", amountOf(param)) : word(param.value);
  const text = parameter.form.replace("{}", value);
  return { mark, text, items: null, clause, note };
}

/** The scales of bands.tsv by their lists. */
export function bandsOf(contract: Contract): Bands {
  const lists = new Map<string, Bands[string][number][]>();
  for (const { list, label, from, to } of contract.bands)
    lists.set(list, [...(lists.get(list) ?? []), { label, from, to }]);
  return Object.fromEntries(lists);
}

/** Households and persons each document would take in or leave out, for every region above the villages. */
export async function scopeOf(duck: Duck, contract: Contract): Promise<Scope> {
  const profiles = [...contract.profiles.keys()];
  const counts: Record<string, number[][]> = {};
  const rows = await duck.rows(
    `SELECT s.region_code, s.profile_id, s.reading, s.households, s.persons
     FROM scope_count AS s JOIN region AS r ON r.region_code = s.region_code
     JOIN region_tree AS t ON t.descendant = s.region_code AND t.ancestor = (SELECT region_code FROM region_root)
     WHERE r.region_level <> 'village' ORDER BY ALL`
  );
  for (const row of rows) {
    const region = String(row.region_code);
    counts[region] ??= profiles.map(() => scopeReadings.flatMap(() => [0, 0]));
    const own = counts[region][profiles.indexOf(String(row.profile_id))];
    const at = (scopeReadings as readonly unknown[]).indexOf(row.reading);
    if (!own || at < 0) throw new Error(`scope_count has an unknown row: ${row.profile_id} ${row.reading}`);
    own[at * 2] = Number(row.households);
    own[at * 2 + 1] = Number(row.persons);
  }
  return { profiles, silent: [...contract.profiles.values()].map(silentReadings), counts };
}

/** Parameters that make a document read households in a way; it has no such reading when it states none of them. */
const readingParams = {
  by_income: ["entry_line_source"],
  by_shock: ["shock_combine", "shock_event_in_scope"],
  by_safeguard: ["safeguard_hazard_in_scope"],
  by_category: ["categories"]
};

function silentReadings({ params }: Profile): string[] {
  const isStated = (key: string): boolean => (params.get(key)?.certainty ?? "absent") !== "absent";
  return Object.entries(readingParams)
    .filter(([, keys]) => !keys.some(isStated))
    .map(([reading]) => reading);
}

/** How a value is known; a reading that is the platform's own setting says so in its note. */
function markOf({ certainty, note }: ProfileParam): Mark {
  if (certainty === "text") return "text";
  return note.includes("平台设置") ? "platform" : "inferred";
}

/** A number as read: shares in percent, thousands marked. */
function amountOf({ value, unit }: ProfileParam): string {
  const number = Number(value);
  if (unit.startsWith("比例")) return `${Number((number * 100).toFixed(2))}%`;
  return Number.isInteger(number) ? count(number) : String(number);
}

function broken(line: number, reason: string, next: string): CliError {
  return new CliError(`政策表 params.tsv 第${line}行：${reason}；请${next}`);
}
