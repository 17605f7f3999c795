import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../../loaders/lib/digest.ts";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { cases, type FaultCase, typed } from "../faults/cases.ts";
import { smallExports } from "../support/small-exports.ts";

/**
 * Every fault as a user meets it: the command in a process of its own, a site that stands beside it. A table of case, outcome, exit
 * code, peak memory and time, then one line of JSON; it fails where the code or the words are others, where memory or time is
 * without bound, or where the site was touched. Disk full and read-only are real: small and read-only mounts, which takes root on
 * Linux; elsewhere they are left out and said to be. `npm run bench -- faults`.
 */
const [mostMemory, mostSeconds] = [1500, 180];
const work = mkdtempSync(join(tmpdir(), "faults-"));
const environment = { FANGFANPIN_CACHE: join(work, "cache"), FANGFANPIN_KEY: "faults" };

/** Writes how much memory was used at most and how much of the processor, when the process ends. */
const meter = join(work, "meter.mjs");
writeFileSync(
  meter,
  `import { writeFileSync } from "node:fs";
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.FAULTS_METER, [maxRSS / 1024, (userCPUTime + systemCPUTime) / 1e6].join(" "));
});`
);

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly memory: number;
  /** Seconds of the processor, which a busy machine does not stretch. */
  readonly work: number;
  readonly seconds: number;
}

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise(resolve => {
    const started = performance.now();
    const used = join(work, "memory.txt");
    rmSync(used, { force: true });
    const child = spawn(
      process.execPath,
      ["--import", meter, "--import", "tsx", projectPath("loaders/cli.ts"), ...args],
      {
        cwd: projectRoot,
        env: { ...process.env, ...environment, ...more, FAULTS_METER: used },
        stdio: ["ignore", "pipe", "pipe"]
      }
    );
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-200_000);
      });
    child.on("close", code => {
      const [memory, work] = readFileSync(used, "utf8").split(" ").map(Number) as [number, number];
      resolve({ code, said, memory, work, seconds: (performance.now() - started) / 1000 });
    });
  });
}

const rows: { readonly right: boolean; readonly memory: number; readonly seconds: number }[] = [];
console.log("| 例 | 结果 | 退出码 | 内存峰值 MB | 用时 s |\n|---|---|---|---|---|");

/** Adds a line to the table; `untouched` says whether the site beside it stands as it stood. */
function judge(name: string, exit: number, says: readonly string[], done: Ended, untouched: boolean): void {
  const { code, said, memory, work, seconds } = done;
  const lines = said.split("\n").filter(line => says.some(text => line.includes(text)));
  const line = lines.find(each => says.every(text => each.includes(text))) ?? lines[0] ?? said.slice(-200);
  const right =
    code === exit &&
    says.every(text => said.includes(text)) &&
    !/程序出错|\n\s+at /.test(said) &&
    memory < mostMemory &&
    work < mostSeconds &&
    untouched;
  rows.push({ right, memory, seconds });
  const outcome = `${right ? "" : "✗ "}${untouched ? "" : "网站被动过 "}${line.trim().slice(0, 110)}`;
  console.log(
    `| ${name} | ${outcome.replaceAll("|", "\\|")} | ${code} | ${Math.round(memory)} | ${seconds.toFixed(1)} |`
  );
}

/** A site as a build leaves it, as far as a command looks; its bytes as one text. */
function site(folder: string): () => string {
  mkdirSync(join(folder, "data/site"), { recursive: true });
  writeFileSync(join(folder, "data/site/meta.json"), "{}");
  writeFileSync(join(folder, "index.html"), "旧站");
  return () =>
    listFiles(folder)
      .map(name => `${name} ${readFileSync(join(folder, name), "utf8")}`)
      .join("\n");
}

/** A fault of an input, checked; where the name is among these, built, so that the site is at stake. */
async function tryInput(fault: FaultCase): Promise<void> {
  const { work: own, args } = typed(fault);
  const dist = join(own, "dist");
  const bytes = site(dist);
  const before = bytes();
  const isBuilt = built.includes(fault.name);
  const out = isBuilt ? ["--out", dist] : args[0] === "check" ? ["--out", join(own, "out")] : [];
  const done = await run([isBuilt ? "build" : args[0]!, ...args.slice(1), ...out]);
  judge(fault.name, fault.exit, fault.says, done, bytes() === before);
  rmSync(own, { recursive: true, force: true });
}

/** Runs a build with a folder mounted so; the command's site or cache is inside. */
async function tryMount(
  name: string,
  options: readonly string[],
  says: readonly string[],
  inside: "dist" | "cache"
): Promise<void> {
  const folder = join(work, "mount");
  const dist = inside === "dist" ? join(folder, "dist") : join(work, "dist");
  const isReadOnly = options.includes("ro");
  mkdirSync(folder, { recursive: true });
  const mount = (...more: string[]): void => {
    execFileSync("mount", ["-t", "tmpfs", ...more, "tmpfs", folder], { stdio: "pipe" });
  };
  try {
    mount("-o", isReadOnly ? "size=64m" : options.join(","));
  } catch {
    console.log(`| ${name} | 这里不能挂载，未试 | | | |`);
    return;
  }
  try {
    const bytes = site(dist);
    const before = bytes();
    if (isReadOnly) execFileSync("mount", ["-o", "remount,ro", folder]);
    const more: Record<string, string> =
      inside === "cache" ? { FANGFANPIN_CACHE: join(folder, "cache") } : {};
    const done = await run(["build", "--exports", join(work, "small"), "--out", dist], more);
    judge(name, 1, says, done, bytes() === before);
  } finally {
    execFileSync("umount", [folder]);
    rmSync(join(work, "dist"), { recursive: true, force: true });
  }
}

const built = ["XLSX 截断", "压缩炸弹（一百万以上空行）", "指到文件夹外的符号链接"];
for (const fault of cases) await tryInput(fault);
await smallExports(join(work, "small"));
await tryMount("磁盘满：网站（4 MB 的 tmpfs）", ["size=4m"], ["磁盘满", "--out"], "dist");
await tryMount("磁盘满：中间库（2 MB 的 tmpfs）", ["size=2m"], ["磁盘满"], "cache");
await tryMount("只读：网站（只读挂载）", ["ro"], ["没有权限", "--out"], "dist");
await tryMount("只读：中间库（只读挂载）", ["ro"], ["没有权限"], "cache");
{
  const dist = join(work, "dist");
  const bytes = site(dist);
  const before = bytes();
  const many = join(work, "many");
  cpSync(join(work, "small"), many, { recursive: true });
  appendFileSync(join(many, "区划统计表.csv"), Buffer.from([0xff, 0xfe, 0x00]));
  const done = await run(["build", "--exports", many, "--out", dist]);
  judge("区划统计表末尾损坏", 1, ["区划统计表.csv"], done, bytes() === before);
}
rmSync(work, { recursive: true, force: true });
const most = (field: "memory" | "seconds"): number => Math.round(Math.max(...rows.map(row => row[field])));
const right = rows.filter(row => row.right).length;
console.log(
  JSON.stringify({
    bench: "faults",
    cases: rows.length,
    right,
    worst_memory_mb: most("memory"),
    worst_seconds: most("seconds")
  })
);
process.exitCode = right === rows.length ? 0 : 1;
