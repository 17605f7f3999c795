import {
  type CatalogueRow,
  type ClausePlace,
  clausesByDocument,
  type Fill,
  type Formula,
  fillWords,
  formulasOf,
  formulaText,
  gapText,
  type JudgingLine,
  judgingLines,
  judgingText,
  listedClauses,
  markWords,
  splitJudging
} from "../lib/catalogue.js";
import { count } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { levelWord } from "../lib/regions.js";
import type { Judging } from "../lib/site.js";
import { type Child, h } from "./dom.js";
import { certaintyMark } from "./policy-mark.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { table } from "./table.js";

/** One indicator: a line that opens to everything that is known of it. Its id is the indicator's own. */
export interface CatalogueEntry {
  readonly row: CatalogueRow;
  readonly element: HTMLDetailsElement;
  /** Shows on the line how the document in force treats it. */
  readonly inForce: (profile: string) => void;
}

/** Builds the line and, under it, definition, judging, tables and clauses. */
export function catalogueEntry(site: Site, row: CatalogueRow): CatalogueEntry {
  const { indicator, definition } = row;
  const judged = h("span", { class: "entry-judged" });
  const summary = h(
    "summary",
    {},
    h("span", { class: "entry-id" }, indicator.id),
    h("h3", { class: "entry-name" }, indicator.name),
    h("span", { class: "entry-words" }, formulasOf(indicator).map(formulaText).join("；")),
    h("span", { class: "entry-unit" }, unitText(row)),
    judged,
    h("span", { class: "entry-fill" }, fillMark(row.fill))
  );
  const element = h(
    "details",
    { id: indicator.id, class: "entry" },
    summary,
    h(
      "div",
      { class: "entry-body" },
      definitionList(site, row),
      h("div", { class: "entry-aside" }, judgingPart(site, row), tablesPart(site, row)),
      clausesPart(site, row)
    )
  );
  return {
    row,
    element,
    inForce: profile => {
      const judging = definition.judging.find(each => each.profile === profile);
      judged.replaceChildren(...(judging ? judgedShort(judging) : []));
      for (const line of element.querySelectorAll<HTMLElement>(".entry-judging tr[data-key]"))
        line.classList.toggle("in-force", line.dataset.key === profile);
    }
  };
}

/** The mark of a state of filling; 缺数据 has the look it has everywhere. */
export function fillMark(fill: Fill): HTMLElement {
  return h(
    "span",
    { class: fill === "missing" ? "state state-missing" : `fill fill-${fill}` },
    fillWords[fill]
  );
}

/** “编号、名称、公式…” heads of the lines, hidden from readers, whose lines are named one by one. */
export function entryHeads(judged: string): HTMLElement {
  const words = ["编号", "指标", "分子 ÷ 分母", "单位与计量", judged, "数据"];
  return h(
    "div",
    { class: "entry-heads", "aria-hidden": "true" },
    words.map(word => h("span", {}, word))
  );
}

function unitText({ indicator }: CatalogueRow): string {
  const units = indicator.unit.replaceAll("|", "、");
  return units === indicator.basis ? units : `${units}，按${indicator.basis}`;
}

function judgedShort(judging: Judging): Child[] & Node[] {
  const parts: Node[] = [
    h("span", { class: judging.line ? undefined : "quiet" }, judgingText({ ...judging, note: "" }))
  ];
  if (judging.mark) parts.push(certaintyMark(judging.mark));
  return parts;
}

function definitionList(site: Site, { indicator, definition, familyName }: CatalogueRow): HTMLElement {
  const rows: [string, Child][] = [
    ["公式", formulasOf(indicator).map(formula => formulaPart(indicator.name, formula))],
    ["单位", indicator.unit.replaceAll("|", "、")],
    ["计量", indicator.basis],
    ["区划", indicator.grain.split(">").map(levelWord).join(" › ")],
    ["期间", indicator.period],
    ["分项", definition.breakdowns.length > 0 ? list(definition.breakdowns) : "只有总计"],
    ["边界", sentences(indicator.edge)],
    ["类别", familyName],
    ["数据", dataWords(site, definition)]
  ];
  return h(
    "dl",
    { class: "entry-definition" },
    rows.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))
  );
}

function formulaPart(name: string, { numerator, denominator }: Formula): HTMLElement {
  return h(
    "p",
    { class: "formula" },
    h("span", {}, name),
    h("span", { class: "equals" }, "="),
    denominator === null
      ? h("span", {}, numerator)
      : h(
          "span",
          { class: "fraction" },
          h("span", {}, numerator),
          h("span", { class: "unseen" }, "除以"),
          h("span", {}, denominator)
        )
  );
}

function dataWords({ tableName }: Site, { gaps, filled }: CatalogueRow["definition"]): Child {
  if (gaps.length > 0) return list(gaps.map(gap => gapText(gap, tableName)));
  return filled ? "要用的表和列都有，已可计算" : "要用的表和列都有，目前还没有一条可计";
}

