import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { cli, type Done } from "../support/cli.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { cases, put, sound, typed } from "./cases.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const work = exportsFolder({ "out/.keep": "" });

/** What no message may hold: a stack, or the words that stand for a mistake of the program. */
const mishap = /程序出错|\n\s+at |undefined|NaN/;

describe("files of all kinds of faults in one folder of exports", () => {
  const together = cases.filter(({ apart, args }) => !apart && !args);
  let run: Promise<Done> | undefined;

  /** One run over all of them, each in a folder of its own. */
  function done(): Promise<Done> {
    run ??= (async () => {
      const folder = exportsFolder(sound as Record<string, string>);
      for (const [at, fault] of together.entries())
        put(fault, join(folder, `例${at}`), fault.files?.() ?? {});
      return cli(work, "check", "--exports", folder, "--out", join(work, "out"));
    })();
    return run;
  }

  test("the run ends with 1 and no mistake of the program", async () => {
    const { code, out, err } = await done();
    expect(code).toBe(1);
    expect(out + err).not.toMatch(mishap);
    expect(out).toContain("接收  监测对象信息_20231231.csv");
  });

  test.each(together.map((fault, at) => ({ ...fault, at })))("$name", async ({ at, exit, says }) => {
    const { out } = await done();
    const said = out.split("\n").filter(line => line.includes(`例${at}/`));
    expect(
      said.some(line => line.startsWith("拒收  ")),
      said.join("\n")
    ).toBe(exit === 1);
    for (const text of says) expect(said.join("\n")).toContain(text);
  });
});

test.each(cases.filter(({ apart, args }) => !apart && args))("$name", async fault => {
  const done = await cli(work, ...typed(fault).args);
  expect(done).toMatchObject({ code: fault.exit, out: "" });
  for (const text of fault.says) expect(done.err).toContain(text);
  expect(done.err).not.toMatch(mishap);
});
