import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateDemo } from "../../loaders/demo/demo.ts";

/** The region table of `smallExports`. */
export const regionTable = "区划统计表.csv";

/** Made-up exports of one county, or a few, and one year: whole builds of them take a third of the time. */
export async function smallExports(folder: string, counties = 1): Promise<void> {
  await generateDemo({ households: 120, seed: 5, out: folder });
  const path = join(folder, regionTable);
  const [header, ...lines] = readFileSync(path, "utf8").split(/\r?\n/);
  const cells = lines.filter(Boolean).map(line => line.split(","));
  const year = header!.split(",").indexOf("年度");
  const last = cells
    .map(row => row[year]!)
    .sort()
    .at(-1);
  const codes = [...new Set(cells.filter(row => row[3] === "县(市、区)").map(row => row[0]!))].slice(
    0,
    counties
  );
  const kept = cells.filter(
    row => row[year] === last && (row[3] === "设区市" || codes.some(code => row[0]!.startsWith(code)))
  );
  writeFileSync(path, `${[header, ...kept.map(row => row.join(","))].join("\n")}\n`);
}
