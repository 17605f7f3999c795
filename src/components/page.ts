import type { Context } from "../lib/context.js";
import { missingFiles } from "../lib/site.js";
import { h } from "./dom.js";
import { wakeHead } from "./head.js";
import { fitPaper } from "./paper.js";
import { loadSite, type Site } from "./site.js";

/** Draws a page's content for a context. A view that hands back the node in place has updated it itself. */
export type View = (site: Site, context: Context) => Node | Promise<Node>;

/** Loads the site, wakes the head and keeps the page's content in step with the context. */
export async function openPage(view: View): Promise<void> {
  const target = document.querySelector<HTMLElement>("#page")!;
  try {
    let site = await loadSite();
    wakeHead(site);
    fitPaper(site);
    let turn = 0;
    const draw = async (context: Context) => {
      const mine = ++turn;
      target.setAttribute("aria-busy", "true");
      try {
        await site.ensure(context.region);
        const content = await view(site, context);
        if (mine !== turn || content.parentNode === target) return;
        const held = document.activeElement;
        const id = held && target.contains(held) ? held.id : "";
        const banner = partialBanner(site);
        target.replaceChildren(...(banner ? [banner, content] : [content]));
        if (id) document.getElementById(id)?.focus();
      } catch (error) {
        console.error(error);
        if (mine === turn) target.replaceChildren(failure(error));
      } finally {
        if (mine === turn) target.removeAttribute("aria-busy");
      }
    };
    site.context.subscribe(draw);
    // Told by the preview when the exports have changed.
    let load = 0;
    addEventListener("figures", async event => {
      event.preventDefault();
      const mine = ++load;
      try {
        const next = await loadSite(site.context);
        if (mine !== load) return;
        site = next;
        await draw(site.context.value);
      } catch {
        location.reload();
      }
    });
    await draw(site.context.value);
    showPart();
  } catch (error) {
    console.error(error);
    target.replaceChildren(failure(error));
  }
}

/** Goes to the part the address names: it was not there yet when the browser looked for it. */
function showPart(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  // Pictures are drawn once their width is known, and move what stands below them.
  if (id && scrollY === 0)
    requestAnimationFrame(() =>
      requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: "start" }))
    );
}

function partialBanner(site: Site): HTMLElement | undefined {
  const files = missingFiles(site.meta);
  if (files.length === 0) return;
  return h("p", { class: "banner" }, h("b", {}, "本站缺部分数据"), `，未计入：${files.join("、")}`);
}

function failure(error: unknown): HTMLElement {
  const reason = error instanceof Error ? error.message : String(error);
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("h1", {}, "数据没有读出来"),
    h("p", {}, reason),
    h("p", {}, "请刷新页面；仍不行时，请数据员重新生成看板。")
  );
}
