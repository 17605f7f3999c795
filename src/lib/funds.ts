import type { Cell, Dataset } from "./dataset.js";
import { count, decimal, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Part, Reader } from "./reader.js";
import { type State, stateWords, valueState } from "./state.js";

/** A unit amounts are written in, the same for all numbers of a figure. */
export interface MoneyScale {
  readonly unit: "元" | "万元" | "亿元";
  readonly size: number;
  readonly digits: number;
}

/** The unit that the largest of some amounts reads best in. */
export function moneyScale(values: readonly (number | null | undefined)[]): MoneyScale {
  const most = Math.max(0, ...values.map(value => Math.abs(value ?? 0)));
  if (most >= 1e8) return { unit: "亿元", size: 1e8, digits: 2 };
  if (most >= 1e4) return { unit: "万元", size: 1e4, digits: 2 };
  return { unit: "元", size: 1, digits: 0 };
}

/** An amount in a unit, without it: 51640000 in 万元 → “5,164.00”. */
export function moneyText(value: number, { size, digits }: MoneyScale): string {
  return decimal(value / size, digits);
}

/** A change of an amount in a unit, signed. */
export function moneyChange(change: number, scale: MoneyScale): string {
  const text = moneyText(change, scale);
  return change > 0 ? `+${text}` : text;
}

export type MoneyItem = "金额" | "户均";

/** K46 of one item, in all or of one kind: moneyMeasure("金额", "资金来源", "社会资金"). */
export function moneyMeasure(item: MoneyItem, dimension = "", kind = ""): Measure {
  const prefix = dimension ? `${dimension}=${kind};` : "";
  return { indicator: "K46", breakdown: `${prefix}分项=${item}`, basis: "元" };
}

/** A region or a kind over the years shown. */
export interface MoneyRow {
  readonly name: string;
  readonly code: string;
  readonly cells: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
  /** The last year's change on the one before; null where either is missing. */
  readonly change: number | null;
  /** The last year's share of the whole; null where that is none. */
  readonly share: number | null;
}

export interface MoneyTable {
  readonly years: readonly string[];
  readonly rows: readonly MoneyRow[];
  readonly total: MoneyRow;
  /** The place in hand: one of the rows where it stands among its siblings, else the total. */
  readonly own: MoneyRow;
  readonly word: string;
  readonly scale: MoneyScale;
}

/** Years of money side by side: three at most, the last that of the month in hand. */
export function moneyYears(reader: Reader): string[] {
  return reader.periods("year", 3);
}

/** K46 over the regions a figure lists. */
export function moneyByRegion(reader: Reader, item: MoneyItem): MoneyTable {
  const years = moneyYears(reader);
  const measure = moneyMeasure(item);
  const tables = years.map(period => reader.parts(measure, { period }));
  const pick = (at: (table: (typeof tables)[number]) => Part): MoneyRow => {
    const parts = tables.map(at);
    return moneyRow(
      parts[0]!.region.name,
      parts[0]!.region.code,
      parts.map(({ cell }) => cell),
      parts.map(({ state }) => state),
      tables.at(-1)!.total.cell?.value ?? null
    );
  };
  if (tables.length === 0) return emptyTable(reader);
  const rows = tables[0]!.parts.map((_, index) => pick(({ parts }) => parts[index]!));
  const total = pick(table => table.total);
  const own = rows.find(({ code }) => code === reader.region.code) ?? total;
  return { years, rows, total, own, word: tables[0]!.word, scale: scaleOf(item, [...rows, total]) };
}

/** K46 of the place in hand over the kinds of one dimension. */
export function moneyByKind(reader: Reader, dimension: string, kinds: readonly string[]): MoneyTable {
  const years = moneyYears(reader);
  if (years.length === 0) return emptyTable(reader);
  const read = (name: string, measure: Measure, whole: number | null): MoneyRow => {
    const cells = reader.series(measure, years);
    return moneyRow(name, name, cells, cells.map(valueState), whole);
  };
  const whole = reader.cell(moneyMeasure("金额"), { period: years.at(-1)! })?.value ?? null;
  const rows = kinds.map(kind => read(kind, moneyMeasure("金额", dimension, kind), whole));
  const total = read("合计", moneyMeasure("金额"), whole);
  return { years, rows, total, own: total, word: dimension, scale: scaleOf("金额", [...rows, total]) };
}

/** “2023 年云岭市投入 5,164.00 万元，比上年减少 182.90 万元”. */
export function moneyRegionTitle({ own, years, scale }: MoneyTable): string {
  const value = own.cells.at(-1)?.value;
  if (value == null) return `${own.name}的资金投入${stateWords[own.states.at(-1) ?? "missing"]}`;
  const text = (each: number) => `${moneyText(each, scale)} ${scale.unit}`;
  return `${years.at(-1)} 年${own.name}投入 ${text(value)}${changeWords(own.change, text)}`;
}

