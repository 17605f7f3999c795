import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../lib/progress.ts";
import type { River } from "../river.ts";
import { type BookFacts, unitBook, unitName } from "../worklist/book.ts";
import { coverBook, coverName } from "../worklist/cover.ts";
import { readRules } from "../worklist/rules.ts";
import { readWorklist, type UnitList, type Worklist } from "../worklist/worklist.ts";
import { defaultOut, type Options } from "./options.ts";
import { checkPrivate, periodOf, regionOf } from "./place.ts";
import { overRiver } from "./run.ts";

/** `worklist`: what is due, household by household: a folder for each county with a cover and a workbook for each town. */
export async function worklist(options: Options, progress: Progress): Promise<number> {
  const out = options.out || join(defaultOut, "worklist");
  checkPrivate(out);
  return overRiver(options, progress, async (run, source) => {
    const region = await regionOf(run, options.region);
    const { period: month } = await periodOf(run, "--period", options.period, ["month"]);
    progress.step("列出应办事项");
    const list = await readWorklist(run.duck, run.contract, { region, month, day: run.intake.asOf });
    await writeBooks(run, list, { out, demo: source.demo, progress });
  });
}

async function writeBooks(
  { duck, contract }: River,
  list: Worklist,
  { out, demo, progress }: { readonly out: string; readonly demo: boolean; readonly progress: Progress }
): Promise<void> {
  const rules = await readRules(duck, contract);
  const counties = new Map<string, UnitList[]>();
  for (const each of list.lists) {
    const { code } = each.unit.county;
    counties.set(code, [...(counties.get(code) ?? []), each]);
  }
  for (const lists of counties.values()) {
    const { county } = lists[0]!.unit;
    const folder = join(out, `${county.code}${county.name}`);
    mkdirSync(folder, { recursive: true });
    const facts: BookFacts = {
      rules: matter => rules(matter, county.profile),
      profile: contract.profiles.get(county.profile)!.label,
      demo
    };
    for (const each of lists)
      writeFileSync(join(folder, unitName(list, each)), await unitBook(list, each, facts));
    writeFileSync(join(folder, coverName(list, lists[0]!)), await coverBook(list, lists, facts));
    const rows = lists.reduce(
      (sum, { items }) => sum + [...items.values()].reduce((n, own) => n + own.length, 0),
      0
    );
    progress.line(`已写出  ${county.code}${county.name}：${lists.length} 份和目录，${rows} 项`);
  }
}
