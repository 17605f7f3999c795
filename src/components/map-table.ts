import { count } from "../lib/format.js";
import { areaText, signedText } from "../lib/geo-area.js";
import { tableTitle } from "../lib/geo-finding.js";
import type { Scene, SceneRow } from "../lib/geo-scene.js";
import { stateWords } from "../lib/state.js";
import { mapRing, mapSwatch } from "./map-key.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** Columns of the table and of its download. */
export function areaColumns({ measure, basis, facts, total }: Scene): TableColumn<SceneRow>[] {
  const { reference, collective } = facts;
  const state = ({ area }: SceneRow) => (area.state ? stateWords[area.state] : null);
  const number = (
    key: string,
    label: string,
    value: (row: SceneRow) => number | null,
    unit?: string
  ): TableColumn<SceneRow> => ({
    key,
    label,
    unit,
    value,
    text: row => (value(row) === null ? "" : count(value(row)!)),
    state: row => (value(row) === null ? (state(row) ?? stateWords.missing) : null),
    cell: row => (value(row) === null ? stateMark(row.area.state ?? "missing") : undefined)
  });
  const change = (
    key: string,
    label: string,
    before: (row: SceneRow) => number | null
  ): TableColumn<SceneRow> => ({
    key,
    label,
    value: row => difference(row.area.value, before(row)),
    text: row => {
      const value = difference(row.area.value, before(row));
      return value === null ? "" : signedText(value, measure);
    },
    state: row =>
      difference(row.area.value, before(row)) === null ? (state(row) ?? stateWords.missing) : null,
    cell: row =>
      difference(row.area.value, before(row)) === null ? stateMark(row.area.state ?? "missing") : undefined
  });
  // The reference is set against counties, so the row of the whole region has no difference.
  const againstReference = (column: TableColumn<SceneRow>): TableColumn<SceneRow> => ({
    ...column,
    value: row => (row === total ? null : column.value(row)),
    state: row => (row === total ? null : column.state!(row)),
    text: row => (row === total ? "" : column.text!(row)),
    cell: row => (row === total ? "" : column.cell!(row))
  });

  const name: TableColumn<SceneRow> = {
    key: "name",
    label: collective,
    value: row => row.area.name,
    cell: row => [
      row === total ? null : mapSwatch(row.look),
      row.area.name,
      row.area.small ? mapRing("分母不足") : null
    ]
  };
  const held = [
    number("households", "在册户", row => row.households, "户"),
    number("people", "在册人", row => row.people, "人")
  ];
  if (measure.kind === "count") {
    return [
      name,
      ...held.map(column => ({ ...column, strong: column.label.endsWith(basis) })),
      change("month", "较上月", row => row.monthBefore),
      change("year", "较上年同月", row => row.yearBefore)
    ];
  }
  const value: TableColumn<SceneRow> = {
    key: "value",
    label: `${measure.short} %`,
    strong: true,
    value: row => row.area.value,
    text: row => areaText(row.area, measure),
    state,
    cell: row => (row.area.state ? stateMark(row.area.state) : undefined)
  };
  const under = number("denominator", measure.denominator, row => row.area.denominator, basis);
  if (measure.id === "K01") {
    const columns = [name, ...held, under, value];
    return reference === null
      ? columns
      : [...columns, againstReference(change("reference", `与参考 ${reference}%`, () => reference))];
  }
  return [name, number("numerator", measure.numerator, row => row.area.numerator, basis), under, value];
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

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before;
}
