import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const { FANGFANPIN_E2E_DIST: dist, FANGFANPIN_E2E_DONE: done } = process.env;

// While a file is loaded, not in its hooks: no time limit of a test counts how long a slow machine builds.
while (done && !existsSync(done)) await setTimeout(200);

/** The folder of the demo site that the tests' set-up builds by the command a user runs. */
export async function builtSite(): Promise<string> {
  if (!dist) throw new Error("the site is built by test/support/built-site.ts; run the project `site`");
  const wrong = done ? readFileSync(done, "utf8") : "";
  if (wrong) throw new Error(wrong);
  return dist;
}
