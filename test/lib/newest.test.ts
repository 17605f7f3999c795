import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepNewest } from "../../loaders/lib/newest.ts";

test("the newest entries stay, and those that do not count", () => {
  const folder = mkdtempSync(join(tmpdir(), "newest-"));
  for (const [second, name] of ["a", "b", "c", "d-next-1"].entries()) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "x"), name);
    utimesSync(join(folder, name), second, second);
  }
  keepNewest(folder, 2, name => !name.includes("-next-"));
  expect(readdirSync(folder).sort()).toEqual(["b", "c", "d-next-1"]);
  keepNewest(folder, 1);
  expect(readdirSync(folder)).toEqual(["d-next-1"]);
  rmSync(folder, { recursive: true });
});
