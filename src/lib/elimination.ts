import type { Cell } from "./dataset.js";
import { count, percent, signedPoints } from "./format.js";
import type { Measure } from "./measures.js";
import { monthStep, type PeriodKind } from "./periods.js";
import type { Part, Reader } from "./reader.js";
import type { Sentence } from "./sentence.js";
import type { Region } from "./site.js";
import { noneText, stateWords } from "./state.js";

/** 累计: of all ever identified; 期内: of those in the register at the period's start or taken in within it. */
export type Reach = "累计" | "期内";

/** Spans that 期内 can be looked at over, in words for the month in hand. */
export const spans: readonly { readonly kind: PeriodKind; readonly text: string }[] = [
  { kind: "month", text: "本月" },
  { kind: "quarter", text: "本季" },
  { kind: "year", text: "本年" }
];

/** K33, by household or by person; without households that nobody of can work where `able` is set. */
export function clearedMeasure(reach: Reach, basis: string, rest = ""): Measure {
  return { indicator: "K33", breakdown: `口径=${reach}${rest}`, basis };
}

export const ableOnly = ";是否剔除无劳动能力户=是";

/** Rates of one region or category: by household and by person, always together. */
export interface ClearedRow {
  readonly name: string;
  readonly region: Region | null;
  readonly households: Cell | undefined;
  readonly persons: Cell | undefined;
  /** The same without households where nobody can work. */
  readonly ableHouseholds: Cell | undefined;
  readonly ablePersons: Cell | undefined;
  readonly spanHouseholds: Cell | undefined;
  readonly spanPersons: Cell | undefined;
}

/** The regions below (or beside) the place in hand, and the region they make up. */
export function clearedByRegion(
  reader: Reader,
  kind: PeriodKind
): { readonly rows: readonly ClearedRow[]; readonly whole: ClearedRow; readonly word: string } {
  const read = (reach: Reach, basis: string, rest = "") =>
    reader.parts(
      clearedMeasure(reach, basis, rest),
      reach === "期内" ? { kind } : {},
      rest ? { ...clearedMeasure(reach, basis), apart: true } : undefined
    );
  const columns = {
    households: read("累计", "户"),
    persons: read("累计", "人"),
    ableHouseholds: read("累计", "户", ableOnly),
    ablePersons: read("累计", "人", ableOnly),
    spanHouseholds: read("期内", "户"),
    spanPersons: read("期内", "人")
  };
  const row = (pick: (parts: (typeof columns)["households"]) => Part): ClearedRow => {
    const { region } = pick(columns.households);
    return {
      name: region.name,
      region,
      households: pick(columns.households).cell,
      persons: pick(columns.persons).cell,
      ableHouseholds: pick(columns.ableHouseholds).cell,
      ablePersons: pick(columns.ablePersons).cell,
      spanHouseholds: pick(columns.spanHouseholds).cell,
      spanPersons: pick(columns.spanPersons).cell
    };
  };
  return {
    rows: columns.households.parts.map((_, index) => row(({ parts }) => parts[index]!)),
    whole: row(({ total }) => total),
    word: columns.households.word
  };
}

/** Categories of the monitored at the place in hand, then all of them. */
export function clearedByKind(
  reader: Reader,
  kinds: readonly string[],
  kind: PeriodKind
): { readonly rows: readonly ClearedRow[]; readonly whole: ClearedRow } {
  const read = (name: string, rest: string): ClearedRow => {
    const cell = (reach: Reach, basis: string, own = rest) =>
      reader.cell(
        clearedMeasure(reach, basis, own),
        reach === "期内" ? { kind } : {},
        own ? { ...clearedMeasure(reach, basis), apart: true } : undefined
      );
    return {
      name,
      region: null,
      households: cell("累计", "户"),
      persons: cell("累计", "人"),
      ableHouseholds: undefined,
      ablePersons: undefined,
      spanHouseholds: cell("期内", "户"),
      spanPersons: cell("期内", "人")
    };
  };
  return {
    rows: [...kinds.map(name => read(name, `;监测对象类别=${name}`)), read("剔除无劳动能力户", ableOnly)],
    whole: read("全部", "")
  };
}

