import { type Column, type Direction, sortRows } from "../lib/tabular.js";
import { type Child, h } from "./dom.js";

/** A column as drawn; `cell` overrides the plain text, `strong` sets the values bold. */
export interface TableColumn<Row> extends Column<Row> {
  readonly cell?: (row: Row) => Child;
  readonly strong?: boolean;
  /** What stands in the head in place of the label's words, e.g. a mark with its word or the axis of a picture. */
  readonly head?: () => Child;
  /** A column that is a picture: it is not sorted by, and stands at the left of its room. */
  readonly picture?: boolean;
}

export interface TableSpec<Row> {
  /** Names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** A last row that stays last however the table is sorted. */
  readonly total?: Row;
  /** Key of the row in hand, and how a row is named. */
  readonly rowKey?: (row: Row) => string;
  readonly selected?: string;
  readonly onSelect?: (row: Row) => void;
  /** Heads become buttons that sort; true by default. */
  readonly sortable?: boolean;
}

/** A table whose numeric columns are set right; text columns (by their first value) left. */
export function table<Row>(spec: TableSpec<Row>): HTMLElement {
  const { columns } = spec;
  const numeric = columns.map(({ value }) => {
    const sample = spec.rows.map(value).find(each => each !== null);
    return typeof sample === "number";
  });
  const sorts = spec.sortable !== false && spec.rows.length > 1;
  const look = (index: number): string | undefined =>
    columns[index]!.picture
      ? "picture"
      : numeric[index]
        ? "number"
        : numeric[index - 1]
          ? "after-number"
          : undefined;
  let sorted: { key: string; direction: Direction } | null = null;
  const body = h("tbody");
  const heads: HTMLTableCellElement[] = [];

  const head = (column: TableColumn<Row>, index: number, rowspan?: number): HTMLTableCellElement => {
    const cell = h(
      "th",
      { scope: "col", rowspan, class: look(index) },
      sorts && !column.picture
        ? h("button", { type: "button", onclick: () => sort(column) }, column.head?.() ?? column.label)
        : (column.head?.() ?? column.label),
      // The axis is hidden from readers; a head is never empty.
      column.picture && column.head ? h("span", { class: "unseen" }, `${column.label}（图）`) : null
    );
    heads[index] = cell;
    return cell;
  };
  const sort = (column: TableColumn<Row>): void => {
    if (sorted?.key !== column.key) sorted = { key: column.key, direction: "descending" };
    else if (sorted.direction === "descending") sorted = { key: column.key, direction: "ascending" };
    else sorted = null;
    columns.forEach(({ key }, index) => {
      if (sorted?.key === key) heads[index]!.setAttribute("aria-sort", sorted.direction);
      else heads[index]!.removeAttribute("aria-sort");
    });
    fill();
  };
  const fill = (): void => {
    const by = columns.find(({ key }) => key === sorted?.key);
    const rows = by && sorted ? sortRows(spec.rows, by, sorted.direction) : spec.rows;
    body.replaceChildren(
      ...rows.map(row => line(row, false)),
      ...(spec.total === undefined ? [] : [line(spec.total, true)])
    );
  };
  const line = (row: Row, total: boolean): HTMLTableRowElement => {
    const key = spec.rowKey?.(row);
    const chosen = key !== undefined && key === spec.selected;
    const cells = columns.map((column, index) => {
      const content =
        column.cell?.(row) ?? column.text?.(row) ?? column.state?.(row) ?? column.value(row) ?? "";
      const name = [look(index), column.strong && "strong"].filter(Boolean).join(" ");
      const attributes = { class: name || undefined };
      if (index > 0) return h("td", attributes, content);
      const select = spec.onSelect;
      return h(
        "th",
        { ...attributes, scope: "row" },
        select && !total
          ? h(
              "button",
              {
                type: "button",
                class: "row-name",
                "aria-pressed": String(chosen),
                onclick: () => select(row)
              },
              content
            )
          : content
      );
    });
    return h("tr", { class: total ? "total" : chosen ? "chosen" : undefined, "data-key": key }, cells);
  };

  fill();
  const view = h(
    "table",
    {},
    h("caption", { class: "unseen" }, spec.caption),
    h("thead", {}, headRows(columns, head)),
    body
  );
  return scroller(view, spec.caption);
}

/** A frame that scrolls sideways when it must, and can then be reached by keyboard. */
function scroller(view: HTMLElement, name: string): HTMLElement {
  const frame = h("div", { class: "table" }, view);
  new ResizeObserver(() => {
    const scrolls = frame.scrollWidth > frame.clientWidth;
    // Two figures may have tables of one name, such as their source files.
    const title = frame.closest(".figure")?.querySelector(".figure-title")?.textContent ?? name;
    const whole = title === name ? name : `${title}：${name}`;
    for (const [attribute, value] of [
      ["tabindex", "0"],
      ["role", "region"],
      ["aria-label", `${whole}（可左右滚动）`]
    ] as const)
      if (scrolls) frame.setAttribute(attribute, value);
      else frame.removeAttribute(attribute);
  }).observe(frame);
  return frame;
}

function headRows<Row>(
  columns: readonly TableColumn<Row>[],
  head: (column: TableColumn<Row>, index: number, rowspan?: number) => HTMLTableCellElement
): HTMLTableRowElement[] {
  if (!columns.some(({ group }) => group))
    return [
      h(
        "tr",
        {},
        columns.map((column, index) => head(column, index))
      )
    ];
  const upper: Child[] = [];
  const lower: Child[] = [];
  for (let index = 0; index < columns.length; ) {
    const { group } = columns[index]!;
    let end = index + 1;
    while (group && columns[end]?.group === group) ++end;
    if (group) {
      upper.push(h("th", { scope: "colgroup", colspan: end - index, class: "group" }, h("span", {}, group)));
      for (let each = index; each < end; ++each) lower.push(head(columns[each]!, each));
    } else {
      upper.push(h("td", { class: "corner" }));
      lower.push(head(columns[index]!, index));
    }
    index = end;
  }
  return [h("tr", { class: "groups" }, upper), h("tr", {}, lower)];
}
