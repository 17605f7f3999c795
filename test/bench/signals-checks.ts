import { execFileSync } from "node:child_process";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";
import { report } from "./peers.ts";

// Puts into data/policy/method_checks.tsv by how much the statistics differ from their references, and prints it.
execFileSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--no-file-parallelism", "test/risk"],
  { cwd: projectPath("."), env: { ...process.env, FANGFANPIN_CHECKS: "write" }, stdio: "ignore" }
);
for (const { cells } of readTsv(projectPath("data/policy/method_checks.tsv"), [
  "method",
  "cases",
  "worst_error"
]))
  report("signals-checks", {
    method: cells.method,
    cases: Number(cells.cases),
    worstError: Number(cells.worst_error)
  });
