import { expect, test } from "vitest";
import { OpenPages } from "../../loaders/dev/open-pages.ts";

test("what is wanted is what the pages that listen have loaded since they were loaded", () => {
  const pages = new OpenPages();
  for (const page of ["/surveys.html", "/funds.html", "/left.html"]) pages.loaded(page);
  const closed = pages.opened("/surveys.html");
  pages.opened("/left.html")();
  pages.asked("/surveys.html", "K18");
  pages.asked("/surveys.html", "990102/K19");
  pages.asked("/funds.html", "K45");
  pages.asked("/left.html", "K01");
  expect([...pages.files]).toEqual(["K18", "990102/K19", "K45"]);
  expect(pages.wanted).toEqual({ files: ["K18", "K19", "K45"], places: ["", "990102"] });
  // A page not yet heard of loads anew; one that another window shows keeps its files.
  pages.loaded("/funds.html");
  pages.loaded("/surveys.html");
  expect([...pages.files]).toEqual(["K18", "990102/K19"]);
  closed();
  expect(pages.wanted).toEqual({ files: [], places: [] });
});
