import { expect, test } from "vitest";
import {
  changeRows,
  changeTitle,
  elapsedBands,
  elapsedTitle,
  incomeRows,
  incomeTitle,
  signedYuan,
  turnTitle
} from "../../src/lib/outcomes.ts";
import type { Bands } from "../../src/lib/site.ts";
import { rate, readerOf, rules } from "./help-world.ts";

const band = (label: string) => ({ label, from: null, to: null });
const bands: Bands = {
  income_per_capita: ["一档", "二档", "三档", "四档"].map(band),
  elapsed_months: ["半年内", "半年以上"].map(band)
};
const income = (label: string, moment: string) => `K29|1|2023|收入档=${label};期次=${moment}|户`;

test("the two distributions run from the lowest band that is filled to the highest", () => {
  const cells = {
    [income("一档", "前")]: rate(0, 10),
    [income("一档", "后")]: rate(0, 10),
    [income("二档", "前")]: rate(7, 10),
    [income("二档", "后")]: rate(4, 10),
    [income("三档", "前")]: rate(3, 10),
    [income("三档", "后")]: rate(6, 10),
    [income("四档", "前")]: rate(0, 10)
  };
  const rows = incomeRows(readerOf(cells), bands);
  expect(rows.map(({ name }) => name)).toEqual(["二档", "三档"]);
  expect(incomeTitle(rows)).toBe("10 户人均收入最多的一档由 二档到 三档");
  const still = incomeRows(readerOf({ ...cells, [income("二档", "后")]: rate(8, 10) }), bands);
  expect(incomeTitle(still)).toBe("10 户前后都以 二档一档最多，由 70.0% 到 80.0%");
  expect(incomeRows(readerOf({}), bands)).toEqual([]);
  expect(incomeTitle([])).toBe("没有前后两年收入都有的户");
});

test("medians of change are signed, and only of categories that some household has", () => {
  const change = { ...rate(0, 0), value: 689.55, denominator: 2802, unit: "元", status: "ok" as const };
  const reader = readerOf({
    "K29|1|2023|分项=收入变化中位数|户": change,
    "K29|1|2023|分项=收入变化中位数;措施类别=产业帮扶|户": change,
    "K29|1|2023|分项=收入变化中位数;措施类别=搬迁|户": rate(0, 0)
  });
  expect(changeRows(reader, rules).map(({ name }) => name)).toEqual(["产业帮扶"]);
  expect(changeTitle(change)).toBe("人均收入变化中位数 +690 元（2,802 户），不作因果");
  expect(changeTitle(rate(0, 0))).toBe("没有前后两年收入都有的户");
  expect(changeTitle(undefined)).toBe("收入变化缺数据");
  expect([signedYuan(-12.4), signedYuan(0.2), signedYuan(1234)]).toEqual(["\u221212", "0", "+1,234"]);
});

test("lower levels and eliminations of the year are told side by side", () => {
  expect(
    turnTitle(
      readerOf({
        "K29|1|2023|分项=预警降级率|户": rate(575, 1079),
        "K29|1|2023|分项=风险消除率|户": rate(708, 3004)
      })
    )
  ).toBe("2023 年有措施的户中，预警降级 53.3%，风险消除 23.6%");
  expect(turnTitle(readerOf({}))).toBe("2023 年有措施的户的降级与消除没有数");
});

test("the median of the months to elimination lies in a band", () => {
  const elapsed = (label: string) => `K33|1|2023-12|口径=累计;历时=${label}|户`;
  const title = (early: number, late: number, unknown: number) => {
    const all = early + late + unknown;
    return elapsedTitle(
      readerOf({
        [elapsed("半年内")]: rate(early, all),
        [elapsed("半年以上")]: rate(late, all),
        [elapsed("未知")]: rate(unknown, all)
      }),
      bands
    );
  };
  expect(elapsedBands(bands)).toEqual(["半年内", "半年以上", "未知"]);
  expect(title(2, 3, 1)).toBe("已消除的 6 户，历时中位落在 半年以上一档");
  expect(title(3, 3, 0)).toBe("已消除的 6 户，历时中位落在 半年内一档");
  expect(title(0, 0, 4)).toBe("已消除的 4 户，历时都未知");
  expect(title(0, 0, 0)).toBe("还没有已消除的户");
  expect(elapsedTitle(readerOf({}), bands)).toBe("消除用时缺数据");
});
