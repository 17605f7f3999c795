import { scaleLinear } from "d3-scale";
import type { Context } from "../lib/context.js";
import { count, signed } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { type ScopeRow, scopeRows, scopeTitle } from "../lib/policy-scope.js";
import type { Scope } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { h, s } from "./dom.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** From this width in pixels on, the bars stand beside the numbers. */
const besideFrom = 1100;
/** What the numbers take beside the bars. */
const numbersWidth = 760;
const barHeight = 18;

/** 换口径后谁进谁出: how many each document would take in, leave out, or cannot tell, against the register. */
export function policyScope(site: Site, scope: Scope, context: Context): HTMLElement {
  const { meta, regions } = site;
  const { basis, profile, region } = context;
  const rows = scopeRows(scope, region, basis) ?? [];
  const base = rows.find(row => row.profile === profile);
  const name = (row: ScopeRow) => profileName(meta, row.profile);
  const number = (
    key: keyof Omit<ScopeRow, "profile">,
    label: string,
    group?: string,
    strong = false
  ): TableColumn<ScopeRow> => ({
    key,
    label,
    group,
    strong,
    unit: basis,
    value: row => row[key],
    text: row => count(row[key] ?? 0),
    state: row => (row[key] === null ? stateWords.silent : null),
    cell: row => (row[key] === null ? stateMark("silent") : null)
  });
  const document: TableColumn<ScopeRow> = {
    key: "document",
    label: "文件",
    value: name,
    cell: row => (row.profile === profile ? h("b", {}, `${name(row)}（当前）`) : name(row))
  };
  const parts = [
    number("byIncome", "收入", "范围内，由于"),
    number("byShock", "支出与突发", "范围内，由于"),
    number("bySafeguard", "三保障", "范围内，由于")
  ];
  const whole = [
    number("inScope", "在范围内", undefined, true),
    number("out", "不在范围"),
    number("unknown", "未知")
  ];
  const turns = [number("enter", "未在册而在范围"), number("leave", "在册而不在范围")];
  const difference: TableColumn<ScopeRow> = {
    key: "difference",
    label: "较当前口径",
    unit: basis,
    value: row => row.inScope - (base?.inScope ?? 0),
    text: row => (row.profile === profile ? "—" : signed(row.inScope - (base?.inScope ?? 0)))
  };
  const most = Math.max(1, ...rows.flatMap(({ enter, leave }) => [enter, leave]));
  const element = figure<ScopeRow>(site, {
    id: "scope",
    title: scopeTitle(rows.length > 0 ? rows : null, profile, basis),
    unit: [
      `${regions.get(region)?.name ?? region}，按${basis}`,
      `快照日 ${meta.asOf}，不随期间变`,
      "按现有记录试算，不是认定，也不是应纳应退的名单"
    ].join(" ・ "),
    picture: width => {
      if (rows.length === 0) return h("p", {}, stateMark("missing"), " 这个区域没有试算的结果。");
      if (width < besideFrom) return narrow(rows, name, most, width);
      return table<ScopeRow>({
        caption: "换口径后谁进谁出",
        sortable: false,
        rowKey: row => row.profile,
        selected: profile,
        columns: [
          document,
          ...whole,
          ...parts,
          {
            key: "bars",
            label: "← 在册而不在范围　　未在册而在范围 →",
            value: () => "",
            cell: row => bars(row, most, width - numbersWidth)
          }
        ],
        rows
      });
    },
    note: [
      "三项由于可重叠；收入、支出、三保障任一满足即在范围内，是否并列依各文件。缺收入、支出或核查记录而结论可能改变的列未知，既不算进也不算出。在册户收入回升后不在范围，不等于可以消除。"
    ],
    table: {
      caption: "换口径后谁进谁出",
      columns: [document, ...whole, difference, ...parts, number("byCategory", "在册且属列明类别"), ...turns],
      rows,
      rowKey: row => row.profile,
      selected: profile
    },
    about: ["K12", "K13", "K14", "K15"].map(indicator => ({ indicator }))
  });
  element.classList.add("policy-scope");
  return element;
}

/** A line for each document, its bars under its name. */
function narrow(
  rows: readonly ScopeRow[],
  name: (row: ScopeRow) => string,
  most: number,
  width: number
): HTMLElement {
  return h(
    "ul",
    { class: "scope-list" },
    rows.map(row =>
      h(
        "li",
        {},
        h("p", {}, h("b", {}, name(row))),
        h(
          "p",
          { class: "note" },
          `在范围内 ${count(row.inScope)}，不在 ${count(row.out)}，未知 ${count(row.unknown)}`
        ),
        bars(row, most, width)
      )
    ),
    h("li", { class: "note" }, "左：在册而不在范围；右：未在册而在范围")
  );
}

/** What leaves to the left and what enters to the right of one line, on one scale for all documents. */
function bars({ enter, leave }: ScopeRow, most: number, width: number): SVGSVGElement {
  const label = 56;
  const x = scaleLinear([-most, most], [label, width - label]);
  const middle = x(0);
  return s(
    "svg",
    {
      class: "scope-bars",
      width,
      height: barHeight,
      role: "img",
      "aria-label": `在册而不在范围 ${count(leave)}，未在册而在范围 ${count(enter)}`
    },
    s("rect", { class: "leave", x: x(-leave), y: 3, width: middle - x(-leave), height: 12 }),
    s("rect", { class: "enter", x: middle, y: 3, width: x(enter) - middle, height: 12 }),
    s("line", { x1: middle, x2: middle, y1: 0, y2: barHeight }),
    s("text", { x: x(-leave) - 6, y: 14, "text-anchor": "end" }, count(leave)),
    s("text", { x: x(enter) + 6, y: 14 }, count(enter))
  );
}
