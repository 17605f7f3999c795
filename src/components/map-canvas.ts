import { type ZoomTransform, zoomIdentity } from "d3-zoom";
import { emWidth, type LabelBox, type LabelWish, type PlacedLabel, placeLabels } from "../lib/geo-label.js";
import { type Direction, neighbourTowards } from "../lib/geo-neighbour.js";
import { boxFits } from "../lib/geo-pole.js";
import { scaleBar } from "../lib/geo-scale-bar.js";
import type { AreaShape, MapShape, RangeShape } from "../lib/geo-shape.js";
import { h, s } from "./dom.js";
import { mapHatch } from "./map-key.js";
import { type MapZoom, mapZoom } from "./map-zoom.js";

/** How one area looks in the month in hand. */
export interface AreaPaint {
  readonly code: string;
  /** Class of the ramp, 1 to 6, or the state that stands instead. */
  readonly look: string;
  readonly name: string;
  /** Shown under the name. */
  readonly value: string;
  /** Open ring: the denominator is small. */
  readonly small: boolean;
  /** Whether the area is hatched by the event laid over the map. */
  readonly hatched: boolean;
  /** What a screen reader says and the line under the pointer shows. */
  readonly spoken: string;
}

/** What the map tells its page. */
export interface MapHooks {
  readonly onSelect: (code: string) => void;
  /** Enter, or a click on the area in hand. */
  readonly onEnter: (code: string) => void;
  /** Escape. */
  readonly onLeave: () => void;
  readonly onHover: (code: string | null) => void;
  /** The reader zooms or moves the map, or has done so. */
  readonly onZoom: (transform: ZoomTransform, isStill: boolean) => void;
}

/** What tells two maps of one page apart. */
export interface MapRole {
  /** Start of the areas' ids. */
  readonly prefix: string;
  /** The first map holds the fills of both and speaks for both. */
  readonly first: boolean;
}

/** The drawn map. Shapes are drawn once by `show`; `paint` recolours and `select` marks without redrawing. */
export interface MapCanvas {
  readonly element: HTMLElement;
  readonly svg: SVGSVGElement;
  show(shape: MapShape, label: string, blocked: readonly LabelBox[]): void;
  paint(paints: readonly AreaPaint[], around: ReadonlyMap<string, string>): void;
  select(code: string | null): void;
  hover(code: string | null): void;
  /** Hatches the range of an event, or none. */
  hatch(range: RangeShape | null): void;
  /** Draws edges around clusters, or none. */
  ring(clusters: readonly RangeShape[]): void;
  /** Says something to screen readers and under the map. */
  say(text: string): void;
  /** Moves and enlarges the picture as another map is. */
  follow(transform: ZoomTransform, isStill: boolean): void;
  /** Puts an inset over the corner of the picture, or takes it away. */
  setInset(inset: HTMLElement | null): void;
  /** Moves the keyboard to the area in hand, or to the first. */
  focus(): void;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowRight: "right",
  ArrowDown: "down",
  ArrowLeft: "left"
};

