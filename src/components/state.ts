import type { Cell } from "../lib/dataset.js";
import { measure } from "../lib/format.js";
import { type State, stateNotes, stateWords, valueState } from "../lib/state.js";
import { h } from "./dom.js";

/** The mark of a state: its word in its own look. */
export function stateMark(state: State): HTMLElement {
  const text =
    state === "na" ? `— ${stateWords.na}` : state === "open" ? `${stateWords.open}?` : stateWords[state];
  return h("span", { class: `state state-${state}`, title: stateNotes[state] }, text);
}

/** A cell's value as text, or the mark of the state it is in. */
export function reading(cell: Cell | undefined, digits = 1): Node {
  const state = valueState(cell);
  return state ? stateMark(state) : document.createTextNode(measure(cell, digits));
}
