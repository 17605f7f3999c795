import { markNotes, markWords } from "../lib/catalogue.js";
import type { Mark } from "../lib/site.js";
import { h } from "./dom.js";

/** The tag of how a rule is known: 原文 in solid ink, 推定 in outline, 平台设置 in a dashed outline. */
export function certaintyMark(mark: Mark): HTMLElement {
  return h("span", { class: `certainty certainty-${mark}`, title: markNotes[mark] }, markWords[mark]);
}

/** The key to the tags, in one line. */
export function certaintyKey(): (Node | string)[] {
  return (["text", "inferred", "platform"] as const).flatMap((mark, index) => [
    index > 0 ? " ・ " : "",
    certaintyMark(mark),
    ` ${markNotes[mark]}`
  ]);
}
