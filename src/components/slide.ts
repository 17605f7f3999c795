import { emWidth } from "../lib/geo-label.js";
import { hasValues } from "../lib/report/chart.js";
import type { Figure, Grid, GridCell } from "../lib/report/content.js";
import { levelLooks } from "../lib/report/look.js";
import type { MeetingSlide } from "../lib/report/meeting.js";
import { type Child, h } from "./dom.js";
import { slideChart } from "./slide-chart.js";
import { type SlideMapHooks, slideMap, slideMapLegend } from "./slide-map.js";

/** What stands under every slide, at the right. */
export interface SlideFoot {
  readonly date: string;
  readonly badge: string;
}

/** One slide on a sheet of 1920 × 1080; `draw` fills its figures once the sheet is laid out. */
export interface SlideSheet {
  readonly element: HTMLElement;
  readonly draw: (selected: string | null, hooks: SlideMapHooks) => void;
}

/** What one line of the title holds, in its own size. */
const titleRoom = 1776 / 66;

/** What the unit line holds beside the badge, in its own size. */
const unitRoom = 1180 / 40;

/** The unit line, with more said where there is room. */
function unitText(unit: string, more: string | undefined): string {
  const whole = [unit, more].filter(Boolean).join(" ・ ");
  return emWidth(whole) <= unitRoom ? whole : unit;
}

/** Lays a slide out: the finding, one figure with what belongs beside or under it, and the unit line. */
export function slideSheet(
  { id, name, slide }: MeetingSlide,
  at: number,
  of: number,
  foot: SlideFoot
): SlideSheet {
  const { title, figures, bigs, lines, unit } = slide;
  const [first, second] = figures.filter(each => each.kind !== "chart" || hasValues(each.chart));
  const stages = [first, second].map(figure =>
    figure ? h("div", { class: `slide-figure ${figure.kind}` }) : null
  );
  const isMap = first?.kind === "map";
  const words = isMap ? [] : lines;
  const beside = bigs.length > 0 || second !== undefined;
  const element = h(
    "section",
    {
      class: "slide",
      id: `slide-${id}`,
      "aria-roledescription": "幻灯片",
      "aria-label": `${at}，共 ${of}：${name}`
    },
    h("h1", { class: emWidth(title) > titleRoom ? "slide-title long" : "slide-title" }, title),
    h(
      "div",
      { class: `slide-body ${beside ? "beside" : ""} ${first ? "" : "wordy"}` },
      h("div", { class: "slide-main" }, stages[0], told(words)),
      beside
        ? h(
            "div",
            { class: "slide-side" },
            bigs.map(({ name: label, value, unit: of, aside, level }) =>
              h(
                "div",
                { class: "big" },
                h("p", { class: "big-name" }, mark(level), label),
                h("p", { class: "big-value" }, value, h("span", {}, of === "%" ? of : ` ${of}`)),
                aside ? h("p", {}, aside) : null
              )
            ),
            isMap ? slideMapLegend(first.scene) : null,
            bigs.length > 0 ? null : stages[1]
          )
        : null
    ),
    h(
      "div",
      { class: "slide-foot" },
      h("p", {}, unitText(unit, first?.kind === "map" ? first.scene.notes[0] : foot.date)),
      h("p", {}, foot.badge, h("span", { class: "slide-number" }, `${at} / ${of}`))
    )
  );
  const draw: SlideSheet["draw"] = (selected, hooks) => {
    [first, second].forEach((figure, index) => {
      const stage = stages[index];
      if (!figure || !stage) return;
      stage.replaceChildren();
      const room = { width: stage.clientWidth, height: stage.clientHeight };
      if (room.width > 0 && room.height > 0) stage.append(drawn(figure, room, selected, hooks));
    });
  };
  return { element, draw };
}

function told(lines: readonly string[]): Child {
  return lines.length > 0
    ? h(
        "ul",
        { class: "slide-lines" },
        lines.map(text => h("li", {}, text))
      )
    : null;
}

function drawn(
  figure: Figure,
  room: { readonly width: number; readonly height: number },
  selected: string | null,
  hooks: SlideMapHooks
): Node {
  if (figure.kind === "chart") return slideChart(figure.chart, room, figure.alt);
  if (figure.kind === "map") return slideMap(figure.scene, room, selected, hooks);
  return gridTable(figure);
}

/** The widest column of words gives way to the others; the whole text stands in its title. */
function gridTable({ heads, rows, total, title }: Grid): HTMLElement {
  const widest = (at: number) => Math.max(...rows.map(row => emWidth(row[at]!.text)));
  const words = heads.flatMap(({ isNumber }, at) => (isNumber ? [] : [at]));
  const wide = words.reduce((best, at) => (widest(at) > widest(best) ? at : best), words[0] ?? 0);
  const look = (at: number) => (heads[at]!.isNumber ? "number" : at === wide ? "wide" : undefined);
  const cell = ({ text, level }: GridCell, at: number): HTMLElement =>
    h(
      at === 0 ? "th" : "td",
      { class: look(at), scope: at === 0 ? "row" : undefined, title: at === wide ? text : undefined },
      mark(level),
      text
    );
  return h(
    "table",
    { class: "slide-table" },
    h("caption", { class: "unseen" }, title),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map(({ label, group, level }, at) =>
          h("th", { scope: "col", class: look(at) }, mark(level), `${group ?? ""}${label}`)
        )
      )
    ),
    h(
      "tbody",
      {},
      rows.map(row => h("tr", {}, row.map(cell))),
      total ? h("tr", { class: "total" }, total.map(cell)) : null
    )
  );
}

function mark(level: string | undefined): Child {
  const look = level === undefined ? undefined : levelLooks[level];
  return look ? h("span", { class: "slide-mark", "data-level": level }, `${look.mark} `) : null;
}
