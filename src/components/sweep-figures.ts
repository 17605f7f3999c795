import { judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import { missedTitle } from "../lib/surveys.js";
import { roundMeasure, rounds, roundTitle, sweepMeasure, sweepTitle, yearUnderWay } from "../lib/sweeps.js";
import { gridFigure } from "./grid-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";

/** K36: rounds a year by county. */
export function sweeps(site: Site, reader: Reader): HTMLElement {
  const place = reader.region;
  const year = reader.period("year");
  const underWay = yearUnderWay(year, site.meta.asOf);
  return gridFigure(site, reader, {
    id: "sweeps",
    title: sweepTitle(reader.parts(sweepMeasure, { kind: "year" }), year, place),
    measure: sweepMeasure,
    kind: "year",
    level: 3,
    breaks: [1, 2, 3, 4, 5],
    judged: true,
    unit: `同一轮跨乡分批计一次，上级为各县区之和${underWay ? `；${year} 年未满` : ""}`
  });
}

/** K57 by round: everyone, persons or households as the page has it. */
export function everyone(site: Site, reader: Reader): HTMLElement {
  const measure = roundMeasure("K57", reader.context.basis);
  const known = rounds(reader, measure, site.dataset.periodsOf("K57"));
  const last = known.at(-1);
  return gridFigure(site, reader, {
    id: "everyone",
    title: roundTitle(reader.parts(measure, last ? { period: last } : {}), "农村人口排查", last),
    measure,
    periods: known,
    level: 3,
    digits: 1,
    breaks: [0.8, 0.9, 0.95, 0.98, 1],
    judged: true,
    unit: "分母 区划统计表当年农村户数（人口），没有数字的地区仍在上级分母内；各轮都列，不随期间切换"
  });
}

/** K56 by round: groups that are looked after first. */
export function groups(site: Site, reader: Reader): HTMLElement {
  const measure = roundMeasure("K56");
  const known = rounds(reader, measure, site.dataset.periodsOf("K56"));
  const last = known.at(-1);
  return gridFigure(site, reader, {
    id: "groups",
    title: roundTitle(reader.parts(measure, last ? { period: last } : {}), "重点群体排查", last),
    measure,
    periods: known,
    level: 3,
    digits: 1,
    breaks: [0.8, 0.9, 0.95, 0.98, 1],
    judged: true,
    unit: "名单来自部门；各轮都列，不随期间切换"
  });
}

/** K56 of the last round by group. */
export function groupKinds(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const measure = roundMeasure("K56");
  const last = rounds(reader, measure, site.dataset.periodsOf("K56")).at(-1);
  const at = { at: last ? { period: last } : {} };
  const names = reader.values("K56", "重点群体");
  const kind = (name: string) => ({ ...measure, breakdown: `重点群体=${name}` });
  const total = { ...measure, apart: true };
  return rateList(site, reader, {
    id: "group-kinds",
    title: missedTitle(
      `重点群体${last ?? ""} 轮未排查的`,
      reader.cell(measure, at.at),
      names.map(name => ({ name, cell: reader.cell(kind(name), at.at, total) }))
    ),
    head: "重点群体",
    heads: ["已排查", "应排查"],
    level: 3,
    short: "未排查",
    line: judgingLine(definitions, "K56", reader.context.profile),
    rates: names.map(name => ({ name, measure: kind(name), total, ...at })),
    whole: { name: "合计", measure, ...at }
  });
}
