import { expect } from "vitest";
import { methodChecks } from "../../loaders/publish/method-checks.ts";
import { checksTitle, errorFigure } from "../../src/lib/method-check.ts";
import { methodTexts } from "../../src/lib/method-texts.ts";
import { test } from "./demo.ts";

test("统计方法: every method with its formula and numbers, and every check as the table of policy has it", async ({
  open
}) => {
  const checks = methodChecks();
  const page = await open("methods.html");
  expect(await page.textContent("h1")).toBe(checksTitle(methodTexts.length, checks));
  expect(await page.locator(".method").count()).toBe(methodTexts.length);
  const rows = await page
    .locator("#checks tbody tr")
    .evaluateAll(lines => lines.map(line => [...line.children].map(cell => cell.textContent)));
  expect(rows.map(([method, , worst]) => [method, worst])).toEqual(
    checks.map(({ method, worst }) => [method, errorFigure(Number(worst)).join("×10")])
  );
  const ids = await page.$$eval(".methods-list a", links => links.map(link => link.getAttribute("href")));
  expect(ids).toEqual(methodTexts.map(({ id }) => `#${id}`));
});
