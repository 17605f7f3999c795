import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContract } from "../../loaders/contract/contract.ts";
import { Duck, literal } from "../../loaders/lib/duck.ts";
import { cachePath } from "../../loaders/lib/paths.ts";
import {
  above,
  layout,
  leafRuns,
  parquet,
  readWhole,
  sharedTables,
  writeLeafParts
} from "../../loaders/parts/layout.ts";
import { writeFigures, writeLeaves } from "../../loaders/parts/part.ts";
import { cpuSeconds, type Done, runJobs, tell } from "./jobs.ts";
import { report, round } from "./peers.ts";
import { type Plan, plan, splitDemo, writeRows, writeWorld } from "./world.ts";

/**
 * A whole nation through model, leaves, figures and the regions above the counties: `npm run bench -- nation [counties] [months]`, by
 * default 2,850 counties (100 million persons, 25 million households) with 12 months of history. Batch by batch the rows are made
 * (`world.ts`), their leaves taken, and the rows dropped, so that the disk holds no more than two batches; then the figures, batch by
 * batch; last the regions above. Two processes of one thread. Cut off, it goes on where it was: `state.jsonl` in its folder, which is
 * removed at the end. A line of log for each batch; one line of JSON at the end.
 */
const script = fileURLToPath(import.meta.url);
const PREFECTURES = 2;
const limits = { processes: 2, threads: 1, memory: "3GB" };
/** The regions above the counties are one job: it has the whole machine. */
const alone = { processes: 1, threads: 2, memory: "6GB" };
/** Persons of a province: the size P4 asks for. */
const PROVINCE = 5_000_000;

const [, , job, folder, ...words] = process.argv;
const tableIds = [...readContract().tables.values()]
  .map(table => table.id)
  .filter(id => !sharedTables.includes(id));

if (job === "world") await makeWorld(folder!, await planOf(words));
else if (job === "leaves") await takeLeaves(folder!, await planOf(words), Number(words[2]));
else if (job === "figures") {
  await writeFigures(folder!, readContract(), words[0]!.split(","));
  tell();
} else await run(Number(process.argv[2] ?? 2850), Number(process.argv[3] ?? 12));

async function planOf([counties, months]: readonly string[]): Promise<Plan> {
  return plan(await splitDemo(Number(months)), Number(counties));
}

/** The prefectures of a batch; the batch after the last is what lies in no county. */
function batchOf({ prefectures }: Plan, at: number): Plan["prefectures"] {
  return prefectures.slice(at * PREFECTURES, (at + 1) * PREFECTURES);
}

function partsOf(made: Plan, at: number): string[] {
  const batch = batchOf(made, at);
  return batch.length > 0 ? batch.flatMap(prefecture => prefecture.parts) : [above];
}

async function makeWorld(folder: string, made: Plan): Promise<void> {
  const duck = await Duck.open(":memory:");
  await writeWorld(duck, readContract(), folder, made);
  duck.close();
  tell();
}

/** Makes a batch's rows, takes their leaves and drops them; those in no county stay for the last batch. */
async function takeLeaves(folder: string, made: Plan, at: number): Promise<void> {
  const parts = partsOf(made, at);
  const start = cpuSeconds();
  const from = performance.now();
  let rows = { persons: 0, households: 0 };
  if (parts[0] !== above) {
    const duck = await Duck.open(":memory:");
    rows = await writeRows(duck, readContract(), folder, made, batchOf(made, at));
    duck.close();
  }
  const makingCpu = cpuSeconds() - start;
  const makingWall = (performance.now() - from) / 1000;
  await writeLeaves(folder, readContract(), parts);
  const staged = parts.flatMap(part => tableIds.map(table => layout.staged(folder, table, part)));
  const stagedBytes = staged.reduce((sum, path) => sum + bytesOf(path), 0);
  for (const path of staged) rmSync(path, { recursive: true, force: true });
  tell({ ...rows, counties: parts[0] === above ? 0 : parts.length, stagedBytes, makingCpu, makingWall });
}

/** One job as the state keeps it: `seconds` from the start of its phase, `disk` the highest of the phase so far. */
interface Entry extends Done {
  readonly phase: string;
  readonly at: number;
  readonly seconds: number;
}

