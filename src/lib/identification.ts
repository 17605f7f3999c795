import { isoWeek, monthEnd, weeksUpTo } from "./calendar.js";
import type { Cell } from "./dataset.js";
import { count, decimal, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { shortfall } from "./rates.js";
import type { Part, Parts, Reader, Total } from "./reader.js";
import { shortName } from "./regions.js";
import type { Definitions, Region } from "./site.js";
import { type State, stateWords, valueState } from "./state.js";

export const handing: Measure = { indicator: "K05", breakdown: "", basis: "条" };
export const checking: Measure = { indicator: "K06", breakdown: "", basis: "条" };
export const summing: Measure = { indicator: "K07", breakdown: "", basis: "日" };
export const entering: Measure = { indicator: "K08", breakdown: "", basis: "户" };
export const completeness: Measure = { indicator: "K11", breakdown: "", basis: "户" };

/** What is missing in a town counts apart from the clues, which show that the town has data. */
export const apart: Total = { ...entering, apart: true };

/** How clues stand that are not in time, as the tidy table writes them. */
export const standings = ["核实了但逾期", "逾期未核实", "未到期"] as const;
export type Standing = (typeof standings)[number];

/** Clues of one standing at a region, null where they are not known. */
export function standing(reader: Reader, word: Standing, region: string = reader.region.code): number | null {
  if (!reader.values("K06", "期限").includes(word)) return null;
  return reader.cell({ ...checking, breakdown: `期限=${word}` }, { region }, checking)?.numerator ?? null;
}

/** “12 月” of “2023-12”. */
function monthWord(month: string): string {
  return `${Number(month.slice(5, 7))} 月`;
}

/** The page's finding: where clues of the month stand that are not in time, and how many households entered. */
export function identificationTitle(reader: Reader): string {
  const month = monthWord(reader.context.period);
  const handed = reader.cell(handing);
  const checked = reader.cell(checking);
  const entered = reader.cell(entering)?.numerator ?? null;
  const rest = entered === null ? "" : `；纳入 ${count(entered)} 户`;
  if (checked?.numerator == null && handed?.numerator == null)
    return `${month}的交办与核实${stateWords.missing}${rest}`;
  const late = [
    [shortfall(handed), "未次日交办"],
    [shortfall(checked), "核实逾期"]
  ] as const;
  const said = late.flatMap(([number, words]) => (number ? [`${words} ${count(number)} 条`] : []));
  const open = standing(reader, "逾期未核实");
  const still = shortfall(checked) && open ? `，其中 ${count(open)} 条仍未核实` : "";
  if (said.length > 0) return `${month}${said.join("、")}${still}${rest}`;
  const due = handed === undefined ? "核实" : "交办、核实";
  if (!handed?.denominator && !checked?.denominator)
    return `${month}没有应${due.replace("、", "、应")}的线索${rest}`;
  return `${month}线索都按期${due}${rest}`;
}

/** “应核实 344 条中 334 条及时；逾期 10 条，6 条在青栗、石渡”; of the place in hand where it is one of those listed. */
export function checkingTitle({ parts, total }: Parts, place: Region): string {
  const own = parts.find(({ region }) => region.code === place.code);
  const { cell, state } = own ?? total;
  const name = own ? own.region.name : "";
  const late = shortfall(cell);
  if (state === "na") return `${name}没有应核实的线索`;
  if (late === null) return `${name}五日核实及时率${stateWords.missing}`;
  const { numerator, denominator } = cell!;
  if (late === 0) return `${name}应核实的 ${count(denominator!)} 条都及时核实`;
  return `${name}应核实 ${count(denominator!)} 条中 ${count(numerator!)} 条及时；逾期 ${count(late)} 条${own ? "" : whereLate(parts)}`;
}

function whereLate(parts: readonly Part[]): string {
  const late = parts.map(({ region, cell }) => ({ region, number: shortfall(cell) ?? 0 }));
  const most = [...late]
    .sort((a, b) => b.number - a.number)
    .slice(0, 2)
    .filter(({ number }) => number > 0);
  const sum = most.reduce((total, { number }) => total + number, 0);
  if (late.length < 3 || sum === 0) return "";
  const named = late.filter(each => most.includes(each));
  return `，${count(sum)} 条在${named.map(({ region }) => shortName(region.name)).join("、")}`;
}

/** One step from clue to entry. */
export interface Step {
  readonly name: string;
  readonly basis: string;
  /** The month a clue or household is counted in. */
  readonly by: string;
  readonly indicator: string;
  readonly count: number | null;
  readonly state: State | null;
  /** Share of the step before, null where that counts something else or is not known. */
  readonly share: number | null;
}

/** The month's clues and households by step. Each step counts by its own month, so they are no cohort. */
export function steps(reader: Reader): Step[] {
  const channel = reader.values("K04", "发现渠道")[0];
  const told =
    channel === undefined
      ? undefined
      : reader.cell({ ...handing, indicator: "K04", breakdown: `发现渠道=${channel}` });
  const checked = reader.cell(checking);
  const entered = reader.cell(entering);
  const handed = reader.cell(handing);
  const [open, running] = [standing(reader, "逾期未核实"), standing(reader, "未到期")];
  const due = checked?.denominator ?? null;
  const rows: readonly (readonly [string, string, string, string, number | null, Cell | undefined])[] = [
    ["登记线索", "条", "登记月", "K04", told?.denominator ?? null, told],
    ["汇总", "条", "汇总月", "K05", handed?.denominator ?? null, handed],
    ["交办", "条", "交办月", "K06", due === null || running === null ? null : due + running, checked],
    ["核实", "条", "交办月", "K06", due === null || open === null ? null : due - open, checked],
    ["核实完成", "户", "核实月", "K08", entered?.denominator ?? null, entered],
    ["纳入", "户", "核实月", "K08", entered?.numerator ?? null, entered]
  ];
  return rows.map(([name, basis, by, indicator, number, cell], index) => {
    const before = rows[index - 1];
    const comparable = before?.[1] === basis && number !== null && before[4] !== null && before[4] > 0;
    return {
      name,
      basis,
      by,
      indicator,
      count: number,
      state: number === null ? (reader.state({ indicator, breakdown: "", basis }, cell) ?? "missing") : null,
      share: comparable ? number / before[4]! : null
    };
  });
}

/** “交办的 392 条已核实 341 条；核实完成的 375 户纳入 56 户”. */
export function stepsTitle(rows: readonly Step[]): string {
  const of = (name: string) => rows.find(row => row.name === name)?.count ?? null;
  const [handed, checked, done, entered] = [of("交办"), of("核实"), of("核实完成"), of("纳入")];
  const said = [
    handed === null || checked === null
      ? null
      : handed === 0
        ? "没有交办的线索"
        : `交办的 ${count(handed)} 条已核实 ${count(checked)} 条`,
    done === null || entered === null
      ? null
      : done === 0
        ? "没有核实完成的户"
        : `核实完成的 ${count(done)} 户纳入 ${count(entered)} 户`
  ].filter(text => text !== null);
  return said.length > 0 ? said.join("；") : `从线索到纳入${stateWords.missing}`;
}

/** One cell of the calendar: what was late, `none` where nothing fell due, `outside` before or after the data. */
export interface Slot {
  readonly name: string;
  readonly look: "count" | "none" | "missing" | "outside";
  readonly late: number | null;
  readonly due: number | null;
}

export interface CalendarWeek {
  readonly name: string;
  readonly monday: string;
  readonly days: readonly Slot[];
  readonly check: Slot;
}

export interface LateCalendar {
  readonly region: Region;
  readonly weeks: readonly CalendarWeek[];
  /** Most that was late in one day. */
  readonly max: number;
}

/** Late handing on by day and late checks by week, over the weeks that end with the month in hand. */
export function lateCalendar(reader: Reader, length = 13): LateCalendar {
  const { asOf, periods } = reader.meta;
  const end = monthEnd(reader.context.period);
  const last = asOf < end ? asOf : end;
  const first = `${periods.month[0] ?? ""}-01`;
  const slot = (measure: Measure, name: string, days: readonly string[]): Slot => {
    const inside = days.filter(day => day >= first && day <= last);
    if (inside.length === 0) return { name, look: "outside", late: null, due: null };
    const cell = reader.cell(measure, { period: name });
    if (cell) {
      const late = shortfall(cell);
      return { name, look: late === null ? "missing" : "count", late, due: cell.denominator };
    }
    const known = inside.every(day => {
      const state = valueState(reader.cell(measure, { period: day.slice(0, 7) }));
      return state === null || state === "na";
    });
    return { name, look: known ? "none" : "missing", late: null, due: known ? 0 : null };
  };
  const weeks = weeksUpTo(last, length).map(({ name, days }) => ({
    name,
    monday: days[0]!,
    days: days.map(day => slot(handing, day, [day])),
    check: slot(checking, isoWeek(days[0]!), days)
  }));
  const max = Math.max(0, ...weeks.flatMap(({ days }) => days.map(({ late }) => late ?? 0)));
  return { region: reader.region, weeks, max };
}

/** “近 13 周有 64 天未次日交办，共 99 条；核实逾期 46 条”. */
export function calendarTitle({ weeks }: LateCalendar): string {
  const days = weeks.flatMap(week => week.days).filter(({ look }) => look === "count" || look === "none");
  const checks = weeks.map(({ check }) => check).filter(({ late }) => late !== null);
  if (days.length === 0) return `按日的交办${stateWords.missing}`;
  const late = days.filter(({ late: number }) => number);
  const sum = (slots: readonly Slot[]) => slots.reduce((total, { late: number }) => total + (number ?? 0), 0);
  const span = `近 ${weeks.length} 周`;
  const checked =
    checks.length === 0 ? "" : sum(checks) === 0 ? "，没有核实逾期" : `；核实逾期 ${count(sum(checks))} 条`;
  return late.length === 0
    ? `${span}的线索都次日交办${checked}`
    : `${span}有 ${late.length} 天未次日交办，共 ${count(sum(late))} 条${checked}`;
}

/** One channel: the clues it told of, and of the households checked from it those taken in. */
export interface Channel {
  readonly name: string;
  readonly clues: Cell | undefined;
  readonly entered: Cell | undefined;
}

export interface ChannelTable {
  readonly rows: readonly Channel[];
  /** Channels without a clue. */
  readonly silent: readonly string[];
}

/** Channels of the month by their clues, most first; channels are no places to be ranked. */
export function channels(reader: Reader): ChannelTable {
  const all = reader.values("K04", "发现渠道").map(name => ({
    name,
    clues: reader.cell({ indicator: "K04", breakdown: `发现渠道=${name}`, basis: "条" }),
    entered: reader.cell({ ...entering, breakdown: `发现渠道=${name}` }, {}, apart)
  }));
  const silent = all.filter(({ clues, entered }) => clues?.numerator === 0 && !entered?.denominator);
  const rows = all.filter(row => !silent.includes(row));
  return {
    rows: rows.sort((a, b) => (b.clues?.numerator ?? 0) - (a.clues?.numerator ?? 0)),
    silent: silent.map(({ name }) => name).filter(name => name !== "未填")
  };
}

/** “389 条线索中干部走访 125 条，占 32.1%，为最多的渠道”. */
export function channelTitle({ rows, silent }: ChannelTable): string {
  const most = rows[0];
  const first = most?.clues;
  if (!most && silent.length > 0) return "本月没有登记线索";
  if (!most || first?.numerator == null || first.denominator === null) return `发现渠道${stateWords.missing}`;
  if (first.numerator === 0) return "本月没有登记线索";
  return `${count(first.denominator)} 条线索中${most.name} ${count(first.numerator)} 条，占 ${percent(first.numerator / first.denominator)}，为最多的渠道`;
}

/** “识别时长中位数 12 天，九成不超过 16 天（70 户）”. */
export function spanTitle(middle: Cell | undefined, ninth: Cell | undefined): string {
  if (middle?.status === "na_zero_denominator") return "本月没有确认纳入的户，识别时长不适用";
  if (middle?.value == null) return `识别时长${stateWords.missing}`;
  const days = (value: number) => (Number.isInteger(value) ? count(value) : decimal(value, 1));
  const rest = ninth?.value == null ? "" : `，九成不超过 ${days(ninth.value)} 天`;
  const of = middle.denominator === null ? "" : `（${count(middle.denominator)} 户）`;
  return `识别时长中位数 ${days(middle.value)} 天${rest}${of}`;
}

/** One step a document asks for, with the households that lack a record of it. */
export interface Gap {
  readonly name: string;
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

/** Steps of the document in hand in their order; figures of other documents are none of it. */
export function gaps(reader: Reader, definitions: Definitions): Gap[] {
  const { profile } = reader.context;
  const order =
    definitions.indicators
      .find(({ id }) => id === "K11")
      ?.judging.find(each => each.profile === profile)
      ?.thresholds.find(({ name }) => name.includes("必经环节"))
      ?.value.split(" → ") ?? [];
  const known = reader.values("K11", "缺失环节");
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return known
    .flatMap(name => {
      const measure = { ...completeness, breakdown: `缺失环节=${name}` };
      const cell = reader.cell(measure, { kind: "quarter" });
      // A row of another document's has no judgement under the one in hand.
      const own = cell?.judgement == null ? undefined : cell;
      return own || order.includes(name) ? [{ name, cell: own, state: gapState(reader, own) }] : [];
    })
    .sort((a, b) => place(a.name) - place(b.name));
}

function gapState(reader: Reader, cell: Cell | undefined): State | null {
  if (cell) return valueState(cell);
  const whole = reader.cell(completeness, { kind: "quarter" });
  return valueState(whole) ?? "missing";
}

/** “纳入的 193 户中缺核实记录的 4 户最多” or that none lacks any. */
export function gapTitle(rows: readonly Gap[]): string {
  const known = rows.filter(({ cell }) => cell?.numerator != null);
  if (known.length === 0)
    return rows.length === 0 || rows.some(({ state }) => state === "missing")
      ? `缺失的环节${stateWords.missing}`
      : "本季没有应走程序的纳入户";
  const most = known.reduce((a, b) => (b.cell!.numerator! > a.cell!.numerator! ? b : a));
  const { numerator } = most.cell!;
  if (!numerator) return `必经的 ${known.length} 个环节都有记录`;
  const short = known.filter(({ cell }) => cell!.numerator! > 0);
  return `${known.length} 个必经环节中 ${short.length} 个有缺，缺${most.name}的最多，${count(numerator)} 户`;
}

/** One obligation of the procedure as a rate of the place in hand. */
export interface Duty {
  readonly name: string;
  readonly measure: Measure;
  readonly total?: Total;
}

const part = (indicator: string, breakdown: string, basis: string): Measure => ({
  indicator,
  breakdown,
  basis
});

/** Obligations before and after entry; where a list went is read from the data. */
export function duties(reader: Reader): Duty[] {
  const lists = reader.values("K61", "备案去向");
  return [
    { name: "次日交办", measure: handing },
    { name: "日汇总", measure: summing },
    { name: "承诺授权签订", measure: part("K39", "", "户") },
    { name: "其中代签", measure: part("K39", "签署方式=代签", "户"), total: { ...part("K39", "", "户") } },
    { name: "乡镇公告（识别）", measure: part("K60", "分项=识别", "户"), total: apart },
    { name: "系统录入", measure: part("K55", "分项=录入率", "户"), total: apart },
    { name: "录入时滞中位数", measure: part("K55", "分项=时滞中位数", "户"), total: apart },
    { name: "名单备案", measure: part("K61", "", "份") },
    ...lists.map(name => ({
      name: `其中报${name}`,
      measure: part("K61", `备案去向=${name}`, "份"),
      total: { ...part("K61", "", "份"), apart: true }
    }))
  ];
}

export interface DutyRow extends Duty {
  readonly cell: Cell | undefined;
  readonly state: State | null;
  /** Values of the months up to the one in hand. */
  readonly values: readonly (number | null)[];
}

/** The obligations with their months. */
export function dutyRows(reader: Reader): DutyRow[] {
  const months = reader.periods();
  return duties(reader).map(duty => {
    const cells = reader.series(duty.measure, months, {}, duty.total);
    const cell = cells.at(-1);
    return {
      ...duty,
      cell,
      state: reader.state(duty.measure, cell),
      values: cells.map(each => each?.value ?? null)
    };
  });
}

/** “6 项程序义务中 3 项未达到” by the document in hand; where it judges none, the lowest and highest. */
export function dutyTitle(rows: readonly DutyRow[]): string {
  const judged = rows.filter(({ cell }) => cell?.judgement === "met" || cell?.judgement === "unmet");
  const short = judged.filter(({ cell }) => cell!.judgement === "unmet");
  if (judged.length > 0)
    return short.length === 0
      ? `所用口径判断的 ${judged.length} 项程序都达到`
      : `所用口径判断的 ${judged.length} 项程序中${short.map(({ name }) => name).join("、")}未达到`;
  const whole = rows.filter(
    ({ cell, name }) => cell?.value != null && cell.unit === "%" && !name.startsWith("其中")
  );
  if (whole.length === 0)
    return rows.some(({ state }) => state === "missing")
      ? `各项程序${stateWords.missing}`
      : "各项程序本月没有应计的对象";
  const full = whole.filter(({ cell }) => cell!.value === 1);
  const done =
    full.length === 0
      ? `${whole.length} 项程序都有未办的`
      : `${whole.length} 项程序中 ${full.length} 项全部办理`;
  return `${done}，所用口径都未规定判断`;
}
