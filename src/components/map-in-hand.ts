import { count, decimal, percent } from "../lib/format.js";
import { areaTitle } from "../lib/geo-finding.js";
import { periodStep, scaleIndicator } from "../lib/geo-measure.js";
import type { Scene, SceneRow } from "../lib/geo-scene.js";
import { axisText } from "../lib/geo-thresholds.js";
import { greyLine, trendPeriods, trendUnit, villageNote } from "../lib/geo-words.js";
import type { Region } from "../lib/site.js";
import type { PanelFigure, PanelSpec } from "./map-panel.js";
import type { Site } from "./site.js";

/** The area in hand, or the region shown where none is. */
export function regionInHand({ regions }: Site, { view, total }: Scene): Region {
  return regions.get(view.selected ?? total.area.code)!;
}

/** What the panel tells of the region in hand. */
export function inHand(site: Site, scene: Scene, enter: PanelSpec["enter"], width: number): PanelSpec {
  const { view, measure, basis, counted, month, facts, rows, total } = scene;
  const region = regionInHand(site, scene);
  const row = rows.find(({ area }) => area.code === region.code) ?? total;
  const periods = trendPeriods(measure, month, site.meta.periods);
  const grey = view.selected ? greyLine(scene, periods) : null;
  const steps = measure.period === "month" ? -3 : -1;
  const earlier = scene.period && periodStep(measure, scene.period, steps);
  const reference = view.selected ? facts.reference : null;
  const trend: PanelSpec["trend"] = {
    periods,
    series: [
      ...(grey ? [{ name: grey.name, values: grey.values, look: "comparison" as const }] : []),
      {
        name: region.name,
        values: periods.map(period => scene.areaAt(region, period).value),
        look: "accent"
      }
    ],
    references: reference === null ? [] : [{ value: reference, label: `${reference}% 参考` }],
    text: value => decimal(value, measure.digits),
    axis: axisText,
    fromZero: false,
    label: `${region.name} ${periods[0]} 至 ${periods.at(-1)} 的${measure.label}，按${basis}`
  };
  return {
    title: areaTitle({
      area: row.area,
      measure,
      before: earlier ? scene.areaAt(region, earlier).value : null
    }),
    figures: [
      { value: row.households, unit: "户", label: "在册" },
      { value: row.people, unit: "人", label: "在册" },
      thirdFigure(row, scene)
    ],
    composition: { counts: scene.levelsOf(region), unit: counted },
    trend: periods.length < 2 ? null : trend,
    unit: trendUnit(scene, region.name, grey?.words ?? null),
    enter,
    note: region.level === "town" ? villageNote : null,
    width
  };
}

/** What the value is made of: the people it is set against, its fraction, or for counts the 消除率. */
function thirdFigure({ area }: SceneRow, { measure, basis, counted, eliminated }: Scene): PanelFigure {
  if (measure.id === scaleIndicator)
    return { value: area.denominator, unit: basis, label: measure.denominator };
  const { numerator, denominator } = area;
  if (measure.kind === "count" || (numerator === null && denominator === null && area.value !== null)) {
    const share = eliminated(area.code);
    return { value: share === null ? null : percent(share), unit: "", label: `累计消除率，按${counted}` };
  }
  const parts = [numerator, denominator].filter(part => part !== null);
  return {
    value: parts.length > 0 ? parts.map(part => count(part)).join(" / ") : null,
    unit: basis,
    label: parts.length === 1 ? measure.denominator : `${measure.numerator} / ${measure.denominator}`
  };
}
