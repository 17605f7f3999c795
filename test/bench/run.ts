import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { projectPath } from "../../loaders/lib/paths.ts";

/** Runs the benches named on the command line (`npm run bench -- p1 p2`), or all: one line of JSON each. */
const folder = projectPath("test/bench");
const benches = readdirSync(folder).filter(file => /^p\d+-.*\.ts$/.test(file));
const wanted = process.argv.slice(2);
const chosen =
  wanted.length === 0 ? benches : benches.filter(file => wanted.some(name => file.startsWith(name)));
if (chosen.length === 0) {
  console.error(`没有这样的测速：${wanted.join("、")}；可选：${benches.join("、")}`);
  process.exit(2);
}
for (const file of chosen) {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", `${folder}/${file}`], {
    stdio: "inherit"
  });
  if (status !== 0) process.exitCode = 1;
}