/** The page's finding: “累计消除 3,146 户、9,355 人，消除率按户 56.3%、按人 58.5%”. */
export function eliminationTitle(reader: Reader): Sentence {
  const [households, persons] = ["户", "人"].map(basis => reader.cell(clearedMeasure("累计", basis)));
  if (households?.status === "na_zero_denominator") return ["还没有识别过监测对象，没有消除可计"];
  if (households?.value == null || persons?.value == null) return [`风险消除率${stateWords.missing}`];
  return [
    "累计消除 ",
    [`${count(households.numerator!)} 户、${count(persons.numerator!)} 人`],
    "，消除率按户 ",
    [percent(households.value)],
    "、按人 ",
    [percent(persons.value)]
  ];
}

/** “8 个县区按户的累计消除率在 50.1% 至 61.2% 之间”. */
export function regionTitle(rows: readonly ClearedRow[], whole: ClearedRow, word: string): string {
  const known = rows.flatMap(({ households }) => (households?.value == null ? [] : [households.value]));
  if (known.length === 0)
    return whole.households?.value == null
      ? `各地区的消除率${stateWords.missing}`
      : `${whole.name}累计消除率按户 ${percent(whole.households.value)}`;
  const [low, high] = [percent(Math.min(...known)), percent(Math.max(...known))];
  if (known.length === 1) return `${word}的累计消除率按户 ${low}`;
  return low === high
    ? `${known.length} 个${word}的累计消除率按户都是 ${low}`
    : `${known.length} 个${word}的累计消除率按户在 ${low} 至 ${high} 之间`;
}

/** “一年来累计消除率按户 +2.31、按人 +2.05 个百分点”; since the first month where there is no year. */
export function changeTitle(reader: Reader): string {
  const months = reader.periods("month", 13);
  const first = months[0];
  if (first === undefined || months.length < 2) return "累计消除率只有一个月，没有可比的两期";
  const parts = ["户", "人"].flatMap(basis => {
    const measure = clearedMeasure("累计", basis);
    const [before, after] = [reader.cell(measure, { period: first }), reader.cell(measure)];
    return before?.value == null || after?.value == null
      ? []
      : [`按${basis} ${signedPoints(after.value - before.value)}`];
  });
  if (parts.length === 0) return `累计消除率${stateWords.missing}`;
  const since = first === monthStep(reader.context.period, -12) ? "一年来" : `自 ${first} 起`;
  return `${since}累计消除率${parts.join("、")} 个百分点`;
}

/** “本月期内消除率按户 1.21%、按人 1.32%”. */
export function spanTitle(reader: Reader): string {
  const parts = ["户", "人"].flatMap(basis => {
    const cell = reader.cell(clearedMeasure("期内", basis));
    return cell?.value == null ? [] : [`按${basis} ${percent(cell.value, 2)}`];
  });
  return parts.length > 0
    ? `本月期内消除率${parts.join("、")}`
    : noneText("本月期内消除率没有可计的对象", "本月期内消除率");
}

/** “突发严重困难户的累计消除率按户 19.5%，剔除无劳动能力户后全部为 60.5%”. */
export function kindTitle(rows: readonly ClearedRow[], whole: ClearedRow): string {
  const able = rows.find(({ name }) => name === "剔除无劳动能力户")?.households?.value;
  if (whole.households?.value == null) return `各类对象的消除率${stateWords.missing}`;
  const all = `累计消除率按户 ${percent(whole.households.value)}`;
  return able == null ? all : `${all}，剔除无劳动能力户后 ${percent(able)}`;
}

/** B01 本月消除. */
export function clearedThisMonth(basis: string): Measure {
  return { indicator: "B01", breakdown: "监测对象类别=合计;统计项=本月消除", basis };
}

export function registerTotal(basis: string): Measure {
  return { indicator: "B01", breakdown: "监测对象类别=合计;统计项=累计", basis };
}

