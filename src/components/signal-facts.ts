import { count } from "../lib/format.js";
import { axisText } from "../lib/geo-thresholds.js";
import type { Signal, SignalMethods } from "../lib/signal-data.js";
import { smoothedText } from "../lib/signal-layer.js";
import {
  adviceText,
  chanceText,
  fractionText,
  parameter,
  rangeText,
  reasonText,
  type SignalJob,
  shareText,
  valueText,
  verdictText
} from "../lib/signal-text.js";
import { type Child, h } from "./dom.js";
import { lines } from "./lines.js";

/** Terms with what is said of each, one a line. */
export function facts(items: readonly (readonly [string, Child])[]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    items.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))
  );
}

/** What a row of the signal table stands on: counts, interval, limits, verdict and why. */
export function signalFacts(row: Signal, job: SignalJob, methods: SignalMethods): HTMLElement {
  const why = [
    reasonText(row) || (row.verdict === "信号" ? "越出界限，同时看多个地方也不像碰巧" : ""),
    adviceText(row, job)
  ].filter(Boolean);
  return facts([
    ...(row.method === "funnel" ? rateFacts(row, methods) : countFacts(row)),
    ["q（同时看多个地方）", row.q === null ? "不判，没有" : chanceText(row.q)],
    ["结论", verdictText(row)],
    ["为什么", why.join("；") || "在界限之内"]
  ]);
}

function rateFacts(row: Signal, methods: SignalMethods): [string, string][] {
  const confidence = shareText(parameter(methods, "all", "confidence"));
  return [
    ["分子 / 分母", fractionText(row)],
    ["原值", `${valueText(row)}（${confidence} 区间 ${rangeText(row.low, row.high)}）`],
    ["平滑值", smoothedText(row)],
    ["与同级一样时的预期", expectedText(row)],
    ["控制限", rangeText(row.limit_low, row.limit_high)]
  ];
}

function countFacts(row: Signal): [string, string][] {
  const { numerator, denominator, basis, limit_high } = row;
  const found = numerator === null ? "不知道" : `${count(numerator)} ${basis}`;
  return [
    ["件数", denominator === null ? found : `${found}，基数 ${count(denominator)} ${basis}`],
    ["预期", expectedText(row)],
    ...(row.method === "series"
      ? [["阈值", limit_high === null ? "没有" : `${limit_high.toFixed(1)} ${basis}`] as [string, string]]
      : [])
  ];
}

function expectedText({ expected, basis }: Signal): string {
  return expected === null ? "没有" : `${expected.toFixed(1)} ${basis}`;
}

/** The place's figure over the periods published, with the limits of each period; nothing with fewer than two. */
export function signalHistory(
  signals: readonly Signal[],
  { job: id, region_code, method }: Signal,
  job: SignalJob,
  name: string,
  width: number
): Node[] {
  const own = signals
    .filter(row => row.job === id && row.region_code === region_code)
    .sort((a, b) => (a.period < b.period ? -1 : 1));
  if (own.length < 2 || method === "scan") return [];
  const isRate = method === "funnel";
  const scaled = (read: (row: Signal) => number | null) =>
    own.map(row => (read(row) === null ? null : read(row)! * (isRate ? 100 : 1)));
  const most = Math.max(...own.map(({ value }) => value ?? 0));
  const digits = !isRate ? 0 : most < 0.1 ? 2 : 1;
  const unit = isRate ? "%" : own[0]!.basis;
  const above = scaled(row => row.limit_high);
  const below = scaled(row => row.limit_low);
  const limits = [
    { name: isRate ? "上限" : "阈值", values: above, look: "comparison" as const },
    { name: "下限", values: below, look: "comparison" as const }
  ].filter(({ values }) => values.some(value => value !== null));
  return [
    lines({
      periods: own.map(({ period }) => period),
      series: [
        ...limits,
        { name, values: scaled(row => (isRate ? row.value : row.numerator)), look: "accent" }
      ],
      width,
      height: 142,
      text: value => value.toFixed(digits),
      axis: axisText,
      fromZero: !isRate,
      label: `${name} ${own[0]!.period} 至 ${own.at(-1)!.period} 的${job.title}和界限，${unit}`
    }),
    h("p", { class: "unit" }, `${name}${job.title}，${unit} ・ 灰线为每期的界限，断开处没有`)
  ];
}
