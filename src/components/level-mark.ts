import { type Level, levels } from "../lib/levels.js";
import { h, s } from "./dom.js";

/** The mark of a level around a point: ▲ ● ■ ◇ －, filled as its level is. */
export function levelShape(look: Level["look"], x: number, y: number, size = 5): SVGElement {
  const name = `level level-${look}`;
  switch (look) {
    case "red":
      return s("path", {
        class: name,
        d: `M${x},${y - size * 1.1}L${x + size * 1.15},${y + size * 0.9}H${x - size * 1.15}Z`
      });
    case "yellow":
      return s("circle", { class: name, cx: x, cy: y, r: size });
    case "blue":
      return s("rect", {
        class: name,
        x: x - size * 0.9,
        y: y - size * 0.9,
        width: size * 1.8,
        height: size * 1.8
      });
    case "pending":
      return s("path", {
        class: name,
        d: `M${x},${y - size * 1.2}L${x + size * 1.2},${y}L${x},${y + size * 1.2}L${x - size * 1.2},${y}Z`
      });
    case "ungraded":
      return s("path", { class: name, d: `M${x - size},${y}H${x + size}` });
  }
}

/** Mark and word of a level; the words alone for what is no level, e.g. 期内退出. */
export function levelName(word: string): HTMLElement {
  const level = levels.find(each => each.word === word);
  return h(
    "span",
    { class: "level-name" },
    level &&
      s(
        "svg",
        { class: "level-mark", width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
        levelShape(level.look, 7, 7)
      ),
    word
  );
}