/** “户均 21,854 元，比上年增加 534 元；各县区在 18,003 至 25,120 元之间”. */
export function perHouseholdTitle({ rows, own, total, word }: MoneyTable): string {
  const value = own.cells.at(-1)?.value;
  const state = own.states.at(-1);
  if (value == null)
    return state === "na"
      ? `${own.name}没有在册户，户均不适用`
      : `${own.name}的户均投入${stateWords[state ?? "missing"]}`;
  const place = own === total ? "" : own.name;
  const change = changeWords(own.change, each => `${count(each)} 元`);
  return `${place}户均 ${count(value)} 元${change}${own === total ? spreadWords(rows, word) : aboveWords(total)}`;
}

/** “6 个来源中衔接资金 2,020.06 万元，占 39.1%”: the kind that stands for most. */
export function moneyKindTitle({ rows, total, scale }: MoneyTable, word: string): string {
  const known = rows.filter(row => row.cells.at(-1)?.value != null);
  if (known.length === 0) return `按${word}的资金${stateWords[total.states.at(-1) ?? "missing"]}`;
  const filled = known.filter(row => row.cells.at(-1)!.value! > 0);
  if (filled.length === 0) return `按${word}没有投入`;
  const most = filled.reduce((a, b) => (b.cells.at(-1)!.value! > a.cells.at(-1)!.value! ? b : a));
  const share = most.share === null ? "" : `，占 ${percent(most.share)}`;
  return `${count(filled.length)} 种${word}有投入，${most.name} ${moneyText(most.cells.at(-1)!.value!, scale)} ${scale.unit}${share}`;
}

/** “脱贫不稳定户占 33.0%，边缘易致贫户占 32.6%”: what each kind stands for. */
export function moneyShareTitle({ rows, total }: MoneyTable, word: string): string {
  const known = rows.filter(row => row.share !== null && row.share > 0);
  if (known.length === 0) return `按${word}的资金${stateWords[total.states.at(-1) ?? "missing"]}`;
  return known
    .map(({ name, share }, index) => `${name}${index === 0 ? "占" : ""} ${percent(share!)}`)
    .join("，");
}

/** K52 by kind: what stands, and of those with an aim how many reach it. */
export interface AssetRow {
  readonly name: string;
  /** 数量 of each year shown. */
  readonly amounts: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
  /** Records that reach their aim over those with one, in the last year. */
  readonly reached: Cell | undefined;
}

/** K52 of the number of a kind, and of those that reach their aim. */
export function assetMeasures(kind: string): { readonly amount: Measure; readonly reached: Measure } {
  const base = { indicator: "K52", basis: "个" };
  return {
    amount: { ...base, breakdown: `类型=${kind};分项=数量` },
    reached: { ...base, breakdown: kind ? `类型=${kind}` : "" }
  };
}

export function assetRows(reader: Reader, kinds: readonly string[], years: readonly string[]): AssetRow[] {
  return kinds.map(name => {
    const { amount: measure, reached } = assetMeasures(name);
    const amounts = reader.series(measure, years);
    return {
      name,
      amounts,
      states: amounts.map(valueState),
      reached: reader.cell(reached, { kind: "year" })
    };
  });
}

/** “填了目标的 40 项中 20 项达到”. */
export function assetTitle(whole: Cell | undefined): string {
  if (whole?.status === "na_zero_denominator") return "产业与设施都没有填目标，不除";
  if (whole?.numerator == null || whole.denominator === null) return `产业与设施${stateWords.missing}`;
  const rest = whole.denominator - whole.numerator;
  return rest === 0
    ? `填了目标的 ${count(whole.denominator)} 项产业与设施都达到目标`
    : `填了目标的 ${count(whole.denominator)} 项产业与设施中 ${count(whole.numerator)} 项达到目标`;
}

/** What is at one region of each kind. */
export interface AssetPlace {
  readonly name: string;
  readonly code: string;
  readonly cells: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
}

/** Numbers by region and kind in the year in hand. */
export function assetPlaces(
  reader: Reader,
  kinds: readonly string[]
): { readonly rows: readonly AssetPlace[]; readonly total: AssetPlace; readonly word: string } {
  const tables = kinds.map(kind => reader.parts(assetMeasures(kind).amount, { kind: "year" }));
  const pick = (at: (table: (typeof tables)[number]) => Part): AssetPlace => {
    const parts = tables.map(at);
    const region = parts[0]?.region ?? reader.region;
    return {
      name: region.name,
      code: region.code,
      cells: parts.map(({ cell }) => cell),
      states: parts.map(({ state }) => state)
    };
  };
  return {
    rows: (tables[0]?.parts ?? []).map((_, index) => pick(({ parts }) => parts[index]!)),
    total: pick(({ total }) => total),
    word: tables[0]?.word ?? ""
  };
}

/** “37 个扶贫车间，215 个贫困村产业 …”: the kinds with their numbers. */
export function assetPlaceTitle(
  kinds: readonly string[],
  { cells }: AssetPlace,
  year: string,
  place = ""
): string {
  const said = kinds.flatMap((kind, index) => {
    const value = cells[index]?.value;
    return value == null ? [] : [`${kind} ${count(value)}`];
  });
  return said.length === 0
    ? `${year} 年${place}产业与设施${stateWords.missing}`
    : `${year} 年${place}${said.slice(0, 3).join("、")} 个`;
}

