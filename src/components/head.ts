import type { Basis } from "../lib/context.js";
import { type Entry, find } from "../lib/find.js";
import { profileName } from "../lib/masthead.js";
import { choices } from "./choices.js";
import { h } from "./dom.js";
import { finder } from "./finder.js";
import type { Site } from "./site.js";

/** Brings the head's controls to life and keeps them, and the links, in step with the context. */
export function wakeHead(site: Site): void {
  const head = document.querySelector<HTMLElement>("#observablehq-header")!;
  const sync = [region(site, head), period(site, head), basis(site, head), profile(site, head)];
  tools(site, head);
  const notices = head.querySelector("[data-notices]")!;
  const links = [...head.querySelectorAll<HTMLAnchorElement>("nav a[href], a[data-keep]")].map(link => ({
    link,
    path: link.getAttribute("href")!
  }));
  const update = () => {
    for (const each of sync) each();
    for (const { link, path } of links) link.setAttribute("href", path + site.context.href());
    notices.replaceChildren(...site.context.notices.map(text => h("p", {}, text)));
  };
  site.context.subscribe(update);
  update();
}

function region({ context, regions, json }: Site, head: Element): () => void {
  const input = head.querySelector<HTMLInputElement>("#region")!;
  const restore = () => {
    input.value = regions.get(context.value.region)?.name ?? "";
  };
  let entries: readonly Entry[] = [];
  const load = async () => {
    const all = await json<readonly Entry[]>("search.json");
    entries = all.filter(({ kind }) => kind === "区域");
  };
  const nearby = (): Entry[] => {
    const { region: code } = context.value;
    const below = regions.children(code);
    const shown = new Set([
      ...regions.path(code).map(each => each.code),
      ...(below.length > 0 ? below : regions.children(regions.get(code)?.parent ?? "")).map(each => each.code)
    ]);
    return entries.filter(({ target }) => shown.has(target));
  };
  const list = choices({
    input,
    host: input.parentElement!,
    id: "region-choices",
    label: "区域",
    matches: text =>
      text.trim() === "" || text === regions.get(context.value.region)?.name ? nearby() : find(entries, text),
    onChoose: ({ target }) => {
      context.set({ region: target });
      restore();
    },
    onLeave: restore
  });
  input.addEventListener("focus", async () => {
    input.select();
    await load();
    if (document.activeElement === input) list.open();
  });
  return restore;
}

function period({ context, meta }: Site, head: Element): () => void {
  const select = head.querySelector<HTMLSelectElement>("#period")!;
  const months = meta.periods.month;
  select.replaceChildren(...[...months].reverse().map(month => h("option", { value: month }, month)));
  select.addEventListener("change", () => context.set({ period: select.value }));
  const steps = [...head.querySelectorAll<HTMLButtonElement>("[data-step]")];
  const target = (step: HTMLButtonElement) =>
    months[months.indexOf(context.value.period) + Number(step.dataset.step)];
  for (const step of steps)
    step.addEventListener("click", () => {
      const month = target(step);
      if (month) context.set({ period: month });
    });
  return () => {
    select.value = context.value.period;
    for (const step of steps) step.setAttribute("aria-disabled", String(target(step) === undefined));
  };
}

function basis({ context }: Site, head: Element): () => void {
  const buttons = [...head.querySelectorAll<HTMLButtonElement>("[data-basis]")];
  for (const button of buttons)
    button.addEventListener("click", () => context.set({ basis: button.dataset.basis as Basis }));
  return () => {
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.dataset.basis === context.value.basis));
  };
}

function profile({ context, meta }: Site, head: Element): () => void {
  const select = head.querySelector<HTMLSelectElement>("#profile")!;
  const computed = new Set(context.options.profiles);
  select.replaceChildren(
    ...meta.profiles.map(({ id }) => {
      const known = computed.has(id);
      return h(
        "option",
        { value: id, disabled: !known },
        profileName(meta, id) + (known ? "" : "（本次未计算）")
      );
    })
  );
  select.title = "口径只换判断，数值不变";
  select.addEventListener("change", () => context.set({ profile: select.value }));
  return () => {
    select.value = context.value.profile;
  };
}

function tools(site: Site, head: Element): void {
  const openFinder = finder(site);
  const menu = head.querySelector<HTMLElement>("#menu")!;
  const menuButton = head.querySelector<HTMLButtonElement>('[data-tool="menu"]')!;
  const showMenu = (shown: boolean) => {
    menu.hidden = !shown;
    menuButton.setAttribute("aria-expanded", String(shown));
  };
  head.addEventListener("click", event => {
    const button = (event.target as Element).closest<HTMLElement>("[data-tool]");
    switch (button?.dataset.tool) {
      case "find":
        showMenu(false);
        openFinder();
        break;
      case "print":
        showMenu(false);
        window.print();
        break;
      case "menu":
        showMenu(menu.hidden);
        break;
    }
  });
  document.addEventListener("keydown", event => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      openFinder();
    } else if (event.key === "Escape" && !menu.hidden) {
      showMenu(false);
      menuButton.focus();
    }
  });
}
