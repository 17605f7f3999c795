import type { MethodCheck } from "../../src/lib/method-check.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** How far each method lies from its reference, as data/policy/method_checks.tsv has it. */
export function methodChecks(): MethodCheck[] {
  const columns = ["method", "cases", "worst_error", "reference"];
  return readTsv(projectPath("data/policy/method_checks.tsv"), columns).map(({ cells }) => ({
    method: cells.method!,
    cases: Number(cells.cases),
    worst: cells.worst_error!,
    reference: cells.reference!
  }));
}
