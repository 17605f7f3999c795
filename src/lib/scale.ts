import type { Cell } from "./dataset.js";
import { pairNumeral, percent, share, signedPoints, span } from "./format.js";
import { difference, registerOf, scaleShare, scaleStatus, trend } from "./measures.js";
import type { Reader, ReaderSource } from "./reader.js";
import { levelWord, shortName } from "./regions.js";
import { type ScaleTerms, scaleTerms } from "./scale-terms.js";
import type { Definitions, Region, Threshold } from "./site.js";
import { judgementWord, type State, stateWords, valueState } from "./state.js";
import { wilson } from "./wilson.js";

/** How a region's share stands under a document. */
export interface Standing {
  /** The line it is set beside: the reference, or the principle for 深度贫困 areas; null where there is none. */
  readonly line: Threshold | null;
  /** The share less the line, as a fraction. */
  readonly gap: number | null;
  readonly word: string;
  readonly state: State | null;
}

/** How K02 stands: 高于/低于参考, 达到/未达到 the principle, 应纳尽纳, or the state of a document that says nothing. */
export function standing(cell: Cell | undefined, { reference, cap, inclusion }: ScaleTerms): Standing {
  const none = { line: null, gap: null };
  const missing = valueState(cell);
  if (missing) return { ...none, word: "", state: missing };
  const value = cell!.value!;
  const gap = (line: Threshold | null) => difference(value, line?.number);
  switch (cell!.judgement) {
    case "reference":
      return {
        line: reference,
        gap: gap(reference),
        word: sideWord(gap(reference)),
        state: null
      };
    case "met":
    case "unmet":
      return { line: cap, gap: gap(cap), word: judgementWord(cell).word, state: null };
    case "undetermined":
      return { ...none, word: "", state: "open" };
    default:
      return inclusion
        ? { ...none, word: `${inclusion.name}，不判`, state: null }
        : { ...none, word: "", state: judgementWord(cell).state };
  }
}

/** One region of the page. */
export interface ScaleRow {
  readonly region: Region;
  /** K01, by persons. */
  readonly cell: Cell | undefined;
  readonly state: State | null;
  readonly standing: Standing;
  /** The Wilson interval of the share; null where more are registered than the base has. */
  readonly interval: readonly [number, number] | null;
  /** The share as a part of the reference, where it is set beside one. */
  readonly ofReference: number | null;
  /** Change against the same month last year. */
  readonly sinceYear: number | null;
}

export interface ScaleTable {
  readonly rows: readonly ScaleRow[];
  /** The region above; null where the place in hand stands alone. */
  readonly whole: ScaleRow | null;
  readonly word: string;
}

/** The regions that have a share, each with how it stands under the document in hand. */
export function scaleTable(source: ReaderSource, reader: Reader, terms: ScaleTerms): ScaleTable {
  const row = (region: Region): ScaleRow => {
    const context = { ...reader.context, region: region.code };
    const { now, sinceYear } = trend(source.dataset, scaleShare, context, source.meta.periods.month);
    const stands = standing(reader.cell(scaleStatus, { region: region.code }), terms);
    const of = stands.line === terms.reference ? terms.reference?.number : null;
    return {
      region,
      cell: now,
      state: reader.state(scaleShare, now, region),
      standing: stands,
      interval: intervalOf(now),
      ofReference: of && now?.value != null ? now.value / of : null,
      sinceYear
    };
  };
  const { regions, total } = reader.places(scaleShare.indicator);
  return regions.length > 0
    ? { rows: regions.map(row), whole: row(total), word: levelWord(regions[0]!.level) }
    : { rows: [row(total)], whole: null, word: levelWord(total.level) };
}

function intervalOf(cell: Cell | undefined): readonly [number, number] | null {
  return cell?.numerator == null || cell.denominator == null
    ? null
    : wilson(cell.numerator, cell.denominator);
}

/** Regions whose share is less than a part of the reference: a question of 应纳未纳, not an achievement. */
export function farBelow(rows: readonly ScaleRow[], part: number): ScaleRow[] {
  return rows.filter(({ ofReference }) => ofReference !== null && ofReference < part);
}

/**
 * The page's finding, of the place in hand where it is one of those listed: “八县区占比 2.96% 至 5.47%，青栗、石渡高于
 * 5% 参考，岭中不到参考的 60%”, “青栗县占比 5.47%，高于 5% 参考 0.47 个百分点”.
 */
