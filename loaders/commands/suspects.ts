import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../lib/progress.ts";
import { suspectBook, suspectName } from "../suspects/book.ts";
import { readSuspectLists } from "../suspects/lists.ts";
import { defaultOut, type Options } from "./options.ts";
import { checkPrivate, regionOf } from "./place.ts";
import { overRiver } from "./run.ts";

/** `suspects`: what the checks of the exports speak of, household by household: a folder for each county, a workbook for each town. */
export async function suspects(options: Options, progress: Progress): Promise<number> {
  const out = options.out || join(defaultOut, "suspects");
  checkPrivate(out);
  return overRiver(options, progress, async (run, source) => {
    const { duck, contract, intake } = run;
    const region = await regionOf(run, options.region);
    const lists = await readSuspectLists(duck, contract, region);
    let written = 0;
    for (const list of lists) {
      const folder = join(out, `${list.county.code}${list.county.name}`);
      mkdirSync(folder, { recursive: true });
      const name = suspectName(list, intake.asOf);
      writeFileSync(join(folder, name), await suspectBook(list, { day: intake.asOf, demo: source.demo }));
      const rows = list.sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
      progress.line(`已写出  ${name}：${list.sheets.length} 项检查，${rows} 处`);
      written += rows;
    }
    progress.line(`疑点清单 ${lists.length} 份，${written} 处`);
  });
}
