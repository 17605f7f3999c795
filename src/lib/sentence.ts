import { count, pairNumeral, percent, periodWord, signed, signedPoints } from "./format.js";
import { lastRun } from "./runs.js";
import { stateWords } from "./state.js";

/** A sentence in parts; a part in an array of one is set bold (figures and places only). */
export type Sentence = readonly (string | readonly [string])[];

/** A sentence as plain text. */
export function plain(sentence: Sentence): string {
  return sentence.map(part => (typeof part === "string" ? part : part[0])).join("");
}

/** Width in full-width characters: a half-width one counts half. */
export function fullWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! < 0x2000 ? 0.5 : 1;
  return width;
}

export interface ChangeInput {
  readonly period: string;
  readonly households: number | null;
  readonly persons: number | null;
  /** The register by the basis in hand, month by month up to the period. */
  readonly series: readonly (number | null)[];
  readonly basis: string;
}

/** 变化: the register now, its change against last month, and how long it has moved that way. */
export function changeSentence({ period, households, persons, series, basis }: ChangeInput): Sentence {
  if (households === null && persons === null) return [`${periodWord(period)}末没有在册监测对象的数据。`];
  const now = [
    households === null ? null : `${count(households)} 户`,
    persons === null ? null : `${count(persons)} 人`
  ].filter(text => text !== null);
  const start: Sentence = [`${periodWord(period)}末在册监测对象 `, [now.join("、")]];
  const run = lastRun(series);
  if (!run) return [...start, "。"];
  if (run.turn === 0)
    return [...start, run.steps > 1 ? `，连续${monthsWord(run.steps)}与上月持平。` : "，与上月持平。"];
  const change = series.at(-1)! - series.at(-2)!;
  const rising = run.turn === 1;
  const first = `，比上月${rising ? "增加" : "减少"} ${count(Math.abs(change))} ${basis}`;
  const [this_, that] = rising ? ["升", "降"] : ["降", "升"];
  if (run.steps > 1 && run.before > 1)
    return [...start, `${first}；连${that}${monthsWord(run.before)}后已连${this_}${monthsWord(run.steps)}。`];
  if (run.steps > 1) return [...start, `${first}；已连${this_}${monthsWord(run.steps)}。`];
  if (run.before > 1) return [...start, `${first}；此前连${that}${monthsWord(run.before)}。`];
  return [...start, `${first}。`];
}

/** One region below the one in hand. */
interface Part {
  readonly name: string;
  /** Change of the register against last month, by the basis in hand. */
  readonly change: number | null;
  /** Share of the monitored (a fraction), null where there is none. */
  readonly share: number | null;
  /** False where the reference is not for it. */
  readonly beside?: boolean;
}

export interface PlaceInput {
  readonly parts: readonly Part[];
  /** 县区, 乡镇 … */
  readonly word: string;
  readonly basis: string;
  readonly change: number | null;
  /** Share of the region in hand, for a county that is set against the reference itself. */
  readonly own: { readonly name: string; readonly share: number } | null;
  readonly reference: number | null;
  /** For a region without regions below: its register within that of the region above. */
  readonly within: {
    readonly name: string;
    readonly count: number;
    readonly parent: string;
    readonly total: number;
  } | null;
}

/** 地区: where the net change lies, and which shares stand above or below the reference. */
export function placeSentence(input: PlaceInput): Sentence {
  if (input.within) {
    const { name, count: own, parent, total } = input.within;
    return [
      `${name}在册 `,
      [`${count(own)} ${input.basis}`],
      `，占${parent}在册 ${count(total)} ${input.basis}的 ${percent(own / total)}。`
    ];
  }
  const { clause, names } = changeClause(input);
  const clauses = [clause, shareClause(input, names)].filter(each => each.length > 0);
  if (clauses.length === 0) return ["这一级没有下级地区的数据。"];
  return clauses.flatMap((clause, index) => [...clause, index < clauses.length - 1 ? "；" : "。"]);
}

export interface DataInput {
  readonly files: number;
  readonly rows: number;
  readonly refused: number;
  readonly unrecognised: number;
  /** Names of tables that indicators could use and that were not read. */
  readonly missing: readonly string[];
}