/** Makes an empty map. */
export function mapCanvas(hooks: MapHooks, role: MapRole): MapCanvas {
  const range = s("g", { class: "map-range" });
  const clusters = s("g", { class: "map-clusters" });
  const around = s("g", { class: "map-around" });
  const areas = s("g", { class: "map-areas" });
  const overlay = s("g", { class: "map-overlay", "aria-hidden": "true", "pointer-events": "none" });
  const ground = s("g", {}, around, areas, overlay);
  const labels = s("g", { class: "map-labels", "aria-hidden": "true", "pointer-events": "none" });
  const scale = s("g", { class: "map-scale", "aria-hidden": "true", "pointer-events": "none" });
  const fills = role.first ? mapHatch() : null;
  const svg = s("svg", { class: "map-svg", role: "listbox" }, fills, ground, labels, scale);
  const readout = h("p", { class: "map-readout", "aria-hidden": "true" });
  const live = role.first ? h("p", { class: "unseen", "aria-live": "polite" }) : null;
  const element = h("div", { class: "map-frame" });

  let shape: MapShape | null = null;
  let inset: HTMLElement | null = null;
  let blocked: readonly LabelBox[] = [];
  let transform: ZoomTransform = zoomIdentity;
  /** The one the labels were placed for. */
  let drawn: ZoomTransform = zoomIdentity;
  let selected: string | null = null;
  let paints = new Map<string, AreaPaint>();
  let aroundText: ReadonlyMap<string, string> = new Map();
  const paths = new Map<string, SVGPathElement>();
  const room = new Map<string, boolean>();

  const zoom: MapZoom = mapZoom(svg, (next, byReader, isStill) => {
    transform = next;
    if (isStill) settle();
    else move();
    if (byReader) hooks.onZoom(next, isStill);
  });
  element.append(svg, zoom.buttons, readout, ...(live ? [live] : []));

  const shapeOf = (code: string | null): AreaShape | undefined =>
    shape?.areas.find(area => area.code === code);

  /** Remembered, because a change of month asks about the same boxes again. */
  function fitsInside(area: AreaShape, width: number, height: number): boolean {
    const key = `${area.code} ${width} ${height}`;
    let fits = room.get(key);
    if (fits === undefined) {
      fits = boxFits(area.rings, area.x, area.y, width, height);
      room.set(key, fits);
    }
    return fits;
  }

  /** Shifts what was painted, so that a frame costs no painting. */
  function move(): void {
    svg.classList.add("moving");
    const { k, x, y } = transform;
    const by = k / drawn.k;
    ground.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    labels.style.transform = `translate(${x - drawn.x * by}px, ${y - drawn.y * by}px) scale(${by})`;
  }

  /** Draws the map where the movement has led. */
  function settle(): void {
    if (!svg.classList.contains("moving")) return;
    svg.classList.remove("moving");
    for (const part of [ground, labels]) part.style.transform = "";
    ground.setAttribute("transform", String(transform));
    drawn = transform;
    drawLabels();
    drawScale();
  }

  function drawLabels(): void {
    if (!shape) return;
    const placed = placeLabels(wishes(shape), [...blocked, scaleBox(shape)]);
    labels.replaceChildren(...placed.map(label => labelNode(label, paints.get(label.code))));
  }

  function wishes({ areas: shapes, around: others, width, height }: MapShape): LabelWish[] {
    const onFrame = (area: AreaShape): LabelWish[] => {
      const [x, y] = transform.apply([area.x, area.y]);
      if (!(x > 0 && x < width && y > 0 && y < height)) return [];
      const paint = paints.get(area.code);
      const fits = (w: number, tall: number) =>
        Math.min(x, width - x) > w / 2 &&
        Math.min(y, height - y) > tall / 2 &&
        fitsInside(area, (w + 4) / transform.k, tall / transform.k);
      if (!paint) {
        const text = aroundText.get(area.code) ?? area.name;
        return [{ code: area.code, x, y, name: "", value: text, priority: -1, fits, quiet: true }];
      }
      const chosen = area.code === selected;
      const value = (paint.small ? "○" : "") + paint.value;
      const seat = area.rings.length === 0;
      return [
        {
          code: area.code,
          x,
          y: seat ? y + 28 : y,
          name: paint.name,
          value,
          priority: chosen ? 1 : 0,
          fits,
          forced: chosen || seat
        }
      ];
    };
    return [...shapes, ...others].flatMap(onFrame);
  }

  function drawScale(): void {
    if (!shape) return;
    const { km, width } = scaleBar(shape.kmPerPixel / transform.k, Math.min(110, shape.width / 4));
    const x = shape.width - 56 - width;
    const y = shape.height - 14;
    const d = `M${x},${y - 5}V${y}H${x + width}V${y - 5}`;
    scale.replaceChildren(
      s("path", { d, class: "map-rule-halo" }),
      s("path", { d, class: "map-rule" }),
      s("text", { x: x + width + 6, y: y + 2, class: "map-quiet" }, `${km} 公里`)
    );
  }

  function mark(): void {
    const chosen = shapeOf(selected);
    for (const path of overlay.querySelectorAll<SVGPathElement>("[data-mark]"))
      path.setAttribute("d", chosen?.path ?? "");
    for (const [code, path] of paths) {
      path.setAttribute("aria-selected", String(code === selected));
      path.setAttribute("tabindex", code === (selected ?? shape?.areas[0]?.code) ? "0" : "-1");
    }
  }

  svg.addEventListener("click", event => {
    const code = codeOf(event.target);
    if (!code) return;
    if (code === selected) hooks.onEnter(code);
    else hooks.onSelect(code);
  });
  svg.addEventListener("pointerover", event => hooks.onHover(codeOf(event.target)));
  svg.addEventListener("pointerleave", () => hooks.onHover(null));
  svg.addEventListener("keydown", event => {
    const code = codeOf(event.target);
    if (!code || !shape || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moved(shape, code, event.key);
    if (next) {
      hooks.onSelect(next);
      zoom.reveal(shapeOf(next)!);
      paths.get(next)?.focus();
    } else if (event.key === "Enter" || event.key === " ") hooks.onEnter(code);
    else if (event.key === "Escape") hooks.onLeave();
    else if (event.key === "+" || event.key === "=") zoom.by(1.5);
    else if (event.key === "-") zoom.by(1 / 1.5);
    else if (event.key === "0") zoom.reset();
    else if (!(event.key in directions)) return;
    event.preventDefault();
  });

  return {
    element,
    svg,
    show(next, label, taken) {
      shape = next;
      blocked = taken;
      svg.setAttribute("aria-label", label);
      svg.setAttribute("viewBox", `0 0 ${next.width} ${next.height}`);
      svg.setAttribute("width", String(next.width));
      svg.setAttribute("height", String(next.height));
      paths.clear();
      room.clear();
      around.replaceChildren(...next.around.map(area => s("path", { d: area.path })));
      areas.replaceChildren(...next.areas.map(area => areaNode(area, paths, role.prefix)));
      range.replaceChildren();
      clusters.replaceChildren();
      overlay.replaceChildren(
        s("path", { d: next.borders, class: "map-border", "vector-effect": "non-scaling-stroke" }),
        s("path", {
          d: next.schematicBorders,
          class: "map-border schematic",
          "vector-effect": "non-scaling-stroke"
        }),
        s("path", { d: next.outline, class: "map-outline", "vector-effect": "non-scaling-stroke" }),
        range,
        clusters,
        ...["focus", "halo", "chosen"].map(name =>
          s("path", { class: `map-${name}`, "data-mark": name, "vector-effect": "non-scaling-stroke" })
        )
      );
      zoom.frame(next.width, next.height);
      mark();
    },
    paint(next, texts) {
      paints = new Map(next.map(paint => [paint.code, paint]));
      aroundText = texts;
      for (const paint of next) {
        const path = paths.get(paint.code);
        path?.setAttribute("data-look", paint.look);
        path?.setAttribute("aria-label", paint.spoken);
      }
      drawLabels();
      drawScale();
    },
    select(code) {
      const other = code !== selected;
      selected = code;
      mark();
      if (!other) return;
      if (live) live.textContent = (code && paints.get(code)?.spoken) ?? "";
      drawLabels();
    },
    hatch(shown) {
      const line = (name: string) =>
        s("path", { d: shown?.edge, class: name, "vector-effect": "non-scaling-stroke" });
      range.replaceChildren(
        ...(shown
          ? [s("path", { d: shown.fill, class: "map-hazard" }), line("map-edge-halo"), line("map-edge")]
          : [])
      );
    },
    ring(shapes) {
      clusters.replaceChildren(
        ...shapes.flatMap(({ edge }) =>
          ["map-cluster-halo", "map-cluster"].map(name =>
            s("path", { d: edge, class: name, "vector-effect": "non-scaling-stroke" })
          )
        )
      );
    },
    say(text) {
      if (live) live.textContent = text;
      readout.textContent = text;
    },
    follow: (next, isStill) => zoom.follow(next, isStill),
    hover(code) {
      readout.textContent = (code && paints.get(code)?.spoken) ?? "";
      for (const [each, path] of paths) path.classList.toggle("hovered", each === code);
    },
    setInset(next) {
      inset?.remove();
      inset = next;
      if (next) element.append(next);
    },
    focus() {
      paths.get(selected ?? shape?.areas[0]?.code ?? "")?.focus();
    }
  };
}

function areaNode(area: AreaShape, paths: Map<string, SVGPathElement>, prefix: string): SVGPathElement {
  const path = s("path", {
    id: `${prefix}${area.code}`,
    d: area.path,
    role: "option",
    "data-code": area.code,
    "data-seat": area.rings.length === 0
  });
  paths.set(area.code, path);
  return path;
}

function codeOf(target: EventTarget | null): string | null {
  return target instanceof SVGElement ? (target.dataset.code ?? null) : null;
}

function moved({ areas, touching }: MapShape, code: string, key: string): string | null {
  if (key === "Home") return areas[0]?.code ?? null;
  if (key === "End") return areas.at(-1)?.code ?? null;
  const direction = directions[key];
  const from = areas.find(area => area.code === code);
  return direction && from ? neighbourTowards(from, direction, areas, touching.get(code)) : null;
}

function scaleBox({ width, height }: MapShape): LabelBox {
  return { x0: width - 180, y0: height - 30, x1: width, y1: height };
}

/** Lines of a label around its middle; a ring stands before a value of a small denominator. */
function labelNode(label: PlacedLabel, paint: AreaPaint | undefined): SVGGElement {
  const { x, y, size, lines, over } = label;
  const look = !paint ? "around" : over ? "over" : paint.look;
  const step = size * 1.3;
  const top = y - ((lines.length - 1) * step) / 2 + size * 0.36;
  const nodes = lines.map((line, i) => {
    const ringed = line.startsWith("○");
    const text = ringed ? line.slice(1) : line;
    const at = { x: ringed ? x + size / 2 : x, y: top + i * step };
    const node = s("text", { ...at, "text-anchor": "middle" }, text);
    if (!ringed) return node;
    const cx = at.x - (emWidth(text) * size) / 2 - size * 0.55;
    return s("g", {}, s("circle", { cx, cy: at.y - size * 0.36, r: size * 0.3, class: "map-ring" }), node);
  });
  const name = paint?.hatched && !over ? "map-label hatched" : "map-label";
  return s("g", { "data-look": look, class: name, "font-size": size }, nodes);
}
