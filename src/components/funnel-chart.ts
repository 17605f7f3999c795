import { scaleLinear, scaleSqrt } from "d3-scale";
import { line } from "d3-shape";
import { count, percent } from "../lib/format.js";
import { type Funnel, type FunnelRow, funnelWords, type LimitPoint, limitLine } from "../lib/funnel.js";
import { emWidth } from "../lib/geo-label.js";
import { clearOf } from "../lib/scatter.js";
import { s } from "./dom.js";
import { spread } from "./lines.js";
import { valueRules } from "./value-rules.js";

export interface FunnelChartSpec {
  readonly funnel: Funnel;
  readonly width: number;
  /** Code of the place in hand, "" without one. */
  readonly chosen: string;
  /** What the base is, with its unit: “农村户数，户”. */
  readonly base: string;
  /** Shares of places within the outer and the inner limits, as words. */
  readonly coverages: readonly [outer: string, inner: string];
}

const left = 56;
const top = 14;
const bottom = 44;
const height = 360;
const size = 13;
/** With more places than this only those that are spoken of have their names beside them. */
const named = 14;

/** Shares against sizes with the limits that chance alone stays within; nothing happened is a line up to what it may be. */
export function funnelChart({ funnel, width, chosen, base, coverages }: FunnelChartSpec): SVGSVGElement {
  const { rows, target } = funnel;
  const drawn = rows.filter(
    ({ signal }) => signal.denominator && (signal.value !== null || signal.high !== null)
  );
  const svg = s("svg", {
    class: "funnel",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": funnelWords(funnel)
  });
  if (drawn.length === 0) return svg;
  const right = width - emWidth(coverages[0]) * size - 14;
  const sizes = drawn.map(({ signal }) => signal.denominator!);
  const limits = {
    outer: [limitLine(drawn, "limit_low"), limitLine(drawn, "limit_high")],
    inner: [limitLine(drawn, "inner_low"), limitLine(drawn, "inner_high")]
  };
  const most = Math.max(
    ...drawn.map(({ signal }) => signal.value ?? signal.high!),
    ...[...limits.outer, ...limits.inner].flatMap(points => points.map(({ value }) => value))
  );
  const x = scaleSqrt([Math.min(...sizes) * 0.96, Math.max(...sizes) * 1.02], [left, right]);
  const least = Math.min(
    ...drawn.map(({ signal }) => signal.value ?? 0),
    ...limits.outer[0]!.map(({ value }) => value)
  );
  // Far from nought and close together, as large places are, shares are told apart on an axis of their own.
  const y = scaleLinear([least > most / 4 ? least : 0, most], [height - bottom, top]).nice(4);
  const floor = height - bottom;
  const ticks = y.ticks(5);
  const digits = digitsOf(ticks[1]! - ticks[0]!);
  svg.append(...valueRules(ticks, y, [left, right], tick => percent(tick, digits)));
  for (const tick of x.ticks(Math.max(3, Math.floor((right - left) / 110))))
    svg.append(
      s("line", { class: "lines-base", x1: x(tick), x2: x(tick), y1: floor, y2: floor + 5 }),
      s("text", { class: "axis", x: x(tick), y: floor + 20, "text-anchor": "middle" }, count(tick))
    );
  svg.append(s("text", { class: "axis", x: right, y: height - 4, "text-anchor": "end" }, base));
  const path = line<LimitPoint>(
    point => x(point.base),
    point => y(point.value)
  );
  for (const [name, lines] of [
    ["funnel-inner", limits.inner],
    ["funnel-limit", limits.outer]
  ] as const)
    for (const points of lines) svg.append(s("path", { class: name, d: path(points) ?? "" }));
  const ends = [
    ...[limits.outer, limits.inner].flatMap(([, upper], index) => {
      const end = upper!.at(-1);
      return end ? [{ words: coverages[index]!, at: y(end.value) }] : [];
    }),
    ...(target === null ? [] : [{ words: "合计", at: y(target) }])
  ];
  if (target !== null)
    svg.append(s("line", { class: "funnel-target", x1: left, x2: right, y1: y(target), y2: y(target) }));
  spread(
    ends.map(({ at }) => at),
    17,
    top,
    floor
  ).forEach((at, index) => {
    svg.append(s("text", { class: "axis", x: right + 6, y: at + 5 }, ends[index]!.words));
  });
  for (const row of drawn)
    svg.append(...markOf(row, x(row.signal.denominator!), y, row.region.code === chosen));
  svg.append(...names(drawn, chosen, x, y, right + 4));
  return svg;
}

function markOf(
  { signal }: FunnelRow,
  at: number,
  y: (value: number) => number,
  isChosen: boolean
): SVGElement[] {
  const ring = (value: number) =>
    isChosen ? [s("circle", { class: "funnel-chosen", cx: at, cy: y(value), r: 8 })] : [];
  if (signal.value === null)
    return [
      s("path", {
        class: "funnel-none",
        fill: "none",
        d: `M${at - 5},${y(signal.high!)}h10M${at},${y(signal.high!)}V${y(0)}`
      }),
      ...ring(0)
    ];
  const look =
    signal.verdict === "信号"
      ? "funnel-signal"
      : signal.verdict === "数据不足"
        ? "funnel-lacking"
        : signal.reason === "discovery"
          ? "funnel-beyond"
          : "funnel-place";
  return [
    s("circle", { class: look, cx: at, cy: y(signal.value), r: look === "funnel-signal" ? 6 : 4.5 }),
    ...ring(signal.value)
  ];
}

function names(
  rows: readonly FunnelRow[],
  chosen: string,
  x: (value: number) => number,
  y: (value: number) => number,
  end: number
): SVGElement[] {
  const isSpoken = ({ region, signal }: FunnelRow) =>
    signal.verdict === "信号" || signal.reason === "discovery" || region.code === chosen;
  const shown = rows.length <= named && end >= 460 ? [...rows] : rows.filter(isSpoken);
  shown.sort((a, b) => Number(isSpoken(b)) - Number(isSpoken(a)));
  const spots = clearOf(
    shown.map(({ region, signal }) => ({
      x: x(signal.denominator!),
      y: y(signal.value ?? signal.high!),
      width: emWidth(region.name) * size,
      height: size + 4
    })),
    end
  );
  return shown.map((row, index) => {
    const { x: at, y: middle, anchor } = spots[index]!;
    const look =
      row.region.code === chosen
        ? " end-label-accent"
        : row.signal.verdict === "信号"
          ? " end-label-ink"
          : "";
    return s(
      "text",
      { class: `end-label${look}`, x: at, y: middle + 5, "text-anchor": anchor },
      row.region.name
    );
  });
}

/** Decimals of a percent that tell ticks so far apart from each other. */
function digitsOf(step: number): number {
  return Math.max(0, Math.min(3, -Math.floor(Math.log10(step * 100) + 1e-9)));
}
