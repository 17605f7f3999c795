import type { Basis } from "./context.js";

/** A quantity the map can show: which rows of the `indicator` table it reads and how it is written. */
export interface Measure {
  /** Key in the address bar. */
  readonly id: string;
  readonly indicator: string;
  /** Breakdown of the rows, as the contract writes it; "" is the total. */
  readonly breakdown: string;
  /** Name in the list of measures. */
  readonly label: string;
  /** Name inside a sentence: “占比 5.47%”. */
  readonly short: string;
  readonly kind: "rate" | "count";
  /** Decimals of the shown value; a rate is shown in percent. */
  readonly digits: number;
  /** The one basis this measure exists in, or null when it follows 户／人. */
  readonly basis: Basis | null;
  /** Levels of area that have rows, by the contract's grain. */
  readonly levels: readonly AreaLevel[];
  /** Heads of the columns that hold numerator and denominator; "" for a count. */
  readonly numerator: string;
  readonly denominator: string;
  /** Formula for the unit line. */
  readonly formula: string;
}

/** Level of the areas on one map. */
export type AreaLevel = "county" | "town";

/** The measures of the map, in the order of the list; the first that fits a level is its default. */
const measures: readonly Measure[] = [
  {
    id: "K01",
    indicator: "K01",
    breakdown: "",
    label: "监测规模占比",
    short: "占比",
    kind: "rate",
    digits: 2,
    basis: "人",
    levels: ["county"],
    numerator: "在册",
    denominator: "建档立卡人口",
    formula: "监测规模占比 K01 = 在册监测对象 ÷ 建档立卡人口"
  },
  {
    id: "K33",
    indicator: "K33",
    breakdown: "口径=累计",
    label: "风险消除率（累计）",
    short: "累计消除率",
    kind: "rate",
    digits: 1,
    basis: null,
    levels: ["county", "town"],
    numerator: "已消除",
    denominator: "累计识别",
    formula: "风险消除率 K33（累计） = 已消除 ÷ 累计识别"
  },
  {
    id: "K33p",
    indicator: "K33",
    breakdown: "口径=期内",
    label: "风险消除率（期内）",
    short: "期内消除率",
    kind: "rate",
    digits: 1,
    basis: null,
    levels: ["county", "town"],
    numerator: "本月消除",
    denominator: "月初在册＋本月纳入",
    formula: "风险消除率 K33（期内） = 本月消除 ÷ （月初在册 ＋ 本月纳入）"
  },
  {
    id: "K03",
    indicator: "K03",
    breakdown: "",
    label: "在册监测对象",
    short: "在册",
    kind: "count",
    digits: 0,
    basis: null,
    levels: ["county", "town"],
    numerator: "",
    denominator: "",
    formula: "在册监测对象 K03"
  }
];

/** The measures that have rows for `level`. */
export function measuresAt(level: AreaLevel): Measure[] {
  return measures.filter(measure => measure.levels.includes(level));
}

/**
 * The measure to show at `level` for the key in the address bar. A key that is unknown, or whose
 * measure has no rows at this level, gives the level's first measure.
 */
export function measureAt(level: AreaLevel, id: string | null): Measure {
  const fitting = measuresAt(level);
  return fitting.find(measure => measure.id === id) ?? fitting[0]!;
}

/** The basis in which `measure` is shown when the page's toggle stands at `basis`. */
export function measureBasis(measure: Measure, basis: Basis): Basis {
  return measure.basis ?? basis;
}

/** The sign after a value in a sentence: “%”, “ 户” or “ 人”. */
export function measureSuffix(measure: Measure, basis: Basis): string {
  return measure.kind === "rate" ? "%" : ` ${basis}`;
}
