import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../loaders/demo/random.ts";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { checkSums, sumsFile } from "../../loaders/publish/sums.ts";
import { smallExports } from "../support/small-exports.ts";

/**
 * Builds over a site that stands, killed with all their processes at seeded random moments; every third kill waits for the site to
 * be written, for its list or for the swap, which the clock alone would hardly meet. After each kill the site must be whole by its
 * list and the same as before; after every tenth, and where the swap was cut, a build is let through and must come to the same
 * bytes and leave nothing beside. `npm run bench -- kill 50`.
 */
const seed = 20231231;
const kills = Number(process.argv[2] ?? 50);
const work = mkdtempSync(join(tmpdir(), "kill-"));
const [exports, dist, cache] = ["exports", "site/dist", "cache"].map(name => join(work, name)) as [
  string,
  string,
  string
];
const parent = join(work, "site");
const random = createRandom(seed, "kill");

/** A moment to kill at: milliseconds from the start, or the first time a name with this in it shows beside the site. */
type Moment = number | "-next-" | "-last-" | typeof sumsFile;

/** Runs a build, killed at the moment given. */
function build(
  at: Moment = Number.POSITIVE_INFINITY
): Promise<{ killed: boolean; code: number | null; phase: string }> {
  return new Promise(resolve => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", projectPath("loaders/cli.ts"), "build", "--exports", exports, "--out", dist],
      {
        cwd: projectRoot,
        env: { ...process.env, FANGFANPIN_CACHE: cache, FANGFANPIN_KEY: "kill" },
        // A group of its own, to be killed whole.
        detached: true,
        stdio: ["ignore", "ignore", "pipe"]
      }
    );
    let killed = false;
    let phase = "启动";
    let said = "";
    const kill = (): void => {
      if (killed || child.exitCode !== null) return;
      killed = true;
      process.kill(-child.pid!, "SIGKILL");
    };
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
      phase = text.trim().split("\n").at(-1)!.replace(/ .*/, "");
    });
    const timer = typeof at === "number" && at < 1e9 ? setTimeout(kill, at) : undefined;
    const seen =
      typeof at === "string" && at !== sumsFile
        ? watch(parent, (_, name) => {
            if (name?.includes(at)) kill();
          })
        : undefined;
    const polled =
      at === sumsFile
        ? setInterval(() => {
            for (const name of readdirSync(parent))
              if (name.includes("-next-") && existsSync(join(parent, name, sumsFile))) kill();
          }, 2)
        : undefined;
    child.on("close", code => {
      clearTimeout(timer);
      clearInterval(polled);
      seen?.close();
      if (!killed && code !== 0) console.error(said);
      resolve({ killed, code, phase: killed && typeof at === "string" ? at : phase });
    });
  });
}

/** Where the site stands whole: in its place, put aside by a swap that was cut, or nowhere. */
async function whole(): Promise<"in place" | "aside" | "broken"> {
  const aside = readdirSync(parent).find(name => name.startsWith("dist-last-"));
  const isMissing = !existsSync(dist);
  const folder = isMissing && aside ? join(parent, aside) : dist;
  const report = await checkSums(folder);
  const isWhole =
    report !== null &&
    report.missing.length + report.changed.length + report.extra.length === 0 &&
    readFileSync(join(folder, sumsFile), "utf8") === reference;
  return isWhole ? (isMissing ? "aside" : "in place") : "broken";
}

await smallExports(exports);
const started = performance.now();
await build();
const first = performance.now() - started;
let reference = readFileSync(join(dist, sumsFile), "utf8");
const sum = { kills: 0, in_place: 0, aside: 0, broken: 0, builds: 0, same: 0, leftovers: 0 };
const phases: Record<string, number> = {};
while (sum.kills < kills) {
  const at: Moment = random.chance(1 / 3)
    ? random.pick(["-next-", "-last-", "-last-", sumsFile] as const)
    : random.next() * first;
  const { killed, phase } = await build(at);
  if (killed) {
    sum.kills += 1;
    phases[phase] = (phases[phase] ?? 0) + 1;
  }
  const state = await whole();
  if (killed) sum[state === "in place" ? "in_place" : state] += 1;
  if (state === "broken") console.error(`${sum.kills} ${String(at)}: the site is not whole`);
  console.error(`${sum.kills} ${phase}: ${state}`);
  if (killed && sum.kills % 10 !== 0 && sum.kills < kills && state === "in place") continue;
  const { code } = await build();
  sum.builds += 1;
  const left = readdirSync(parent).filter(name => name !== "dist");
  sum.leftovers += left.length;
  if (code === 0 && (await whole()) === "in place") sum.same += 1;
  else reference = readFileSync(join(dist, sumsFile), "utf8");
}
rmSync(work, { recursive: true });
const right = sum.broken === 0 && sum.same === sum.builds && sum.leftovers === 0;
console.log(
  JSON.stringify({
    bench: "kill",
    seed,
    ...sum,
    phases,
    build_s: Math.round(first / 1000),
    seconds: Math.round((performance.now() - started) / 1000)
  })
);
process.exitCode = right ? 0 : 1;
