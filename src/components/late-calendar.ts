import { stepsTo } from "../lib/calendar.js";
import { count } from "../lib/format.js";
import type { CalendarWeek, LateCalendar, Slot } from "../lib/identification.js";
import { isUnknownWithheld, stateWords } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { gridLegend } from "./grid-figure.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

interface Line {
  readonly name: string;
  readonly slot: (week: CalendarWeek) => Slot;
  /** Whether the cells are shaded by the steps of the ramp. */
  readonly shaded: boolean;
}

const lines: readonly Line[] = [..."一二三四五六日"].map((name, day) => ({
  name,
  slot: week => week.days[day]!,
  shaded: true
}));

/** Weeks by weekdays, each day with what was late; under them the week's late checks. */
export function lateCalendarPicture(data: LateCalendar, caption: string): HTMLElement {
  const steps = stepsTo(data.max);
  const columns: TableColumn<Line>[] = [
    { key: "name", label: "周几", value: line => line.name },
    ...data.weeks.map(
      (week): TableColumn<Line> => ({
        key: week.name,
        label: String(Number(week.monday.slice(8))),
        group: `${Number(week.monday.slice(5, 7))}月`,
        value: line => line.slot(week).late,
        cell: line => slotCell(line.slot(week), line.shaded ? steps : null)
      })
    )
  ];
  return h(
    "div",
    { class: "grid calendar" },
    table<Line>({
      caption,
      sortable: false,
      columns,
      rows: lines,
      total: { name: "周", slot: week => week.check, shaded: false }
    })
  );
}

/** The key to the calendar's cells. */
export function lateCalendarLegend({ max }: LateCalendar): Child {
  return [gridLegend(stepsTo(max), false), h("span", { class: "note" }, "— 没有到期的线索　空白 在数据之外")];
}

function slotCell({ look, late }: Slot, steps: readonly number[] | null): Child {
  if (look === "outside") return h("span", { class: "grid-cell" }, "");
  if (look === "missing")
    return h(
      "span",
      { class: "grid-cell state-missing", title: stateWords.missing },
      isUnknownWithheld() ? "遮" : "缺"
    );
  if (look === "none") return h("span", { class: "grid-cell calendar-none" }, "—");
  const step = steps === null ? "" : ` ramp-${steps.filter(each => late! >= each).length + 1}`;
  return h("span", { class: `grid-cell${step}` }, count(late!));
}

/** One line of the calendar as a table. */
export interface CalendarRow {
  readonly period: string;
  readonly kind: string;
  readonly slot: Slot;
}

/** Days, then weeks, as rows; what lies outside the data is left out. */
export function calendarRows({ weeks }: LateCalendar): CalendarRow[] {
  const inside = ({ slot }: CalendarRow) => slot.look !== "outside";
  return [
    ...weeks.flatMap(({ days }) => days.map(slot => ({ period: slot.name, kind: "次日交办", slot }))),
    ...weeks.map(({ check }) => ({ period: check.name, kind: "五日核实", slot: check }))
  ].filter(inside);
}

const number = (key: "due" | "late", label: string): TableColumn<CalendarRow> => ({
  key,
  label,
  unit: "条",
  value: ({ slot }) => slot[key],
  text: ({ slot }) => (slot[key] === null ? "" : count(slot[key])),
  state: ({ slot }) => (slot[key] === null ? stateWords[slot.look === "missing" ? "missing" : "na"] : null),
  cell: ({ slot }) => (slot[key] === null ? stateMark(slot.look === "missing" ? "missing" : "na") : null)
});

export const calendarColumns: readonly TableColumn<CalendarRow>[] = [
  { key: "period", label: "日或周", value: row => row.period },
  { key: "kind", label: "环节", value: row => row.kind },
  number("due", "应办"),
  number("late", "未按期")
];
