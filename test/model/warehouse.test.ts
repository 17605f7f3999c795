import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { projectPath } from "../../loaders/lib/paths.ts";
import { csv, exportsFolder, regionHeader, removeFolders, runAll } from "../support/exports.ts";

afterAll(removeFolders);

test("docs/data.md names every table of the warehouse", async () => {
  const run = await runAll(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, [["990400", "亥市", "", "设区市", "", 2023, "HN2021"]])
    }),
    { asOf: "2023-12-31" }
  );
  const tables = await run.rows(
    "SELECT DISTINCT table_name AS name FROM information_schema.tables WHERE table_schema = 'main' AND table_catalog = 'memory'"
  );
  run.close();
  const text = readFileSync(projectPath("docs/data.md"), "utf8");
  expect(tables.length).toBeGreaterThan(40);
  expect(tables.map(row => String(row.name)).filter(name => !text.includes(`\`${name}\``))).toEqual([]);
});
