import type { Context } from "../lib/context.js";
import { decimal, inPercent, measure, percent, signed, signedPoints } from "../lib/format.js";
import type { Child, Children } from "../lib/overview.js";
import { levelWord } from "../lib/regions.js";
import { countTitle, shareTitle } from "../lib/sentence.js";
import { stateWords, valueState } from "../lib/state.js";
import { type FigureSpec, figure } from "./figure.js";
import { multiples } from "./multiples.js";
import type { Reference } from "./scale-reference.js";
import type { Site } from "./site.js";
import { reading } from "./state.js";
import type { TableColumn } from "./table.js";

export interface RegionMonthsSpec {
  readonly id: string;
  readonly children: Children;
  /** The share the regions are set beside; only for shares. */
  readonly reference: Reference | null;
  readonly unitAt?: FigureSpec<Child>["unitAt"];
}

/** The regions below a place, each with its months on one shared axis. */
export function regionMonths(site: Site, context: Context, spec: RegionMonthsSpec): HTMLElement {
  const { share, parts, parent, domain } = spec.children;
  const beside = parts.filter(part => part.beside);
  const reference = share && beside.length > 0 ? spec.reference : null;
  const word = levelWord(parts[0]!.region.level);
  const place = site.regions.get(parent.key.region)!;
  const marked = (part: Child) =>
    reference !== null &&
    part.beside &&
    (part.trend.now?.value ?? 0) > reference.value &&
    (part.quarter ?? 0) > 0;
  const quarter = (value: number | null) =>
    value === null ? "—" : share ? signedPoints(value) : signed(value);
  const title = share
    ? shareTitle(
        (reference ? beside : parts).map(part => ({
          name: part.region.name,
          share: part.trend.now?.value ?? null,
          rising: (part.quarter ?? 0) > 0
        })),
        reference?.value ?? null,
        word
      )
    : countTitle(
        parts.map(part => part.quarter),
        word
      );
  const { months } = parent;
  const axis = domain.map(value => (share ? decimal(value * 100, 0) : decimal(value, 0))).join("–");
  const unit = [
    share ? "监测规模占比，%，按人" : `在册监测对象，${context.basis}`,
    `${months[0]} 至 ${months.at(-1)}，纵轴 ${axis}`,
    share && parent.now?.value != null ? `灰线 ${place.name} ${measure(parent.now, 2)}` : null,
    reference ? `虚线 ${percent(reference.value, 0)} 参考` : null
  ];
  return figure(site, {
    id: spec.id,
    title,
    unit: unit.filter(Boolean).join(" ・ "),
    unitAt: spec.unitAt ?? "under",
    picture: width =>
      multiples({
        width,
        domain,
        parent: share ? parent.values : [],
        reference: reference && { value: reference.value, label: `${percent(reference.value, 0)} 参考` },
        items: parts.map(part => ({
          code: part.region.code,
          name: part.region.name,
          values: part.trend.values,
          reading: reading(part.trend.now, 2),
          foot: `近三月 ${quarter(part.quarter)}`,
          marked: marked(part),
          beside: part.beside,
          href: site.context.href({ region: part.region.code }) || "?",
          onOpen: () => site.context.set({ region: part.region.code })
        }))
      }),
    table: { caption: title, columns: columnsOf(word, share, context.basis), rows: parts },
    about: [{ indicator: spec.children.measure.indicator, key: parent.key }]
  });
}

function columnsOf(word: string, share: boolean, basis: string): TableColumn<Child>[] {
  const number = (key: "numerator" | "denominator", label: string): TableColumn<Child> => ({
    key,
    label,
    unit: "人",
    value: part => part.trend.now?.[key] ?? null
  });
  return [
    { key: "name", label: word, value: part => part.region.name },
    ...(share ? [number("numerator", "在册人数"), number("denominator", "建档立卡人口")] : []),
    {
      key: "value",
      label: share ? "占比 %" : `在册${basis}`,
      strong: true,
      value: part => scaled(part.trend.now?.value ?? null, share),
      text: part => measure(part.trend.now, 2),
      state: part => {
        const state = valueState(part.trend.now);
        return state && stateWords[state];
      },
      cell: part => (valueState(part.trend.now) ? reading(part.trend.now) : null)
    },
    changeColumn("sinceMonth", "较上月", share, part => part.trend.sinceMonth),
    changeColumn("quarter", "近三月", share, part => part.quarter),
    changeColumn("sinceYear", "较上年同月", share, part => part.trend.sinceYear)
  ];
}

function changeColumn(
  key: string,
  label: string,
  share: boolean,
  value: (part: Child) => number | null
): TableColumn<Child> {
  return {
    key,
    label,
    unit: share ? "百分点" : "",
    value: part => scaled(value(part), share),
    text: part => {
      const change = value(part);
      return change === null ? "—" : share ? signedPoints(change) : signed(change);
    }
  };
}

/** A fraction in percent without the tails of binary arithmetic. */
function scaled(value: number | null, share: boolean): number | null {
  return share ? inPercent(value) : value;
}