export function scaleTitle(table: ScaleTable, terms: ScaleTerms, part: number, place: string): string {
  const { rows, word } = table;
  const known = rows.filter(({ cell }) => cell?.value != null);
  const own = rows.length === 1 ? rows[0] : rows.find(({ region }) => region.code === place);
  if (own) return ownTitle(own, terms, part);
  if (known.length === 0) return `各${word}监测规模占比${stateWords.missing}`;
  const values = known.map(({ cell }) => cell!.value!);
  const far = farBelow(known, part);
  return [
    `${many(known.length, word)}占比 ${span(percent(Math.min(...values), 2), percent(Math.max(...values), 2))}`,
    sidesText(known, terms, word),
    far.length > 0 ? `${whoText(far, word)}不到参考的 ${percent(part, 0)}` : ""
  ]
    .filter(text => text !== "")
    .join("，");
}

function ownTitle(
  { region, cell, standing: { line, gap, word, state }, ofReference }: ScaleRow,
  terms: ScaleTerms,
  part: number
): string {
  if (cell?.value == null) return `${region.name}监测规模占比${stateWords.missing}`;
  const start = `${region.name}占比${shareWord(cell.value)}`;
  if (state === "open") return `${start}，口径未定：判断要用的一项没有填或不清楚`;
  if (line === null || gap === null) return `${start}，${silentText(terms)}`;
  if (line !== terms.reference) return `${start}，${word}：深度贫困地区原则上${line.value}`;
  const far = ofReference !== null && ofReference < part ? `，不到参考的 ${percent(part, 0)}` : "";
  return gap === 0
    ? `${start}，与 ${line.value} 参考持平`
    : `${start}，${gap > 0 ? "高于" : "低于"} ${line.value} 参考 ${points(gap)}${far}`;
}

/** The regions against their reference: “青栗、石渡高于参考 0.47、0.24 个百分点，其余低 0.77 至 2.04 个百分点”. */
export function gapTitle({ rows, word }: ScaleTable, { reference }: ScaleTerms): string {
  const known = rows.filter(({ cell }) => cell?.value != null);
  if (known.length === 0) return `各${word}监测规模占比${stateWords.missing}`;
  const beside = known.filter(({ standing: { line } }) => reference !== null && line === reference);
  if (beside.length === 0) {
    const values = known.map(({ cell }) => cell!.value!);
    const spread = Math.max(...values) - Math.min(...values);
    return known.length === 1
      ? `${known[0]!.region.name}占比${shareWord(values[0]!)}`
      : `占比最高与最低相差 ${bare(spread)} 个百分点`;
  }
  const high = beside.filter(({ standing: { gap } }) => gap! > 0);
  const rest = beside.filter(each => !high.includes(each));
  const low = rest.map(({ standing: { gap } }) => -gap!);
  const below =
    low.length === 0
      ? ""
      : low.length === 1
        ? `${rest[0]!.region.name}低 ${bare(low[0]!)} 个百分点`
        : `${high.length > 0 && beside.length === known.length ? "其余" : many(low.length, word)}低 ${span(bare(Math.min(...low)), bare(Math.max(...low)))} 个百分点`;
  const above =
    high.length === 0
      ? ""
      : high.length <= 2
        ? `${whoText(high, word)}高于参考 ${high.map(({ standing: { gap } }) => bare(gap!)).join("、")} 个百分点`
        : `${many(high.length, word)}高于参考，至多 ${bare(Math.max(...high.map(({ standing: { gap } }) => gap!)))} 个百分点`;
  return [above, above === "" ? below.replace("低 ", "低于参考 ") : below]
    .filter(text => text !== "")
    .join("，");
}

/** A share of the base: “ 5.47%”, or what it comes to where more are registered than the base has: “相当于 103.00%”. */
export function shareWord(value: number): string {
  return value > 1 ? `相当于建档立卡人口的 ${percent(value, 2)}` : ` ${percent(value, 2)}`;
}

function sidesText(rows: readonly ScaleRow[], terms: ScaleTerms, word: string): string {
  const { reference } = terms;
  if (!reference) return silentText(terms);
  const beside = rows.filter(({ standing: { line } }) => line === reference);
  if (beside.length === 0) return "没有一个可与参考比";
  const high = beside.filter(({ standing: { gap } }) => gap! > 0);
  if (high.length === 0) return `都不高于 ${reference.value} 参考`;
  return `${high.length === rows.length ? "都" : whoText(high, word)}高于 ${reference.value} 参考`;
}

/** What is said of a document without a reference. */
function silentText({ inclusion }: ScaleTerms): string {
  return inclusion ? `所用口径${inclusion.name}，不设参考` : "所用口径未规定参考";
}

function whoText(rows: readonly ScaleRow[], word: string): string {
  return rows.length <= 2
    ? rows.map(({ region }) => shortName(region.name)).join("、")
    : many(rows.length, word);
}

