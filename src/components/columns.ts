import type { Cell } from "../lib/dataset.js";
import { inPercent, share } from "../lib/format.js";
import { judgementWord, type State, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { stateMark } from "./state.js";
import type { TableColumn } from "./table.js";

/** A row of one cell of the tidy table, and why it has no number where it has none. */
interface CellRow {
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

/** The column of a rate in percent, or the mark of the state it is in. */
export function rateColumn<Row extends CellRow>(label: string, digits = 1): TableColumn<Row> {
  return {
    key: "value",
    label,
    strong: true,
    value: ({ cell }) => inPercent(cell?.value),
    text: ({ cell }) => (cell?.value == null ? "" : share(cell.value, digits)),
    state: ({ state }) => state && stateWords[state],
    cell: ({ state }) => (state ? stateMark(state) : null)
  };
}

/** The column of what the document in force makes of a row's cell. */
export function judgementColumn<Row extends Pick<CellRow, "cell">>(): TableColumn<Row> {
  return {
    key: "judgement",
    label: "判断",
    value: ({ cell }) => judgementWord(cell).word,
    cell: ({ cell }) => {
      const { word, state } = judgementWord(cell);
      return state ? stateMark(state) : h("span", { class: "unbroken" }, word);
    }
  };
}
