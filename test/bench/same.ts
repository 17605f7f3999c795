import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../../loaders/lib/digest.ts";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { smallExports } from "../support/small-exports.ts";

/**
 * Every command that writes files, on two machines: other folders, time zone, language and key. All they write must be the same
 * bytes; a site is compared by a test of its own. `npm run bench -- same`.
 */
const work = mkdtempSync(join(tmpdir(), "same-"));
const machines = [
  { folder: "甲", TZ: "Asia/Shanghai", LC_ALL: "zh_CN.UTF-8", FANGFANPIN_KEY: "one" },
  { folder: "another place", TZ: "America/New_York", LC_ALL: "tr_TR.UTF-8", FANGFANPIN_KEY: "two" }
];
const commands: readonly (readonly string[])[] = [
  ["indicators"],
  ["worklist"],
  ["suspects"],
  ["sample"],
  ["changes"],
  ["ledger"],
  ["report", "--format", "all"],
  ["templates"],
  ["demo", "--households", "60", "--months", "6"]
];
await smallExports(join(work, "exports"));
const rows = commands.map(([command, ...args]) => {
  const sides = machines.map(({ folder, ...environment }) => {
    const own = join(work, folder);
    const [exports, out] = ["exports", "out"].map(name => join(own, name)) as [string, string];
    rmSync(out, { recursive: true, force: true });
    cpSync(join(work, "exports"), exports, { recursive: true });
    const reads = ["templates", "demo"].includes(command!) ? [] : ["--exports", exports];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", projectPath("loaders/cli.ts"), command!, ...args, ...reads, "--out", out],
      {
        cwd: projectRoot,
        maxBuffer: 1 << 28,
        env: {
          ...process.env,
          ...environment,
          LANG: environment.LC_ALL,
          FANGFANPIN_CACHE: join(own, "cache")
        }
      }
    );
    if (status !== 0) console.error(`${command}: ${stderr.toString("utf8").slice(-600)}`);
    const files = existsSync(out)
      ? listFiles(out).map(name => [name, readFileSync(join(out, name))] as const)
      : [];
    return {
      status,
      digests: [["stdout", stdout] as const, ...files].map(
        ([name, bytes]) => `${name} ${createHash("sha256").update(bytes).digest("hex")}`
      )
    };
  });
  const [one, two] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const differ = one.digests
    .filter(line => !two.digests.includes(line))
    .map(line => line.replace(/ \w+$/, ""));
  return {
    command,
    status: one.status,
    files: one.digests.length - 1,
    missing: two.digests.length - one.digests.length,
    differ
  };
});
rmSync(work, { recursive: true });
console.log(JSON.stringify({ bench: "same", rows }));
process.exitCode = rows.every(row => row.status === 0 && row.missing === 0 && row.differ.length === 0)
  ? 0
  : 1;