async function run(counties: number, months: number): Promise<void> {
  const folder = cachePath("bench", `nation-${counties}-${months}`);
  const stateFile = join(folder, "state.jsonl");
  const made = plan(await splitDemo(months), counties);
  const batches = Math.ceil(made.prefectures.length / PREFECTURES);
  const state: Entry[] = existsSync(stateFile)
    ? readFileSync(stateFile, "utf8")
        .trim()
        .split("\n")
        .map(line => JSON.parse(line) as Entry)
    : [];
  const disk = watchDisk(folder);
  console.error(
    `全国：${counties} 县，${months} 个月的历史，${batches} 批，两个进程，已完成 ${state.length} 步`
  );

  const phase = async (name: string, jobs: readonly (readonly string[])[], by = limits): Promise<void> => {
    const done = new Set(state.filter(entry => entry.phase === name).map(entry => entry.at));
    const before = Math.max(0, ...state.filter(entry => entry.phase === name).map(entry => entry.seconds));
    const left = jobs.map((words, at) => ({ words, at })).filter(({ at }) => !done.has(at));
    const from = performance.now();
    await runJobs(
      script,
      left.map(({ words }) => words),
      by,
      (told, place) => {
        const entry = {
          phase: name,
          at: left[place]!.at,
          seconds: before + (performance.now() - from) / 1000,
          ...told
        };
        state.push(entry);
        appendFileSync(stateFile, `${JSON.stringify(entry)}\n`);
        console.error(lineOf(state, name, jobs.length, disk.peak()));
      }
    );
  };
  const own = [String(counties), String(months)];
  await phase("world", [["world", folder, ...own]]);
  const all = Array.from({ length: batches }, (_, at) => at);
  const leavesOf = (at: number): string[] => ["leaves", folder, ...own, String(at)];
  await phase("leaves", all.map(leavesOf));
  await phase("no county", [leavesOf(batches)]);
  await phase(
    "figures",
    all.map(at => ["figures", folder, partsOf(made, at).join(",")])
  );
  await phase("above", [["figures", folder, above]], alone);
  const checks = await check(
    folder,
    made,
    all.map(at => partsOf(made, at)[0]!)
  );
  const kept = bytesOf(folder);
  disk.stop();
  rmSync(folder, { recursive: true });
  report("nation", {
    months,
    ...summary(state, batches),
    diskPeakGB: gb(disk.peak()),
    keptGB: gb(kept),
    ...checks
  });
  if (!checks.rootIsSum || !checks.aloneIsSame) process.exitCode = 1;
}

function gb(bytes: number): number {
  return round(bytes / 1e9);
}

function sum(entries: readonly Entry[], of: (entry: Entry) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}

/** CPU seconds a job took to make the rows. */
function making(entry: Entry): number {
  return entry.told.makingCpu ?? 0;
}

/** What has been done so far, in one line. */
function lineOf(state: readonly Entry[], name: string, jobs: number, diskPeak: number): string {
  const own = state.filter(entry => entry.phase === name);
  const leaves = state.filter(entry => entry.phase === "leaves");
  const last = own.at(-1)!;
  return [
    `${name} ${own.length}/${jobs}`,
    `县 ${sum(own, entry => entry.told.counties ?? 0) || sum(leaves, entry => entry.told.counties!)}`,
    `人 ${sum(leaves, entry => entry.told.persons!)}`,
    `墙钟 ${Math.round(last.seconds)} 秒`,
    `CPU ${Math.round(sum(own, entry => entry.cpu))} 秒（其中造数据 ${Math.round(sum(own, making))}）`,
    `本批 ${round(last.cpu)} 秒 ${last.peakMB} MB`,
    `磁盘最高 ${gb(diskPeak)} GB`
  ].join("  ");
}

function summary(state: readonly Entry[], batches: number) {
  const of = (name: string): Entry[] => state.filter(entry => entry.phase === name);
  const leaves = of("leaves");
  const phases = Object.fromEntries(
    ["world", "leaves", "no county", "figures", "above"].map(name => [
      name,
      {
        wallSeconds: round(Math.max(...of(name).map(entry => entry.seconds))),
        cpuSeconds: round(sum(of(name), entry => entry.cpu - making(entry))),
        makingCpuSeconds: round(sum(of(name), making)),
        peakMB: Math.max(...of(name).map(entry => entry.peakMB))
      }
    ])
  );
  const counties = sum(leaves, entry => entry.told.counties!);
  return {
    counties,
    persons: sum(leaves, entry => entry.told.persons!),
    households: sum(leaves, entry => entry.told.households!),
    batches,
    ...limits,
    phases,
    stagedBytesPerCounty: Math.round(sum(leaves, entry => entry.told.stagedBytes!) / counties),
    province: province(leaves, of("figures"))
  };
}

/** The first batches that hold five million persons, as a world of their own: P4. Wall: both processes share it. */
function province(leaves: readonly Entry[], figures: readonly Entry[]) {
  const ordered = [...leaves].sort((a, b) => a.at - b.at);
  let persons = 0;
  const of: Entry[] = [];
  for (const entry of ordered)
    if (persons < PROVINCE && entry.told.persons! > 0) {
      persons += entry.told.persons!;
      of.push(entry);
    }
  const drawn = figures.filter(entry => of.some(each => each.at === entry.at));
  return {
    counties: sum(of, entry => entry.told.counties!),
    persons,
    cpuLeaves: round(sum(of, entry => entry.cpu - making(entry))),
    cpuFigures: round(sum(drawn, entry => entry.cpu)),
    makingCpu: round(sum(of, making)),
    wallSeconds: round(
      Math.max(...of.map(entry => entry.seconds)) + Math.max(...drawn.map(entry => entry.seconds))
    ),
    sumOfTwoPeaksMB: [...of, ...drawn]
      .map(entry => entry.peakMB)
      .sort((a, b) => b - a)
      .slice(0, 2)
      .reduce((a, b) => a + b, 0)
  };
}

