import {
  allHazards,
  allowances,
  allowanceTitle,
  anyAllowance,
  hazards,
  hazardTitle,
  strainTitle,
  subsidyTitle,
  tapering,
  taperTitle
} from "../lib/assurance.js";
import { judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions, MeasureRules } from "../lib/site.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { thresholdNote } from "./threshold-note.js";

/** K26 by region: members able to work to whom enough posts were put. */
export function posts(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  return rateFigure(site, reader, {
    id: "posts",
    measure: { indicator: "K26", breakdown: "", basis: "人" },
    kind: "quarter",
    name: "岗位推送达标率",
    heads: ["达标", "有劳动能力"],
    line: judgingLine(definitions, "K26", reader.context.profile),
    note: [
      "按人（不随户、人切换）；累计至季末推送的不同岗位，劳动能力空白者不进分母。",
      thresholdNote(definitions, "K26", reader.context.profile)
    ],
    level: 3
  });
}

/** K30: households where nobody can work, by kind of allowance. */
export function assurance(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const { profile } = reader.context;
  const cell = reader.cell(anyAllowance.measure);
  return rateList(site, reader, {
    id: "assurance",
    title: allowanceTitle(cell),
    rates: allowances,
    whole: anyAllowance,
    head: "保障",
    heads: ["享有", "无劳动能力户"],
    line: judgingLine(definitions, "K30", profile),
    judged: true,
    unit: "户内任一成员享有即算",
    note: [
      "全部成员都无或丧失劳动能力才算无劳动能力户，有一人空白即为未知，不进分母。只判“任一”，各项只显示数值。",
      thresholdNote(definitions, "K30", profile)
    ],
    level: 3
  });
}

/** K31 and K32 in one list. */
export function taper(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const { profile } = reader.context;
  return rateList(site, reader, {
    id: "taper",
    title: taperTitle(reader.cell(tapering[0]!.measure), reader.cell(tapering[1]!.measure)),
    rates: tapering,
    head: "项目",
    heads: ["户数", "符合条件"],
    judged: true,
    note: [
      "渐退期从超标认定次月起算（推定），期满户留在执行率的分母里；急难型救助的资格取自人工认定列。",
      thresholdNote(definitions, "K31", profile)
    ],
    level: 3
  });
}

/** K45 by kind of subsidy. */
export function subsidies(
  site: Site,
  reader: Reader,
  rules: MeasureRules,
  definitions: Definitions
): HTMLElement {
  const measure = (breakdown: string) => ({ indicator: "K45", breakdown, basis: "人次" });
  return rateList(site, reader, {
    id: "subsidies",
    title: subsidyTitle(reader.cell(measure(""), { kind: "quarter" })),
    rates: rules.subsidies.map(name => ({
      name,
      measure: measure(`补贴种类=${name}`),
      kind: "quarter" as const
    })),
    whole: { name: "合计", measure: measure(""), kind: "quarter" },
    head: "补贴",
    heads: ["实发", "应发"],
    line: judgingLine(definitions, "K45", reader.context.profile),
    judged: true,
    note: ["未到应发日的不进分母。", thresholdNote(definitions, "K45", reader.context.profile)],
    level: 3
  });
}

/** K12, K13 and K14: income and outlays of those in the register. */
export function strain(site: Site, reader: Reader): HTMLElement {
  const low = { indicator: "K12", breakdown: "", basis: "户" };
  const rigid = { indicator: "K13", breakdown: "", basis: "户" };
  return rateList(site, reader, {
    id: "strain",
    title: strainTitle(reader.cell(low, { kind: "year" }), reader.cell(rigid, { kind: "year" })),
    rates: [
      { name: "人均收入低于监测线", measure: low, kind: "year" },
      { name: "刚性支出大于上年收入", measure: rigid, kind: "year" },
      {
        name: "收入比上年大幅缩减",
        measure: { indicator: "K14", breakdown: "", basis: "户" },
        kind: "quarter"
      }
    ],
    head: "项目",
    heads: ["户数", "有记录的户"],
    note: "缺收入或支出记录的不进分母；“大幅”的幅度为平台设置，非政策阈值。",
    level: 3
  });
}

/** K15 by item. */
export function safeguards(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const households = { indicator: "K15", breakdown: "分项=隐患户数", basis: "户" };
  return rateList(site, reader, {
    id: "safeguards",
    title: hazardTitle(reader.cell(allHazards.measure), reader.cell(households)),
    rates: hazards(reader),
    whole: allHazards,
    head: "核查项目",
    heads: ["已销号", "隐患"],
    line: judgingLine(definitions, "K15", reader.context.profile),
    judged: true,
    note: [
      "累计至月末，不限在册户；未查为未知，不进分母。",
      thresholdNote(definitions, "K15", reader.context.profile)
    ],
    level: 3
  });
}
