import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Dataset } from "../../src/lib/dataset.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { ReportSource } from "../../src/lib/report/source.ts";
import type { Indicator, Intake, Meta, Region } from "../../src/lib/site.ts";
import { withheldRows } from "../../src/lib/withheld.ts";
import { siteNames } from "../publish/names.ts";
import { readableCatalogue } from "../publish/wording.ts";

/**
 * Opens a published folder for a region: the figures from the root to the counties, and those of the region's own
 * county with its towns. Throws where the folder is not one that `publish` wrote.
 */
export function openPublished(folder: string, region: string): ReportSource {
  const json = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
  const meta = json<Meta>("meta.json");
  const regions = new Regions(json<readonly Region[]>("regions.json"), meta.root);
  const catalogue = readableCatalogue(json<Indicator[]>("catalogue.json"));
  const names = siteNames();
  const dataset = new Dataset(meta.profile);
  const county = regions.county(region);
  // What 总览 shows stands in the other files as well.
  for (const part of ["figures", ...(county ? [`figures/${county.code}`] : [])])
    for (const { id } of catalogue) {
      const path = join(folder, part, `${id}.arrow`);
      if (existsSync(path)) dataset.add(readFileSync(path));
    }
  const byId = new Map(catalogue.map(each => [each.id, each]));
  if (meta.audience === "public") dataset.whereAbsent(withheldRows({ regions, catalogue: byId }));
  return {
    meta,
    regions,
    catalogue: byId,
    dataset,
    intake: json<Intake>("intake.json"),
    tableName: id => names[id] ?? id,
    json
  };
}