/** 数据: what was read, what was refused, what is not there. */
export function dataSentence({ files, rows, refused, unrecognised, missing }: DataInput): Sentence {
  const start: Sentence = [
    `读入 ${count(files)} 个文件 ${count(rows)} 行，`,
    refused > 0 ? [`拒收 ${count(refused)} 行`] : "没有拒收的行"
  ];
  const rest = [
    unrecognised > 0 ? `${count(unrecognised)} 个文件认不出` : null,
    missing.length === 0
      ? null
      : missing.length <= 2
        ? `未导入${missing.join("、")}`
        : `未导入${missing[0]}等 ${missing.length} 张表`
  ].filter(text => text !== null);
  return [...start, rest.length > 0 ? `；${rest.join("，")}。` : "。"];
}

/** Title of the bulletin: “累计识别的 5,557 户中 3,134 户已消除风险，按户 56.4%、按人 56.5%”. */
export function bulletinTitle(input: {
  readonly basis: string;
  readonly total: number | null;
  readonly cleared: number | null;
  readonly byHousehold: number | null;
  readonly byPerson: number | null;
}): string {
  const { basis, total, cleared, byHousehold, byPerson } = input;
  if (total === null || cleared === null) return `监测帮扶通报表${stateWords.missing}`;
  if (total === 0) return "没有累计识别的监测对象";
  const rates = [
    byHousehold === null ? null : `按户 ${percent(byHousehold)}`,
    byPerson === null ? null : `按人 ${percent(byPerson)}`
  ].filter(text => text !== null);
  return `累计识别的 ${count(total)} ${basis}中 ${count(cleared)} ${basis}已消除风险${rates.length > 0 ? "，" + rates.join("、") : ""}`;
}

/** Title of the small multiples of shares, set against the reference where there is one. */
export function shareTitle(
  parts: readonly { readonly name: string; readonly share: number | null; readonly rising: boolean }[],
  reference: number | null,
  word: string
): string {
  const known = parts.filter(part => part.share !== null);
  if (known.length === 0) return `各${word}监测规模占比${stateWords.missing}`;
  if (reference === null) {
    const shares = known.map(part => part.share!);
    return `${pairNumeral(known.length)}${word}监测规模占比在 ${percent(Math.min(...shares), 2)} 至 ${percent(Math.max(...shares), 2)} 之间`;
  }
  const mark = `${percent(reference, 0)} 参考`;
  const high = known.filter(part => part.share! > reference);
  const rest = known.length - high.length;
  const below = known.every(part => high.includes(part) || part.share! < reference) ? "低于" : "不高于";
  if (high.length === 0) return `${pairNumeral(known.length)}${word}的占比都${below} ${mark}`;
  if (rest === 0) return `${pairNumeral(known.length)}${word}的占比都高于 ${mark}`;
  const rising = high.every(part => part.rising) ? "近三月上升并" : "";
  const names =
    high.length > 3
      ? `${pairNumeral(high.length)}${word}的占比`
      : high.length === 1
        ? `${high[0]!.name}的占比`
        : `${high.map(part => shortOf(part.name)).join("、")}${pairNumeral(high.length)}${unitOf(high)}的占比`;
  return `${names}${rising}高于 ${mark}，其余${pairNumeral(rest)}${word}${below}参考`;
}

/** Title of the small multiples of counts: how many rose, fell, or stayed against three months before. */
export function countTitle(changes: readonly (number | null)[], word: string): string {
  const known = changes.filter(change => change !== null);
  if (known.length === 0) return `各${word}在册监测对象${stateWords.missing}`;
  const parts = [
    [known.filter(change => change > 0).length, "增加"],
    [known.filter(change => change < 0).length, "减少"],
    [known.filter(change => change === 0).length, "持平"]
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, verb]) => `${number} 个${verb}`);
  return `${known.length} 个${word}的在册数比三个月前 ${said.join("、")}`;
}

/** A difference from the reference in words: “高于 5% 参考 0.47 个百分点”. */
export function againstReference(share: number, reference: number): string {
  const mark = `${percent(reference, 0)} 参考`;
  const gap = signedPoints(share - reference).replace(/^[+\u2212]/, "");
  if (share === reference) return `与 ${mark}持平`;
  return `${share > reference ? "高于" : "低于"} ${mark} ${gap} 个百分点`;
}