/** Title of what may have been left out. */
export function questionTitle({ rows, word }: ScaleTable, terms: ScaleTerms, part: number): string {
  const { reference } = terms;
  if (!reference) return `${silentText(terms).replace("，不设参考", "")}，不按占比提示应纳未纳`;
  const far = farBelow(rows, part);
  if (rows.every(({ cell }) => cell?.value == null)) return `占比${stateWords.missing}，看不出有无应纳未纳`;
  if (far.length === 0) return `没有${word}的占比不到参考的 ${percent(part, 0)}`;
  const names = far.length <= 2 ? far.map(({ region }) => region.name).join("、") : many(far.length, word);
  return `${names}占比不到参考的 ${percent(part, 0)}，须核对有无应纳未纳`;
}

/** Title of shares against size: “按区间，青栗高于参考，石渡跨过参考，六县区低于参考”. */
export function intervalTitle({ rows, word }: ScaleTable, { reference: line }: ScaleTerms): string {
  const drawn = rows.filter(({ interval }) => interval !== null);
  const beside = drawn.filter(({ standing }) => line !== null && standing.line === line);
  const reference = line?.number ?? null;
  const known = beside.length > 0 ? beside : drawn;
  if (known.length === 0) return "占比没有可画的区间";
  if (reference === null || beside.length === 0) {
    const widths = known.map(({ interval }) => interval![1] - interval![0]);
    return `各${word}占比的区间宽 ${span(bare(Math.min(...widths)), bare(Math.max(...widths)))} 个百分点`;
  }
  const sides = [
    [known.filter(({ interval }) => interval![0] > reference), "高于参考"],
    [known.filter(({ interval }) => interval![0] <= reference && interval![1] >= reference), "跨过参考"],
    [known.filter(({ interval }) => interval![1] < reference), "低于参考"]
  ] as const;
  const said = sides
    .filter(([list]) => list.length > 0)
    .map(([list, words]) => `${whoText(list, word)}${words}`);
  return `按区间，${said.join("，")}`;
}

/** One document beside the others. */
export interface DocumentRow {
  readonly profile: string;
  readonly terms: ScaleTerms;
  /** How the regions stand under it, in words; null where it was not worked out. */
  readonly stands: string | null;
}

/** What every document says of the scale, and how the same shares stand under it. */
export function documentRows(
  source: ReaderSource,
  reader: Reader,
  definitions: Definitions,
  regions: readonly Region[]
): DocumentRow[] {
  const { meta, dataset } = source;
  return meta.profiles.map(({ id }) => {
    const terms = scaleTerms(definitions, id);
    const all = regions.map(({ code }) =>
      standing(dataset.cell(reader.key(scaleStatus, { region: code }), id), terms)
    );
    return { profile: id, terms, stands: meta.computed.includes(id) ? standsText(all, terms) : null };
  });
}

/** “2 个高于、6 个低于参考”, “1 个达到，6 个只作参照，1 个口径未定”. */
export function standsText(all: readonly Standing[], { reference, cap, inclusion }: ScaleTerms): string {
  const number = (test: (each: Standing) => boolean) => all.filter(test).length;
  const beside = all.filter(({ line }) => line !== null && line === reference);
  const sides = [
    [beside.filter(({ gap }) => gap! > 0).length, "高于"],
    [beside.filter(({ gap }) => gap! < 0).length, "低于"],
    [beside.filter(({ gap }) => gap === 0).length, "等于"]
  ] as const;
  const parts = [
    beside.length > 0
      ? `${sides
          .filter(([found]) => found > 0)
          .map(([found, words]) => `${found} 个${words}`)
          .join("、")}参考`
      : "",
    ...["达到", "未达到"].map(verdict => {
      const found = number(({ line, word }) => line !== null && line === cap && word === verdict);
      return found > 0 ? `${found} 个${verdict}（${cap!.value}）` : "";
    }),
    ...(["open", "missing", "na"] as const).map(state => {
      const found = number(each => each.state === state);
      return found > 0 ? `${found} 个${stateWords[state]}` : "";
    })
  ].filter(text => text !== "");
  if (parts.length > 0) return parts.join("，");
  return inclusion ? "不判" : stateWords.silent;
}

const categories = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "未识别类别"] as const;

/** A region's share by category: each is a part of it, in points. */
export interface MakeupRow {
  readonly region: Region;
  readonly parts: readonly (number | null)[];
  readonly total: number | null;
}

export interface Makeup {
  readonly names: readonly string[];
  readonly rows: readonly MakeupRow[];
  readonly whole: MakeupRow | null;
}

