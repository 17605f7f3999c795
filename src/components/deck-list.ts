import type { MeetingSlide } from "../lib/report/meeting.js";
import { h } from "./dom.js";

/** The list that picks and orders slides: shown ones first in their order, then those left out. */
export function deckList(
  all: readonly MeetingSlide[],
  shown: readonly MeetingSlide[],
  onChange: (ids: string[]) => void
): HTMLElement {
  const order = [...shown, ...all.filter(each => !shown.includes(each))];
  const ids = shown.map(({ id }) => id);
  const moved = (id: string, by: number): string[] => {
    const at = ids.indexOf(id);
    const next = ids.filter(each => each !== id);
    next.splice(at + by, 0, id);
    return next;
  };
  const toggled = (id: string): string[] =>
    ids.includes(id)
      ? ids.filter(each => each !== id)
      : order.flatMap(each => (ids.includes(each.id) || each.id === id ? each.id : []));
  return h(
    "div",
    {},
    h("h2", {}, "选择和排列幻灯片"),
    h(
      "ul",
      { class: "deck-list" },
      order.map(({ id, name }) => {
        const at = ids.indexOf(id);
        const only = at >= 0 && ids.length === 1;
        const move = (words: string, label: string, by: number) =>
          h(
            "button",
            {
              id: `deck-${by > 0 ? "down" : "up"}-${id}`,
              type: "button",
              "aria-label": `${name}${label}`,
              disabled: at < 0 || at + by < 0 || at + by >= ids.length,
              onclick: () => onChange(moved(id, by))
            },
            words
          );
        return h(
          "li",
          {},
          h(
            "label",
            {},
            h("input", {
              id: `deck-pick-${id}`,
              type: "checkbox",
              checked: at >= 0,
              disabled: only,
              onchange: () => onChange(toggled(id))
            }),
            ` ${at >= 0 ? `${at + 1}　` : ""}${name}`
          ),
          move("上移", "上移", -1),
          move("下移", "下移", 1)
        );
      })
    ),
    h("p", {}, "所选写在网址里，复制网址即可带走；Esc 关闭")
  );
}
