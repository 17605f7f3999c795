import { type Entry, find, type TownVillages, villageEntries } from "../lib/find.js";
import { aboutDialog } from "./about.js";
import { choices } from "./choices.js";
import { h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";

/** The search dialog over pages, indicators and regions; returns the function that opens it. */
export function finder(site: Site): () => void {
  let dialog: HTMLDialogElement | undefined;
  return () => {
    dialog ??= build(site);
    const input = dialog.querySelector("input")!;
    input.value = "";
    dialog.showModal();
    input.focus();
  };
}

function build(site: Site): HTMLDialogElement {
  const input = h("input", {
    id: "find",
    type: "text",
    placeholder: "页面、指标、区域或村：汉字、拼音、首字母",
    autocomplete: "off",
    spellcheck: "false"
  });
  const empty = h("p", { class: "note", role: "status" });
  const body = h(
    "div",
    { class: "finder-body" },
    h("label", { for: "find" }, "查找"),
    input,
    h("button", { type: "button", onclick: () => dialog.close() }, "关闭")
  );
  const dialog = h("dialog", { class: "finder", "aria-label": "查找" }, body, empty);
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  let entries: readonly Entry[] = [];
  const list = choices({
    input,
    host: dialog,
    id: "find-choices",
    label: "查找结果",
    matches: text => {
      const found = find(entries, text);
      empty.textContent =
        text.trim() !== "" && found.length === 0 ? "没有找到。可试汉字的一部分、拼音或首字母。" : "";
      return found.map(entry => ({ ...entry, hint: `${entry.kind} ・ ${entry.hint}` }));
    },
    onChoose: entry => {
      dialog.close();
      go(site, entry);
    }
  });
  dialog.addEventListener("close", () => list.close());
  input.addEventListener("focus", async () => {
    if (entries.length > 0) return;
    entries = await site.json<readonly Entry[]>("search.json");
    if (input.value !== "") list.open();
    const towns = await site.json<readonly TownVillages[]>("villages.json");
    const nameOf = (town: string): string =>
      site.regions
        .path(town)
        .slice(-2)
        .map(({ name }) => name)
        .join(" ");
    entries = [...entries, ...villageEntries(towns, nameOf)];
    if (input.value !== "") list.open();
  });
  return dialog;
}

function go(site: Site, { kind, target }: Entry): void {
  if (kind === "区域") site.context.set({ region: target });
  else if (kind === "指标") aboutDialog(site, [{ indicator: target }]);
  else location.assign(siteUrl(`${target}.html${site.context.href()}`));
}
