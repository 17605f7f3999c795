import { inCodeOrder } from "../lib/code-order.js";
import { houseMeasure, houseTitle } from "../lib/funds.js";
import { judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions, Dictionary } from "../lib/site.js";
import { kindGrid } from "./kind-grid.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { thresholdNote } from "./threshold-note.js";

const subsidy = (kind = "") => ({
  indicator: "K45",
  breakdown: kind ? `补贴种类=${kind}` : "",
  basis: "人次"
});

/** K45 by region in the quarter. */
export function subsidyRegions(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  return rateFigure(site, reader, {
    id: "subsidies",
    measure: subsidy(),
    kind: "quarter",
    name: "稳定补贴落实率",
    heads: ["实发", "应发"],
    line: judgingLine(definitions, "K45", reader.context.profile),
    note: ["未到应发日的不进分母。", thresholdNote(definitions, "K45", reader.context.profile)],
    level: 3
  });
}

/** K45 by kind and quarter. */
export function subsidyKinds(site: Site, reader: Reader, dictionary: Dictionary, title: string): HTMLElement {
  const kinds = inCodeOrder(reader.values("K45", "补贴种类"), dictionary, "subsidy_payment", "补贴种类");
  return kindGrid(site, reader, {
    id: "subsidy-kinds",
    title,
    kinds: kinds.map(name => ({ name, measure: subsidy(name) })),
    whole: { name: "合计", measure: subsidy() },
    head: "补贴种类",
    kind: "quarter",
    breaks: [0.8, 0.9, 0.95, 0.98, 1],
    unit: "落实率",
    note: "色深为落实率高；没有应发的季度为不适用，不是 0%。",
    level: 3
  });
}

/** K51 by region: houses of grade C or D that were dealt with. */
export function houses(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  return rateFigure(site, reader, {
    id: "houses",
    measure: houseMeasure("处置率"),
    kind: "year",
    name: "危房处置率",
    heads: ["已改造", "C、D 级"],
    line: judgingLine(definitions, "K51", reader.context.profile),
    note: ["没有鉴定的户不进分母。", thresholdNote(definitions, "K51", reader.context.profile)],
    level: 3
  });
}

/** K51 by grade, and the year's look over all houses. */
export function houseGrades(
  site: Site,
  reader: Reader,
  definitions: Definitions,
  dictionary: Dictionary
): HTMLElement {
  const grades = inCodeOrder(reader.values("K51", "房屋等级"), dictionary, "safeguard_check", "房屋等级");
  return rateList(site, reader, {
    id: "house-grades",
    title: houseTitle(reader.cell(houseMeasure("处置率"), { kind: "year" })),
    rates: [
      ...grades.map(grade => ({
        name: `${grade}处置`,
        measure: houseMeasure("处置率", grade),
        kind: "year" as const
      })),
      { name: "C、D 级合计处置", measure: houseMeasure("处置率"), kind: "year" },
      { name: "年度排查", measure: houseMeasure("排查率"), kind: "year" }
    ],
    head: "项目",
    heads: ["已做", "应做"],
    short: "还差",
    line: judgingLine(definitions, "K51", reader.context.profile),
    judged: true,
    note: "一户可先后鉴定为两级，合计只计一次，所以各级之和可大于合计。",
    level: 3
  });
}
