import type { Context } from "../lib/context.js";
import { badge, profileName } from "../lib/masthead.js";
import { h } from "./dom.js";
import { drawAll } from "./fitted.js";
import type { Site } from "./site.js";

/** Width of the text on A4 in CSS pixels, at the margins of style/print.css: across, and upright. */
const paperWidths = { across: 1010, upright: 680 } as const;

/** Told to every figure before the page goes to paper: all its views are shown there. */
export const toPaper = "topaper";
/** Told to every figure when it is back on the screen. */
export const fromPaper = "frompaper";

/**
 * Fits the page to paper: every figure shows picture, table and explanation; pictures are drawn for the window, so the
 * whole page is made smaller by what the window is wider than the sheet, and nothing is cut. Place, month, basis,
 * document, data date and page numbers stand in the margins.
 */
export function fitPaper(site: Site): void {
  const { documentElement: root } = document;
  const margins = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, margins];
  const tell = (name: string): void => {
    for (const figure of document.querySelectorAll(".figure")) figure.dispatchEvent(new Event(name));
  };
  let heads: (() => void)[] = [];
  addEventListener("beforeprint", () => {
    const main = document.querySelector("main");
    if (!main) return;
    root.classList.add("paper");
    tell(toPaper);
    drawAll(main);
    // The key to missing states stands once.
    main.querySelectorAll(".about-states").forEach((key, at) => {
      key.classList.toggle("repeated", at > 0);
    });
    heads = [...main.querySelectorAll<HTMLElement>("thead button")].map(plainHead);
    margins.replaceSync(marginRule(site, site.context.value));
    const { paddingLeft, paddingRight } = getComputedStyle(main);
    const width = main.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    const room = main.querySelector(".upright") ? paperWidths.upright : paperWidths.across;
    root.style.setProperty("--paper-zoom", String(Math.min(1, room / Math.max(1, width))));
  });
  addEventListener("afterprint", () => {
    root.classList.remove("paper");
    for (const back of heads) back();
    tell(fromPaper);
    root.style.removeProperty("--paper-zoom");
  });
}

/**
 * Puts words in the place of a button: browsers repeat the head of a table on the next sheet only without controls in it.
 * @returns puts the button back
 */
function plainHead(button: HTMLElement): () => void {
  const words = h("span", {}, [...button.childNodes]);
  button.replaceWith(words);
  return () => {
    button.append(...words.childNodes);
    words.replaceWith(button);
  };
}

/** What stands in the margins of every sheet. */
function marginRule({ meta, regions }: Site, { region, period, basis, profile }: Context): string {
  const place = regions.path(region).map(({ name }) => name);
  const head = [place.join(" › "), period, `按${basis}`, `口径 ${profileName(meta, profile)}`].join(" ・ ");
  const foot = [`数据截至 ${meta.asOf}`, badge(meta)].join(" ・ ");
  const quoted = (text: string) => JSON.stringify(text);
  return `@page {
    @top-left { content: ${quoted(meta.title)}; }
    @top-right { content: ${quoted(head)}; }
    @bottom-left { content: ${quoted(foot)}; }
    @bottom-right { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; }
  }`;
}
