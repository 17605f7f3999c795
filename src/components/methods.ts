import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { checksTitle, errorFigure, errorWords, type MethodCheck } from "../lib/method-check.js";
import { type MethodText, methodTexts } from "../lib/method-texts.js";
import type { SignalMethods } from "../lib/signal-data.js";
import { platformWords, shareText } from "../lib/signal-text.js";
import { type Child, h } from "./dom.js";
import { frame } from "./frame.js";
import { certaintyMark } from "./policy-mark.js";
import type { Site } from "./site.js";
import { table } from "./table.js";

/** 统计方法: each method in plain words, with formula, source, numbers of the platform and the reference check. */
export async function methods(site: Site, context: Context): Promise<Node> {
  const [runs, checks] = await Promise.all([
    site.json<SignalMethods>("signal-methods.json"),
    site.json<readonly MethodCheck[]>("method-checks.json")
  ]);
  return frame(site, context, {
    name: "methods",
    question: "统计信号是怎样来的，什么时候不该信？",
    title: checksTitle(methodTexts.length, checks),
    unit: `统计只提示先看哪里，红黄蓝不因统计改变 ・ 以下数值都是${platformWords} ・ 公式供核对，不看也能读`,
    body: [
      h(
        "nav",
        { class: "methods-list", "aria-label": "方法" },
        h(
          "ul",
          {},
          methodTexts.map(({ id, title, question }) =>
            h("li", {}, h("a", { href: `#${id}` }, title), h("span", {}, question))
          )
        )
      ),
      methodTexts.map(text => method(text, runs, checks)),
      uses(runs),
      references(checks)
    ],
    indicators: []
  });
}

function method(text: MethodText, runs: SignalMethods, checks: readonly MethodCheck[]): HTMLElement {
  const own = checks.filter(({ method: name }) => text.checks.includes(name));
  const row = (term: string, said: Child): HTMLElement => h("div", {}, h("dt", {}, term), h("dd", {}, said));
  return h(
    "section",
    { id: text.id, class: "section method", "aria-labelledby": `${text.id}-title` },
    h("h2", { id: `${text.id}-title` }, text.title),
    h("p", { class: "method-question" }, text.question),
    h(
      "dl",
      {},
      row("做什么", text.does),
      row("何时不说", text.silent),
      row("怎样读", text.means),
      row(
        "公式",
        text.formula.map(line => h("p", {}, line))
      ),
      row("来源", text.source),
      row("用的数", parameterList(text, runs)),
      row(
        "核对",
        own.length > 0
          ? `与参考程序比，${own.map(({ method: name, cases, worst }) => `${name} ${count(cases)} 个数，误差${errorWords(Number(worst))}`).join("；")}`
          : "没有核对的记录"
      )
    )
  );
}

/** The numbers a method runs on. */
function parameterList({ parameters }: MethodText, runs: SignalMethods): Child {
  const own = runs.parameters.filter(each => parameters.includes(each.method));
  if (own.length === 0) return "没有自己的数";
  return [
    certaintyMark("platform"),
    h(
      "ul",
      { class: "method-numbers" },
      own.map(({ value, unit, note }) =>
        h("li", {}, `${plainNote(note)}：`, h("b", {}, numberText(value, unit)))
      )
    )
  ];
}

/** Ways of the funnel to widen its limits, in words. */
const ways: Readonly<Record<string, string>> = { none: "不放宽", multiplicative: "乘法", additive: "加法" };

function plainNote(note: string): string {
  return note.replace(`；${platformWords}`, "").replace(/none|multiplicative|additive/g, way => ways[way]!);
}

function numberText(value: string, unit: string): string {
  if (unit === "份额") return shareText(value);
  return [ways[value] ?? value, unit].filter(Boolean).join(" ");
}

const methodWords: Readonly<Record<string, string>> = {
  funnel: "漏斗图、平滑",
  scan: "圆形扫描",
  series: "EARS C2 或 Farrington",
  incidence: "累积发生率",
  comparison: "有无措施的比较"
};

const spans: Readonly<Record<string, string>> = { month: "个月", quarter: "个季度", week: "周" };

function uses({ jobs, campaignsKnown }: SignalMethods): HTMLElement {
  return h(
    "section",
    { id: "uses", class: "section", "aria-labelledby": "uses-title" },
    h("h2", { id: "uses-title" }, `用在 ${jobs.length} 处`),
    table({
      caption: "方法用在什么上",
      columns: [
        { key: "title", label: "看什么", value: job => job.title },
        { key: "method", label: "方法", value: job => methodWords[job.method] ?? job.method },
        { key: "indicator", label: "指标", value: job => job.indicator },
        { key: "basis", label: "计量", value: job => job.basis },
        {
          key: "span",
          label: "合计的期",
          value: job => (spans[job.kind] ? `${job.span} ${spans[job.kind]}` : "整个期次")
        }
      ],
      rows: jobs,
      sortable: false
    }),
    h(
      "p",
      { class: "note" },
      campaignsKnown
        ? "集中排查表已导入，集中排查的月份不进基线。"
        : "没有集中排查表，集中排查的月份没有从基线里去掉，信号先核对是否由此而来。"
    )
  );
}

function errorMark(error: number): Child {
  const [figure, power] = errorFigure(error);
  return [`${figure}×10`, h("sup", {}, power)];
}

function references(checks: readonly MethodCheck[]): HTMLElement {
  return h(
    "section",
    { id: "checks", class: "section", "aria-labelledby": "checks-title" },
    h("h2", { id: "checks-title" }, "与参考程序的核对"),
    table({
      caption: "与参考程序的核对",
      columns: [
        { key: "method", label: "方法", value: check => check.method },
        { key: "cases", label: "比对的数", value: check => check.cases, text: check => count(check.cases) },
        {
          key: "worst",
          label: "最大相对误差",
          value: check => Number(check.worst),
          text: check => check.worst,
          cell: check => errorMark(Number(check.worst))
        },
        { key: "reference", label: "参考", value: check => check.reference }
      ],
      rows: checks
    }),
    h("p", { class: "note" }, "参考值由另外的程序算出，另编的数据和参数也在内；每次测试重新比对。")
  );
}
