import type { Context } from "../lib/context.js";
import { badge } from "../lib/masthead.js";
import {
  chosenSlides,
  type MeetingSlide,
  meetingFiles,
  meetingSlides,
  slideWords
} from "../lib/report/meeting.js";
import { readReport } from "../lib/report/report.js";
import type { ReportSource } from "../lib/report/source.js";
import { type DeckAct, deckKeys } from "./deck-keys.js";
import { deckList } from "./deck-list.js";
import { h } from "./dom.js";
import { loadSite, type Site, siteUrl } from "./site.js";
import { type SlideSheet, slideSheet } from "./slide.js";

const sheet = { width: 1920, height: 1080 } as const;

/** Opens 会商模式: full-screen slides of the place and month in the address, led by the keyboard. */
export async function openMeeting(): Promise<void> {
  const target = document.querySelector<HTMLElement>("#page")!;
  document.documentElement.classList.add("light");
  try {
    const site = await loadSite();
    await site.ensure(site.context.value.region);
    const read = new Map<string, unknown>();
    await Promise.all(meetingFiles.map(async name => read.set(name, await site.json(name))));
    const source: ReportSource = { ...site, json: <T>(name: string) => read.get(name) as T };
    const deck = new Deck(site, source, target);
    site.context.subscribe(context => void deck.show(context));
    await deck.show(site.context.value);
  } catch (error) {
    console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    target.replaceChildren(h("p", { role: "alert", class: "deck-failure" }, `会商稿没有打开：${reason}`));
  }
}

