import type { Dataset, TidyRow } from "./dataset.js";
import type { Regions } from "./regions.js";
import type { Column } from "./tabular.js";

/** What is taken: this region; it and those below; or every region the files go down to. */
export type Reach = "region" | "below" | "all";

/** Which periods are taken: those the month in hand lies in, or every one. */
export type Span = "period" | "all";

export interface Selection {
  readonly reach: Reach;
  readonly span: Span;
  /** Ids of indicators; empty for all. */
  readonly indicators: readonly string[];
  readonly region: string;
  readonly period: string;
  readonly profile: string;
}

/** Rows of the tidy table for a selection; rows of no set period (events, rounds) come with every span. */
export function selectRows(data: Dataset, regions: Regions, selection: Selection): TidyRow[] {
  const wanted = new Set(selection.indicators);
  const places = new Set<string>();
  if (selection.reach !== "all") {
    places.add(selection.region);
    if (selection.reach === "below")
      for (const { code } of regions.children(selection.region)) places.add(code);
  }
  const year = selection.period.slice(0, 4);
  const quarter = `${year}Q${Math.ceil(Number(selection.period.slice(5, 7)) / 3)}`;
  const inSpan = (period: string): boolean =>
    selection.span === "all" ||
    period === selection.period ||
    period === quarter ||
    period === year ||
    period.startsWith(`${selection.period}-`) ||
    !/^\d{4}(-|Q|$)/.test(period);
  return data.rows(
    ({ indicator, region, period }) =>
      (wanted.size === 0 || wanted.has(indicator)) &&
      (selection.reach === "all" || places.has(region)) &&
      inSpan(period),
    selection.profile
  );
}

/** Columns of the tidy table as files have them: the contract's names, in its order. */
export function tidyColumns(regions: Regions): Column<TidyRow>[] {
  const text = (key: string, value: (row: TidyRow) => string): Column<TidyRow> => ({
    key,
    label: key,
    value
  });
  const number = (key: "numerator" | "denominator" | "value"): Column<TidyRow> => ({
    key,
    label: key,
    value: row => row[key]
  });
  return [
    text("indicator", row => row.indicator),
    text("region_code", row => row.region),
    text("region_name", row => regions.get(row.region)?.name ?? ""),
    text("region_level", row => regions.get(row.region)?.level ?? ""),
    text("period", row => row.period),
    text("breakdown", row => row.breakdown),
    text("basis", row => row.basis),
    number("numerator"),
    number("denominator"),
    number("value"),
    text("unit", row => row.unit),
    text("status", row => row.status),
    text("judgement", row => row.judgement ?? ""),
    text("profile_id", row => row.profile),
    text("clause", row => row.clause)
  ];
}

/** One column of the indicator table in words, for the data dictionary. */
export interface TidyField {
  readonly name: string;
  readonly words: string;
}

/** The data dictionary of the indicator table (data contract README §4). */
export const tidyFields: readonly TidyField[] = [
  { name: "indicator", words: "指标编号：K01 至 K61，通报表 B01" },
  { name: "region_code", words: "区划代码" },
  { name: "region_name", words: "区划名称" },
  { name: "region_level", words: "区划级别：province 省、prefecture 市、county 县、zone 功能区、town 乡镇" },
  {
    name: "period",
    words: "期间：2023-12 月、2023Q4 季、2023 年、2023-W50 周、2023-12-31 日，或事件、轮次编号"
  },
  { name: "breakdown", words: "分项：维度=值，多维以分号连；空为总计" },
  { name: "basis", words: "计量：户、人、条、次……；户与人不混用" },
  { name: "numerator", words: "分子；计数型指标只有分子" },
  { name: "denominator", words: "分母；上级由下级分子、分母各自求和" },
  { name: "value", words: "值；比率写小数（0.1234），不写百分数" },
  { name: "unit", words: "单位" },
  {
    name: "status",
    words:
      "状态：ok、na_zero_denominator 分母为零、missing_data 缺数据、not_judged_input 有值而部分输入未知、undetermined_input 无法给值、suppressed 已遮蔽"
  },
  {
    name: "judgement",
    words:
      "判断：met 达到、unmet 未达到、reference 只作参照、not_judged 口径未规定、undetermined 输入不足以判"
  },
  { name: "profile_id", words: "判断所用口径；数值不随口径变（K11、K30、K50 与计算级别除外）" },
  { name: "clause", words: "判断所依条款" }
];

/** A size in bytes as it reads: “3.2 MB”. */
export function sizeText(bytes: number): string {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`;
}
