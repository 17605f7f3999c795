import { expect, test } from "vitest";
import { type BulletinRow, bulletinItems, findGaps } from "../../src/lib/bulletin.ts";

function row(category: string, counts: Partial<Record<string, number>>): BulletinRow {
  return {
    category,
    counts: Object.fromEntries(
      bulletinItems.map(item => [item, { 户: counts[item] ?? 0, 人: 0 }])
    ) as unknown as BulletinRow["counts"]
  };
}

test("sums that close leave no gap", () => {
  const one = row("脱贫不稳定户", { 累计: 10, 已消除: 4, 未消除: 5, 其他退出: 1 });
  expect(findGaps([one], row("合计", { 累计: 10, 已消除: 4, 未消除: 5, 其他退出: 1 }))).toEqual([]);
});

test("a gap is named with its size, not corrected", () => {
  const one = row("脱贫不稳定户", { 累计: 10, 已消除: 4, 未消除: 5 });
  expect(findGaps([one], row("合计", { 累计: 11, 已消除: 4, 未消除: 5, 状态未知: 2 }))).toEqual([
    "脱贫不稳定户累计与各项之和差 +1 户",
    "累计合计与各类之和差 +1 户",
    "状态未知合计与各类之和差 +2 户"
  ]);
});

test("what is not known leaves no gap", () => {
  const one = row("脱贫不稳定户", { 累计: 10, 已消除: 4, 未消除: 5, 其他退出: 1 });
  const unknown = {
    category: "合计",
    counts: Object.fromEntries(bulletinItems.map(item => [item, { 户: null, 人: null }]))
  } as unknown as BulletinRow;
  expect(findGaps([one], unknown)).toEqual([]);
});
