import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import axe from "axe-core";
import type { Page } from "playwright-core";

const words = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("axe-core/locales/zh_CN.json"), "utf8")
) as axe.Locale;

/** Rules that look at colours: they take most of the time, and are all that a theme can change. */
const colours = ["color-contrast", "link-in-text-block"];

const extents: Readonly<Record<"all" | "colours" | "layout", axe.RunOptions>> = {
  all: {},
  colours: { runOnly: colours },
  layout: { rules: Object.fromEntries(colours.map(rule => [rule, { enabled: false }])) }
};

/**
 * What axe finds wrong with a page, one line each; empty when nothing is.
 * @param options extent: all rules, those a theme can change, or those a width can; within: a part of the page, by its selector
 */
export async function violations(
  page: Page,
  { extent = "all", within = "" }: { extent?: keyof typeof extents; within?: string } = {}
): Promise<string[]> {
  // Figures out of sight are drawn when the page is quiet.
  await page.waitForFunction(() => !document.querySelector("[data-waiting]"));
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(
    async ([locale, part, options]) => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      axe.configure({ locale });
      // No rule that runs needs the style sheets read before.
      return axe.run(part || document, { resultTypes: ["violations"], preload: false, ...options });
    },
    [words, within, extents[extent]] as const
  );
  return found.map(
    ({ id, help, nodes }) => `${id}：${help} ${nodes.map(node => node.target.join(" ")).join("；")}`
  );
}
