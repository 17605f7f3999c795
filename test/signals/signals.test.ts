import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { publishSignals } from "../../loaders/publish/signal.ts";
import { type Signals, signals } from "../../loaders/signals/signals.ts";
import { closeWorlds, world } from "../indicators/world.ts";
import { contract, exportsFolder, type Run, removeFolders, runAll } from "../support/exports.ts";
import { asOf, families, golden } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

let run: Run;
let found: Signals;
beforeAll(async () => {
  run = await runAll(golden, { asOf, families: [...families, "30"] });
  found = await signals(run.duck, contract());
});
afterAll(() => {
  run.close();
  removeFolders();
  closeWorlds();
});

/** Every file published, by name. */
async function published(): Promise<Map<string, Buffer>> {
  const folder = exportsFolder({});
  const counties = await run.rows("SELECT region_code FROM signal_place WHERE level = 'county'");
  for (const { region_code } of counties)
    mkdirSync(join(folder, "figures", String(region_code)), { recursive: true });
  await publishSignals(run.duck, found, folder);
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  return new Map(
    names
      .filter(name => statSync(join(folder, name)).isFile())
      .map(name => [name, readFileSync(join(folder, name))])
  );
}

test("the same run gives the same bytes, and no file names a household or a person", async () => {
  const first = await published();
  found = await signals(run.duck, contract());
  const second = await published();
  expect([...second.keys()]).toEqual([...first.keys()]);
  expect(
    [...first].filter(([name, bytes]) => !bytes.equals(second.get(name)!)).map(([name]) => name)
  ).toEqual([]);
  expect([...first.keys()]).toContain(join("figures", "990101", "signal.arrow"));
  const kept = tableFromIPC(first.get(join("figures", "signal-found.arrow"))!);
  expect(kept.numRows).toBe(
    found.rows.filter(row => row.verdict === "信号" && row.region_code.length <= 6).length
  );
  const codes = (await run.rows("SELECT DISTINCT household_id FROM episode")).map(row =>
    String(row.household_id)
  );
  expect(codes.length).toBeGreaterThan(10);
  const text = [...first.values()].map(bytes => bytes.toString("latin1")).join("\n");
  expect(codes.filter(code => text.includes(code))).toEqual([]);
});

test("two counties are too few to compare and to scan: 数据不足, not 无信号", () => {
  const rows = found.rows.filter(({ method }) => method === "funnel");
  expect(rows.length).toBeGreaterThan(50);
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["数据不足"]));
  expect(new Set(found.scans.map(({ verdict, reason }) => `${verdict} ${reason}`))).toEqual(
    new Set(["数据不足 few_places"])
  );
});

test("figures are those of the indicator table", async () => {
  const [wrong] = await run.rows(
    `SELECT count(*) AS n FROM signal AS s JOIN indicator AS i ON i.indicator = s.indicator AND i.region_code = s.region_code
       AND i.period = s.period AND i.breakdown = s.breakdown AND i.basis = s.basis
     WHERE s.job IN ('eliminated_share', 'visit_share') AND (i.numerator <> s.numerator OR i.denominator <> s.denominator)`
  );
  const [same] = await run.rows(
    `SELECT count(*) AS n FROM signal AS s JOIN indicator AS i USING (indicator, region_code, period, breakdown, basis)
     WHERE s.job = 'eliminated_share' AND i.numerator = s.numerator`
  );
  expect(wrong!.n).toBe(0);
  expect(Number(same!.n)).toBeGreaterThan(10);
});

test("nothing is 0 that is not known or did not happen", () => {
  for (const { value, numerator, denominator, q, verdict } of found.rows) {
    expect(value).not.toBe(0);
    if (numerator === null || denominator === 0) expect(value).toBeNull();
    if (verdict === "数据不足") expect(q).toBeNull();
  }
});

test("every household of the last export is in the curves or named as unknown; small groups are withheld", async () => {
  const [all] = await run.rows(
    "SELECT count(*) AS n, count(*) FILTER (is_known) AS known FROM signal_elimination"
  );
  const [root] = await run.rows("SELECT region_code AS code FROM region_root");
  const own = found.curves.find(({ job, region }) => job === "elimination_all" && region === root!.code)!;
  const households = [...own.curves, ...own.withheld].reduce((sum, each) => sum + each.households, 0);
  expect(households).toBe(Number(all!.known));
  expect(households + own.unknown).toBe(Number(all!.n));
  expect(found.comparisons.length).toBeGreaterThan(0);
  expect(found.comparisons.every(({ verdict, withheld }) => verdict === "数据不足" && withheld !== "")).toBe(
    true
  );
});

test("the index tells which counties lack inputs and gives no number for them", () => {
  const places = found.index.periods.flatMap(period => period.places);
  expect(places.length).toBeGreaterThan(0);
  for (const { risk, withheld, rank } of places) {
    expect(risk === null).toBe(withheld !== "");
    if (risk === null) expect(rank).toBeNull();
  }
});

test("the sample says how many of whom, by town, with the digest of its frame", async () => {
  const [frame] = await run.rows("SELECT count(*) AS n FROM signal_frame");
  const { next, strata } = found.sample;
  expect(next).toMatchObject({ quarter: "2024Q1", households: frame!.n });
  expect(next!.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(strata.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(next!.drawn);
  expect(next!.drawn).toBeGreaterThanOrEqual(next!.share * next!.households);
});

test("a county of its own is compared by its towns, without an index", async () => {
  const own = await runAll(golden, { asOf, families: [...families, "30"], root: "990101" });
  try {
    const { rows, index, curves } = await signals(own.duck, contract());
    const places = new Set(rows.filter(({ method }) => method === "funnel").map(row => row.region_code));
    expect([...places].sort()).toEqual(["990101100", "990101101"]);
    expect(index.periods).toEqual([]);
    expect(new Set(curves.map(({ region }) => region))).toEqual(new Set(["990101"]));
  } finally {
    own.close();
  }
});

test("without a register nothing is said of any place, and nothing is drawn", async () => {
  const empty = await world({ families: [...families, "30"] });
  const { rows, scans, curves, comparisons, sample } = await signals(empty.duck, contract());
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ verdict, value }) => `${verdict} ${value}`))).toEqual(
    new Set(["数据不足 null"])
  );
  expect(scans.every(({ verdict }) => verdict === "数据不足")).toBe(true);
  expect(curves.flatMap(each => each.curves)).toEqual([]);
  expect(comparisons.every(({ verdict }) => verdict === "数据不足")).toBe(true);
  expect([sample.next, sample.strata]).toEqual([null, []]);
});
