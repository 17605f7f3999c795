import { drawAll } from "./fitted.js";

/** Width of the text on A4 across, in CSS pixels, at the margins of style/print.css. */
const paperWidth = 1010;

/**
 * Fits the page to paper: pictures are drawn for the window, so the whole page is made smaller by what the window is
 * wider than the sheet, and nothing is cut.
 */
export function fitPaper(): void {
  const { documentElement: root } = document;
  addEventListener("beforeprint", () => {
    const main = document.querySelector("main");
    if (!main) return;
    drawAll(main);
    const { paddingLeft, paddingRight } = getComputedStyle(main);
    const width = main.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    root.style.setProperty("--paper-zoom", String(Math.min(1, paperWidth / Math.max(1, width))));
  });
  addEventListener("afterprint", () => root.style.removeProperty("--paper-zoom"));
}
