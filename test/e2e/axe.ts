import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import axe from "axe-core";
import type { Page } from "playwright-core";

const words = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("axe-core/locales/zh_CN.json"), "utf8")
) as axe.Locale;

/** What axe finds wrong with a page, one line each; empty when nothing is. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(async locale => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    axe.configure({ locale });
    return axe.run({ resultTypes: ["violations"] });
  }, words);
  return found.map(
    ({ id, help, nodes }) => `${id}：${help} ${nodes.map(node => node.target.join(" ")).join("；")}`
  );
}
