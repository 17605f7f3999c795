import { stateNotes } from "../lib/state.js";
import { h } from "./dom.js";
import { stateMark } from "./state.js";

/**
 * What stands in the place of something a public edition does not publish.
 * @param what its name
 * @param why what it would tell, e.g. 行数可以就是几户
 */
export function withheldNote(what: string, why: string): HTMLElement {
  return h(
    "div",
    { class: "absence" },
    h("p", {}, stateMark("suppressed"), ` ${what}在公开版不发布：${why}。`),
    h("p", {}, `“已遮蔽”指${stateNotes.suppressed}；不等于没有，也不等于缺数据。`)
  );
}
