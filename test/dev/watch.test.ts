import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { changesText, watchFolder } from "../../loaders/dev/watch.ts";

const folder = mkdtempSync(join(tmpdir(), "watch-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder's watch names what was added, changed and taken away, and waits until nothing is written any more", async () => {
  writeFileSync(join(folder, "甲.csv"), "一\n");
  writeFileSync(join(folder, "乙.csv"), "一\n");
  const told: string[] = [];
  const looks: number[] = [];
  const settled: (() => void)[] = [];
  const whenSettled = (): Promise<void> => new Promise(resolve => settled.push(resolve));
  const stop = watchFolder(
    folder,
    {
      onChange: changes => told.push(changesText(changes)),
      onSettled: changes => {
        looks.push(told.length);
        expect(changesText(changes)).toBe(told.at(-1));
        settled.shift()?.();
      }
    },
    { every: 20, still: 100 }
  );
  const first = whenSettled();
  writeFileSync(join(folder, "丙.csv"), "一\n");
  writeFileSync(join(folder, "~$丙.xlsx"), "");
  rmSync(join(folder, "乙.csv"));
  // A file that grows for longer than the folder has to stand still.
  for (let i = 0; i < 6; i++) {
    await new Promise(resolve => setTimeout(resolve, 40));
    appendFileSync(join(folder, "甲.csv"), "二\n");
    expect(looks).toEqual([]);
  }
  await first;
  expect(told.at(-1)).toBe("新增 丙.csv、删去 乙.csv、改动 甲.csv");
  const second = whenSettled();
  rmSync(join(folder, "丙.csv"));
  await second;
  expect(told.at(-1)).toBe("删去 丙.csv");
  expect(looks).toHaveLength(2);
  stop();
});
