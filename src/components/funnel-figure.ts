import type { Context } from "../lib/context.js";
import { count, inPercent, percent } from "../lib/format.js";
import {
  asksInclusion,
  beyond,
  type FunnelRow,
  funnelJobs,
  funnelOf,
  funnelTitle,
  shareWords,
  standingText
} from "../lib/funnel.js";
import { levelWord } from "../lib/regions.js";
import type { SignalMethods } from "../lib/signal-data.js";
import { platformNumber, signalFile } from "../lib/signal-place.js";
import { signalRows } from "../lib/signal-rows.js";
import {
  adviceText,
  chanceText,
  fractionText,
  platformWords,
  rangeText,
  rateText,
  type SignalJob
} from "../lib/signal-text.js";
import { stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { funnelChart } from "./funnel-chart.js";
import { methodNote } from "./method-note.js";
import { pick, picked } from "./pick.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import type { TableColumn } from "./table.js";

/** Which places differ from the others by more than their size explains: the funnel, and the places beyond it by name. */
export async function funnelFigure(site: Site, context: Context): Promise<HTMLElement> {
  const { regions } = site;
  const [methods, bytes] = await Promise.all([
    site.json<SignalMethods>("signal-methods.json"),
    site.bytes(signalFile(regions, context.region, "signal.arrow"))
  ]);
  const within = regions.county(context.region) ?? regions.root;
  const jobs = funnelJobs(methods);
  const id = picked(
    site,
    "funnel",
    jobs.map(job => job.id)
  );
  const job = jobs.find(each => each.id === id)!;
  const funnel = funnelOf(signalRows(bytes), job, within.code, context.period, regions);
  const word = levelWord(funnel.rows[0]?.region.level ?? "town");
  const title = funnelTitle(funnel, job.title, word);
  const outer = coverage(methods, "coverage");
  const inner = coverage(methods, "coverage_inner");
  const isWidened = funnel.rows.some(({ signal }) => signal.made.endsWith("_multiplicative"));
  const baseName = job.base === "rural_households" ? "农村户数" : "分母";
  const columns: TableColumn<FunnelRow>[] = [
    { key: "name", label: word, value: row => row.region.name },
    amount("numerator", "分子", row => row.signal.numerator),
    amount("denominator", "分母", row => row.signal.denominator),
    {
      ...rate("value", "占比 %", row => row.signal.value),
      strong: true,
      text: row => shareWords(row.signal).replace("%", "")
    },
    rate("low", "区间下限 %", row => row.signal.low),
    rate("high", "区间上限 %", row => row.signal.high),
    rate("limit-low", `${outer} 下界限 %`, row => row.signal.limit_low),
    rate("limit-high", `${outer} 上界限 %`, row => row.signal.limit_high),
    rate("inner-low", `${inner} 下界限 %`, row => row.signal.inner_low),
    rate("inner-high", `${inner} 上界限 %`, row => row.signal.inner_high),
    {
      key: "q",
      label: "q",
      value: row => row.signal.q,
      text: row => (row.signal.q === null ? "—" : chanceText(row.signal.q))
    },
    { key: "verdict", label: "结论", value: row => standingText(row.signal) }
  ];
  const lists = { rows: funnel.rows, rowKey: (row: FunnelRow) => row.region.code, selected: context.region };
  const select = pick(site, {
    param: "funnel",
    label: "漏斗图看什么",
    value: id,
    options: jobs.map(each => ({ value: each.id, text: each.title }))
  });
  return figure<FunnelRow>(site, {
    id: "funnel",
    title,
    unit: [
      `${job.title} ${job.indicator}`,
      `%，按${job.basis}（不随户、人切换）`,
      `${within.name}各${word}`,
      funnel.period ? periodText(funnel.period, job, context) : "",
      `实线 ${outer}、虚线 ${inner} 界限${isWidened ? "，已按各地本来的差别放宽" : ""}`,
      "横线合计"
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width =>
      h(
        "div",
        {},
        h("p", { class: "figure-pick" }, select),
        funnel.rows.length === 0
          ? h("p", {}, stateMark("missing"), lackText(site, context, within.name))
          : h(
              "div",
              { class: width >= 900 ? "funnel-split" : "" },
              funnelChart({
                funnel,
                width: width >= 900 ? Math.floor((width - 40) * 0.6) : width,
                chosen: context.region,
                base: `${baseName}，${job.basis}`,
                coverages: [outer, inner]
              }),
              readings(funnel, word)
            )
      ),
    note: `界限是如果各地都与合计一样、只因户数不同，${outer} 的地方会落在里面的范围；低于界限不等于做得好，高于界限不等于做得差，都只是先看哪里。${platformWords}，与规模参考无关。`,
    table: { caption: title, columns, ...lists },
    about: [{ indicator: job.indicator }],
    method: () =>
      methodNote(site, "funnel", [
        ["分子", `O：各地的数，共 ${total(funnel.rows, "numerator")} ${job.basis}`],
        ["分母", `N：各地的${baseName}，共 ${total(funnel.rows, "denominator")}`],
        ["期", funnel.period],
        ["信号", "越出外侧界限，并且与同级一起看 q 够小（Benjamini–Hochberg）"]
      ])
  });
}

/** The places beyond the limits with what to look at, those that may be so by chance, and those that cannot be judged. */
function readings(funnel: ReturnType<typeof funnelOf>, word: string): HTMLElement {
  const { job, rows } = funnel;
  const { signals, chance } = beyond(funnel);
  const judged = rows.filter(({ signal }) => signal.verdict !== "数据不足");
  const lacking = rows.filter(({ signal }) => signal.verdict === "数据不足");
  const none = rows.filter(({ signal }) => signal.numerator === 0 && signal.denominator);
  const item = ({ region, signal }: FunnelRow, advice: string) =>
    h(
      "li",
      {},
      h("b", {}, `${region.name} ${shareWords(signal)}`),
      `（${fractionText(signal)}）${signal.side}界限 ${rangeText(signal.limit_low, signal.limit_high)}`,
      signal.expected === null ? "" : `；与合计一样时约 ${count(signal.expected)} ${job.basis}`,
      signal.q === null ? "" : `；q ${chanceText(signal.q)}`,
      `。${advice}`
    );
  return h(
    "ul",
    { class: "asks" },
    signals.map(row =>
      item(row, `${adviceText(row.signal, job)}${row.signal.side === "低于" ? "？" : "。"}`)
    ),
    chance.map(row => item(row, `${judged.length} 个${word}一起看，不排除碰巧。`)),
    judged.length > 0 && signals.length + chance.length === 0
      ? h(
          "li",
          {},
          `${judged.length} 个${word}都在界限之内：高低之差不超出户数多少带来的偶然。不等于没有问题。`
        )
      : null,
    none.map(row =>
      h(
        "li",
        {},
        h("b", {}, row.region.name),
        ` ${shareWords(row.signal)}（${fractionText(row.signal)}）。${asksInclusion(job) ? "没有不等于不会有：是否应纳未纳？" : "没有不等于不会有。"}`
      )
    ),
    lacking.length > 0
      ? h(
          "li",
          {},
          `不判的：${lacking.map(({ region, signal }) => `${region.name}（${standingText(signal).replace("数据不足：", "")}）`).join("、")}。`
        )
      : null
  );
}

/** Counties have recent months, towns the ends of quarters and the last month alone. */
function periodText(period: string, { span, kind }: SignalJob, context: Context): string {
  const sum = span > 1 ? `至 ${period} 的 ${span} 个${kind === "quarter" ? "季" : "月"}` : period;
  const isOther = kind === "month" && period !== context.period;
  return isOther ? `${sum}（${context.period} 没有算，用最近一期）` : sum;
}

function lackText(site: Site, { period }: Context, name: string): string {
  const last = site.meta.periods.month.at(-1)!;
  return period < last
    ? ` ${name}到 ${period} 为止没有这一项的统计：县区只算最近一年多，乡镇只算季末和本月；请把期间换到 ${last}。`
    : ` ${name}没有这一项的统计：这个指标不分到这一级，或${stateWords.missing}。请把区域换到${site.regions.root.name}，或换一项看。`;
}

function coverage(methods: SignalMethods, key: string): string {
  const value = platformNumber(methods, "funnel", key);
  return value === null ? "?" : percent(value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1);
}

function total(rows: readonly FunnelRow[], key: "numerator" | "denominator"): string {
  return count(rows.reduce((sum, { signal }) => sum + (signal[key] ?? 0), 0));
}

function amount(
  key: string,
  label: string,
  value: (row: FunnelRow) => number | null
): TableColumn<FunnelRow> {
  return { key, label, value, text: row => (value(row) === null ? "—" : count(value(row)!)) };
}

function rate(key: string, label: string, value: (row: FunnelRow) => number | null): TableColumn<FunnelRow> {
  return {
    key,
    label,
    value: row => inPercent(value(row)),
    text: row => (value(row) === null ? "—" : rateText(value(row)!).replace("%", ""))
  };
}
