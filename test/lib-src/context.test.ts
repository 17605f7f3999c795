import { expect, test } from "vitest";
import {
  type ContextOptions,
  ContextStore,
  type ContextWindow,
  readContext,
  writeContext
} from "../../src/lib/context.ts";

const options: ContextOptions = {
  defaults: { region: "990100", period: "2023-12", basis: "户", profile: "FJ2020" },
  regions: code => code === "990100" || code === "990121",
  periods: ["2023-11", "2023-12"],
  profiles: ["FJ2020", "GB2020"]
};

function fakeWindow(start: string) {
  const entries = [start];
  let listener: () => void = () => {};
  const view: ContextWindow = {
    location: {
      get href() {
        return entries.at(-1)!;
      }
    },
    history: {
      pushState: (_data, _title, url) => void entries.push(String(url)),
      replaceState: (_data, _title, url) => void entries.splice(-1, 1, String(url))
    },
    addEventListener: (_type, callback) => {
      listener = callback;
    }
  };
  return {
    view,
    entries,
    back: () => {
      entries.pop();
      listener();
    }
  };
}

test("the URL round-trips, and defaults are left out", () => {
  const query = new URLSearchParams("region=990121&period=2023-11&basis=ren&profile=GB2020");
  const { context, notices } = readContext(query, options);
  expect(context).toEqual({ region: "990121", period: "2023-11", basis: "人", profile: "GB2020" });
  expect(notices).toEqual([]);
  expect(writeContext(new URLSearchParams(), context, options.defaults).toString()).toBe(query.toString());
  expect(writeContext(query, options.defaults, options.defaults).toString()).toBe("");
});

test("a value the data lack falls back with a notice that names it", () => {
  const { context, notices } = readContext(new URLSearchParams("region=000000&period=1999-01"), options);
  expect(context).toEqual(options.defaults);
  expect(notices).toEqual([
    "网址里的区域“000000”不在数据中，已按默认显示",
    "网址里的期间“1999-01”不在数据中，已按默认显示"
  ]);
});

test("a change writes history, tells listeners once, and going back undoes it", () => {
  const { view, entries, back } = fakeWindow("http://site/index.html?layer=K01#top");
  const store = new ContextStore(options, view);
  const told: string[] = [];
  store.subscribe(context => told.push(context.region));
  store.set({ region: "990121" });
  store.set({ region: "990121" });
  expect(entries.at(-1)).toBe("http://site/index.html?layer=K01&region=990121#top");
  expect(store.href()).toBe("?region=990121");
  back();
  expect(store.value.region).toBe("990100");
  expect(told).toEqual(["990121", "990100"]);
});

test("pages keep parameters of their own beside the context", () => {
  const { view, entries } = fakeWindow("http://site/map.html?region=990121");
  const store = new ContextStore(options, view);
  store.setParam("layer", "K03", "replace");
  expect(store.param("layer")).toBe("K03");
  expect(entries).toEqual(["http://site/map.html?region=990121&layer=K03"]);
  store.setParam("layer", null);
  expect(store.param("layer")).toBeNull();
  expect(store.href({ region: "990100" })).toBe("");
});

test("a notice goes away with the next change", () => {
  const { view } = fakeWindow("http://site/?region=xyz");
  const store = new ContextStore(options, view);
  expect(store.notices).toHaveLength(1);
  store.set({ region: "990100" });
  expect(store.notices).toHaveLength(0);
});
