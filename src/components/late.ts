import { type Child, h } from "./dom.js";

/** How far outside the window, in CSS pixels, a part that comes nearer is asked for. */
const near = 200;
/** Milliseconds after which a part that nobody came near is asked for, so that it is there for paper. */
const patience = 4000;

/** Parts that have come once: from then on they are drawn with their page. */
const come = new Set<string>();

/**
 * A part of a page whose code and data the first view does without: it comes when it is near, or when the page has been
 * open for a while. Once it has come, the page is drawn with it, so that nothing moves when a choice is changed.
 * @param id that of the part's first figure, which stands in for it until then
 */
export async function late(id: string, load: () => Promise<HTMLElement>): Promise<Child> {
  const read = () => load().catch(error => failure(id, error));
  if (come.has(id)) return read();
  const place = h("div", { id, class: "late-part" }, h("p", { class: "note" }, "翻到这里时读取统计结果。"));
  const begin = (): void => {
    clearTimeout(timer);
    comes.disconnect();
    if (!place.isConnected) return;
    place.dataset.waiting = "";
    void read().then(part => {
      come.add(id);
      place.replaceWith(part);
    });
  };
  const comes = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) begin();
    },
    { rootMargin: `${near}px` }
  );
  const timer = setTimeout(begin, patience);
  comes.observe(place);
  return place;
}

function failure(id: string, error: unknown): HTMLElement {
  console.warn(error);
  return h(
    "p",
    { id, class: "note" },
    "统计结果没有读出来，其余的图照常可看。请刷新页面；仍不行时，请数据员重新生成看板。"
  );
}
