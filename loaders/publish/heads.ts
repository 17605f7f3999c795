import { readFileSync } from "node:fs";
import { join } from "node:path";
import { masthead } from "../../src/lib/masthead.ts";
import { meetingPage, type PageEntry, pages } from "../../src/lib/pages.ts";
import type { Meta, Region } from "../../src/lib/site.ts";
import { pageExists } from "./search.ts";

/** What of the data stands in the pages themselves. */
export interface Heads {
  /** Title of the site. */
  readonly title: string;
  /** Pages that exist. */
  readonly linked: readonly PageEntry[];
  /** The head of a page as HTML, by its path such as `/quality`; null where it has none. */
  headOf(path: string): string | null;
}

/** The heads of all pages over a published folder. */
export function headsOf(published: string): Heads {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(published, name), "utf8")) as T;
  const meta = read<Meta>("meta.json");
  const root = read<readonly Region[]>("regions.json").find(region => region.code === meta.root)?.name ?? "";
  const linked = pages.filter(({ path }) => pageExists(path));
  return {
    title: meta.title,
    linked,
    headOf: path => (path === `/${meetingPage.path}` ? null : masthead({ path, meta, root, pages: linked }))
  };
}

/** All that `headsOf` says, as one text: pages are built anew where it changed. */
export function headsText(published: string): string {
  const { title, linked, headOf } = headsOf(published);
  return [title, ...linked.map(({ path }) => headOf(`/${path}`))].join("\n");
}
