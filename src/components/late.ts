import { type Child, h } from "./dom.js";
import { fitted } from "./fitted.js";

/** Parts that have come once: from then on they are drawn with their page. */
const come = new Set<string>();

/**
 * A part of a page whose code and data the first view does without: it comes when it is near or nothing else is to be
 * done. Once it has come, the page is drawn with it, so that nothing moves when a choice is changed.
 * @param id that of the part's first figure, which stands in for it until then
 */
export async function late(id: string, load: () => Promise<HTMLElement>): Promise<Child> {
  const read = () => load().catch(error => failure(id, error));
  if (come.has(id)) return read();
  const place = h("div", { id, class: "late-part" });
  let asked = false;
  return fitted(place, () => {
    if (asked) return [...place.childNodes];
    asked = true;
    place.dataset.waiting = "";
    void read().then(part => {
      come.add(id);
      place.replaceWith(part);
    });
    return [h("p", { class: "note" }, "正在读取统计结果，读到就显示。")];
  });
}

function failure(id: string, error: unknown): HTMLElement {
  console.warn(error);
  return h(
    "p",
    { id, class: "note" },
    "统计结果没有读出来，其余的图照常可看。请刷新页面；仍不行时，请数据员重新生成看板。"
  );
}