class Deck {
  readonly #site: Site;
  readonly #source: ReportSource;
  readonly #sheets = h("div", { class: "deck-sheets" });
  readonly #notes = h("aside", {
    class: "deck-panel",
    tabindex: "0",
    hidden: true,
    "aria-label": "讲解用的数"
  });
  readonly #list = h("aside", { class: "deck-panel", hidden: true, "aria-label": "选择和排列幻灯片" });
  readonly #blank = h("div", { class: "deck-blank", hidden: true });
  readonly #live = h("p", { class: "unseen", "aria-live": "polite" });
  readonly #stage: HTMLElement;
  /** The region the deck was opened for: the way up ends there. */
  readonly #top: string;
  #all: readonly MeetingSlide[] = [];
  #slides: readonly MeetingSlide[] = [];
  #shown: SlideSheet[] = [];
  #at = 0;
  #drawnFor = "";
  #selected: string | null = null;

  constructor(site: Site, source: ReportSource, target: HTMLElement) {
    this.#site = site;
    this.#source = source;
    this.#top = site.context.value.region;
    const step = (words: string, label: string, by: number) =>
      h("button", { type: "button", "aria-label": label, onclick: () => this.#go(this.#at + by) }, words);
    const tools = h(
      "div",
      { class: "deck-tools" },
      step("‹", "上一页", -1),
      step("›", "下一页", 1),
      h("button", { type: "button", onclick: () => this.#toggle(this.#notes) }, "讲解 N"),
      h("button", { type: "button", onclick: () => this.#toggle(this.#list) }, "选页 S"),
      h("button", { type: "button", onclick: () => this.#fullScreen() }, "全屏 F"),
      h("button", { type: "button", onclick: () => print() }, "打印 P"),
      site.isAlone ? null : h("a", { href: siteUrl("index.html").pathname, "data-home": true }, "回网站")
    );
    this.#stage = h(
      "div",
      { class: "deck-stage" },
      this.#sheets,
      this.#notes,
      this.#list,
      tools,
      this.#blank
    );
    target.replaceChildren(h("div", { class: "deck" }, this.#stage, this.#live));
    document.addEventListener("keydown", event => this.#key(event));
    this.#sheets.addEventListener("click", () => this.#go(this.#at + 1));
    this.#blank.addEventListener("click", () => this.#toggle(this.#blank));
    const scale = () => this.#scale();
    addEventListener("resize", scale);
    addEventListener("beforeprint", () => this.#drawAll());
    scale();
  }

  /** Brings the deck in step with the address; its slides are read anew when place, month or basis change. */
  async show(context: Context): Promise<void> {
    await this.#site.ensure(context.region);
    const param = (name: string) => this.#site.context.param(name);
    const key = JSON.stringify([context, param("slides")]);
    if (key !== this.#drawnFor) {
      this.#drawnFor = key;
      const report = readReport(this.#source, context);
      this.#all = meetingSlides(report);
      this.#slides = chosenSlides(this.#all, param("slides"));
      const [mark = ""] = badge(this.#source.meta).split(" ・ ");
      const foot = { date: report.date, badge: mark };
      this.#shown = this.#slides.map((slide, at) => slideSheet(slide, at + 1, this.#slides.length, foot));
      this.#sheets.replaceChildren(...this.#shown.map(({ element }) => element));
      this.#selected = null;
      // Slides that were not seen yet are printed in the same face.
      const names = this.#source.regions.children(context.region).map(({ name }) => name);
      void document.fonts.load('40px "Noto Sans SC Variable"', slideWords(this.#slides, names));
      document.title = `${report.title}，${report.month}`;
      this.#fillList();
    }
    const asked = this.#slides.findIndex(({ id }) => id === param("slide"));
    this.#at = Math.max(0, asked);
    this.#turn();
  }

  #turn(): void {
    for (const [at, { element }] of this.#shown.entries())
      element.classList.toggle("current", at === this.#at);
    this.#draw(this.#at);
    const slide = this.#slides[this.#at]!;
    this.#live.textContent = `第 ${this.#at + 1} 页，${slide.slide.title}`;
    this.#notes.replaceChildren(
      h("h2", {}, `讲解用的数：${slide.name}`),
      h(
        "ul",
        {},
        slide.notes.map(text => h("li", {}, text))
      )
    );
  }

  #draw(at: number): void {
    this.#shown[at]!.draw(this.#selected, {
      onSelect: code => this.#select(code),
      onEnter: code => this.#enter(code)
    });
  }

  #drawAll(): void {
    document.documentElement.classList.add("deck-on-paper");
    for (const at of this.#shown.keys()) this.#draw(at);
    addEventListener(
      "afterprint",
      () => {
        document.documentElement.classList.remove("deck-on-paper");
        this.#turn();
      },
      { once: true }
    );
  }

  #go(to: number): void {
    const at = Math.max(0, Math.min(this.#slides.length - 1, to));
    if (at === this.#at) return;
    this.#site.context.setParam("slide", this.#slides[at]!.id, "replace");
  }

  #key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, button, a");
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!this.#blank.hidden) {
      event.preventDefault();
      this.#toggle(this.#blank);
      return;
    }
    const act = deckKeys(event.key, {
      onMap: this.#slides[this.#at]?.id === "map",
      reading: !this.#notes.hidden || !this.#list.hidden,
      typing: Boolean(typing)
    });
    if (!act) return;
    event.preventDefault();
    this.#act(act);
  }

  #act(act: DeckAct): void {
    if (act.do === "turn") this.#go(this.#at + act.by);
    else if (act.do === "go") this.#go(act.to === "last" ? this.#slides.length - 1 : act.to);
    else if (act.do === "walk") this.#walk(act.by);
    else if (act.do === "blank") this.#toggle(this.#blank);
    else if (act.do === "notes") this.#toggle(this.#notes);
    else if (act.do === "list") this.#toggle(this.#list);
    else if (act.do === "print") print();
    else if (act.do === "full") this.#fullScreen();
    else if (act.do === "leave") this.#leave();
    else if (this.#selected) this.#enter(this.#selected);
    else this.#walk(1);
  }

  #toggle(panel: HTMLElement): void {
    const shown = panel.hidden;
    for (const each of [this.#notes, this.#list, this.#blank]) each.hidden = each !== panel || !shown;
    if (shown) panel.focus();
    if (shown && panel === this.#list) panel.querySelector("input")?.focus();
  }

  /** The areas of the map one after another, in code order. */
  #walk(by: number): void {
    const codes = [...this.#sheets.querySelectorAll<SVGElement>(".current [data-code]")].map(
      each => each.dataset.code!
    );
    if (codes.length === 0) return;
    const at = this.#selected === null ? (by > 0 ? -1 : codes.length) : codes.indexOf(this.#selected);
    this.#select(codes[(at + by + codes.length) % codes.length]!);
  }

  #select(code: string): void {
    this.#selected = code;
    this.#draw(this.#at);
    const area = this.#sheets.querySelector(`.current [data-code="${code}"]`);
    this.#live.textContent = area?.getAttribute("aria-label") ?? "";
  }

  #enter(code: string): void {
    if (this.#source.regions.children(code).length > 0) this.#site.context.set({ region: code });
  }

  /** Back to the region above, or out of what is open. */
  #leave(): void {
    if (!this.#notes.hidden || !this.#list.hidden) {
      this.#notes.hidden = true;
      this.#list.hidden = true;
      return;
    }
    const { region } = this.#site.context.value;
    const above = this.#source.regions.get(region)?.parent;
    if (region !== this.#top && above) this.#site.context.set({ region: above });
  }

  #fillList(): void {
    const held = document.activeElement?.id;
    this.#list.replaceChildren(
      deckList(this.#all, this.#slides, ids => {
        const all = this.#all.map(({ id }) => id).join();
        this.#site.context.setParam("slides", ids.join() === all ? null : ids.join(), "replace");
      })
    );
    if (held) document.getElementById(held)?.focus();
  }

  #fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen();
  }

  #scale(): void {
    const scale = Math.min(innerWidth / sheet.width, innerHeight / sheet.height);
    this.#stage.style.transform = `translate(${(innerWidth - sheet.width * scale) / 2}px, ${(innerHeight - sheet.height * scale) / 2}px) scale(${scale})`;
  }
}
