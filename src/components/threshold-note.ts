import type { Definitions } from "../lib/site.js";
import { h } from "./dom.js";
import { certaintyMark } from "./policy-mark.js";

/** What a document says on an indicator, each value with how it is known; nothing where it says nothing. */
export function thresholdNote(
  { indicators }: Definitions,
  indicator: string,
  profile: string
): (Node | string)[] {
  const judging = indicators
    .find(({ id }) => id === indicator)
    ?.judging.find(each => each.profile === profile);
  const judged =
    judging?.rule === "judged" && judging.mark
      ? [{ name: "判断线", value: judging.line, mark: judging.mark, note: judging.note }]
      : [];
  return [...judged, ...(judging?.thresholds ?? [])].flatMap(({ name, value, mark, note }) => [
    h("span", { class: "threshold" }, `${name} ${value}${note ? `（${note}）` : ""} `, certaintyMark(mark)),
    " "
  ]);
}