/** Where the net change lies, with the names it ends in. */
function changeClause({ parts, basis, change, word }: PlaceInput): {
  readonly clause: Sentence;
  readonly names: string;
} {
  const known = parts.filter(part => part.change !== null);
  if (change === null || known.length === 0) return { clause: [], names: "" };
  const rose = known.filter(part => part.change! > 0).length;
  const fell = known.filter(part => part.change! < 0).length;
  if (change === 0)
    return {
      clause:
        rose + fell === 0
          ? [`各${word}在册都与上月持平`]
          : [`净变动为零，${rose} 个${word}增加、${fell} 个减少`],
      names: ""
    };
  const turn = change > 0 ? 1 : -1;
  const net = Math.abs(change);
  const ordered = known
    .filter(part => part.change! * turn > 0)
    .sort((a, b) => (b.change! - a.change!) * turn)
    .slice(0, 3);
  const named: Part[] = [];
  let sum = 0;
  for (const part of ordered) {
    if (sum >= net * 0.75) break;
    named.push(part);
    sum += Math.abs(part.change!);
  }
  // The region's change may lie in places whose own is not known.
  if (named.length === 0) return { clause: [], names: "" };
  const verb = turn > 0 ? "增" : "减";
  const inOrder = known.filter(part => named.includes(part));
  const names = inOrder.map(part => part.name).join("、");
  if (sum <= net)
    return { clause: [`净${verb} ${count(net)} ${basis}中 `, [`${count(sum)} ${basis}在${names}`]], names };
  const each = inOrder.map(part => `${part.name} ${signed(part.change!)}`).join("、");
  return {
    clause: [`净${verb} ${count(net)} ${basis}，其中`, [each], `，其余合计 ${signed(change - sum * turn)}`],
    names: ""
  };
}

function shareClause({ parts, own, reference, word }: PlaceInput, said: string): Sentence {
  const known = parts.filter(part => part.share !== null);
  if (known.length === 0) {
    if (!own) return [];
    const against = reference === null ? "" : `，${againstReference(own.share, reference)}`;
    return [`${own.name}占比 `, [percent(own.share, 2)], against];
  }
  const top = known.reduce((a, b) => (b.share! > a.share! ? b : a));
  const beside = known.filter(part => part.beside !== false);
  if (reference === null || beside.length === 0) return [`占比最高为${top.name} `, [percent(top.share!, 2)]];
  const mark = `${percent(reference, 0)} 参考`;
  const high = beside.filter(part => part.share! > reference);
  if (high.length === 0)
    return beside.length < known.length
      ? [`与参考比的 ${beside.length} 个${word}占比不高于 ${mark}`]
      : [`各${word}占比不高于 ${mark}，最高为${top.name} ${percent(top.share!, 2)}`];
  if (high.length <= 2) {
    const names = high.map(part => part.name).join("、");
    const again = names === said ? `${high.length > 1 ? "两" : "该"}${unitOf(high)}` : names;
    const shares = high.map(part => percent(part.share!, 2)).join("、");
    return [
      `${again}占比 ${shares}，高于 ${mark}${restText(beside, high, beside.length === known.length ? "其余" : "", word)}`
    ];
  }
  const all = high.length === known.length ? "都" : "";
  return [
    `${pairNumeral(high.length)}${word}占比${all}高于 ${mark}，最高为${top.name} ${percent(top.share!, 2)}`
  ];
}

/** “，其余六县区最高 4.23%”: how far the others beside the reference go. */
function restText(beside: readonly Part[], high: readonly Part[], others: string, word: string): string {
  const rest = beside.filter(part => !high.includes(part));
  if (rest.length === 0) return "";
  const most = percent(Math.max(...rest.map(part => part.share!)), 2);
  return rest.length === 1
    ? `，${rest[0]!.name} ${most}`
    : `，${others}${pairNumeral(rest.length)}${word}最高 ${most}`;
}

function monthsWord(months: number): string {
  return months <= 10 ? `${pairNumeral(months)}个月` : ` ${months} 个月`;
}

function shortOf(name: string): string {
  return name.length > 2 ? name.slice(0, -1) : name;
}

function unitOf(parts: readonly { readonly name: string }[]): string {
  const ends = new Set(parts.map(({ name }) => name.at(-1)!));
  return ends.size === 1 ? [...ends][0]! : "县区";
}