/** The shares of a table by category; a category nobody is in is left out. */
export function makeup(reader: Reader, { rows, whole }: ScaleTable): Makeup {
  const row = ({ region, cell }: ScaleRow): MakeupRow => ({
    region,
    parts: categories.map(
      name =>
        reader.cell(
          { indicator: "K01", breakdown: `监测对象类别=${name}`, basis: "人" },
          { region: region.code }
        )?.value ?? null
    ),
    total: cell?.value ?? null
  });
  const all = { rows: rows.map(row), whole: whole && row(whole) };
  const used = categories.flatMap((name, index) =>
    [...all.rows, ...(all.whole ? [all.whole] : [])].some(({ parts }) => (parts[index] ?? 0) > 0)
      ? [{ name, index }]
      : []
  );
  const kept = (each: MakeupRow): MakeupRow => ({
    ...each,
    parts: used.map(({ index }) => each.parts[index] ?? null)
  });
  return {
    names: used.map(({ name }) => name),
    rows: all.rows.map(kept),
    whole: all.whole && kept(all.whole)
  };
}

/** The category that is counted above the line and is no part of the base (contract, K01). */
const outside = "边缘易致贫户";

/** “云岭市占比 4.11%，其中边缘易致贫户 1.48 个百分点”. */
export function makeupTitle({ names, rows, whole }: Makeup): string {
  const one = whole ?? rows[0];
  if (!one || one.total === null) return `占比的类别构成${stateWords.missing}`;
  if (one.total === 0) return `${one.region.name}没有在册监测对象`;
  const part = one.parts[names.indexOf(outside)];
  const rest = part == null ? `没有${outside}` : `其中${outside} ${share(part, 2)} 个百分点`;
  return `${one.region.name}占比${shareWord(one.total)}，${rest}`;
}

/** A town's part of its county's share. */
export interface TownRow {
  readonly region: Region;
  readonly persons: number | null;
  /** Its persons over the county's base: the towns add up to the county's share. */
  readonly part: number | null;
  readonly state: State | null;
}

export interface TownTable {
  readonly county: Region;
  readonly rows: readonly TownRow[];
  readonly share: number | null;
}

/** The towns of a county, whose own shares no base is known for: what each adds to the county's. */
export function townTable(source: ReaderSource, reader: Reader): TownTable | null {
  const county = source.regions.county(reader.context.region);
  const towns = county ? source.regions.children(county.code) : [];
  if (!county || towns.length === 0) return null;
  const whole = reader.cell(scaleShare, { region: county.code });
  return {
    county,
    share: whole?.value ?? null,
    rows: towns.map(region => {
      const cell = reader.cell(registerOf("人"), { region: region.code });
      const persons = cell?.value ?? null;
      const part = persons === null || !whole?.denominator ? null : persons / whole.denominator;
      return { region, persons, part, state: valueState(cell) };
    })
  };
}

/** “青栗县占比 5.47%，高于 5% 参考 0.47 个百分点；栗阳、梧渡在其中占 1.29 个百分点”. */
export function townTitle({ county, rows, share: whole }: TownTable, { reference }: ScaleTerms): string {
  if (whole === null) return `${county.name}占比${stateWords.missing}，乡镇只列在册人数`;
  const known = rows.filter(({ part }) => part !== null);
  const most = [...known].sort((a, b) => b.part! - a.part!).slice(0, 2);
  const named = known.filter(row => most.includes(row));
  const sum = named.reduce((total, { part }) => total + part!, 0);
  const gap = difference(whole, reference?.number);
  const against =
    gap === null || !reference
      ? ""
      : `，${gap === 0 ? `与 ${reference.value} 参考持平` : `${gap > 0 ? "高于" : "低于"} ${reference.value} 参考`}`;
  const where =
    named.length < 2 || rows.length < 3
      ? ""
      : `；${named.map(({ region }) => shortName(region.name)).join("、")}占其中 ${share(sum, 2)} 个百分点`;
  return `${county.name}占比${shareWord(whole)}${against}${where}`;
}

/** “高于 0.47 个百分点”, “低于 2.04 个百分点”. */
export function gapText(gap: number): string {
  return gap === 0 ? "持平" : `${gap > 0 ? "高于" : "低于"} ${points(gap)}`;
}

function sideWord(gap: number | null): string {
  return gap === null ? "" : gap === 0 ? "与参考持平" : `${gap > 0 ? "高于" : "低于"}参考`;
}

function points(gap: number): string {
  return `${bare(gap)} 个百分点`;
}

/** A difference of shares in points, without a sign: bare(0.0047) → “0.47”. */
function bare(gap: number): string {
  return signedPoints(gap).replace(/^[+\u2212]/, "");
}

function many(number: number, word: string): string {
  return `${pairNumeral(number)}${word}`;
}
