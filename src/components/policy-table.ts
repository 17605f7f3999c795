import { profileName } from "../lib/masthead.js";
import { isUniform, type Likeness, likeness, spreadText, tallyOf } from "../lib/policy.js";
import type { Meta, PolicyCell, PolicyGroup, PolicyParam } from "../lib/site.js";
import { type Child, h } from "./dom.js";
import { certaintyMark } from "./policy-mark.js";
import { stateMark } from "./state.js";

/** The documents side by side, and how the table is kept in step with the reader's choices. */
export interface PolicyTable {
  readonly element: HTMLElement;
  /** Marks the document in force and sets the others against it. */
  readonly inForce: (profile: string) => void;
  /** Shows the differing parameters only, or all. */
  readonly onlyDiffering: (only: boolean) => void;
  /** Which document a phone shows. */
  readonly onPhone: (profile: string) => void;
}

/** A cell in hand: its element, what it says, and which document says it. */
interface DrawnCell {
  readonly element: HTMLTableCellElement;
  readonly cell: PolicyCell;
  readonly at: number;
  readonly param: PolicyParam;
}

/** Parameters as rows under the names of their groups, documents as columns. A list this long is counted first. */
const countedFrom = 6;

export function policyTable(meta: Meta, groups: readonly PolicyGroup[]): PolicyTable {
  const cells: DrawnCell[] = [];
  const params = groups.flatMap(each => each.params);
  const heads = meta.profiles.map((profile, at) => {
    const { text, inferred, silent } = tallyOf(params, at);
    return h(
      "th",
      { scope: "col", "data-profile": profile.id },
      h("span", { class: "policy-document" }, profileName(meta, profile.id)),
      h("span", { class: "policy-tally" }, `原文 ${text}，推定与设置 ${inferred}，未规定 ${silent}`)
    );
  });
  const bodies = groups.map(group => {
    const rows = group.params.map(param => row(meta, param, cells));
    return {
      element: h(
        "tbody",
        { id: `group-${groups.indexOf(group) + 1}` },
        h(
          "tr",
          { class: "policy-group" },
          h("th", { colspan: meta.profiles.length + 1, scope: "colgroup" }, h("span", {}, group.name))
        ),
        rows
      ),
      params: group.params
    };
  });
  const table = h(
    "table",
    {},
    h("caption", { class: "unseen" }, "各份文件的口径对照"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "口径"), heads)),
    bodies.map(({ element }) => element)
  );
  const element = h("div", { class: "table policy-table" }, table);
  watchScroll(element);
  return {
    element,
    inForce: profile => {
      const base = Math.max(
        0,
        meta.profiles.findIndex(({ id }) => id === profile)
      );
      heads.forEach((head, at) => {
        head.classList.toggle("in-force", at === base);
        head.setAttribute("aria-label", head.textContent + (at === base ? "，当前口径" : ""));
      });
      for (const { element: drawn, cell, at, param } of cells) {
        const kind: Likeness = at === base ? "base" : likeness(cell, param.cells[base]!);
        drawn.dataset.likeness = kind;
      }
    },
    onlyDiffering: only => {
      for (const { element: body, params: own } of bodies) {
        const lines = [...body.rows].slice(1);
        own.forEach((param, index) => {
          lines[index]!.hidden = only && isUniform(param);
        });
        body.hidden = only && own.every(isUniform);
      }
    },
    onPhone: profile => {
      for (const { element: drawn, at } of cells)
        drawn.classList.toggle("phone", meta.profiles[at]!.id === profile);
      for (const head of heads) head.classList.toggle("phone", head.dataset.profile === profile);
    }
  };
}

function row(meta: Meta, param: PolicyParam, cells: DrawnCell[]): HTMLTableRowElement {
  return h(
    "tr",
    { id: param.key, class: isUniform(param) ? "uniform" : undefined },
    h(
      "th",
      { scope: "row", title: param.note },
      h("span", { class: "policy-name" }, param.name),
      h("span", { class: "policy-spread" }, spreadText(param))
    ),
    meta.profiles.map((_, at) => {
      const cell = param.cells[at]!;
      const element = h("td", {}, value(cell), basis(cell));
      cells.push({ element, cell, at, param });
      return element;
    })
  );
}

function value({ mark, text, items }: PolicyCell): Child {
  if (!mark) return h("p", { class: "policy-value" }, stateMark("silent"));
  const long = items !== null && items.length >= countedFrom;
  return [
    h("p", { class: "policy-value" }, long ? `${items.length} 项` : text),
    long ? h("p", { class: "policy-items" }, text) : null
  ];
}

function basis({ mark, clause, note }: PolicyCell): Child {
  const words = [clause, note].filter(Boolean).join("：");
  if (!mark && !words) return null;
  return h("p", { class: "policy-basis" }, mark && [certaintyMark(mark), " "], words);
}

/** Makes the frame reachable by keyboard while it scrolls sideways. */
function watchScroll(frame: HTMLElement): void {
  new ResizeObserver(() => {
    const scrolls = frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX !== "visible";
    for (const [name, text] of [
      ["tabindex", "0"],
      ["role", "region"],
      ["aria-label", "各份文件的口径对照"]
    ] as const)
      if (scrolls) frame.setAttribute(name, text);
      else frame.removeAttribute(name);
  }).observe(frame);
}
