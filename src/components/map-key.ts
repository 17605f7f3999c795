import { classCount } from "../lib/geo-breaks.js";
import { s } from "./dom.js";

/** Width in pixels of the joined ramp. */
const rampWidth = 384;

/** The hatch of 缺数据 and the other fills that are not plain, to stand in a map's own SVG. */
export function mapHatch(): SVGDefsElement {
  return s(
    "defs",
    {},
    s(
      "pattern",
      {
        id: "map-missing",
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)"
      },
      s("rect", { width: 6, height: 6, class: "map-hatch-ground" }),
      s("path", { d: "M3,0V6", class: "map-hatch-line" })
    ),
    s(
      "pattern",
      { id: "map-scant", width: 10, height: 8, patternUnits: "userSpaceOnUse" },
      s("rect", { width: 10, height: 8, class: "map-hatch-ground" }),
      s("path", { d: "M1,2H6M6,6H11M-4,6H1", class: "map-hatch-line" })
    ),
    s(
      "pattern",
      { id: "map-undetermined", width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      s("rect", { width: 8, height: 8, class: "map-hatch-ground" }),
      s("circle", { cx: 4, cy: 4, r: 1.2, class: "map-hatch-dot" })
    ),
    s(
      "pattern",
      {
        id: "map-hazard",
        width: 15,
        height: 15,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(-45)"
      },
      s("path", { d: "M5,0V15", class: "map-hazard-ink" }),
      s("path", { d: "M6.1,0V15", class: "map-hazard-paper" })
    )
  );
}

/** What the legend tells. */
export interface KeySpec {
  /** Thresholds between the classes as they read; none when no area has a value. */
  readonly thresholds: readonly string[];
  /** Number of areas in each class. */
  readonly counts: readonly number[];
  /** “%”, “户” or “人”, after the last threshold. */
  readonly unit: string;
  readonly width: number;
}

/** The joined ramp: thresholds under the joints, the number of areas above each class. */
export function mapKey({ thresholds, counts, unit, width }: KeySpec): SVGSVGElement {
  const full = Math.min(rampWidth, width);
  const step = full / classCount;
  const cells = Array.from({ length: classCount }, (_, i) => [
    s("rect", { x: i * step, y: 22, width: step, height: 14, class: "map-ramp", "data-look": String(i + 1) }),
    s(
      "text",
      { x: (i + 0.5) * step, y: 15, class: "map-quiet", "text-anchor": "middle" },
      `${counts[i] ?? 0} 个`
    )
  ]);
  const joints = thresholds.map((threshold, i) =>
    s("text", { x: (i + 1) * step, y: 54, class: "map-figure", "text-anchor": "middle" }, threshold)
  );
  const last = s("text", { x: full, y: 54, class: "map-quiet", "text-anchor": "end" }, unit);
  return s(
    "svg",
    {
      class: "map-key",
      width: full,
      height: 60,
      viewBox: `0 0 ${full} 60`,
      role: "img",
      "aria-label": spoken()
    },
    cells,
    joints,
    last
  );

  function spoken(): string {
    if (thresholds.length === 0) return "没有数值，未分级";
    const names = counts.map((count, i) => {
      const range =
        i === 0
          ? `${thresholds[0]} 以下`
          : i === thresholds.length
            ? `${thresholds[i - 1]} 及以上`
            : `${thresholds[i - 1]} 至 ${thresholds[i]}`;
      return `${range} ${count} 个`;
    });
    return `图例（${unit}）：${names.join("，")}`;
  }
}

/** The hatching of an event's range. */
export function mapRange(): SVGSVGElement {
  const box = { x: 1.5, y: 1.5, width: 25, height: 12 };
  return s(
    "svg",
    { class: "map-swatch", width: 28, height: 15, "aria-hidden": "true" },
    s("rect", { ...box, "data-look": "5" }),
    s("rect", { ...box, class: "map-hazard" }),
    s("rect", { ...box, class: "map-edge" })
  );
}

/** The edge of a cluster. */
export function mapCluster(): SVGSVGElement {
  return s(
    "svg",
    { class: "map-swatch", width: 28, height: 15, "aria-hidden": "true" },
    s("path", { d: "M1,7.5H27", class: "map-cluster" })
  );
}

/** A small square of a look: in the legend and before the names of the table. */
export function mapSwatch(look: string, width = 12, height = 12): SVGSVGElement {
  return s(
    "svg",
    { class: "map-swatch", width, height, "aria-hidden": "true" },
    s("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, "data-look": look })
  );
}

/** The open ring of a small denominator: before values, in the table and in the legend. */
export function mapRing(label?: string): SVGSVGElement {
  const named = label === undefined ? { "aria-hidden": "true" } : { role: "img", "aria-label": label };
  return s(
    "svg",
    { class: "map-small", width: 12, height: 12, ...named },
    s("circle", { cx: 6, cy: 6, r: 4, class: "map-ring" })
  );
}

/** The dot that stands for an area without polygon. */
export function mapDot(): SVGSVGElement {
  return s(
    "svg",
    { class: "map-swatch", width: 28, height: 16, "aria-hidden": "true" },
    s("circle", { cx: 14, cy: 8, r: 6.5, "data-look": "3", "data-seat": true })
  );
}
