import type { Cell } from "../lib/dataset.js";
import { measure } from "../lib/format.js";
import { isUnknownWithheld, type State, stateNotes, stateWords, valueState } from "../lib/state.js";
import { h } from "./dom.js";

/** The mark of a state: its word in its own look. */
export function stateMark(state: State): HTMLElement {
  const text =
    state === "na" ? `— ${stateWords.na}` : state === "open" ? `${stateWords.open}?` : stateWords[state];
  const look = state === "missing" && isUnknownWithheld() ? "suppressed" : state;
  return h("span", { class: `state state-${look}`, title: stateNotes[state] }, text);
}

/** The mark of a table that was not imported, in any edition. */
export function unreadMark(): HTMLElement {
  return h("span", { class: "state state-missing" }, "缺数据");
}

/** A cell's value as text, or the mark of the state it is in. */
export function reading(cell: Cell | undefined, digits = 1): Node {
  const state = valueState(cell);
  return state ? stateMark(state) : document.createTextNode(measure(cell, digits));
}
