import { count, decimal, periodWord } from "./format.js";
import { type Area, areaText, signedText } from "./geo-area.js";
import { type Measure, measureSuffix, named, periodAt, scaleIndicator } from "./geo-measure.js";
import { eventLabel } from "./geo-overlay.js";
import type { Scene } from "./geo-scene.js";
import { levelWord } from "./regions.js";

type Spoken = Pick<Scene, "measure" | "basis" | "overlay" | "comparison">;

/** What a screen reader says of an area, and what stands under the pointer. */
export function spokenArea(area: Area, { measure, basis, overlay, comparison }: Spoken): string {
  const parts = [
    `${area.name}，${named(measure.short, valueText(area, measure) + fractionText(area, basis))}`
  ];
  if (area.small) parts.push("分母不足");
  if (comparison) {
    const other = comparison.rows.find(row => row.area.code === area.code)?.area;
    if (other) parts.push(`${comparison.month} 为 ${valueText(other, measure)}`);
    if (other?.value != null && area.value !== null)
      parts.push(`相差 ${signedText(area.value - other.value, measure)}`);
  }
  const share = overlay?.inside.get(area.code);
  if (share === "whole") parts.push("在影响范围内");
  else if (share !== undefined) parts.push(`${share} 个乡镇在影响范围内`);
  return parts.join("，");
}

/** The same of the second month's map. */
export function spokenOther(area: Area, { measure, basis, comparison }: Spoken): string {
  return `${comparison?.month} ${area.name}，${named(measure.short, valueText(area, measure) + fractionText(area, basis))}`;
}

/** The line under the title: formula, unit, basis, period, and how not to read the map. */
export function unitLine(scene: Scene, name: string): string {
  const { measure, basis, facts, unreached, instead, overlay, view, comparison, period } = scene;
  const unit = measure.kind === "count" && measure.unit === basis ? "" : `${measure.unit}，`;
  const equal = measure.indicator === scaleIndicator ? "（含边缘户，称“相当于”）" : "";
  const counted = measure.unit.endsWith(basis) && unit !== "" ? "" : `按${basis}${equal}`;
  const parts = [`${measure.formula}，${unit}${counted}`.replace(/，$/, ""), periodText(scene)];
  if (!measure.follows) parts.push("不随户、人切换");
  if (facts.reference !== null) parts.push(`${facts.reference}% 参考按县`);
  if (measure.kind === "count") parts.push("数随规模而大，不宜当作轻重比较");
  if (unreached !== null)
    parts.push(`该指标只到${levelWord(view.level)}，已显示${name}所在的${levelWord(view.level)}图`);
  if (instead !== null) parts.push(`${instead}只到县区`);
  if (comparison && comparison.period === period) parts.push("两月同属一期，没有差别可看");
  if (overlay) parts.push("位置重合不表示因果");
  return parts.join(" ・ ");
}

/** The period of the figures: “2023-12 月末”, “2023 年四季度”, “2023-1” for a round. */
export function periodText({ measure, period }: Pick<Scene, "measure" | "period">): string {
  if (period === null) return "没有期间";
  if (measure.period === "month") return measure.atEnd ? `${period} 月末` : period;
  if (measure.period === "own")
    return measure.breakdown.includes(`=${period}`) ? "按事件" : `${period}（该指标自己的期次）`;
  return periodWord(period);
}

/** The line under the panel's trend. */
export function trendUnit({ measure, basis }: Scene, region: string, grey: string | null): string {
  return `${region}${measure.label}，${measure.unit}，按${basis}${grey === null ? "" : ` ・ 灰线为${grey}`}`;
}

/** The periods of the panel's trend, oldest first: 24 months, 8 quarters, 5 years or all of its own. */
export function trendPeriods(
  measure: Measure,
  month: string,
  periods: {
    readonly month: readonly string[];
    readonly quarter: readonly string[];
    readonly year: readonly string[];
  }
): string[] {
  const last = periodAt(measure, month);
  if (last === null) return [];
  if (measure.period === "own") return measure.periods.slice(0, measure.periods.indexOf(last) + 1);
  const length = { month: 24, quarter: 8, year: 5 }[measure.period];
  return periods[measure.period].filter(period => period <= last).slice(-length);
}

/** The grey line of the trend: the region's own rate, or for counts the mean of its areas. */
export function greyLine(
  scene: Scene,
  periods: readonly string[]
): { readonly name: string; readonly words: string; readonly values: (number | null)[] } {
  const { view, measure, areaAt } = scene;
  const values = periods.map(period => areaAt(view.parent, period).value);
  const { name } = view.parent;
  if (measure.kind !== "count") return { name, words: name, values };
  const mean = `${levelWord(view.level)}平均`;
  return {
    name: mean,
    words: `${name}${mean}`,
    values: values.map(value => (value === null ? null : value / view.areas.length))
  };
}

/** How the keyboard works the map at hand; `above` is the region Escape leads to. */
export function keyHint(level: Scene["view"]["level"], above: string | null): string {
  const parts = [
    `方向键移到相邻${levelWord(level)}`,
    level === "county" ? "再次单击或 Enter 下钻" : "再次单击或 Enter 选定乡镇",
    ...(above === null ? [] : [`Esc 返回${above}`]),
    "＋、－、0 缩放"
  ];
  return `${parts.join("，")}；表与图同步选中`;
}

/** How far the site goes down, said where a town is in hand. */
export const villageNote = "本站公开到乡镇一级：村没有界线，村级的数在导出的表里。";

/** What the hatching of an event means, and the mark of an area of which only towns are in range. */
export function rangeText({ overlay }: Pick<Scene, "overlay">): string {
  if (!overlay) return "";
  const part = [...overlay.inside.values()].find(share => share !== "whole");
  const mark = part === undefined ? "" : `（表中“${overlay.sign} ${part}”指 ${part} 个乡镇在内）`;
  return `${eventLabel(overlay.event)}，影响范围${mark}`;
}

function valueText(area: Area, measure: Measure): string {
  return `${areaText(area, measure)}${area.state ? "" : measureSuffix(measure)}`;
}

function fractionText({ numerator, denominator }: Area, basis: string): string {
  if (numerator === null || denominator === null) return "";
  const text = (value: number) => (Number.isInteger(value) ? count(value) : decimal(value, 1));
  return `（${text(numerator)} / ${text(denominator)} ${basis}）`;
}
