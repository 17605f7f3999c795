import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { h, s } from "./dom.js";

/** One small picture: the line of a region, or of a kind, among its siblings. */
export interface Multiple {
  readonly code: string;
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The last value as it reads, or a mark of its state. */
  readonly reading: Node;
  /** A line of words under the picture. */
  readonly foot: string;
  /** Drawn in the accent. */
  readonly marked: boolean;
  /** False where the dashed line is not for it. */
  readonly beside?: boolean;
  /** Range of its own vertical axis, where units differ. */
  readonly domain?: readonly [number, number];
  /** Where its name leads, if anywhere. */
  readonly href?: string;
  readonly onOpen?: () => void;
}

export interface MultiplesSpec {
  readonly items: readonly Multiple[];
  /** The region above, drawn grey in each picture; empty for none. */
  readonly parent: readonly (number | null)[];
  /** A dashed line with its words, e.g. 5% 参考. */
  readonly reference: { readonly value: number; readonly label: string } | null;
  /** Range of the shared vertical axis. */
  readonly domain: readonly [number, number];
  readonly width: number;
}

const height = 90;
/** Room for a name of three characters and a share. */
const least = 84;

/** Small multiples in the order given, on one shared axis unless they bring their own. */
export function multiples(spec: MultiplesSpec): HTMLElement {
  const gap = spec.width < 1000 ? 12 : 20;
  const across = columnsFor(spec.items.length, spec.width, gap);
  const width = Math.floor((spec.width - gap * (across - 1)) / across);
  return h(
    "ul",
    { class: `multiples across-${across}${gap < 20 ? " close" : ""}` },
    spec.items.map((item, index) =>
      h(
        "li",
        {},
        h(
          "p",
          { class: "multiple-head" },
          item.href === undefined
            ? h("span", {}, item.name)
            : h("a", { href: item.href, onclick: event => open(event as MouseEvent, item) }, item.name),
          h("b", {}, item.reading)
        ),
        draw(item, spec, width, index === 0),
        h("p", { class: "note" }, item.foot)
      )
    )
  );
}

/** Pictures across: rows as even as they can be, none narrower than its name and number ask for. */
function columnsFor(items: number, width: number, gap: number): number {
  if (width < 560) return 2;
  const most = Math.min(8, Math.floor((width + gap) / (least + gap)));
  const rows = Math.ceil(items / most);
  return Math.max(4, Math.min(most, Math.ceil(items / rows)));
}

function draw(
  item: Multiple,
  { parent, reference, domain }: MultiplesSpec,
  width: number,
  first: boolean
): SVGSVGElement {
  const length = Math.max(2, item.values.length);
  const x = scaleLinear([0, length - 1], [1, width - 5]);
  const y = scaleLinear(item.domain ?? domain, [height - 4, 8]);
  const path = line<number | null>(
    (_, index) => x(index),
    value => y(value!)
  ).defined(value => value !== null);
  const last = item.values.at(-1);
  return s(
    "svg",
    {
      class: item.marked ? "multiple marked" : "multiple",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true"
    },
    reference && item.beside !== false
      ? [
          s("line", { class: "reference", x1: 0, x2: width, y1: y(reference.value), y2: y(reference.value) }),
          first
            ? s(
                "text",
                { class: "axis", x: width, y: y(reference.value) - 6, "text-anchor": "end" },
                reference.label
              )
            : null
        ]
      : null,
    s("path", { class: "context", d: path(parent) ?? "" }),
    s("path", { class: "series", d: path(item.values) ?? "" }),
    s("line", { class: "base", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    last == null
      ? null
      : s("circle", { class: "last", cx: x(item.values.length - 1), cy: y(last), r: item.marked ? 3.5 : 3 })
  );
}

function open(event: MouseEvent, item: Multiple): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  item.onOpen?.();
}
