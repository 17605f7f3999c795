import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { smallExports } from "../support/small-exports.ts";
import { report, round } from "./peers.ts";

/**
 * P3: everything of one county, exports → dist, with nothing kept from before (`first`), with the same input again (`again`), and
 * with a row less of its identifications (`changed`: all figures anew, the pages kept), against Framework's own build of a project of one page of text, in the same run. Seconds of wall and of CPU of the child and what
 * it started; medians of `npm run bench -- p3 5` runs, three by default.
 */
const times = Number(process.argv[2] ?? 3);
const work = mkdtempSync(join(tmpdir(), "p3-"));
const exports = join(work, "exports");
await smallExports(exports);
/** 识别程序记录 says since when a household is watched: episodes, and with them every figure, follow from it. */
const register = join(exports, "识别程序记录.csv");
const empty = join(work, "empty");
mkdirSync(join(empty, "src"), { recursive: true });
writeFileSync(join(empty, "src", "index.md"), "# 空\n");
writeFileSync(join(empty, "observablehq.config.js"), 'export default { title: "空" };\n');
writeFileSync(join(empty, "package.json"), '{ "type": "module" }\n');
symlinkSync(projectPath("node_modules"), join(empty, "node_modules"));

interface Cost {
  seconds: number;
  cpu: number;
}

const framework = (): Cost =>
  run(empty, [projectPath("node_modules/@observablehq/framework/dist/bin/observable.js"), "build"]);
const county = (): Cost =>
  run(projectRoot, [
    "--import",
    "tsx",
    "loaders/cli.ts",
    "build",
    "--exports",
    exports,
    "--out",
    join(work, "dist")
  ]);

const costs = { framework: [] as Cost[], first: [] as Cost[], again: [] as Cost[], changed: [] as Cost[] };
for (let i = 0; i < times; i += 1) {
  rmSync(join(work, "cache"), { recursive: true, force: true });
  costs.framework.push(framework());
  costs.first.push(county());
  costs.again.push(county());
  const rows = readFileSync(register, "utf8").split("\n");
  writeFileSync(register, [...rows.slice(0, -2), ""].join("\n"));
  costs.changed.push(county());
}
rmSync(work, { recursive: true });
const {
  framework: peer,
  first,
  again,
  changed
} = Object.fromEntries(Object.entries(costs).map(([name, of]) => [name, median(of)])) as Record<
  keyof typeof costs,
  Cost
>;
report("p3-rebuild", {
  times,
  framework: peer,
  first,
  again,
  changed,
  ratioFirst: round(first.seconds / peer.seconds),
  ratioAgain: round(again.seconds / peer.seconds),
  ratioChanged: round(changed.seconds / peer.seconds),
  ratioFirstCpu: round(first.cpu / peer.cpu),
  ratioAgainCpu: round(again.cpu / peer.cpu),
  ratioChangedCpu: round(changed.cpu / peer.cpu)
});

function median(costs: readonly Cost[]): Cost {
  const middle = (of: keyof Cost): number =>
    round([...costs].sort((a, b) => a[of] - b[of])[costs.length >> 1]![of]);
  return { seconds: middle("seconds"), cpu: middle("cpu") };
}

/** A command in a process of its own; its CPU as the shell's `times` counts it, with all that it waited for. */
function run(cwd: string, args: readonly string[]): Cost {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    "/bin/bash",
    ["-c", '"$@" > /dev/null || exit 1; times', "bash", process.execPath, ...args],
    {
      cwd,
      encoding: "utf8",
      env: { ...process.env, FANGFANPIN_CACHE: join(work, "cache"), FANGFANPIN_KEY: "bench" }
    }
  );
  if (status !== 0) throw new Error(stderr.slice(-2000));
  // The second line is what the shell's children took.
  const cpu = [
    ...stdout
      .trim()
      .split("\n")
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g)
  ].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { seconds: (performance.now() - start) / 1000, cpu };
}
