import { markWords } from "../../src/lib/catalogue.ts";
import type { Mark, Matter } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { clauseOf } from "../model/model.ts";
import { judgingOf } from "../publish/judging.ts";
import { platformOf } from "../publish/platform.ts";
import { cellOf, readParameters } from "../publish/policy.ts";
import { readWording } from "../publish/wording.ts";

/** What a matter rests on, as the document in force has it. */
export interface Rule {
  /** “福建省农村工作领导小组文件 三(7)：挂钩干部每月入户走访（原文）”. */
  readonly clause: string;
  /** “每月入户走访：1 次/月以上（原文，三(7)）”; "" where there is no number. */
  readonly threshold: string;
  /** Whether the document in force says nothing of it. */
  readonly silent: boolean;
  /** Tables and columns that are not at hand. */
  readonly missing: readonly string[];
}

/** Numbers of the platform's own that a matter counts by. */
const settings: Readonly<Record<string, string>> = {
  unhelped: "no_measure_months",
  taper_ending: "taper_ending_months"
};

/**
 * Rules of the matters under a document.
 * @returns the rule of a matter where that document is in force
 */
export async function readRules(
  duck: Duck,
  contract: Contract
): Promise<(matter: Matter, profile: string) => Rule> {
  const wording = readWording(contract);
  const parameters = readParameters(contract);
  const platform = platformOf();
  const gaps = await duck.rows(
    "SELECT DISTINCT indicator, breakdown, table_id, column_id FROM data_gap ORDER BY ALL"
  );
  const missingOf = ({ indicator, breakdowns }: Matter): string[] => {
    const texts = gaps
      .filter(
        gap =>
          gap.indicator === indicator &&
          breakdowns.some(breakdown => breakdown.includes(String(gap.breakdown)))
      )
      .map(gap => {
        const { name, columns } = contract.tables.get(String(gap.table_id))!;
        const header = columns.find(({ id }) => id === gap.column_id)?.header;
        return header ? `“${name}”的“${header}”列` : `“${name}”`;
      });
    return [...new Set(texts)];
  };
  return (matter, profile) => {
    const mark = (each: Mark): string => markWords[each];
    const thresholds = parameters
      .filter(({ indicators }) => matter.profile && indicators.includes(matter.indicator))
      .flatMap(parameter => {
        for (const id of [profile, matter.profile]) {
          const { label, params } = contract.profiles.get(id)!;
          const param = params.get(parameter.key);
          const cell = cellOf(parameter, param, wording);
          const isLine = parameter.codes === "rank" || /^[\d.]+$/.test(param?.value ?? "");
          if (cell.mark && isLine)
            return [`${parameter.name} ${cell.text}（${label} ${cell.clause}，${mark(cell.mark)}）`];
        }
        return [];
      });
    const setting = platform[settings[matter.id] ?? ""];
    if (setting) thresholds.push(`${setting.value} 个${setting.unit}（平台设置，非政策阈值）`);
    const document = contract.profiles.get(matter.profile);
    const number = document?.params.get("doc_no")?.value;
    const source = document ? `${document.label}${number ? `（${number}）` : ""} ` : "";
    return {
      clause: `${source}${matter.clause}（${mark(matter.mark)}）`,
      threshold: thresholds.join("；"),
      silent: matter.profile !== "" && matter.profile !== profile && !isStated(contract, matter, profile),
      missing: missingOf(matter)
    };
  };

  /** A document judges what the matter's own judges; where none judges, it has a clause. */
  function isStated(
    { indicators, profiles }: Contract,
    { indicator: id, profile: own }: Matter,
    profile: string
  ) {
    const indicator = indicators.get(id)!;
    const ruleOf = (of: string): boolean =>
      ["judged", "reference"].includes(
        judgingOf(contract, indicator, [], wording).find(each => each.profile === of)!.rule
      );
    return ruleOf(own) ? ruleOf(profile) : clauseOf(indicator.clauses, profile, [...profiles.keys()]) !== "";
  }
}