/** “12 月消除 29 户，比上月多 3 户”. */
export function monthTitle(reader: Reader): string {
  const { basis, period } = reader.context;
  const measure = clearedThisMonth(basis);
  const now = reader.cell(measure, {}, registerTotal(basis))?.numerator;
  const month = `${Number(period.slice(5))} 月`;
  if (now == null) return `${month}消除的${basis}数${stateWords.missing}`;
  const before = reader.cell(measure, { period: monthStep(period, -1) }, registerTotal(basis))?.numerator;
  const change =
    before == null
      ? ""
      : now === before
        ? "，与上月持平"
        : `，比上月${now > before ? "多" : "少"} ${count(Math.abs(now - before))} ${basis}`;
  return now === 0 ? `${month}没有消除的${basis}${change}` : `${month}消除 ${count(now)} ${basis}${change}`;
}

/** Bounds of the ramp for counts of a month: small for towns, larger above and for persons. */
export function monthBreaks(level: string, basis: string): number[] {
  const steps = level === "town" ? [1, 2, 3, 5, 8] : [1, 3, 6, 10, 15];
  return basis === "人" ? steps.map(step => (step === 1 ? 1 : step * 3)) : steps;
}

/** The two grounds on which a household counts as one where nobody can work. */
export const grounds = ["成员推算", "导出标记"] as const;

/** K34: households marked out of risk in the month although nobody in them can work. */
export function undueMeasure(ground: (typeof grounds)[number]): Measure {
  return { indicator: "K34", breakdown: `劳动能力依据=${ground}`, basis: "户" };
}

/** What shows that a town without a row has none. */
export const undueTotal: Measure = registerTotal("户");

/** One region's undue eliminations of the month by the two grounds. */
export interface UndueRow {
  readonly region: Region;
  readonly parts: readonly Part[];
  /** How the document in force judges each; a town without a row has none, which meets what is asked of the whole. */
  readonly judged: readonly (Cell | undefined)[];
  /** Of the last months, by the members' labour; null where one of them has no data. */
  readonly year: number | null;
}

export function undueRows(
  reader: Reader,
  months: readonly string[]
): { readonly rows: readonly UndueRow[]; readonly whole: UndueRow; readonly word: string } {
  const columns = grounds.map(ground => reader.parts(undueMeasure(ground), {}, undueTotal));
  const asked = columns.map(({ total }) => ["met", "unmet"].includes(total.cell?.judgement ?? ""));
  const row = (pick: (parts: (typeof columns)[number]) => Part): UndueRow => {
    const parts = columns.map(pick);
    const { region } = parts[0]!;
    const cells = reader.series(undueMeasure("成员推算"), months, { region: region.code }, undueTotal);
    const known = cells.every(cell => cell?.value != null);
    return {
      region,
      parts,
      judged: parts.map(({ cell }, index) =>
        asked[index] && cell?.value === 0 ? { ...cell, judgement: "met" as const } : cell
      ),
      year: known ? cells.reduce((total, cell) => total + cell!.numerator!, 0) : null
    };
  };
  return {
    rows: columns[0]!.parts.map((_, index) => row(({ parts }) => parts[index]!)),
    whole: row(({ total }) => total),
    word: columns[0]!.word
  };
}

/** “本月不当消除：成员推算 3 户，导出标记 3 户”. */
export function undueTitle(reader: Reader): string {
  const [members, flag] = grounds.map(ground => reader.cell(undueMeasure(ground), {}, undueTotal));
  if (members?.value == null && flag?.value == null) return `不当消除${stateWords.missing}`;
  const told = (cell: Cell | undefined) =>
    cell?.value == null ? stateWords.missing : `${count(cell.value)} 户`;
  if (members?.value === 0 && flag?.value === 0) return "本月没有无劳动能力户被标注消除";
  return `本月不当消除：成员推算 ${told(members)}，导出标记 ${told(flag)}`;
}

/** “12 个月里 31 户不当消除，3 个县区没有” for the grid of months. */
export function undueMonthsTitle(
  rows: readonly UndueRow[],
  whole: UndueRow,
  months: number,
  word: string
): string {
  if (whole.year === null) return `各月的不当消除${stateWords.missing}`;
  if (whole.year === 0) return `${months} 个月里没有不当消除`;
  const none = rows.filter(({ year }) => year === 0).length;
  const rest = rows.length > 1 && none > 0 ? `，${none} 个${word}没有` : "";
  return `${months} 个月里不当消除 ${count(whole.year)} 户（成员推算）${rest}`;
}