/**
 * Whether the root's registered households, persons and money are those of its counties together, and whether a county whose leaves
 * were taken alone has the same figures as in its batch.
 */
async function check(folder: string, made: Plan, runs: readonly string[]) {
  const duck = await Duck.open(":memory:");
  const figures = parquet(runs.map(name => layout.figures(folder, name)));
  const top = parquet([layout.figures(folder, above)]);
  const key = "indicator, period, breakdown, basis, profile_id";
  const where = "indicator IN ('K01', 'K03')";
  const root = `(SELECT region_code FROM ${parquet([layout.whole(folder, "region_root")])})`;
  const [totals] = await duck.rows(`
    WITH counties AS (
      SELECT ${key}, sum(numerator) AS n, sum(denominator) AS d FROM ${figures} WHERE ${where} AND region_level IN ('county', 'zone') GROUP BY ALL
    ), root AS (SELECT ${key}, numerator AS n, denominator AS d FROM ${top} WHERE ${where} AND region_code = ${root})
    SELECT count(*) AS rows, count(*) FILTER (r.n IS DISTINCT FROM c.n OR r.d IS DISTINCT FROM c.d) AS different,
      max(r.n) FILTER (r.indicator = 'K03' AND r.breakdown = '' AND r.basis = '户') AS households
    FROM root AS r FULL JOIN counties AS c USING (${key})`);
  const county = made.prefectures.at(-1)!.parts[0]!;
  const apart = `${folder}-alone`;
  await takeAlone(duck, folder, apart, made, county);
  const run = leafRuns(folder).find(each => each.parts.includes(county))!.run;
  const rows = (path: string): string =>
    `SELECT * FROM ${parquet([path])} WHERE substr(region_code, 1, 6) = ${literal(county)}`;
  const [one] = await duck.rows(`
    WITH a AS (${rows(layout.figures(folder, run))}), b AS (${rows(layout.figures(apart, county))})
    SELECT (SELECT count(*) FROM a) AS rows, (SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)) + (SELECT count(*) FROM (FROM b EXCEPT ALL FROM a)) AS different`);
  duck.close();
  rmSync(apart, { recursive: true });
  return {
    rootRows: totals!.rows,
    rootIsSum: Number(totals!.rows) > 0 && totals!.different === 0,
    rootHouseholds: totals!.households,
    aloneRows: one!.rows,
    aloneIsSame: Number(one!.rows) > 0 && one!.different === 0
  };
}

/** The figures of a county whose leaves were taken by themselves, beside the leaves of all others. */
async function takeAlone(
  duck: Duck,
  folder: string,
  apart: string,
  made: Plan,
  county: string
): Promise<void> {
  rmSync(apart, { recursive: true, force: true });
  mkdirSync(join(apart, "leaves"), { recursive: true });
  for (const name of ["whole", "empty"]) symlinkSync(join(folder, name), join(apart, name));
  writeFileSync(layout.manifest(apart), JSON.stringify(readWhole(folder)));
  const own = made.prefectures.filter(prefecture => prefecture.parts.includes(county));
  await writeRows(duck, readContract(), apart, made, own);
  for (const { run, parts } of leafRuns(folder)) {
    const name = parts.includes(county) ? `rest-${run}` : run;
    mkdirSync(join(apart, "leaves", name));
    for (const file of readdirSync(join(folder, "leaves", run)))
      if (file !== "parts.json")
        symlinkSync(join(folder, "leaves", run, file), join(apart, "leaves", name, file));
    writeLeafParts(
      apart,
      name,
      parts.filter(part => part !== county)
    );
  }
  await writeLeaves(apart, readContract(), [county]);
  await writeFigures(apart, readContract(), [county]);
}

/** Bytes of a folder's files; those removed meanwhile count nothing. */
function bytesOf(path: string): number {
  if (!existsSync(path)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    try {
      bytes += entry.isDirectory() ? bytesOf(inner) : statSync(inner).size;
    } catch {}
  }
  return bytes;
}

/** Looks every ten seconds how many bytes the folder and what processes spill have. */
function watchDisk(folder: string) {
  let highest = 0;
  const look = (): void => {
    const spilt = readdirSync(cachePath(""), { withFileTypes: true }).filter(entry =>
      entry.name.startsWith("part-")
    );
    highest = Math.max(
      highest,
      [folder, ...spilt.map(entry => cachePath(entry.name))].reduce((all, path) => all + bytesOf(path), 0)
    );
  };
  const timer = setInterval(look, 10_000);
  timer.unref();
  return {
    peak: () => highest,
    stop: () => {
      look();
      clearInterval(timer);
    }
  };
}
