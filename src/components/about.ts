import { breakdownText } from "../lib/breakdown.js";
import { judgingLines, judgingText } from "../lib/catalogue.js";
import { readClauses } from "../lib/clauses.js";
import type { Key } from "../lib/dataset.js";
import { count, measure, percent, periodWord } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { levelWord } from "../lib/regions.js";
import type { Definitions, Indicator } from "../lib/site.js";
import { judgementWord, legendStates, stateNotes, valueState } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { certaintyMark } from "./policy-mark.js";
import { type Site, siteUrl } from "./site.js";
import { stateMark } from "./state.js";
import { table } from "./table.js";

/** Which figure is explained: an indicator, and the rest of its key where one number stands for it. */
export interface Subject {
  readonly indicator: string;
  readonly key?: Omit<Key, "indicator">;
}

/**
 * 说明: formula in words and figures, numerator, denominator, judgement, thresholds with how each is known, the other
 * documents, clauses and source files; beside them what stands where there is no number.
 * @param drawn tables that are shown as they are, with no indicator between
 * @param method how the figures came about, before the indicators
 */
export function about(
  site: Site,
  subjects: readonly Subject[],
  drawn: readonly string[] = [],
  method?: HTMLElement
): HTMLElement {
  const tables = new Set(drawn);
  const unique = subjects.filter(
    (subject, index) => subjects.findIndex(({ indicator }) => indicator === subject.indicator) === index
  );
  const parts = unique.map(subject => {
    const indicator = site.catalogue.get(subject.indicator);
    for (const name of indicator?.tables ?? []) tables.add(name);
    return indicator
      ? definition(site, indicator, subject)
      : h("p", { class: "note" }, `指标目录里没有 ${subject.indicator}。`);
  });
  return h(
    "div",
    { class: "about" },
    h("div", { class: "about-main" }, method, parts, sources(site, tables)),
    h("div", { class: "about-side" }, legend())
  );
}

/** Shows 说明 in a dialog of its own. */
export function aboutDialog(site: Site, subjects: readonly Subject[]): void {
  const names = subjects.map(({ indicator }) => site.catalogue.get(indicator)?.name ?? indicator);
  const close = h("button", { type: "button", onclick: () => dialog.close() }, "关闭");
  const dialog = h(
    "dialog",
    { class: "about-dialog", "aria-label": `${names.join("、")}的说明` },
    h("div", { class: "dialog-head" }, h("h2", {}, names.join("、")), close),
    about(site, subjects)
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function definition(site: Site, indicator: Indicator, { key }: Subject): HTMLElement {
  const { value: context } = site.context;
  const cell = key && site.dataset.cell({ ...key, indicator: indicator.id }, context.profile);
  const ratio = indicator.denominator !== "" && indicator.denominator !== "-";
  const state = key ? valueState(cell) : null;
  const figures =
    cell?.numerator != null && cell.denominator != null
      ? [
          equals(),
          fraction(count(cell.numerator), count(cell.denominator)),
          equals(),
          result(percent(cell.value ?? 0, 2))
        ]
      : cell?.value != null
        ? [equals(), result(`${measure(cell)} ${cell.unit}`)]
        : state
          ? [equals(), stateMark(state)]
          : [];
  const formula = h(
    "p",
    { class: "formula" },
    h("span", {}, indicator.name),
    ratio ? [equals(), fraction(indicator.numerator, indicator.denominator)] : null,
    figures
  );
  const rows: [string, Child][] = [["公式", formula]];
  if (cell?.numerator != null)
    rows.push(["分子", [h("b", {}, count(cell.numerator)), ` ${indicator.numerator}`]]);
  else rows.push([ratio ? "分子" : "计数", indicator.numerator]);
  if (ratio)
    rows.push([
      "分母",
      cell?.denominator != null
        ? [h("b", {}, count(cell.denominator)), ` ${indicator.denominator}`]
        : indicator.denominator
    ]);
  if (key) {
    const judged = judgementWord(cell);
    const where = site.regions.get(key.region)?.name ?? key.region;
    rows.push([
      "范围",
      [
        where,
        periodWord(key.period),
        breakdownText(key.breakdown ?? "", site.tableName) || "总计",
        `按${key.basis}`
      ].join(" ・ ")
    ]);
    rows.push([
      "判断",
      [
        judged.state ? stateMark(judged.state) : h("b", {}, judged.word),
        ` 口径 ${profileName(site.meta, context.profile)}`
      ]
    ]);
    if (cell?.clause) rows.push(["本行条款", cell.clause]);
  }
  rows.push(["粒度", `${indicator.grain.split(">").map(levelWord).join(" › ")} ・ ${indicator.period}`]);
  // Some notes of the contract speak of its columns; those are not for readers.
  if (indicator.edge && !/[a-z]{3}/.test(indicator.edge)) rows.push(["边界", indicator.edge]);
  const late = h("div", { class: "about-late" });
  void judging(site, indicator.id).then(
    found => late.replaceWith(...found),
    () => late.replaceWith(line("阈值", "没有读出来，请刷新页面"))
  );
  const clauses = readClauses(indicator.clauses, site.meta.profiles);
  const href = `${siteUrl("catalogue.html").pathname}${site.context.href()}#${indicator.id}`;
  return h(
    "section",
    {},
    h("h3", {}, `${indicator.name} ${indicator.id}`),
    h(
      "dl",
      {},
      rows.map(([term, text]) => line(term, text)),
      late,
      line("条款", [
        clauses.length > 0
          ? clauses.map(({ source, clause }) => `${source} ${clause}`).join("；")
          : "各口径都没有写",
        " ",
        h("a", { href }, `指标说明 ${indicator.id}`)
      ])
    )
  );
}

function line(term: string, text: Child): HTMLElement {
  return h("div", {}, h("dt", {}, term), h("dd", {}, text));
}

/** 阈值 of the document in force, each with how it is known, and what the other documents do. */
async function judging(site: Site, id: string): Promise<HTMLElement[]> {
  const { indicators } = await site.json<Definitions>("definitions.json");
  const all = indicators.find(each => each.id === id)?.judging ?? [];
  const { profile } = site.context.value;
  const mine = all.find(each => each.profile === profile);
  const others = all.filter(each => each.profile !== profile);
  return [
    line(
      "阈值",
      mine && (mine.line !== "" || mine.thresholds.length > 0)
        ? h(
            "table",
            { class: "about-thresholds" },
            h("caption", { class: "unseen" }, "判断线与参数"),
            h(
              "tbody",
              {},
              judgingLines(mine).map(({ name, value, mark, note }) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, name),
                  h("td", {}, h("b", {}, value)),
                  h("td", {}, mark && certaintyMark(mark)),
                  h("td", { class: "note" }, note)
                )
              )
            )
          )
        : [
            stateMark("silent"),
            ` ${profileName(site.meta, profile)} ${mine?.note || "没有判断线，只显示数值"}`
          ]
    ),
    line("其他口径", [
      others.map(each => [
        h(
          "span",
          { class: "about-other" },
          `${profileName(site.meta, each.profile)} `,
          each.line === "" ? stateMark("silent") : h("b", {}, judgingText({ ...each, note: "" }))
        ),
        " "
      ]),
      h("span", { class: "note" }, "换口径只换判断，数值不变。")
    ])
  ];
}

