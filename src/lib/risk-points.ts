import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import { levelWord } from "./regions.js";
import type { Region } from "./site.js";
import { type State, stateWords, valueState } from "./state.js";

/** K42 of one item, of one kind of point where one is named. */
export function pointMeasure(item: string, kind = ""): Measure {
  return {
    indicator: "K42",
    breakdown: `${kind ? `风险事件类型=${kind};` : ""}分项=${item}`,
    basis: "个"
  };
}

/** Points found in some months, and what had become of them by the data's day. */
export interface PointCount {
  readonly found: number;
  /** With a measure. */
  readonly guarded: number;
  readonly closed: number;
  /** Gone without a measure, which is none dealt with; null where the table does not tell them apart. */
  readonly faded: number | null;
}

/** A region or a kind with its points. */
export interface PointRow {
  readonly name: string;
  readonly code: string;
  /** Of all months looked at. */
  readonly all: PointCount | null;
  /** Of the month in hand. */
  readonly month: PointCount | null;
  readonly state: State | null;
  /** The month's own row, for its judgement. */
  readonly cell: Cell | undefined;
}

export interface PointTable {
  readonly rows: readonly PointRow[];
  readonly total: PointRow;
  /** The place in hand: one of the rows where it stands among its siblings, else the total. */
  readonly own: PointRow;
  readonly word: string;
}

/** Points by region over the months up to the one in hand; each point stands in the month it was found in. */
export function pointsByRegion(reader: Reader): PointTable {
  const { regions, total: above } = reader.places("K42");
  const rows = regions.map(region => pointRow(reader, region, region.name));
  const total = pointRow(reader, above, above.name);
  return {
    rows,
    total,
    own: rows.find(({ code }) => code === reader.region.code) ?? total,
    word: levelWord(regions[0]?.level ?? above.level)
  };
}

/** Points of the place in hand by kind of event. */
export function pointsByKind(reader: Reader, kinds: readonly string[]): PointTable {
  const total = pointRow(reader, reader.region, reader.region.name);
  return {
    rows: kinds.map(kind => ({ ...pointRow(reader, reader.region, kind, kind), code: kind })),
    total,
    own: total,
    word: "风险事件类型"
  };
}

/** Points of one month of the trend: what was found in it, and what had been found up to it. */
export interface PointMonth {
  readonly month: string;
  readonly found: PointCount | null;
  readonly upTo: PointCount | null;
}

/** The months of the place in hand, oldest first. */
export function pointMonths(reader: Reader): PointMonth[] {
  const counts = reader.periods().map(month => ({ month, found: monthCount(reader, reader.region, month) }));
  return counts.map(({ month, found }, index) => ({
    month,
    found,
    upTo: sum(counts.slice(0, index + 1).map(each => each.found))
  }));
}

/** Share with a measure, or closed; null where none was found. */
export function pointShare(points: PointCount | null, item: "guarded" | "closed"): number | null {
  return points && points.found > 0 ? points[item] / points.found : null;
}

/** Points found in so many months: “24 个月发现 152 个风险点，10 个未定措施，51 个未销号”. */
export function pointTitle(all: PointCount | null, months: number): string {
  if (!all) return `风险点${stateWords.missing}`;
  if (all.found === 0) return `近 ${months} 个月没有发现风险点`;
  const bare = all.found - all.guarded;
  const open = all.found - all.closed;
  return [
    `近 ${months} 个月发现 ${count(all.found)} 个风险点`,
    bare === 0 ? "都已定措施" : `${count(bare)} 个未定措施`,
    open === 0 ? "都已销号" : `${count(open)} 个未销号`
  ].join("，");
}

/** “未定措施的 10 个中，灾害及突发公共事件 4 个”: the kind with most of them. */
export function pointKindTitle({ rows, total }: PointTable): string {
  if (!total.all) return `风险点分类${stateWords.missing}`;
  const bare = total.all.found - total.all.guarded;
  if (total.all.found === 0) return "没有可分类的风险点";
  if (bare === 0) return "各类风险点都已定措施";
  const of = ({ all }: PointRow) => (all ? all.found - all.guarded : 0);
  const most = Math.max(...rows.map(of));
  const names = rows.filter(row => of(row) === most).map(({ name }) => name);
  if (names.length > 1 || most === 0)
    return `未定措施的 ${count(bare)} 个风险点分在 ${rows.filter(row => of(row) > 0).length} 类`;
  if (most === bare) return `未定措施的 ${count(bare)} 个风险点都是“${names[0]}”`;
  return `未定措施的 ${count(bare)} 个风险点中 ${count(most)} 个是“${names[0]}”`;
}

/** “2023-12 发现 3 个，都未定措施；累计防范率 93.4%，销号率 66.4%”. */
export function pointMonthTitle(months: readonly PointMonth[]): string {
  const last = months.at(-1);
  if (!last?.upTo || !last.found) return `风险点逐月${stateWords.missing}`;
  const { found, guarded } = last.found;
  const now =
    found === 0
      ? `${last.month} 没有发现风险点`
      : guarded === found
        ? `${last.month} 发现 ${count(found)} 个，都已定措施`
        : guarded === 0
          ? `${last.month} 发现 ${count(found)} 个，都未定措施`
          : `${last.month} 发现 ${count(found)} 个，${count(found - guarded)} 个未定措施`;
  const share = pointShare(last.upTo, "guarded");
  return share === null
    ? now
    : `${now}；累计防范率 ${percent(share)}，销号率 ${percent(pointShare(last.upTo, "closed")!)}`;
}

function pointRow(reader: Reader, region: Region, name: string, kind = ""): PointRow {
  const months = reader.periods();
  const all = sum(months.map(month => monthCount(reader, region, month, kind)));
  return {
    name,
    code: region.code,
    all,
    month: monthCount(reader, region, reader.context.period, kind),
    state: all === null ? "missing" : all.found === 0 ? "na" : null,
    cell: reader.cell(pointMeasure("防范率", kind), { region: region.code })
  };
}

/** A month's points; a town has rows only for months with points, and none in the others where its county has been told. */
function monthCount(reader: Reader, region: Region, month: string, kind = ""): PointCount | null {
  const read = (item: string, code: string) =>
    reader.cell(pointMeasure(item, kind), { region: code, period: month });
  const guarded = read("防范率", region.code);
  const closed = read("销号率", region.code);
  const faded = read("自然消失", region.code);
  if (!guarded && !closed && (region.level === "town" || region.level === "village")) {
    const above = read("防范率", region.parent) ?? read("防范率", reader.meta.root);
    const state = valueState(above);
    const told = above !== undefined && (state === null || state === "na");
    return told ? { found: 0, guarded: 0, closed: 0, faded: null } : null;
  }
  if (guarded?.numerator == null || guarded.denominator === null || closed?.numerator == null) return null;
  return {
    found: guarded.denominator,
    guarded: guarded.numerator,
    closed: closed.numerator,
    faded: faded?.numerator ?? null
  };
}

/** The sum of months; null where any of them is not known. */
function sum(counts: readonly (PointCount | null)[]): PointCount | null {
  if (counts.length === 0 || counts.some(each => each === null)) return null;
  return counts.reduce<PointCount>(
    (total, each) => ({
      found: total.found + each!.found,
      guarded: total.guarded + each!.guarded,
      closed: total.closed + each!.closed,
      faded: each!.faded === null ? total.faded : (total.faded ?? 0) + each!.faded
    }),
    { found: 0, guarded: 0, closed: 0, faded: null }
  );
}
