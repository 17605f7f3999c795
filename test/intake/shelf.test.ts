import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { intake } from "../../loaders/intake/intake.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { Duck, type Row } from "../../loaders/lib/duck.ts";
import { contract, csv, exportsFolder, idNumber, removeFolders, type Value } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(() => {
  removeFolders();
  vi.unstubAllEnvs();
});

const name = "欧阳测";
const phone = "13900004321";
const personHeader = ["县", "乡", "村", "户编号", "人编号", "姓名", "证件号码", "户类型", "其他备注"];
const person = (n: number, type: Value = "一般农户"): Value[] => [
  ...["甲县", "甲镇", "甲村", "H1", `P${n}`, name, idNumber(n), type, `电话${phone}`]
];
const early = "监测对象信息_20231130.csv";
const visits = "走访记录_20231130.csv";
const late = "走访记录_20231231.csv";
const visitsOf = (day: string): string =>
  csv(
    ["走访编号", "户编号", "走访日期"],
    [
      ["V1", "H1", day],
      ["V2", "H1", "2023-13-01"],
      ["", "H1", day]
    ]
  );

let folder: string;
let shelf: string;
beforeAll(() => {
  vi.stubEnv("FANGFANPIN_KEY", "one");
  folder = exportsFolder({
    [early]: csv(personHeader, [person(1), person(2), person(2)]),
    "监测对象信息_20231231.csv": csv(personHeader, [person(1), person(3, name)]),
    [visits]: visitsOf("2023-11-01"),
    [late]: visitsOf("2023-12-01")
  });
  shelf = join(exportsFolder({}), "kept");
});

/** What a run leaves, and which files it read. */
async function runOf(kept?: string): Promise<{ tables: Row[][]; read: string[]; said: string[] }> {
  const duck = await Duck.open(":memory:", { threads: 1 });
  const said: string[] = [];
  try {
    await intake(duck, contract(), {
      exports: folder,
      asOf: "",
      shelf: kept,
      progress: line => said.push(line)
    });
    const tables = ["staging.monitored_person", "staging.visit", "source_file", "source_sheet"];
    return {
      tables: [
        ...(await Promise.all(tables.map(table => duck.rows(`FROM ${table}`)))),
        await duck.rows("FROM reject ORDER BY ALL")
      ],
      read: said.flatMap(line => /^读取 \d+\/\d+ (.+)$/.exec(line)?.[1] ?? []),
      said
    };
  } finally {
    duck.close();
  }
}

test("a file is read again only where it changed, and the tables are the same either way", async () => {
  const cold = await runOf(shelf);
  expect(cold.read).toHaveLength(4);
  expect(cold.tables).toEqual((await runOf()).tables);
  const warm = await runOf(shelf);
  expect(warm.read).toEqual([]);
  expect(warm.said.at(-1)).toBe("读取导出：4 份，4 份未变、沿用上次结果");
  expect(warm.tables).toEqual(cold.tables);

  // One in the middle changes: what stands before and behind it is kept, in its place.
  writeFileSync(join(folder, visits), visitsOf("2023-11-02"));
  const mixed = await runOf(shelf);
  expect(mixed.read).toEqual([visits]);
  expect(mixed.said.at(-1)).toBe("读取导出：4 份，3 份未变、沿用上次结果，1 份重读");
  expect(mixed.tables).not.toEqual(cold.tables);
  expect(mixed.tables).toEqual((await runOf()).tables);
  expect(readdirSync(shelf)).toHaveLength(4);

  writeFileSync(join(folder, early), csv(personHeader, [person(1), person(2)]));
  const other = await runOf(shelf);
  expect(other.read).toEqual([early]);
  expect(other.tables).toEqual((await runOf()).tables);
});

test("what is kept is what staging holds: no name, number or telephone, and for its owner alone", async () => {
  await runOf(shelf);
  const files = listFiles(shelf).map(path => join(shelf, path));
  for (const path of files) expect(statSync(path).mode & 0o077).toBe(0);
  expect(statSync(shelf).mode & 0o077).toBe(0);
  const duck = await Duck.open(":memory:");
  const texts = await Promise.all(
    files.map(async path =>
      path.endsWith(".parquet")
        ? JSON.stringify(await duck.rows(`FROM read_parquet('${path}')`))
        : readFileSync(path, "utf8")
    )
  );
  duck.close();
  expect(texts.join()).toContain("P1");
  for (const secret of [name, phone, idNumber(1), idNumber(2), idNumber(3)])
    expect(texts.join()).not.toContain(secret);
});

test("a damaged entry, another key, and a file no longer there", async () => {
  const whole = await runOf(shelf);
  const parquet = listFiles(shelf).filter(path => path.endsWith("visit.parquet"));
  truncateSync(join(shelf, parquet[0]!), 10);
  const mended = await runOf(shelf);
  expect(mended.read).toHaveLength(1);
  expect(mended.tables).toEqual(whole.tables);
  expect((await runOf(shelf)).read).toEqual([]);

  vi.stubEnv("FANGFANPIN_KEY", "two");
  expect((await runOf(shelf)).read).toHaveLength(4);
  expect(readdirSync(shelf)).toHaveLength(4);

  rmSync(join(folder, late));
  expect((await runOf(shelf)).read).toEqual([]);
  expect(readdirSync(shelf)).toHaveLength(3);
});
