import type { Context } from "./context.js";
import type { Cell, Dataset, Key } from "./dataset.js";
import { count } from "./format.js";
import {
  bulletinTotal,
  difference,
  type Measure,
  registerOf,
  scaleShare,
  scaleStatus,
  type Trend,
  trend
} from "./measures.js";
import type { ReaderSource } from "./reader.js";
import { levelWord } from "./regions.js";
import { type ChangeInput, changeSentence, placeSentence, type Sentence } from "./sentence.js";
import type { Region } from "./site.js";
import { sparseCell } from "./sparse.js";
import { valueState } from "./state.js";

/** One tile's content. */
export interface OverviewTile {
  readonly label: string;
  /** The level of warnings the label begins with, shown with its mark. */
  readonly level: string | null;
  readonly trend: Trend;
  readonly digits: number;
  readonly aside: string;
  /** Households (or persons) whose level is not settled, said beside the tile's number. */
  readonly pending: number | null;
}

const visited: Measure = { indicator: "K20", breakdown: "", basis: "户" };
const verified: Measure = { indicator: "K06", breakdown: "", basis: "条" };

/** The tiles of 总览; counts by the basis in hand, rates by their own. */
export function overviewTiles(source: ReaderSource, context: Context): OverviewTile[] {
  const { basis } = context;
  const other = basis === "户" ? "人" : "户";
  const also = (measure: Measure): string => {
    const { now } = monthsOf(source, measure, context);
    return now?.value == null ? "" : `${count(now.value)} ${measure.basis}`;
  };
  const plain = { level: null, pending: null } as const;
  const counted = (label: string, measure: (basis: string) => Measure): OverviewTile => ({
    ...plain,
    label,
    trend: monthsOf(source, measure(basis), context),
    digits: 0,
    aside: also(measure(other))
  });
  const shared = (label: string, measure: Measure): OverviewTile => {
    const trend = monthsOf(source, measure, context);
    return { ...plain, label, trend, digits: 1, aside: fractionText(trend.now, measure.basis) };
  };
  const levelOf = (word: string) => monthsOf(source, officialLevel(word, basis), context, asCount);
  return [
    counted("在册监测对象", registerOf),
    counted("本月新纳入", each => bulletinTotal("本月新增", each)),
    {
      label: "红色预警",
      level: "红色",
      trend: levelOf("红色"),
      digits: 0,
      aside: "",
      pending: levelOf("待核定").now?.value ?? null
    },
    shared("五日核实及时率", verified),
    shared("月度入户走访达标率", visited)
  ];
}

function officialLevel(word: string, basis: string): Measure {
  return { indicator: "K16", breakdown: `预警级别=${word};级别来源=official`, basis };
}

/** A measure's months at the place in hand, rows of towns that are left out read as none. */
function monthsOf(
  source: ReaderSource,
  measure: Measure,
  context: Context,
  read: (cell: Cell | undefined, basis: string) => Cell | undefined = cell => cell
): Trend {
  const cell = (key: Key, profile: string) => read(sparseCell(source, key, profile), key.basis);
  return trend({ cell }, measure, context, source.meta.periods.month);
}

/** A share read as the count above its line: the households of a level, not their part of the register. */
function asCount(cell: Cell | undefined, basis: string): Cell | undefined {
  const state = valueState(cell);
  if (!cell || (state !== null && state !== "na")) return cell;
  return { ...cell, value: cell.numerator ?? 0, denominator: null, unit: basis, status: "ok" };
}

/** 变化 and 地区 for the place in hand. */
export function overviewSentences(
  { dataset: data, meta, regions }: ReaderSource,
  context: Context,
  reference: number | null
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
  const beside = (code: string) => isBeside(data, context, code);
  return {
    change: changeSentence(change),
    place: placeSentence({
      parts: children.map(child => ({
        name: child.name,
        change: trend(data, registerOf(basis), { ...context, region: child.code }, months, 2).sinceMonth,
        share: data.cell({ ...scaleShare, region: child.code, period }, profile)?.value ?? null,
        beside: beside(child.code)
      })),
      word: levelWord(children[0]?.level ?? ""),
      basis,
      change: register.sinceMonth,
      within:
        children.length === 0 && parent && parentCount && at(basis) !== null
          ? { name: region.name, count: at(basis)!, parent: parent.name, total: parentCount }
          : null,
      own: own === null ? null : { name: region.name, share: own },
      reference:
        own === null || beside(region.code) || children.some(({ code }) => beside(code)) ? reference : null
    })
  };
}

/** One region below the place in hand, with its months. */
export interface Child {
  readonly region: Region;
  readonly trend: Trend;
  /** Change over three months. */
  readonly quarter: number | null;
  /** Whether the document in hand sets its share beside the reference. */
  readonly beside: boolean;
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
export function overviewChildren(
  { dataset: data, meta, regions }: ReaderSource,
  context: Context,
  reference: number | null
): Children {
  const children = regions.children(context.region);
  const share = children.some(
    ({ level }) => level === "county" || level === "zone" || level === "prefecture"
  );
  const measure = share ? scaleShare : registerOf(context.basis);
  const of = (region: string) => trend(data, measure, { ...context, region }, meta.periods.month);
  const parts = children.map(region => {
    const months = of(region.code);
    const quarter = difference(months.values.at(-1), months.values.at(-4));
    return { region, trend: months, quarter, beside: isBeside(data, context, region.code) };
  });
  const parent = of(context.region);
  const values = [
    ...parts.flatMap(part => part.trend.values),
    ...(share ? parent.values : []),
    ...(share && reference !== null ? [reference] : [])
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

/** Whether a document sets a region beside its reference: a county that no principle for 深度贫困 areas is for. */
function isBeside(data: Dataset, { period, profile }: Context, region: string): boolean {
  return data.cell({ ...scaleStatus, region, period }, profile)?.judgement === "reference";
}

function fractionText(cell: Cell | undefined, basis: string): string {
  if (cell?.numerator == null || cell.denominator == null) return "";
  return `${count(cell.numerator)} / ${count(cell.denominator)} ${basis}`;
}