/** Each rate of the procedure of elimination. */
export const procedures = [
  {
    id: "publicity",
    name: "消除公示合规率",
    measure: { indicator: "K10", breakdown: "分项=消除", basis: "次" },
    heads: ["合规", "已结束公示"]
  },
  {
    id: "notice",
    name: "消除告知率",
    measure: { indicator: "K59", breakdown: "", basis: "户" },
    heads: ["已告知", "已标注"]
  },
  {
    id: "announcement",
    name: "消除公告率",
    measure: { indicator: "K60", breakdown: "分项=消除", basis: "户" },
    heads: ["已公告", "乡镇确定"]
  }
] as const;

/** “消除告知率 93.1%，差 2 户，未达到”. */
export function procedureTitle(cell: Cell | undefined, name: string, basis: string): string {
  if (cell?.status === "na_zero_denominator") return `${name}本月没有应计的对象`;
  if (cell?.value == null || cell.denominator === null) return `${name}${stateWords.missing}`;
  const open = cell.denominator - cell.numerator!;
  const verdict = cell.judgement === "met" ? "，达到" : cell.judgement === "unmet" ? "，未达到" : "";
  const rest = open === 0 ? `（${count(cell.denominator)} ${basis}）` : `，差 ${count(open)} ${basis}`;
  return `${name} ${percent(cell.value)}${rest}${verdict}`;
}

export const reentry: Measure = { indicator: "K35", breakdown: "", basis: "户" };

/** “消除满 12 个月的 2,484 户中 53 户再纳入（2.13%）”. */
export function reentryTitle(cell: Cell | undefined, months: string): string {
  if (cell?.status === "na_zero_denominator") return `还没有消除满 ${months}的户`;
  if (cell?.value == null || cell.denominator === null) return `消除后再纳入${stateWords.missing}`;
  if (cell.numerator === 0) return `消除满 ${months}的 ${count(cell.denominator)} 户没有再纳入`;
  return `消除满 ${months}的 ${count(cell.denominator)} 户中 ${count(cell.numerator!)} 户再纳入（${percent(cell.value, 2)}）`;
}

/** One region's year: people fallen back into poverty, and households newly fallen, apart. */
export interface RelapseRow {
  readonly region: Region;
  readonly persons: Part;
  readonly rate: Part;
  readonly households: Part;
}

export function relapseRows(reader: Reader): {
  readonly rows: readonly RelapseRow[];
  readonly whole: RelapseRow;
  readonly word: string;
} {
  const read = (item: string, basis: string) =>
    reader.parts({ indicator: "K41", breakdown: `分项=${item}`, basis }, { kind: "year" });
  const [persons, rate, households] = [
    read("返贫人数", "人"),
    read("返贫率", "人"),
    read("新致贫户数", "户")
  ];
  const row = (pick: (parts: typeof persons) => Part): RelapseRow => ({
    region: pick(persons).region,
    persons: pick(persons),
    rate: pick(rate),
    households: pick(households)
  });
  return {
    rows: persons.parts.map((_, index) => row(({ parts }) => parts[index]!)),
    whole: row(({ total }) => total),
    word: persons.word
  };
}

/** “2023 年返贫 0 人，新致贫 0 户”. */
export function relapseTitle({ persons, households }: RelapseRow, year: string): string {
  const told = ({ cell }: Part, unit: string) =>
    cell?.value == null ? stateWords.missing : `${count(cell.value)} ${unit}`;
  if (persons.cell?.value == null && households.cell?.value == null)
    return `${year} 年的返贫与新致贫${stateWords.missing}`;
  if (persons.cell?.value === 0 && households.cell?.value === 0) return `${year} 年没有返贫，也没有新致贫`;
  return `${year} 年返贫 ${told(persons, "人")}，新致贫 ${told(households, "户")}`;
}
