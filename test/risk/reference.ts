import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";

const folder = new URL("refs/", import.meta.url);

/** The expected values of a method, as its reference program printed them. */
// biome-ignore lint/suspicious/noExplicitAny: every reference has its own shape
export function expected(method: string): any {
  return JSON.parse(readFileSync(new URL(`${method}/expected.json`, folder), "utf8"));
}

/** The rows of a method's input, each a record of texts. */
export function input(method: string, file = "input.csv"): Record<string, string>[] {
  const lines = readFileSync(new URL(`${method}/${file}`, folder), "utf8")
    .trim()
    .split(/\r?\n/);
  const [header, ...rows] = lines.map(line => line.split(",").map(cell => cell.replace(/^"|"$/g, "")));
  return rows.map(row => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
}

/** Expects numbers (nested lists of them) to agree to a relative error; NA of the reference is null here. */
export function expectClose(actual: unknown, wanted: unknown, relative = 1e-8): void {
  if (Array.isArray(wanted)) {
    expect(actual).toHaveLength(wanted.length);
    wanted.forEach((value, i) => {
      expectClose((actual as unknown[])[i], value, relative);
    });
  } else if (typeof wanted !== "number") expect(actual).toBe(wanted ?? null);
  else {
    expect(actual).toBeTypeOf("number");
    expect(Math.abs((actual as number) - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted) + 1e-12);
  }
}

/** What a call refuses with. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return (error as CliError).message;
  }
  throw new Error("nothing was refused");
}

const checks = projectPath("data/policy/method_checks.tsv");
const columns = ["method", "cases", "worst_error", "reference"];

/** Compares one method with its references and holds its row of method_checks.tsv to what was found. */
export interface Checked {
  /** As `expectClose`, to the method's tolerance; every number wanted is a case. */
  readonly near: (actual: unknown, wanted: unknown) => void;
  /**
   * The last test of the file: the table may claim neither more cases nor a smaller error than were found. With
   * FANGFANPIN_CHECKS=write it puts into the row what was found instead (`npm run bench -- signals-checks`).
   */
  readonly holds: () => void;
}

/** Opens the comparisons of a method, by its name in method_checks.tsv. */
export function checked(method: string, relative = 1e-8): Checked {
  let cases = 0;
  let worst = 0;
  const note = (actual: unknown, wanted: unknown): void => {
    if (Array.isArray(wanted))
      for (const [i, value] of wanted.entries()) note((actual as unknown[])[i], value);
    if (typeof wanted !== "number") return;
    cases++;
    worst = Math.max(worst, Math.abs((actual as number) - wanted) / (Math.abs(wanted) || 1));
  };
  return {
    near(actual, wanted) {
      expectClose(actual, wanted, relative);
      note(actual, wanted);
    },
    holds() {
      const rows = readTsv(checks, columns).map(row => row.cells);
      const row = rows.find(each => each.method === method);
      expect(row).toBeDefined();
      if (process.env.FANGFANPIN_CHECKS === "write") {
        const told = rows.map(each =>
          each === row ? { ...each, cases: String(cases), worst_error: roundedUp(worst) } : each
        );
        const lines = told.map(each =>
          columns.map(name => (each as Record<string, string>)[name]).join("\t")
        );
        writeFileSync(checks, `${[columns.join("\t"), ...lines].join("\n")}\n`);
        return;
      }
      expect(Number(row!.cases)).toBeLessThanOrEqual(cases);
      expect(Number(row!.worst_error)).toBeGreaterThanOrEqual(worst);
    }
  };
}

/** With one digit, never smaller: 3.2e-15 is 4e-15. */
function roundedUp(value: number): string {
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(value));
  return Number(`${Math.ceil(value / 10 ** exponent)}e${exponent}`).toExponential(0);
}