/** K53: contracts of the one year a document asks about. */
export const contractMeasure: Measure = { indicator: "K53", breakdown: "", basis: "份" };

/** The year of K53's rows, which is its own and not the page's; null where there are none. */
export function contractYear(data: Pick<Dataset, "periodsOf">): string | null {
  return data.periodsOf("K53")[0] ?? null;
}

/** “2020 年青栗县到期的 12 份带贫合同中 3 份没有续签”. */
export function contractTitle(year: string | null, cell: Cell | undefined, place = ""): string {
  if (year === null || cell === undefined || valueState(cell) === "missing")
    return `${place}带贫合同续签${stateWords.missing}`;
  if (cell.status === "na_zero_denominator" || cell.denominator === 0)
    return `${year} 年${place}没有到期的带贫合同，续签率不适用`;
  if (cell.numerator === null || cell.denominator === null)
    return `${place}带贫合同续签${stateWords.missing}`;
  const rest = cell.denominator - cell.numerator;
  return rest === 0
    ? `${year} 年${place}到期的 ${count(cell.denominator)} 份带贫合同都已续签`
    : `${year} 年${place}到期的 ${count(cell.denominator)} 份带贫合同中 ${count(rest)} 份没有续签`;
}

/** K51 of what is asked: all, or one grade. */
export function houseMeasure(item: "处置率" | "排查率", grade = ""): Measure {
  return { indicator: "K51", breakdown: `${grade ? `房屋等级=${grade};` : ""}分项=${item}`, basis: "户" };
}

/** “C、D 级危房 205 户中 189 户已改造，16 户没有改造”. */
export function houseTitle(cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return "没有鉴定为 C、D 级的户";
  if (cell?.numerator == null || cell.denominator === null) return `危房处置${stateWords.missing}`;
  const rest = cell.denominator - cell.numerator;
  return rest === 0
    ? `C、D 级危房 ${count(cell.denominator)} 户都已改造`
    : `C、D 级危房 ${count(cell.denominator)} 户中 ${count(rest)} 户没有改造`;
}

/** The page's finding: “2023 年投入 5,164.00 万元，户均 2.19 万元；四季度 17 人次补贴没有实发”. */
export function fundsTitle(
  year: string,
  money: Cell | undefined,
  each: Cell | undefined,
  quarter: string,
  subsidy: Cell | undefined
): string {
  const put =
    money?.value == null
      ? `${year} 年资金投入${stateWords.missing}`
      : [
          `${year} 年投入 ${moneyWords(money.value)}`,
          each?.value == null ? "" : `户均 ${moneyWords(each.value)}`
        ]
          .filter(Boolean)
          .join("，");
  return `${put}；${subsidyPart(quarter, subsidy)}`;
}

function moneyWords(value: number): string {
  const scale = moneyScale([value]);
  return `${moneyText(value, scale)} ${scale.unit}`;
}

function subsidyPart(quarter: string, cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return `${quarter}没有应发的补贴`;
  if (cell?.numerator == null || cell.denominator === null) return `补贴落实${stateWords.missing}`;
  const rest = cell.denominator - cell.numerator;
  return rest === 0
    ? `${quarter}应发补贴 ${count(cell.denominator)} 人次都已实发`
    : `${quarter} ${count(rest)} 人次补贴没有实发`;
}

function spreadWords(rows: readonly MoneyRow[], word: string): string {
  const known = rows.flatMap(({ cells }) => cells.at(-1)?.value ?? []);
  return known.length > 1
    ? `；各${word}在 ${count(Math.min(...known))} 至 ${count(Math.max(...known))} 元之间`
    : "";
}

function aboveWords({ name, cells }: MoneyRow): string {
  const value = cells.at(-1)?.value;
  return value == null ? "" : `；${name} ${count(value)} 元`;
}

function changeWords(change: number | null, text: (value: number) => string): string {
  if (change === null) return "";
  if (change === 0) return "，与上年持平";
  return `，比上年${change > 0 ? "增加" : "减少"} ${text(Math.abs(change))}`;
}

function moneyRow(
  name: string,
  code: string,
  cells: readonly (Cell | undefined)[],
  states: readonly (State | null)[],
  whole: number | null
): MoneyRow {
  const [before, now] = [cells.at(-2)?.value, cells.at(-1)?.value];
  return {
    name,
    code,
    cells,
    states,
    change: cells.length < 2 || before == null || now == null ? null : now - before,
    share: now == null || whole === null || whole <= 0 ? null : now / whole
  };
}

function scaleOf(item: MoneyItem, rows: readonly MoneyRow[]): MoneyScale {
  if (item === "户均") return { unit: "元", size: 1, digits: 0 };
  return moneyScale(rows.flatMap(({ cells }) => cells.map(cell => cell?.value)));
}

function emptyTable(reader: Reader): MoneyTable {
  const total = moneyRow(reader.region.name, reader.region.code, [], [], null);
  return { years: [], rows: [], total, own: total, word: "", scale: moneyScale([]) };
}
