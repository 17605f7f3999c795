import { expect, test } from "vitest";
import { type DeckState, deckKeys } from "../../src/components/deck-keys.ts";
import { ContextStore } from "../../src/lib/context.ts";
import { MemoryWindow } from "../../src/lib/memory-window.ts";
import { chosenSlides, type MeetingSlide } from "../../src/lib/report/meeting.ts";
import { numberFormat } from "../../src/lib/report/number-format.ts";

const plain: DeckState = { onMap: false, reading: false, typing: false };

test("remotes and arrows turn slides; the map keeps up, down and Enter for its areas", () => {
  for (const key of ["ArrowRight", "PageDown", "ArrowDown", " ", "Enter"])
    expect(deckKeys(key, plain), key).toEqual({ do: "turn", by: 1 });
  for (const key of ["ArrowLeft", "PageUp", "ArrowUp"])
    expect(deckKeys(key, plain), key).toEqual({ do: "turn", by: -1 });
  const onMap = { ...plain, onMap: true };
  expect(deckKeys("ArrowDown", onMap)).toEqual({ do: "walk", by: 1 });
  expect(deckKeys("Enter", onMap)).toEqual({ do: "enter" });
  expect(deckKeys("PageDown", onMap)).toEqual({ do: "turn", by: 1 });
  expect(deckKeys("Escape", onMap)).toEqual({ do: "leave" });
});

test("numbers, letters and a remote's blank key act; open notes scroll, a control keeps Enter", () => {
  expect(deckKeys("3", plain)).toEqual({ do: "go", to: 2 });
  expect(deckKeys("End", plain)).toEqual({ do: "go", to: "last" });
  expect(deckKeys("B", plain)).toEqual({ do: "blank" });
  expect(deckKeys(".", plain)).toEqual({ do: "blank" });
  expect(deckKeys("n", plain)).toEqual({ do: "notes" });
  expect(deckKeys("ArrowDown", { ...plain, reading: true })).toBeNull();
  expect(deckKeys("Enter", { ...plain, typing: true })).toBeNull();
  expect(deckKeys("F5", plain)).toBeNull();
});

test("an address picks and orders slides; one that names none shows all", () => {
  const slide = (id: string) => ({ id }) as MeetingSlide;
  const all = ["situation", "map", "scale"].map(slide);
  const ids = (asked: string | null) => chosenSlides(all, asked).map(({ id }) => id);
  expect(ids("scale,situation,scale,none")).toEqual(["scale", "situation"]);
  expect(ids("none")).toEqual(["situation", "map", "scale"]);
  expect(ids(null)).toEqual(["situation", "map", "scale"]);
});

test("a file of its own keeps its address in memory", () => {
  const store = new ContextStore(
    {
      defaults: { region: "1", period: "2023-12", basis: "户", profile: "P" },
      regions: code => ["1", "11"].includes(code),
      periods: ["2023-11", "2023-12"],
      profiles: ["P"]
    },
    new MemoryWindow("region=11&basis=ren")
  );
  expect(store.value).toMatchObject({ region: "11", basis: "人" });
  store.set({ region: "1" });
  store.setParam("slide", "map", "replace");
  expect(store.value.region).toBe("1");
  expect(store.param("slide")).toBe("map");
});

test("numbers are written as a workbook's format writes them", () => {
  expect(numberFormat("#,##0")(12345.6)).toBe("12,346");
  expect(numberFormat('0.00"%"')(4.1)).toBe("4.10%");
  expect(numberFormat("0.0")(1234.56)).toBe("1234.6");
});