function sources(site: Site, tables: ReadonlySet<string>): HTMLElement {
  const files = site.intake.files.filter(({ table: name }) => name !== null && tables.has(name));
  const absent = [...tables].filter(name => !site.meta.tables.some(each => each.table === name));
  return h(
    "section",
    {},
    h("h3", {}, "来源文件"),
    files.length > 0
      ? table({
          caption: "来源文件与行数",
          sortable: false,
          columns: [
            { key: "file", label: "文件", value: row => row.file },
            { key: "name", label: "表", value: row => row.name ?? "" },
            { key: "read", label: "读入行", value: row => row.read, text: row => count(row.read) },
            { key: "accepted", label: "采用", value: row => row.accepted, text: row => count(row.accepted) },
            { key: "refused", label: "拒收", value: row => row.refused, text: row => count(row.refused) }
          ],
          rows: files
        })
      : h("p", { class: "note" }, "没有读到相关的表。"),
    absent.length > 0
      ? h(
          "p",
          { class: "note" },
          `另有 ${absent.length} 张可用的表本次没有导入：${absent.map(site.tableName).join("、")}`
        )
      : null,
    h("p", { class: "note" }, `数据截至 ${site.meta.asOf}`)
  );
}

/** The key to what stands where there is no number. */
function legend(): HTMLElement {
  return h(
    "section",
    { class: "about-states" },
    h("h3", {}, "没有数字时怎样显示"),
    h(
      "dl",
      {},
      h("div", {}, h("dt", {}, "0"), h("dd", {}, "有记录，数为零")),
      legendStates().map(state => h("div", {}, h("dt", {}, stateMark(state)), h("dd", {}, stateNotes[state])))
    )
  );
}

function fraction(over: string, under: string): HTMLElement {
  return h(
    "span",
    { class: "fraction" },
    h("span", {}, over),
    h("span", { class: "unseen" }, "除以"),
    h("span", {}, under)
  );
}

function equals(): HTMLElement {
  return h("span", { class: "equals" }, "=");
}

function result(text: string): HTMLElement {
  return h("b", { class: "result" }, text);
}
