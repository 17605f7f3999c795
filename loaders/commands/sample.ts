import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../lib/progress.ts";
import type { River } from "../river.ts";
import { drawBook, drawName, type Place } from "../signals/draw-book.ts";
import { readMethods } from "../signals/methods.ts";
import {
  askedShare,
  checkQuarter,
  type Drawn,
  draw,
  fillFrame,
  nextQuarter,
  readFrame
} from "../signals/sample.ts";
import { defaultOut, type Options } from "./options.ts";
import { checkPrivate, regionOf } from "./place.ts";
import { overRiver } from "./run.ts";

/** `sample`: the households to visit in a quarter, drawn at random by town: a workbook for each county. */
export async function sample(options: Options, progress: Progress): Promise<number> {
  const out = options.out || join(defaultOut, "sample");
  checkPrivate(out);
  if (options.quarter) checkQuarter(options.quarter, null);
  return overRiver(options, progress, async (run, source) => {
    const region = await regionOf(run, options.region);
    const methods = readMethods(run.contract);
    await fillFrame(run.duck);
    const next = await nextQuarter(run.duck);
    const quarter = options.quarter || next;
    checkQuarter(quarter, next);
    progress.step("抽取");
    const asked = await askedShare(run.duck, run.contract, methods);
    const drawn = draw(await readFrame(run.duck), quarter, asked, methods);
    await writeBooks(run, drawn, { out, region, demo: source.demo, progress });
    progress.line(
      `抽样框 ${drawn.households} 户，抽取 ${drawn.total} 户；种子 ${drawn.seed}，摘要 ${drawn.digest}`
    );
  });
}

async function writeBooks(
  { duck, intake }: River,
  drawn: Drawn,
  {
    out,
    region,
    demo,
    progress
  }: {
    readonly out: string;
    readonly region: string;
    readonly demo: boolean;
    readonly progress: Progress;
  }
): Promise<void> {
  const rows = await duck.rows(
    `SELECT r.region_code AS code, r.region_name AS name, r.region_level AS level, c.county_code AS county,
       r.region_code IN (SELECT descendant FROM region_tree WHERE ancestor = '${region}') AS is_asked
     FROM region AS r JOIN region_county AS c USING (region_code) ORDER BY r.region_code`
  );
  const regions = new Map(rows.map(row => [String(row.code), row]));
  const homes = new Map(
    (await duck.rows("SELECT household_id, region_code FROM signal_frame")).map(row => [
      String(row.household_id),
      String(row.region_code)
    ])
  );
  const placeOf = (code: string): Place => ({ code, name: String(regions.get(code)!.name) });
  const counties = new Map<string, Drawn["strata"][number][]>();
  for (const stratum of drawn.strata) {
    const { county, is_asked } = regions.get(stratum.stratum)!;
    if (!is_asked) continue;
    counties.set(String(county), [...(counties.get(String(county)) ?? []), stratum]);
  }
  mkdirSync(out, { recursive: true });
  for (const [code, strata] of counties) {
    const county = placeOf(code);
    const bytes = await drawBook(drawn, strata, {
      county,
      day: intake.asOf,
      demo,
      town: placeOf,
      village: household => {
        const home = homes.get(household)!;
        return regions.get(home)!.level === "village" ? placeOf(home) : { code: "", name: "待对照" };
      }
    });
    writeFileSync(join(out, drawName(drawn, county)), bytes);
    const households = strata.reduce((sum, each) => sum + each.drawn.length, 0);
    progress.line(`已写出  ${county.code}${county.name}：${households} 户`);
  }
}
