import { count, percent, span } from "./format.js";
import type { Regions } from "./regions.js";
import type { SignalMethods, SignalSample } from "./signal-data.js";
import { lastUpTo, platformNumber } from "./signal-place.js";
import type { Region } from "./site.js";

/** What surveys found in a place and quarter, and what it says of all households there. */
export type Found = SignalSample["found"][number];

/** A row of what was found: a place in the quarter in hand, or a quarter of the place in hand. */
export interface FoundRow {
  readonly name: string;
  readonly code: string;
  readonly found: Found;
}

/**
 * What the sample shows for a place: its parts in the quarter in hand with the whole, or its own quarters where no part
 * was surveyed apart.
 */
export function foundRows(
  { found }: SignalSample,
  regions: Regions,
  region: string,
  quarter: string
): { readonly rows: readonly FoundRow[]; readonly whole: FoundRow | null; readonly quarter: string } {
  const owner = regions.county(region) ?? regions.get(region) ?? regions.root;
  const own = found.filter(each => each.region === owner.code);
  const last =
    lastUpTo(
      own.map(({ period }) => period),
      quarter
    ) ?? "";
  const now = own.find(({ period }) => period === last);
  const whole = now ? { name: owner.name, code: owner.code, found: now } : null;
  const parts = regions.children(owner.code).flatMap(({ code, name }) => {
    const part = found.find(each => each.region === code && each.period === last);
    return part ? [{ name, code, found: part }] : [];
  });
  if (parts.length > 0) return { rows: parts, whole, quarter: last };
  const quarters = own
    .filter(({ period }) => period <= quarter)
    .sort((a, b) => (a.period < b.period ? -1 : 1))
    .map(each => ({ name: each.period, code: each.period, found: each }));
  return { rows: quarters, whole: null, quarter: last };
}

/** “486 至 762 户”, or why it cannot be said. */
export function householdsText({ least, most, population }: Found): string {
  if (least === null || most === null) return population === null ? "不知道全体几户" : "说不出";
  return `${span(count(least), count(most))} 户`;
}

/** The finding of one place: what was found among those drawn, and how many it may be among all. */
export function foundTitle(row: FoundRow | null): string {
  if (!row) return "调研没有可推断的结果：没有实地调研的记录";
  const { hits, size, population, most, reason } = row.found;
  const start = `${row.name} ${row.found.period} `;
  if (size === 0 || reason) return `${start}没有实地调研到户，推断不出`;
  if (most === null || population === null)
    return `${start}调研 ${count(size)} 户，${count(hits)} 户有问题，推不到全体`;
  if (hits === 0)
    return `${start}调研 ${count(size)} 户没有发现问题，全体至多 ${count(most)} 户有（${percent(most / population)}）`;
  return `${start}调研 ${count(size)} 户，${count(hits)} 户有问题；推到全体 ${count(population)} 户是 ${householdsText(row.found)}`;
}

/** A place in the next draw. */
export interface DrawRow {
  readonly region: Region;
  /** How many strata it sums; 1 for a stratum of its own. */
  readonly towns: number;
  readonly households: number;
  readonly drawn: number;
  /** Smallest and largest plan of its strata that tells good from bad; null where none can. */
  readonly plans: readonly ({ readonly size: number; readonly defects: number } | null)[];
}

/** The draw for a place's parts: its counties, or the towns that are the strata. */
export function drawRows(
  { strata }: SignalSample,
  regions: Regions,
  region: string
): { readonly rows: readonly DrawRow[]; readonly whole: DrawRow } {
  const owner = regions.county(region) ?? regions.get(region) ?? regions.root;
  const of = (place: Region): DrawRow => {
    const own = strata.filter(each => regions.path(each.region).some(({ code }) => code === place.code));
    return {
      region: place,
      towns: own.length,
      households: own.reduce((sum, each) => sum + each.households, 0),
      drawn: own.reduce((sum, each) => sum + each.drawn, 0),
      plans: own.map(({ lqas }) => lqas)
    };
  };
  const rows = regions
    .children(owner.code)
    .map(of)
    .filter(({ towns }) => towns > 0);
  return { rows, whole: of(owner) };
}

/** The finding on the next draw: how many of whom; how near the whole they come, where the whole is in hand. */
export function drawTitle({ next }: SignalSample, whole: DrawRow): string {
  if (!next) return "下季没有可抽的户：在册户为空";
  const start = `${whole.region.name} ${next.quarter} 要抽 ${count(whole.drawn)} 户，在册 ${count(whole.households)} 户`;
  return whole.households === next.households && next.margin !== null
    ? `${start}，误差约 ±${(next.margin * 100).toFixed(1)} 个百分点`
    : start;
}

/** The command that writes the list of a quarter's draw. */
export function drawCommand(quarter: string): string {
  return `npm run sample -- --quarter ${quarter}`;
}

/** “8 至 21 户” of a place's strata, or why there is none. */
export function planText({ plans }: DrawRow): string {
  const sizes = plans.flatMap(plan => plan?.size ?? []);
  if (sizes.length === 0) return "全查也判不了";
  const least = Math.min(...sizes);
  const most = Math.max(...sizes);
  if (plans.length > 1) return `${span(String(least), String(most))} 户`;
  return `${least} 户，至多 ${plans[0]!.defects} 户有问题`;
}

/** Whether fewer are drawn than any plan of the place asks: nothing can be judged there. */
export function isTooFew({ plans, drawn, towns }: DrawRow): boolean {
  const sizes = plans.flatMap(plan => plan?.size ?? []);
  return sizes.length < plans.length || drawn < sizes.reduce((sum, size) => sum + size, 0) || towns === 0;
}

/** What judging a town by its sample would take, with the chances to be wrong, and how far the draw goes. */
export function planSentence(rows: readonly DrawRow[], methods: SignalMethods): string {
  const share = (key: string) => {
    const value = platformNumber(methods, "sample", key);
    return value === null ? "?" : percent(value, 0);
  };
  const towns = rows.flatMap(row => row.plans.map(plan => ({ plan, row })));
  const known = towns.flatMap(({ plan }) => plan ?? []);
  if (known.length === 0) return "户数太少，全查也分不出合格与不合格，须逐户核查。";
  const sizes = known.map(({ size }) => size);
  const range = `${span(String(Math.min(...sizes)), String(Math.max(...sizes)))} 户`;
  const short = rows.filter(isTooFew).length;
  const able = short === 0 ? "按比例抽的够用" : "按比例抽的不够，不能拿来判一个乡镇好坏";
  const one = known.length === 1 ? `，其中有问题的不超过 ${known[0]!.defects} 户判合格` : "";
  return `要判一个乡镇合格与否（有问题的不超过 ${share("lqas_good")} 应合格，达到 ${share("lqas_bad")} 应不合格），每个乡镇须抽 ${range}${one}；判错的机会是合格的 ${share("lqas_alpha")}、不合格的 ${share("lqas_beta")} 以内。${able}。`;
}

/** What the interval holds for, by who was chosen. */
export const sampleCaution =
  "区间只对随机抽到的户成立：专挑的、就近的、换来的户不能推到全体；调研表没有写户是怎样选的。没有查出不等于没有。";
