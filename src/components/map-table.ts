import { count, decimal } from "../lib/format.js";
import { areaText, signedText } from "../lib/geo-area.js";
import { tableTitle } from "../lib/geo-finding.js";
import { scaleIndicator } from "../lib/geo-measure.js";
import type { Scene, SceneRow } from "../lib/geo-scene.js";
import { rangeText } from "../lib/geo-words.js";
import { difference } from "../lib/measures.js";
import { type State, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { mapRing, mapSwatch } from "./map-key.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

type Column = TableColumn<SceneRow>;

const yearSteps = { month: "较上年同月", quarter: "较上年同季", year: null, own: null } as const;
const nearSteps = { month: "较上月", quarter: "较上季", year: "较上年", own: null } as const;

/** Columns of the table: what the measure is made of, its value, and how it stands against another. */
export function areaColumns(scene: Scene): Column[] {
  const { measure, basis, facts, total, comparison } = scene;
  const { reference, collective } = facts;
  const value = valueColumn(scene);
  const name = nameColumn(scene, collective);
  const number = (key: string, label: string, read: (row: SceneRow) => number | null, unit?: string) =>
    numberColumn({ key, label, ...(unit ? { unit } : {}) }, read);
  const held = [
    number("households", "在册户", row => row.households, "户"),
    number("people", "在册人", row => row.people, "人")
  ];
  const over = number("numerator", measure.numerator, row => row.area.numerator, basis);
  const under = number("denominator", measure.denominator, row => row.area.denominator, basis);
  const change = (key: string, label: string | null, before: (row: SceneRow) => number | null) =>
    label === null ? [] : [changeColumn(scene, key, label, before)];

  if (comparison) {
    const parts = measure.kind === "count" ? [] : [over, under];
    return [
      name,
      ...parts,
      otherColumn(scene),
      { ...value, label: `${scene.period ?? scene.month} ${measure.unit}` },
      differenceColumn(scene)
    ];
  }
  if (measure.indicator === "K03" && measure.breakdown === "") {
    return [
      name,
      ...held.map(column => ({ ...column, strong: column.label.endsWith(basis) })),
      ...change("step", nearSteps[measure.period], row => row.stepBefore),
      ...change("year", yearSteps[measure.period], row => row.yearBefore)
    ];
  }
  if (measure.kind === "count")
    return [
      name,
      value,
      ...change("step", nearSteps[measure.period], row => row.stepBefore),
      ...change("year", yearSteps[measure.period], row => row.yearBefore)
    ];
  if (measure.id === scaleIndicator) {
    const columns = [name, ...held, under, value];
    return reference === null
      ? columns
      : [
          ...columns,
          // The reference is set against counties, so the row of the whole region has no difference.
          without(
            total,
            changeColumn(scene, "reference", `与参考 ${reference}%`, () => reference)
          )
        ];
  }
  if (measure.kind === "mean" && scene.rows.every(({ area }) => area.numerator === null))
    return [name, under, value, ...change("step", nearSteps[measure.period], row => row.stepBefore)];
  return [name, over, under, value];
}

/** What the download has beside the table's own columns. */
export function fileColumns(scene: Scene): Column[] {
  const { overlay } = scene;
  const small: Column = {
    key: "small",
    label: "分母不足",
    value: ({ area }) => (area.small ? "是" : "")
  };
  if (!overlay) return [small];
  const range: Column = {
    key: "range",
    label: rangeText(scene),
    value: ({ area }) => {
      const share = overlay.inside.get(area.code);
      return share === undefined ? "" : share === "whole" ? "在范围内" : `${share} 个乡镇在范围内`;
    }
  };
  return [small, range];
}

/** What the table tells its page. */
export interface TableHooks {
  readonly onSelect: (code: string) => void;
  readonly onHover: (code: string | null) => void;
}

/** The table beside the map: rows follow the division code until a reader sorts them. */
export function areaTable(scene: Scene, hooks: TableHooks): HTMLElement {
  const view = table({
    caption: tableTitle(scene.facts),
    columns: areaColumns(scene),
    rows: scene.rows,
    total: scene.total,
    rowKey: ({ area }) => area.code,
    selected: scene.view.selected ?? undefined,
    onSelect: ({ area }) => hooks.onSelect(area.code)
  });
  return hooked(view, hooks);
}

/** A table whose rows, keyed by area, select and hover as the areas of the map do. */
export function hooked(view: HTMLElement, hooks: TableHooks): HTMLElement {
  const keyAt = (event: Event) =>
    (event.target as Element).closest<HTMLElement>("tbody tr:not(.total)")?.dataset.key ?? null;
  view.addEventListener("click", event => {
    const key = keyAt(event);
    if (key && !(event.target as Element).closest("button")) hooks.onSelect(key);
  });
  view.addEventListener("pointerover", event => hooks.onHover(keyAt(event)));
  view.addEventListener("pointerleave", () => hooks.onHover(null));
  return view;
}

/** Marks the row in hand and the row under the pointer without drawing the table again. */
export function markRows(view: HTMLElement, selected: string | null, hovered: string | null): void {
  for (const row of view.querySelectorAll<HTMLElement>("tbody tr:not(.total)")) {
    const chosen = row.dataset.key === selected;
    row.classList.toggle("chosen", chosen);
    row.classList.toggle("hovered", row.dataset.key === hovered);
    row.querySelector("button.row-name")?.setAttribute("aria-pressed", String(chosen));
  }
}

function nameColumn({ total, overlay }: Scene, label: string): Column {
  const mark = ({ area }: SceneRow): HTMLElement | null => {
    const share = overlay?.inside.get(area.code);
    if (!overlay || share === undefined) return null;
    const words = share === "whole" ? "在影响范围内" : `${share} 个乡镇在影响范围内`;
    const text = share === "whole" ? overlay.sign : `${overlay.sign} ${share}`;
    return h("span", { class: "map-sign", title: words }, text);
  };
  return {
    key: "name",
    label,
    value: row => row.area.name,
    cell: row => [
      row === total ? null : mapSwatch(row.look),
      row.area.name,
      row.area.small ? mapRing("分母不足") : null,
      row === total ? null : mark(row)
    ]
  };
}

function numberColumn(
  head: Pick<Column, "key" | "label" | "unit">,
  value: (row: SceneRow) => number | null
): Column {
  const state = ({ area }: SceneRow): State => area.state ?? "missing";
  const text = (found: number) => (Number.isInteger(found) ? count(found) : decimal(found, 1));
  return {
    ...head,
    value,
    text: row => (value(row) === null ? "" : text(value(row)!)),
    state: row => (value(row) === null ? stateWords[state(row)] : null),
    cell: row => (value(row) === null ? stateMark(state(row)) : undefined)
  };
}

function valueColumn({ measure, basis, comparison }: Scene): Column {
  const plain = measure.kind === "count" && measure.unit === basis && !comparison;
  return {
    key: "value",
    label: plain ? `${headOf(measure.short)}（${basis}）` : `${headOf(measure.short)} ${measure.unit}`,
    strong: true,
    value: row => row.area.value,
    text: row => areaText(row.area, measure),
    state: ({ area }) => area.state && stateWords[area.state],
    cell: row => (row.area.state ? stateMark(row.area.state) : undefined)
  };
}

/** The second month's values. */
function otherColumn({ measure, comparison }: Scene): Column {
  const other = otherOf(comparison);
  return {
    key: "other",
    label: `${comparison!.period ?? comparison!.month} ${measure.unit}`,
    value: row => other(row)?.value ?? null,
    text: row => (other(row) ? areaText(other(row)!, measure) : ""),
    state: row => stateOf(other(row)?.state ?? null, other(row)?.value ?? null),
    cell: row => {
      const area = other(row);
      return area?.state ? stateMark(area.state) : undefined;
    }
  };
}

/** The month in hand less the second month, as signed text. */
function differenceColumn(scene: Scene): Column {
  const other = otherOf(scene.comparison);
  const points = scene.measure.kind === "rate" ? "百分点" : scene.measure.unit;
  return changeColumn(scene, "difference", `相差 ${points}`, row => other(row)?.value ?? null);
}

function changeColumn(
  { measure }: Scene,
  key: string,
  label: string,
  before: (row: SceneRow) => number | null
): Column {
  const value = (row: SceneRow): number | null => difference(row.area.value, before(row));
  const state = (row: SceneRow): State => row.area.state ?? "missing";
  return {
    key,
    label,
    value,
    text: row => (value(row) === null ? "" : signedText(value(row)!, measure)),
    state: row => (value(row) === null ? stateWords[state(row)] : null),
    cell: row => (value(row) === null ? stateMark(state(row)) : undefined)
  };
}

/** A column without an entry in one row. */
function without(blank: SceneRow, column: Column): Column {
  return {
    ...column,
    value: row => (row === blank ? null : column.value(row)),
    state: row => (row === blank ? null : column.state!(row)),
    text: row => (row === blank ? "" : column.text!(row)),
    cell: row => (row === blank ? "" : column.cell!(row))
  };
}

function otherOf(comparison: Scene["comparison"]) {
  const areas = new Map(
    [...(comparison?.rows ?? []), ...(comparison ? [comparison.total] : [])].map(({ area }) => [
      area.code,
      area
    ])
  );
  return ({ area }: SceneRow) => areas.get(area.code);
}

function stateOf(state: State | null, value: number | null): string | null {
  return value === null ? stateWords[state ?? "missing"] : null;
}

/** A short name as a column's head: the breakdown's words are in the title. */
function headOf(short: string): string {
  return short.replace(/（.*）$/, "");
}
