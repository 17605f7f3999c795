import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** The folder of the demo site that the tests' set-up builds by the command a user runs, once it is there. */
export async function builtSite(): Promise<string> {
  const { FANGFANPIN_E2E_DIST: dist, FANGFANPIN_E2E_DONE: done } = process.env;
  if (!dist) throw new Error("the site is built by test/support/built-site.ts; run the project `site`");
  while (done && !existsSync(done)) await setTimeout(200);
  const wrong = done ? readFileSync(done, "utf8") : "";
  if (wrong) throw new Error(wrong);
  return dist;
}
