import { select } from "d3-selection";
import { type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import { h } from "./dom.js";

/** Zooming of a map, and its three buttons. */
export interface MapZoom {
  readonly buttons: HTMLElement;
  /** Sets the size of the picture and goes back to the whole. */
  frame(width: number, height: number): void;
  by(factor: number): void;
  reset(): void;
  /** Takes over another map's place and size; it may be still on its way. */
  follow(transform: ZoomTransform, isStill: boolean): void;
  /** Moves the picture so that the spot, given before zooming, is in view. */
  reveal(spot: { readonly x: number; readonly y: number }): void;
}

/**
 * Zooming that leaves the page's scrolling alone: the wheel acts only with Ctrl or when the map has
 * the focus, one finger moves the map only once it is enlarged.
 * @param onZoom called for every step of a movement, and once more when it has come to its end
 */
export function mapZoom(
  svg: SVGSVGElement,
  onZoom: (transform: ZoomTransform, byReader: boolean, isStill: boolean) => void
): MapZoom {
  let size: [number, number] = [1, 1];
  let following = false;
  let ends = true;
  let current: ZoomTransform = zoomIdentity;
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([1, 12])
    // A map that is not shown has no size of its own to read, and follows all the same.
    .extent([[0, 0], size])
    .filter(event => {
      if (event.type === "wheel") return event.ctrlKey || svg.contains(document.activeElement);
      if (event.type.startsWith("touch")) return event.touches.length > 1 || current.k > 1;
      return !event.button && current.k > 1;
    })
    .on("zoom", event => {
      current = event.transform;
      svg.classList.toggle("enlarged", current.k > 1);
      onZoom(current, !following, false);
    })
    .on("end", () => ends && onZoom(current, !following, true));
  const selection = select(svg).call(behaviour).on("dblclick.zoom", null);
  const quietly = (run: () => void) => {
    following = true;
    run();
    following = false;
  };
  const by = (factor: number) => selection.call(behaviour.scaleBy, factor);
  const reset = () => selection.call(behaviour.transform, zoomIdentity);
  const button = (text: string, label: string, run: () => void) =>
    h("button", { type: "button", class: "zoom", "aria-label": label, onclick: run }, text);
  return {
    buttons: h(
      "div",
      { class: "map-zoom", role: "group", "aria-label": "缩放" },
      button("＋", "放大", () => by(1.5)),
      button("－", "缩小", () => by(1 / 1.5)),
      button("复位", "复位", reset)
    ),
    frame(width, height) {
      size = [width, height];
      const extent: [[number, number], [number, number]] = [[0, 0], size];
      behaviour.extent(extent).translateExtent(extent);
      quietly(reset);
    },
    by,
    reset,
    follow(transform, isStill) {
      ends = isStill;
      quietly(() => selection.call(behaviour.transform, transform));
      ends = true;
    },
    reveal({ x, y }) {
      const [atX, atY] = current.apply([x, y]);
      if (atX > 0 && atX < size[0] && atY > 0 && atY < size[1]) return;
      selection.call(behaviour.translateTo, x, y);
    }
  };
}
