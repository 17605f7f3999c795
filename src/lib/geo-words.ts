import { count, decimal } from "./format.js";
import { type Area, areaText } from "./geo-area.js";
import { measureSuffix } from "./geo-measure.js";
import type { Scene } from "./geo-scene.js";
import { levelWord } from "./regions.js";

/** What a screen reader says of an area, and what stands under the pointer. */
export function spokenArea(area: Area, { measure, basis }: Pick<Scene, "measure" | "basis">): string {
  const suffix = area.state ? "" : measureSuffix(measure, basis);
  const parts =
    area.numerator !== null && area.denominator !== null
      ? `（${count(area.numerator)} / ${count(area.denominator)} ${basis}）`
      : "";
  return `${area.name}，${measure.short} ${areaText(area, measure)}${suffix}${parts}${area.small ? "，分母不足" : ""}`;
}

/** The line under the title: formula, unit, basis, month, and how not to read the map. */
export function unitLine({ view, measure, basis, period, facts }: Scene, wanted: string | null): string {
  const rate = measure.kind === "rate";
  const parts = [
    `${measure.formula}，${rate ? "%，" : ""}按${basis}${measure.id === "K01" ? "（含边缘户，称“相当于”）" : ""}`,
    `${period} 月末`
  ];
  if (measure.basis !== null) parts.push("不随户、人切换");
  if (facts.reference !== null) parts.push(`${facts.reference}% 参考按县`);
  if (!rate) parts.push(`${basis}数随规模而大，不宜当作轻重比较`);
  if (view.level === "town" && (wanted === null || wanted === "K01")) parts.push("监测规模占比只算到县区");
  return parts.join(" ・ ");
}

/** The line under the panel's trend. */
export function trendUnit({ measure, basis }: Scene, region: string, grey: string | null): string {
  const unit = measure.kind === "rate" ? "%" : basis;
  return `${region}${measure.label}，${unit}，按${basis}${grey === null ? "" : ` ・ 灰线为${grey}`}`;
}

/** The grey line of the trend: the region's own rate, or for counts the mean of its areas. */
export function greyLine(
  scene: Scene,
  months: readonly string[]
): { readonly name: string; readonly words: string; readonly values: (number | null)[] } {
  const { view, measure, areaAt } = scene;
  const values = months.map(month => areaAt(view.parent, month).value);
  const { name } = view.parent;
  if (measure.kind === "rate") return { name, words: name, values };
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
    ...(level === "county" ? ["再次单击或 Enter 下钻"] : []),
    ...(above === null ? [] : [`Esc 返回${above}`]),
    "＋、－、0 缩放"
  ];
  return `${parts.join("，")}；表与图同步选中`;
}

/** The thresholds under the legend, all in as many decimals as the finest needs. */
export function thresholdTexts(breaks: readonly number[]): string[] {
  const digits = Math.max(0, ...breaks.map(value => String(value).split(".")[1]?.length ?? 0));
  return breaks.map(value => decimal(value, digits));
}
