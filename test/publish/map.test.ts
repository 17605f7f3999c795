import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { mapOf, readMapChoices } from "../../loaders/publish/map.ts";
import { readWording } from "../../loaders/publish/wording.ts";
import { closeWorlds, world } from "../indicators/world.ts";
import { contract } from "../support/exports.ts";

const folder = mkdtempSync(join(tmpdir(), "map-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
  closeWorlds();
});

test("an indicator is offered at the levels where it has a value, in its family", async () => {
  const run = await world({
    families: ["10", "42"],
    households: ["A1 东村"],
    tables: {
      风险点: `
        风险点编号 区划代码 风险事件类型 发现日期   防范措施日期
        F1         东村     创业失败     2023-11-02 .`
    }
  });
  const map = await mapOf(run.duck, contract(), readWording(contract()));
  expect(map.levels.K01).toEqual(["county"]);
  expect(map.levels.K03).toEqual(["county", "town"]);
  expect(map.levels.K42).toEqual(["county", "town"]);
  expect(map.levels.K40).toBeUndefined();
  expect(map.groups.map(({ name }) => name)).toEqual(["规模", "灾害"]);
  expect(map.groups[1]!.indicators).toEqual(["K42"]);
});

test("what is shown first, short names and limits come from the table, for indicators that exist", () => {
  const { defaults, first, short, small } = readMapChoices(contract());
  expect(defaults.county![0]).toBe("K01");
  expect(first.K16).toBe("预警级别=红色;级别来源=official");
  expect(short.K01).toBe("占比");
  expect(small).toMatchObject({ 户: 30, 人: 300 });
});

test.each([
  ["first\tK99\t分项=甲\t", "第2行：指标 K99 不在 indicators.tsv 中"],
  ["default\tvillage\tK01\t", "第2行：层级 village 不认得"],
  ["small\t户\t三十\t", "第2行：下限“三十”须为正整数"],
  ["last\tK01\t甲\t", "第2行：种类“last”不认得"],
  ["short\tK01\t\t", "第2行：key、value 不能为空"]
])("a row that cannot be meant is refused: %s", (row, message) => {
  const path = join(folder, "map.tsv");
  writeFileSync(path, `kind\tkey\tvalue\tnote\n${row}\n`);
  expect(() => readMapChoices(contract(), path)).toThrow(message);
});
