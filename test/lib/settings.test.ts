import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { checkDay, readSettings } from "../../loaders/lib/settings.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const file = (text: string): string => join(exportsFolder({ "settings.json": text }), "settings.json");

function refusal(work: () => unknown): CliError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return error as CliError;
  }
  throw new Error("nothing was refused");
}

describe("settings", () => {
  test("the project's own are right; every field has a default", () => {
    expect(readSettings()).toMatchObject({ audience: "internal" });
    expect(readSettings(file("{}"))).toEqual(readSettings());
    expect(readSettings(file('\uFEFF{ "root": "990100", "demo": { "seed": 7 } }'))).toMatchObject({
      root: "990100",
      demo: { seed: 7, households: readSettings().demo.households }
    });
  });

  test.each([
    ["{", "不是 JSON"],
    ['{ "titel": "x" }', "titel"],
    ['{ "title": 3 }', "title"],
    ['{ "audience": "everyone" }', "audience"],
    ['{ "demo": { "seed": -1 } }', "seed"],
    ['{ "smallCount": 5 }', "smallCount"],
    ['{ "asOf": "2023-02-29" }', "2023-02-29"],
    ['{ "demo": { "households": "many" } }', "demo.households"]
  ])("%s is refused with 2", (text, part) => {
    const error = refusal(() => readSettings(file(text)));
    expect(error.exit).toBe(2);
    expect(error.message).toContain(part);
  });

  test("a day is one that exists", () => {
    expect(checkDay("", "x")).toBe("");
    expect(checkDay("2024-02-29", "x")).toBe("2024-02-29");
    for (const text of ["20231231", "2023-1-1", "2023-13-01", "昨天"])
      expect(refusal(() => checkDay(text, "--as-of")).message).toContain(text);
  });
});
