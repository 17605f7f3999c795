import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { projectPath } from "../../loaders/lib/paths.ts";

/**
 * Runs the benches named on the command line (`npm run bench -- p1 signals`), or all numbered ones: one line of JSON each.
 * A whole name is that bench alone, the beginning of one all that begin so; a number is handed to the benches
 * (`npm run bench -- fuzz 10000`).
 */
const folder = projectPath("test/bench");
const benches = readdirSync(folder).filter(file =>
  /^(p\d+-|signals|faults|fuzz|kill|same|partition|nation|chart).*\.ts$/.test(file)
);
const numbers = process.argv.slice(2).filter(word => /^\d+$/.test(word));
const wanted = process.argv.slice(2).filter(word => !numbers.includes(word));
const called = (name: string): string[] =>
  benches.includes(`${name}.ts`) ? [`${name}.ts`] : benches.filter(file => file.startsWith(name));
const chosen =
  wanted.length === 0 ? benches.filter(file => file.startsWith("p")) : [...new Set(wanted.flatMap(called))];
if (chosen.length === 0) {
  console.error(`没有这样的测速：${wanted.join("、")}；可选：${benches.join("、")}`);
  process.exit(2);
}
for (const file of chosen) {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", `${folder}/${file}`, ...numbers], {
    stdio: "inherit"
  });
  if (status !== 0) process.exitCode = 1;
}
