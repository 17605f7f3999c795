import type { Context } from "./context.js";
import type { Cell, Dataset } from "./dataset.js";
import { count } from "./format.js";
import {
  bulletinTotal,
  clearedShare,
  difference,
  type Measure,
  readSparse,
  registerOf,
  scaleShare,
  type Trend,
  trend
} from "./measures.js";
import { levelWord, type Regions } from "./regions.js";
import { type ChangeInput, changeSentence, placeSentence, type Sentence } from "./sentence.js";
import type { Meta, Region } from "./site.js";

/** One tile's content. */
export interface OverviewTile {
  readonly label: string;
  readonly trend: Trend;
  readonly digits: number;
  readonly aside: string;
}

/** The tiles of 总览, by the basis in hand; the share of the monitored is always by persons. */
export function overviewTiles(data: Dataset, context: Context, meta: Meta): OverviewTile[] {
  const { basis } = context;
  const other = basis === "户" ? "人" : "户";
  const months = meta.periods.month;
  const of = (measure: Measure) => trend(data, measure, context, months);
  const also = (measure: Measure): string => {
    const key = { ...measure, region: context.region, period: context.period };
    const cell = readSparse(data, key, context.profile);
    return cell?.value == null ? "" : `${count(cell.value)} ${measure.basis}`;
  };
  const counted = (label: string, measure: (basis: string) => Measure): OverviewTile => ({
    label,
    trend: of(measure(basis)),
    digits: 0,
    aside: also(measure(other))
  });
  const shared = (label: string, measure: Measure, digits: number): OverviewTile => {
    const trended = of(measure);
    return { label, trend: trended, digits, aside: fractionText(trended.now, measure.basis) };
  };
  return [
    counted("在册监测对象", registerOf),
    counted("本月新纳入", each => bulletinTotal("本月新增", each)),
    counted("本月消除", each => bulletinTotal("本月消除", each)),
    shared(`累计消除率（按${basis}）`, clearedShare(basis), 1),
    shared("监测规模占比（按人）", scaleShare, 2)
  ];
}

/** 变化 and 地区 for the place in hand. */
export function overviewSentences(
  data: Dataset,
  context: Context,
  meta: Meta,
  regions: Regions
): { readonly change: Sentence; readonly place: Sentence } {
  const { basis, period, profile } = context;
  const months = meta.periods.month;
  const region = regions.get(context.region)!;
  const register = trend(data, registerOf(basis), context, months, months.length);
  const at = (each: string) =>
    data.cell({ ...registerOf(each), region: region.code, period }, profile)?.value ?? null;
  const change: ChangeInput = {
    period,
    households: at("户"),
    persons: at("人"),
    series: register.values,
    basis
  };
  const children = regions.children(region.code);
  const parent = regions.get(region.parent);
  const parentCount =
    parent && data.cell({ ...registerOf(basis), region: parent.code, period }, profile)?.value;
  const own = data.cell({ ...scaleShare, region: region.code, period }, profile)?.value ?? null;
  const reference = meta.scaleReference?.value ?? null;
  return {
    change: changeSentence(change),
    place: placeSentence({
      parts: children.map(child => ({
        name: child.name,
        change: trend(data, registerOf(basis), { ...context, region: child.code }, months, 2).sinceMonth,
        share: data.cell({ ...scaleShare, region: child.code, period }, profile)?.value ?? null
      })),
      word: levelWord(children[0]?.level ?? ""),
      basis,
      change: register.sinceMonth,
      within:
        children.length === 0 && parent && parentCount && at(basis) !== null
          ? { name: region.name, count: at(basis)!, parent: parent.name, total: parentCount }
          : null,
      own: own === null ? null : { name: region.name, share: own },
      reference: isCounty(region) ? reference : null
    })
  };
}

/** One region below the place in hand, with its months. */
export interface Child {
  readonly region: Region;
  readonly trend: Trend;
  /** Change over three months. */
  readonly quarter: number | null;
}

export interface Children {
  /** Which figure the children are compared by: their share of the monitored, or the register. */
  readonly measure: Measure;
  readonly share: boolean;
  readonly parts: readonly Child[];
  readonly parent: Trend;
  /** Range of the shared axis. */
  readonly domain: readonly [number, number];
}

/** The regions below the place in hand: by K01 where it exists for them, else by the register. */
export function overviewChildren(data: Dataset, context: Context, meta: Meta, regions: Regions): Children {
  const children = regions.children(context.region);
  const share = children.some(
    ({ level }) => level === "county" || level === "zone" || level === "prefecture"
  );
  const measure = share ? scaleShare : registerOf(context.basis);
  const of = (region: string) => trend(data, measure, { ...context, region }, meta.periods.month);
  const parts = children.map(region => {
    const months = of(region.code);
    return { region, trend: months, quarter: difference(months.values.at(-1), months.values.at(-4)) };
  });
  const parent = of(context.region);
  const values = [
    ...parts.flatMap(part => part.trend.values),
    ...(share ? parent.values : []),
    ...(share && meta.scaleReference ? [meta.scaleReference.value] : [])
  ].filter(value => value !== null);
  return { measure, share, parts, parent, domain: axis(values, share) };
}

/** An axis around values: whole percents for shares, from zero for counts. */
export function axis(values: readonly number[], share: boolean): [number, number] {
  if (values.length === 0) return [0, 1];
  const top = Math.max(...values);
  if (!share) return [0, Math.max(1, top)];
  const low = Math.floor(Math.min(...values) * 100) / 100;
  return [low, Math.max(low + 0.01, Math.ceil(top * 100) / 100)];
}

function isCounty({ level }: Region): boolean {
  return level === "county" || level === "zone" || level === "prefecture" || level === "province";
}

function fractionText(cell: Cell | undefined, basis: string): string {
  if (cell?.numerator == null || cell.denominator == null) return "";
  return `${count(cell.numerator)} / ${count(cell.denominator)} ${basis}`;
}