function judgingPart(site: Site, { definition }: CatalogueRow): HTMLElement {
  const { said, shown } = splitJudging(definition.judging);
  const names = shown.map(({ profile }) => profileName(site.meta, profile));
  return h(
    "section",
    { class: "entry-judging" },
    h("h4", {}, "谁来判，线与参数"),
    said.length > 0
      ? table<JudgingLine>({
          caption: "各份文件怎样判",
          sortable: false,
          rowKey: ({ profile }) => profile,
          columns: [
            {
              key: "document",
              label: "文件",
              value: ({ profile }) => profileName(site.meta, profile),
              cell: ({ profile, first }) =>
                h("span", { class: first ? undefined : "unseen" }, profileName(site.meta, profile))
            },
            { key: "name", label: "线与参数", value: ({ name }) => name },
            {
              key: "value",
              label: "值",
              value: ({ value }) => value,
              cell: ({ value, first }) => (first ? h("b", {}, value) : value)
            },
            {
              key: "mark",
              label: "依据",
              value: ({ mark }) => mark && markWords[mark],
              cell: ({ mark }) => mark && certaintyMark(mark)
            },
            { key: "note", label: "条款与说明", value: ({ note }) => note }
          ],
          rows: said.flatMap(judgingLines)
        })
      : null,
    h(
      "p",
      { class: "note" },
      [
        said.length === 0
          ? "各份文件都没有判断线，只显示数值"
          : names.length > 0
            ? `只显示数值：${names.join("、")}`
            : "",
        definition.remark
      ]
        .filter(Boolean)
        .join("；")
    )
  );
}

/** A table the indicator needs, and what the data at hand have of it. */
interface Need {
  readonly name: string;
  readonly rows: number | null;
  /** What there is to say of it; null when the table was not read. */
  readonly state: string | null;
}

function tablesPart({ meta, tableName }: Site, { indicator, definition }: CatalogueRow): HTMLElement {
  const needs: Need[] = indicator.tables.map(id => {
    const read = meta.tables.find(each => each.table === id);
    const lacking = definition.gaps.filter(gap => gap.table === id && gap.column !== "");
    const columns = [...new Set(lacking.map(({ column }) => column))];
    return {
      name: tableName(id),
      rows: read?.rows ?? null,
      state: read ? (columns.length > 0 ? `缺列：${columns.join("、")}` : "已读入") : null
    };
  });
  const supplied = definition.supplied.map(id => ({
    name: tableName(id),
    rows: null,
    state: "平台自带，不用填"
  }));
  return h(
    "section",
    {},
    h("h4", {}, "要用的表"),
    table<Need>({
      caption: "要用的表",
      sortable: false,
      columns: [
        { key: "name", label: "表", value: ({ name }) => name },
        {
          key: "rows",
          label: "本次采用",
          value: ({ rows }) => rows ?? 0,
          text: ({ rows }) => (rows === null ? "—" : `${count(rows)} 行`)
        },
        {
          key: "state",
          label: "状态",
          value: ({ state }) => state,
          cell: ({ state }) => state ?? stateMark("missing")
        }
      ],
      rows: [...needs, ...supplied]
    })
  );
}

function clausesPart({ meta }: Site, { indicator, definition }: CatalogueRow): HTMLElement {
  const documents = clausesByDocument(
    definition.clauses,
    listedClauses(indicator.clauses, meta.profiles),
    meta.profiles
  );
  return h(
    "section",
    { class: "entry-clauses" },
    h("h4", {}, "条款（本平台转述，不是原文）"),
    documents.length === 0 ? h("p", {}, "各份文件都没有写。") : null,
    documents.map(({ profile, places, bare }) =>
      h(
        "div",
        { class: "entry-document" },
        h("p", { class: "entry-source" }, profileName(meta, profile.id)),
        h(
          "ul",
          { class: places.length > 3 ? "many" : undefined },
          places.map(({ clause, kinds }) =>
            h("li", {}, h("span", { class: "entry-place" }, clause), h("span", {}, kinds.map(kindPart)))
          ),
          bare.length > 0 ? h("li", { class: "bare" }, bare.join("、")) : null
        )
      )
    )
  );
}

function kindPart({ kind, words, needs }: ClausePlace["kinds"][number], index: number): Child {
  const what = needs.length > 0 ? `涉及 ${needs.join("、")}` : undefined;
  return [
    index > 0 ? "；" : null,
    h("span", { class: "quiet", title: what }, `${kind} `),
    words.join("；") || "只作依据"
  ];
}

function list(items: readonly string[]): HTMLElement {
  return h(
    "ul",
    {},
    items.map(item => h("li", {}, item))
  );
}

/** Rules parted by “；”, one line each. */
function sentences(text: string): Child {
  const parts = text.split("；").filter(Boolean);
  return parts.length > 1 ? list(parts) : text || "—";
}
