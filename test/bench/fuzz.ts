import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContract } from "../../loaders/contract/contract.ts";
import { generateDemo } from "../../loaders/demo/demo.ts";
import { discover, type ExportFile } from "../../loaders/intake/discover.ts";
import { intake } from "../../loaders/intake/intake.ts";
import { readFile } from "../../loaders/intake/read-file.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { mutated } from "../faults/mutate.ts";

/**
 * Spoiled files through intake: each alone through the reader of its kind, and every tenth with some hundreds of others into
 * DuckDB. A crash is whatever is no refusal in words of its own, or a sum of rows that does not close; a hang is a file that
 * takes longer than the guard; times are of the processor, which a busy machine does not stretch. The reader is a process of
 * its own, of little memory, so that either is seen and the rest goes on. `npm run bench -- fuzz 10000`.
 */
const [seed, tenth, batch, guard, heap] = [20231231, 10, 5000, 60_000, 1024];

/** What the reading process says of a file, or of a batch (`at` is then its last). */
interface Said {
  readonly at: number;
  readonly ms: number;
  readonly rss: number;
  readonly status: string;
  /** What went wrong, "" if nothing did. */
  readonly wrong: string;
}

/** The wrong of one file, "" if it was read or refused as it should be. */
async function tried(file: ExportFile, out: string): Promise<{ status: string; wrong: string }> {
  try {
    const { status, reason, sheets } = await readFile(file, 0, contract, Buffer.from("fuzz"), out);
    if (/读不了（/.test(reason)) return { status, wrong: reason };
    if (status === "refused" && !reason.includes("；")) return { status, wrong: `no next step: ${reason}` };
    const open = sheets.find(sheet => sheet.read !== sheet.written + sheet.refused + sheet.blank);
    return { status, wrong: open ? `rows do not close: ${JSON.stringify({ ...open, faults: 0 })}` : "" };
  } catch (error) {
    return { status: "thrown", wrong: (error as Error).stack ?? String(error) };
  }
}

/** The wrong of a batch taken in as a folder, "" if nothing is. */
async function takenIn(folder: string): Promise<string> {
  const duck = await Duck.open(":memory:", { threads: 1 });
  try {
    await intake(duck, contract, { exports: folder, asOf: "2023-12-31" });
    const open = await duck.rows(
      "SELECT name FROM source_file WHERE rows_read <> rows_accepted + rows_refused + rows_blank"
    );
    return open.length > 0 ? `rows do not close: ${open.map(row => row.name).join(", ")}` : "";
  } catch (error) {
    return error instanceof CliError ? "" : ((error as Error).stack ?? String(error));
  } finally {
    duck.close();
  }
}

const contract = readContract();

/** The reading process: the files from `first` on. */
async function read(work: string, first: number, count: number): Promise<void> {
  const seeds = readdirSync(join(work, "seeds")).sort();
  const bytes = seeds.map(name => readFileSync(join(work, "seeds", name)));
  const folder = join(work, "spoiled");
  const out = join(work, "out");
  for (let at = first; at < count; at++) {
    const from = at % seeds.length;
    const name = `${String(at).padStart(6, "0")}-${seeds[from]}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), mutated(bytes[from]!, bytes, seed, at));
    const file = { path: join(folder, name), name, bytes: 1 };
    const started = worked();
    const result = await tried(file, out);
    say({ at, ms: worked() - started, ...result });
    if (at % tenth !== 0) rmSync(file.path);
    if ((at + 1) % batch !== 0 && at + 1 !== count) continue;
    say({ at, ms: 0, status: "batch", wrong: await takenIn(folder) });
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds this process has had of the processor. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function say(said: Omit<Said, "rss">): void {
  process.send!({ ...said, rss: process.resourceUsage().maxRSS / 1024 });
}

/** Runs the reading process until all are done; after a crash or a hang another goes on with the next file. */
async function main(count: number): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "fuzz-"));
  process.env.FANGFANPIN_CACHE = join(work, "cache");
  const [seeds, out] = ["seeds", "out"].map(name => join(work, name)) as [string, string];
  await generateDemo({ households: 50, seed: 7, months: 6, out: seeds });
  for (const { name, bytes } of discover(seeds)) if (bytes > 60_000) rmSync(join(seeds, name));
  rmSync(join(seeds, "demo.json"));
  mkdirSync(out);
  const sum = { files: 0, accepted: 0, refused: 0, unrecognised: 0, crashes: 0, hangs: 0 };
  const worst = { ms: 0, file: 0, rss: 0 };
  const started = performance.now();
  for (let next = 0; next < count; ) {
    const child = fork(fileURLToPath(import.meta.url), [work, String(next), String(count)], {
      execArgv: ["--import", "tsx", `--max-old-space-size=${heap}`]
    });
    const ended = await followed(child, said => {
      next = said.at + 1;
      worst.rss = Math.max(worst.rss, said.rss);
      if (said.wrong) {
        sum.crashes += 1;
        console.error(`${said.at} ${said.status}: ${said.wrong}`);
      }
      if (said.status === "batch") return;
      sum.files += 1;
      if (said.status in sum) sum[said.status as "accepted"] += 1;
      if (said.ms > worst.ms) Object.assign(worst, { ms: said.ms, file: said.at });
    });
    if (ended === "done") break;
    sum[ended === "hang" ? "hangs" : "crashes"] += 1;
    console.error(`${next}: ${ended}`);
    next += 1;
  }
  rmSync(work, { recursive: true });
  const round = (value: number): number => Math.round(value);
  console.log(
    JSON.stringify({
      bench: "fuzz",
      seed,
      ...sum,
      worst_ms: round(worst.ms),
      worst_file: worst.file,
      worst_rss_mb: round(worst.rss),
      seconds: round((performance.now() - started) / 1000)
    })
  );
  process.exitCode = sum.crashes + sum.hangs > 0 || sum.files < count ? 1 : 0;
}

/** Waits for the process to end, handing on what it says; "hang" where it worked for longer than the guard without a word. */
function followed(child: ChildProcess, heard: (said: Said) => void): Promise<"done" | "hang" | "died"> {
  return new Promise(resolve => {
    let isHanging = false;
    let since = 0;
    const watch = setInterval(() => {
      if (workOf(child.pid!) - since < guard) return;
      isHanging = true;
      child.kill("SIGKILL");
    }, 1000);
    child.on("message", (said: Said) => {
      since = workOf(child.pid!);
      heard(said);
    });
    child.on("exit", code => {
      clearInterval(watch);
      resolve(isHanging ? "hang" : code === 0 ? "done" : "died");
    });
  });
}

/** Milliseconds a process has had of the processor, in hundredths of a second as Linux counts; elsewhere the time that passed. */
function workOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return performance.now();
  }
}

if (process.send) await read(process.argv[2]!, Number(process.argv[3]), Number(process.argv[4]));
else await main(Number(process.argv[2] ?? 10_000));
