import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../loaders/lib/digest.ts";
import { sitePolicy } from "../../loaders/publish/security.ts";
import { checkSums } from "../../loaders/publish/sums.ts";
import { builtSite } from "../e2e/site.ts";

const dist = await builtSite();
const files = listFiles(dist);
const text = (name: string): string => readFileSync(join(dist, name), "utf8");
const pages = files.filter(name => name.endsWith(".html"));

test("every page has the strict policy before anything it rules, and nothing in it that the policy would refuse", () => {
  expect(pages.length).toBeGreaterThan(15);
  for (const name of pages) {
    const html = text(name);
    const policies = html.match(/<meta http-equiv="Content-Security-Policy"[^>]*>/g);
    expect(policies, name).toEqual([`<meta http-equiv="Content-Security-Policy" content="${sitePolicy}">`]);
    expect(html.indexOf(policies![0]!), name).toBeLessThan(html.search(/<(?:script|link)\b/));
    expect(html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle="|\son[a-z]+=/g), name).toBeNull();
  }
});

test("no page loads or links to another place, and what opens apart is cut off from it", () => {
  for (const name of pages) {
    const html = text(name);
    const addresses = [...html.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address!);
    expect(
      addresses.filter(address => /^(?:[a-z]+:)?\/\//i.test(address)),
      name
    ).toEqual([]);
    expect(
      (html.match(/<a\b[^>]*\btarget=[^>]*>/g) ?? []).filter(link => !/rel="[^"]*noopener/.test(link)),
      name
    ).toEqual([]);
  }
  for (const name of files.filter(file => file.endsWith(".css")))
    expect(text(name).match(/@import\s+["'(]?https?:|url\(["']?(?:https?:)?\/\//g), name).toBeNull();
});

test("no script makes code of text, and of arquero nothing is there", () => {
  const scripts = files.filter(name => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(50);
  expect(files.filter(name => name.includes("arquero"))).toEqual([]);
  const makers = scripts.filter(name => /(?<![.\w])eval\(|new Function\(/.test(text(name)));
  expect(makers).toEqual([]);
});

test("the site's list of files is whole, and licences go with it", async () => {
  expect(await checkSums(dist)).toEqual({ listed: files.length - 1, missing: [], changed: [], extra: [] });
  expect(text("licences.txt")).toContain("SIL OPEN FONT LICENSE");
});
