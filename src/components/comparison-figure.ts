import type { ComparisonGrid, CountyComparisons } from "../lib/departments.js";
import { inPercent, share } from "../lib/format.js";
import { draftNote, fractionText } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import { stateWords, valueState } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { basisText } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

interface ComparisonSpec {
  readonly data: ComparisonGrid;
  readonly title: string;
  readonly note: string;
  /** Code of the county in hand, "" when there is none. */
  readonly selected: string;
}

/** Counties by quarters, each cell with the word for how the comparison stood; under them the rate in time. */
export function comparisonFigure(
  site: Site,
  reader: Reader,
  { data, title, note, selected }: ComparisonSpec
): HTMLElement {
  const { quarters, rows, whole } = data;
  const total: CountyComparisons = { code: "", name: "按时率 %", states: [] };
  const rated = (index: number) => whole[index];
  const columns = (drawn: boolean, from: number): TableColumn<CountyComparisons>[] => [
    { key: "name", label: "县区", value: row => row.name },
    ...quarters.slice(from).map((quarter, place): TableColumn<CountyComparisons> => {
      const index = place + from;
      const state = (row: CountyComparisons) =>
        row === total ? valueState(rated(index)) : row.states[index] == null ? "missing" : null;
      return {
        key: quarter,
        label: quarter,
        value: row => {
          if (row !== total) return row.states[index] ?? null;
          const value = rated(index)?.value;
          return inPercent(value);
        },
        text: row =>
          row !== total
            ? (row.states[index] ?? "")
            : rated(index)?.value == null
              ? ""
              : share(rated(index)!.value!),
        state: row => {
          const found = state(row);
          return found && stateWords[found];
        },
        cell: row => {
          const found = state(row);
          if (found) return stateMark(found);
          if (row === total || !drawn) return null;
          const word = row.states[index]!;
          return h("span", { class: word === "按时" ? "grid-cell" : "grid-cell late" }, word);
        }
      };
    })
  ];
  const last = whole.at(-1);
  const unit = [
    "季度比对按时率 K43",
    basisText("个"),
    reader.region.name,
    last?.numerator != null && last.denominator !== null
      ? `${quarters.at(-1)} 按时 ${fractionText(last.numerator, last.denominator)} 个`
      : "",
    draftNote(site.meta, reader.context.profile, whole)
  ];
  const lists = { rows, total, rowKey: (row: CountyComparisons) => row.code, selected };
  return figure<CountyComparisons>(site, {
    id: "comparisons",
    title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width => {
      const room = Math.max(2, Math.min(quarters.length, Math.floor((width - 80) / 62)));
      return h(
        "div",
        { class: "grid comparisons" },
        table<CountyComparisons>({
          caption: title,
          sortable: false,
          columns: columns(true, quarters.length - Math.min(room, quarters.length)),
          ...lists
        })
      );
    },
    note,
    table: { caption: title, columns: columns(false, 0), ...lists },
    about: [
      {
        indicator: "K43",
        key: reader.key({ indicator: "K43", breakdown: "", basis: "个" }, { kind: "quarter" })
      }
    ]
  });
}
