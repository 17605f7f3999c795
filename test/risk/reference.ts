import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";

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
