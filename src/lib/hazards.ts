import type { Cell } from "./dataset.js";
import { type EventRow, type Exposure, exposureTitle } from "./events.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import type { PointCount } from "./risk-points.js";
import { fullWidth } from "./sentence.js";
import { stateWords } from "./state.js";

/** Full-width characters that are read aloud in one breath. */
const breath = 36;

export interface HazardsInput {
  readonly rows: readonly EventRow[];
  /** The event in hand. */
  readonly row: EventRow | undefined;
  readonly exposure: Exposure | null;
  readonly points: PointCount | null;
  /** Whether the table of events was read at all. */
  readonly isRead: boolean;
  readonly reader: Pick<Reader, "region" | "context">;
}

/** The page's finding: “气象灾害范围内在册 106 户；风险点 152 个，10 个未定措施、51 个未销号”. */
export function hazardsTitle({ rows, row, exposure, points, isRead, reader }: HazardsInput): string {
  const events = isRead ? eventPart(rows, row, exposure, reader) : `灾害与风险事件${stateWords.missing}`;
  const whole = `${events}；${pointPart(points, true)}`;
  return fullWidth(whole) > breath ? `${events}；${pointPart(points, false)}` : whole;
}

/** K58 of all sites, or of one size class. */
export function siteMeasure(size = ""): Measure {
  return { indicator: "K58", breakdown: size ? `规模类别=${size}` : "", basis: "人" };
}

/** “安置区劳动力 4,536 人中 4,163 人就业，大型 94.5%、中型 90.8%、小型 90.0%”. */
export function siteSizeTitle(
  sizes: readonly { readonly name: string; readonly cell: Cell | undefined }[],
  whole: Cell | undefined
): string {
  if (whole?.status === "na_zero_denominator") return "没有安置区的搬迁劳动力";
  if (whole?.value == null) return `安置区就业${stateWords.missing}`;
  const known = sizes.filter(({ cell }) => cell?.value != null);
  const said = known.map(({ name, cell }) => `${name} ${percent(cell!.value!)}`).join("、");
  return said ? `各规模安置区就业率：${said}` : `安置区就业率 ${percent(whole.value)}，没有规模类别`;
}

function eventPart(
  rows: readonly EventRow[],
  row: EventRow | undefined,
  exposure: Exposure | null,
  { region, context }: Pick<Reader, "region" | "context">
): string {
  if (rows.length === 0 || !row) return "近 24 个月没有灾害与风险事件";
  const item = context.basis === "人" ? "范围内人" : "范围内户";
  const own = exposure?.own;
  if (!own) return exposureTitle(row.kind, region, null);
  const cell = own.cells[item];
  return own.states[item] === null && cell?.numerator != null
    ? `${row.kind}范围内在册 ${count(cell.numerator)} ${context.basis}`
    : `${row.kind}范围内${stateWords.missing}`;
}

function pointPart(points: PointCount | null, isWhole: boolean): string {
  if (!points) return `风险点${stateWords.missing}`;
  if (points.found === 0) return "没有发现风险点";
  const bare = points.found - points.guarded;
  const open = points.found - points.closed;
  const said = [
    bare === 0 ? "都已定措施" : `${count(bare)} 个未定措施`,
    open === 0 ? "都已销号" : `${count(open)} 个未销号`
  ];
  return `风险点 ${count(points.found)} 个，${said.slice(0, isWhole ? 2 : 1).join("、")}`;
}
