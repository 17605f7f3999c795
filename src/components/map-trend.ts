import { scaleLinear } from "d3-scale";
import { emWidth } from "../lib/geo-label.js";
import { s } from "./dom.js";

/** One line of the trend. */
export interface TrendLine {
  readonly name: string;
  /** One value a month; null leaves a gap. */
  readonly values: readonly (number | null)[];
  /** The line in hand is drawn in the accent, the other in grey. */
  readonly inHand: boolean;
}

/** What the trend shows. */
export interface TrendSpec {
  readonly months: readonly string[];
  readonly lines: readonly TrendLine[];
  /** A dashed line, or null. */
  readonly reference: { readonly value: number; readonly label: string } | null;
  readonly text: (value: number) => string;
  readonly label: string;
  readonly width: number;
}

const height = 136;
const top = 10;
const bottom = 24;
const left = 34;

/** Months as lines with their last values written at the end; the vertical axis need not start at 0. */
export function mapTrend(spec: TrendSpec): SVGSVGElement {
  const { months, lines, reference, text, width } = spec;
  const known = lines.flatMap(({ values }) => values).filter(value => value !== null);
  const svg = s("svg", {
    class: "map-trend",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": spec.label
  });
  if (known.length === 0) return svg;
  const ends = endLabels(lines, text);
  const right = width - Math.max(...ends.map(({ words }) => emWidth(words) * 13)) - 14;
  const extent = [...known, ...(reference ? [reference.value] : [])];
  const y = scaleLinear([Math.min(...extent), Math.max(...extent)], [height - bottom, top]).nice(3);
  if (y.domain()[0] === y.domain()[1]) y.domain([y.domain()[0]! - 1, y.domain()[1]! + 1]);
  const x = scaleLinear([0, Math.max(1, months.length - 1)], [left, right]);
  const ticks = y.ticks(3);
  const tickText = y.tickFormat(3);
  for (const tick of ticks) {
    const at = y(tick);
    svg.append(
      s("path", { d: `M${left},${at}H${right}`, class: tick === ticks[0] ? "map-axis" : "map-hairline" }),
      s("text", { x: left - 8, y: at + 5, class: "map-quiet", "text-anchor": "end" }, tickText(tick))
    );
  }
  if (reference) {
    const at = y(reference.value);
    svg.append(
      s("path", { d: `M${left},${at}H${right}`, class: "map-reference" }),
      s("text", { x: left + 2, y: at - 5, class: "map-quiet" }, reference.label)
    );
  }
  for (const [i, anchor] of monthTicks(months))
    svg.append(s("text", { x: x(i), y: height - 6, class: "map-quiet", "text-anchor": anchor }, months[i]));
  for (const { values, inHand } of [...lines].sort((a, b) => Number(a.inHand) - Number(b.inHand))) {
    svg.append(s("path", { d: pathOf(values, x, y), class: inHand ? "map-line" : "map-line context" }));
    const last = values.at(-1);
    if (inHand && last !== null && last !== undefined)
      svg.append(s("circle", { cx: x(values.length - 1), cy: y(last), r: 3.5, class: "map-last" }));
  }
  const spots = spread(
    ends.map(({ value }) => y(value)),
    18,
    top + 4,
    height - bottom
  );
  for (const [i, { words, inHand }] of ends.entries())
    svg.append(
      s("text", { x: right + 10, y: spots[i]! + 5, class: inHand ? "map-end" : "map-quiet" }, words)
    );
  return svg;
}

function endLabels(lines: readonly TrendLine[], text: (value: number) => string) {
  return lines.flatMap(({ name, values, inHand }) => {
    const value = values.findLast(one => one !== null);
    return value === undefined || value === null ? [] : [{ words: `${name} ${text(value)}`, value, inHand }];
  });
}

/** First month, the Januaries between that have room, and the last. */
function monthTicks(months: readonly string[]): [number, "start" | "middle" | "end"][] {
  const last = months.length - 1;
  const inner = months.flatMap((month, i): [number, "middle"][] =>
    month.endsWith("-01") && i > 5 && last - i > 5 ? [[i, "middle"]] : []
  );
  return last < 1 ? [[0, "start"]] : [[0, "start"], ...inner, [last, "end"]];
}

function pathOf(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number
): string {
  let path = "";
  let pen = "M";
  values.forEach((value, i) => {
    if (value === null) {
      pen = "M";
      return;
    }
    path += `${pen}${x(i).toFixed(1)},${y(value).toFixed(1)}`;
    pen = "L";
  });
  return path;
}

/** Moves labels apart to at least `gap` between `low` and `high`, keeping their order. */
function spread(spots: readonly number[], gap: number, low: number, high: number): number[] {
  const order = spots.map((spot, i) => ({ spot, i })).sort((a, b) => a.spot - b.spot);
  const result = [...spots];
  let floor = low;
  for (const [rank, { spot, i }] of order.entries()) {
    const room = high - gap * (order.length - 1 - rank);
    result[i] = Math.min(room, Math.max(floor, spot));
    floor = result[i] + gap;
  }
  return result;
}
