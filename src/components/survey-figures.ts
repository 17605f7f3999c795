import { type Quota, quarterName, quotaMeasure, quotaTrendTitle } from "../lib/quota.js";
import { judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import {
  type CoverageLevel,
  coverageMeasure,
  coverageTitle,
  foundMeasure,
  foundTitle,
  missedTitle,
  quarterTotal,
  rangeTitle,
  sampleNote,
  visitMeasure,
  visitTitle
} from "../lib/surveys.js";
import { gridFigure } from "./grid-figure.js";
import { rateFigure } from "./rate-figure.js";
import { type ListedRate, rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { trendFigure } from "./trend-figure.js";

/** What the grid of visits shows: the rate, or the households it is short of. */
export const visitViews = ["rate", "short"] as const;
export type VisitView = (typeof visitViews)[number];

const at = { kind: "quarter" } as const;

/** K18 by quarter, over the households of the quarter's end and of its beginning, with the share asked for. */
export function quotaTrend(site: Site, reader: Reader, asked: Quota): HTMLElement {
  const share = asked.threshold?.number ?? null;
  return trendFigure(site, reader, {
    id: "prefecture-quarters",
    title: quotaTrendTitle(reader.series(quotaMeasure, reader.periods("quarter")), asked),
    kind: "quarter",
    level: 3,
    lines: [
      { name: "季末口径", measure: quotaMeasure, look: "accent" },
      { name: "季初口径", measure: { ...quotaMeasure, breakdown: "分母口径=季初" }, look: "comparison" }
    ],
    references: share === null ? [] : [{ value: share, label: `要求 ${asked.threshold!.value}` }],
    unit: "按季末在册户判，季初并列"
  });
}

/** What the prefecture surveyed in each county; what is asked is asked of the prefecture. */
export function quotaByCounty(site: Site, reader: Reader, asked: Quota): HTMLElement | null {
  const counties = site.regions
    .children(asked.place.code)
    .filter(({ level }) => level === "county" || level === "zone");
  if (counties.length === 0) return null;
  const rates: ListedRate[] = counties.map(({ code, name }) => ({
    name,
    measure: quotaMeasure,
    ...at,
    at: { region: code }
  }));
  const cells = counties.map(({ code }) => reader.cell(quotaMeasure, { ...at, region: code }));
  return rateList(site, reader, {
    id: "prefecture-counties",
    title: rangeTitle(cells, `${quarterName(asked.quarter)}设区市实地调研`, "县区"),
    head: "县区",
    heads: ["已调研", "季末在册"],
    level: 3,
    fromZero: true,
    rates,
    whole: { name: asked.place.name, measure: quotaMeasure, ...at },
    unit: "要求对设区市，县区只显示"
  });
}

/** K19 of the chosen level by region and quarter. */
export function coverage(site: Site, reader: Reader, level: CoverageLevel): HTMLElement {
  const measure = coverageMeasure(level);
  return gridFigure(site, reader, {
    id: "coverage",
    title: coverageTitle(reader.parts(measure, at, quarterTotal), `${level}调研覆盖`, reader.region),
    measure,
    kind: "quarter",
    level: 3,
    digits: 1,
    breaks: [0.8, 0.9, 0.95, 0.98, 1],
    total: quarterTotal,
    judged: true,
    unit: "实地、随机入户的不同户 ÷ 季末在册户，电话不补"
  });
}

/** K20 by region and month, as a rate or as households missed. */
export function visits(site: Site, reader: Reader, view: VisitView): HTMLElement {
  const measure = visitMeasure();
  const short = view === "short";
  return gridFigure(site, reader, {
    id: "visits",
    title: visitTitle(reader.parts(measure), reader.context.period, reader.region),
    measure,
    level: 3,
    ...(short ? { shortfall: true } : { digits: 1 }),
    breaks: short ? [1, 2, 5, 10, 20] : [0.8, 0.9, 0.95, 0.98, 1],
    judged: true,
    unit: "挂钩责任人当月入户，电话、集中不算；当月纳入、退出的户不计"
  });
}

/** K20 of the month by category of the monitored. */
export function visitsByCategory(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const total = { ...visitMeasure(), apart: true };
  const names = reader.values("K20", "监测对象类别");
  return rateList(site, reader, {
    id: "visit-categories",
    title: missedTitle(
      "未走访的",
      reader.cell(visitMeasure()),
      names.map(name => ({ name, cell: reader.cell(visitMeasure(name), {}, total) }))
    ),
    head: "监测对象类别",
    heads: ["已走访", "应走访"],
    level: 3,
    short: "未走访",
    judged: true,
    line: judgingLine(definitions, "K20", reader.context.profile),
    rates: reader.values("K20", "监测对象类别").map(name => ({ name, measure: visitMeasure(name), total })),
    whole: { name: "合计", measure: visitMeasure() }
  });
}

/** What surveys on the spot found, by who surveyed, with the intervals of the shares. */
export function found(site: Site, reader: Reader): HTMLElement {
  const levels = ["设区市级", "县级", "乡镇级"] as const;
  const shown =
    levels.find(level => reader.cell(foundMeasure(level), at, quarterTotal)?.value != null) ?? "县级";
  return rateList(site, reader, {
    id: "found",
    title: foundTitle(shown, reader.period("quarter"), reader.cell(foundMeasure(shown), at, quarterTotal)),
    head: "谁去调研",
    heads: ["有问题", "调研到"],
    level: 3,
    interval: true,
    rates: levels.map(level => ({ name: level, measure: foundMeasure(level), ...at, total: quarterTotal })),
    unit: "横线 95% 区间；调研到的户不限在册",
    note: sampleNote
  });
}

/** The same of one level by region. */
export function foundByRegion(site: Site, reader: Reader, level: CoverageLevel): HTMLElement {
  const measure = foundMeasure(level);
  const { regions, total } = reader.places("K19");
  const cells = regions.map(({ code }) => reader.cell(measure, { ...at, region: code }, quarterTotal));
  const word = reader.parts(measure, at).word;
  return rateList(site, reader, {
    id: "found-regions",
    title: rangeTitle(cells, `${quarterName(reader.period("quarter"))}${level}调研发现问题的户`, word),
    head: word || "地区",
    heads: ["有问题", "调研到"],
    level: 3,
    interval: true,
    rates: regions.map(({ code, name }) => ({
      name,
      measure,
      ...at,
      at: { region: code },
      total: quarterTotal
    })),
    whole: { name: total.name, measure, ...at, at: { region: total.code }, total: quarterTotal },
    unit: "按区划代码排列，不排名；横线 95% 区间"
  });
}

/** K23: households seen by their town's leaders in the quarter. */
export function supervision(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  return rateFigure(site, reader, {
    id: "supervision",
    measure: { indicator: "K23", breakdown: "", basis: "户" },
    kind: "quarter",
    level: 3,
    name: "乡镇主要领导督导",
    heads: ["已督导", "季末在册"],
    line: judgingLine(definitions, "K23", reader.context.profile),
    note: "周期没有写明，按季是推定。"
  });
}
