import { scaleLinear } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { count, percent } from "../lib/format.js";
import { emWidth } from "../lib/geo-label.js";
import type { SignalCurve } from "../lib/signal-data.js";
import { monthTicks } from "../lib/survival.js";
import { s } from "./dom.js";
import { spread } from "./lines.js";
import { valueRules } from "./value-rules.js";

export interface SurvivalChartSpec {
  readonly curves: readonly SignalCurve[];
  /** Last month of the axis. */
  readonly last: number;
  readonly width: number;
  /** The picture in words, for screen readers. */
  readonly label: string;
}

const top = 14;
const plot = 240;
const size = 13;
const row = 19;
const riskWords = "在看的户";

/** Looks of the curves in their order; none is a colour of a level. */
export const curveLooks = ["accent", "ink", "comparison", "context", "second", "dotted"] as const;

/** Months between the ticks of the axis for a width. */
export function tickStep(last: number, width: number): number {
  const most = Math.max(2, Math.floor(width / 56));
  return [3, 6, 12, 24, 60].find(step => last / step <= most) ?? 60;
}

/**
 * Shares that have come to the event, as steps with the bands of their limits; under the axis, at its ticks, how many
 * households were still watched.
 */
export function survivalChart({ curves, last, width, label }: SurvivalChartSpec): SVGSVGElement {
  const narrow = width < 560;
  const nameRoom = Math.max(
    ...[riskWords, ...curves.map(({ group }) => group)].map(name => emWidth(name) * size)
  );
  const countRoom = Math.max(...curves.map(({ points }) => emWidth(count(points[0]?.[1] ?? 0)) * size)) / 2;
  const ends = curves.map(({ group, points }) => `${narrow ? "" : `${group} `}${percent(points.at(-1)![2])}`);
  const left = narrow ? 44 : Math.max(56, nameRoom + countRoom + 12);
  const right = width - Math.max(...ends.map(words => emWidth(words) * size)) - 14;
  const high = Math.max(
    0.01,
    ...curves.flatMap(({ points }) => points.map(point => point[3 + 1] ?? point[2]))
  );
  const x = scaleLinear([0, Math.max(1, last)], [left, right]);
  const y = scaleLinear([0, Math.min(1, high)], [top + plot, top]).nice(4);
  const ticks = monthTicks(last, tickStep(last, right - left));
  const base = top + plot;
  const risk = base + 52;
  const step = narrow ? row * 2 : row;
  const height = risk + 10 + curves.length * step;
  const svg = s("svg", {
    class: "lines survival",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": label
  });
  const yTicks = y.ticks(4);
  const digits = yTicks.some(tick => !Number.isInteger(Number((tick * 100).toFixed(6)))) ? 1 : 0;
  svg.append(...valueRules(yTicks, y, [left, right], tick => percent(tick, digits)));
  for (const tick of ticks)
    svg.append(
      s("line", { class: "lines-base", x1: x(tick), x2: x(tick), y1: base, y2: base + 5 }),
      s(
        "text",
        { class: "axis", x: x(tick), y: base + 20, "text-anchor": "middle" },
        tick === 0 ? "0 月" : count(tick)
      )
    );
  if (y.domain()[1]! >= 0.5)
    svg.append(s("line", { class: "reference", x1: left, x2: right, y1: y(0.5), y2: y(0.5) }));
  curves.forEach(({ points }, index) => {
    const band = area<SignalCurve["points"][number]>(
      point => x(point[0]),
      point => y(point[3]!),
      point => y(point[4]!)
    )
      .curve(curveStepAfter)
      .defined(point => point[3] !== null && point[4] !== null);
    svg.append(
      s("path", { class: `band band-${curveLooks[index % curveLooks.length]}`, d: band(points) ?? "" })
    );
  });
  curves.forEach(({ points }, index) => {
    const path = line<SignalCurve["points"][number]>(
      point => x(point[0]),
      point => y(point[2])
    ).curve(curveStepAfter);
    svg.append(
      s("path", { class: `series series-${curveLooks[index % curveLooks.length]}`, d: path(points) ?? "" })
    );
  });
  const spots = spread(
    curves.map(({ points }) => y(points.at(-1)![2])),
    row,
    top,
    base
  );
  ends.forEach((words, index) => {
    const look = curveLooks[index % curveLooks.length]!;
    const end = curves[index]!.points.at(-1)![0];
    if (end < last)
      svg.append(
        s("line", {
          class: "lines-rule",
          x1: x(end),
          x2: right,
          y1: y(curves[index]!.points.at(-1)![2]),
          y2: spots[index]!
        })
      );
    svg.append(
      s("text", { class: `end-label end-label-${look}`, x: right + 6, y: spots[index]! + 5 }, words)
    );
  });
  svg.append(
    s(
      "text",
      {
        class: "axis",
        x: narrow ? 0 : left - countRoom - 6,
        y: risk,
        "text-anchor": narrow ? "start" : "end"
      },
      riskWords
    )
  );
  curves.forEach(({ group, points }, index) => {
    const at = risk + 4 + step * index + row;
    const look = curveLooks[index % curveLooks.length];
    if (narrow)
      svg.append(s("line", { class: `series series-${look}`, x1: 0, x2: 24, y1: at - 7, y2: at - 7 }));
    svg.append(
      s(
        "text",
        {
          class: `axis end-label-${look}`,
          x: narrow ? 30 : left - countRoom - 6,
          y: narrow ? at - 2 : at,
          "text-anchor": narrow ? "start" : "end"
        },
        group
      )
    );
    for (const tick of ticks) {
      const point = points.find(([month]) => month === tick);
      if (point)
        svg.append(
          s(
            "text",
            { class: "axis risk", x: x(tick), y: narrow ? at + row - 4 : at, "text-anchor": "middle" },
            count(point[1])
          )
        );
    }
  });
  return svg;
}
