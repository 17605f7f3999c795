import type { Judging } from "../../src/lib/site.ts";
import type { Contract, Indicator, ProfileParam } from "../contract/contract.ts";
import { cellOf, type Parameter } from "./policy.ts";
import type { Wording } from "./wording.ts";

/**
 * What each document does with an indicator, from the catalogue's `judged_by` and the parameters that bear on it.
 * A line of 100 % that no parameter states is a reading (contract README §1).
 */
export function judgingOf(
  contract: Contract,
  indicator: Indicator,
  parameters: readonly Parameter[],
  wording: Wording
): Judging[] {
  const { rules } = rulesOf(indicator.judgedBy, [...contract.profiles.keys()]);
  const own = parameters.filter(({ indicators }) => indicators.includes(indicator.id));
  return [...contract.profiles.values()].map(({ id, params }) => {
    const { expression, note } = rules.get(id) ?? { expression: "value_only", note: "" };
    const present = own.flatMap(parameter => {
      const { mark, text, clause, note: remark } = cellOf(parameter, params.get(parameter.key), wording);
      if (!mark) return [];
      const { key, name } = parameter;
      const number = numberOf(params.get(key));
      return [{ parameter, key, name, value: text, number, mark, clause, note: remark }];
    });
    const rule = ruleOf(expression);
    const hasLine = rule === "judged" || rule === "reference";
    const stated = present.find(({ parameter }) => parameter.lines.includes(indicator.id));
    return {
      profile: id,
      rule,
      line: hasLine ? lineOf(expression, indicator, wording) : "",
      mark: hasLine ? (stated?.mark ?? "inferred") : null,
      clause: hasLine ? (stated?.clause ?? "") : "",
      note: withoutDraft(wording.plain(note)),
      thresholds: present.map(({ parameter: _, ...threshold }) => threshold)
    };
  });
}

/**
 * Each document's expression: `FJ2020|ZZ2020:=1.00(县乡村); 其余:value_only` names documents, or all that are left. What
 * is noted of documents that are not named is the indicator's `remark`.
 */
export function rulesOf(
  judgedBy: string,
  profiles: readonly string[]
): { rules: Map<string, { expression: string; note: string }>; remark: string } {
  const rules = new Map<string, { expression: string; note: string }>();
  let remark = "";
  for (const part of judgedBy.split(/;\s*/)) {
    const [, names, rest] = /^([^:]+):(.*)$/.exec(part) ?? [];
    if (names === undefined || rest === undefined) continue;
    const [, expression, note] = /^(.*?)(?:(?<!ceil)[（(]([^（）()]*)[）)])?$/.exec(rest)!;
    const open = profiles.filter(id => !rules.has(id));
    const named = names !== "all" && names !== "其余";
    if (!named) remark = note ?? "";
    for (const id of named ? names.split("|") : open)
      rules.set(id, { expression: expression!, note: named ? (note ?? "") : "" });
  }
  return { rules, remark };
}

function ruleOf(expression: string): Judging["rule"] {
  if (expression.startsWith("value_only")) return "shown";
  if (expression.startsWith("not_judged")) return "silent";
  return expression.startsWith("reference") ? "reference" : "judged";
}

/** The line in words: `=1.00` → “= 100%”, `>=2` of an indicator counted in 次 → “≥ 2 次”. */
function lineOf(expression: string, { basis, unit, tables }: Indicator, { plain }: Wording): string {
  const text = plain(expression, tables)
    .replaceAll("*", "×")
    .replace(/\s*([=≤≥×])\s*/g, " $1 ")
    .replaceAll(",", "，")
    .replaceAll("： ", "：")
    .trim();
  return /^[=≥≤] \d+$/.test(text) && !unit.includes("%") ? `${text} ${basis}` : text;
}

/** A parameter's value where it is one number, e.g. 0.10 of a share or 2 times a year. */
function numberOf(param: ProfileParam | undefined): number | null {
  return param && /^\d+(\.\d+)?$/.test(param.value) ? Number(param.value) : null;
}

/** Notes without “征求意见稿”, which every page writes beside the document's name. */
function withoutDraft(note: string): string {
  return note
    .split("，")
    .filter(part => !part.includes("征求意见稿"))
    .join("，");
}
