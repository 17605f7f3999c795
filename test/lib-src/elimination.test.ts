import { expect, test } from "vitest";
import type { Cell } from "../../src/lib/dataset.ts";
import {
  ableOnly,
  changeTitle,
  clearedByKind,
  clearedByRegion,
  eliminationTitle,
  kindTitle,
  monthBreaks,
  monthTitle,
  procedureTitle,
  reentryTitle,
  regionTitle,
  relapseRows,
  relapseTitle,
  spanTitle,
  undueMonthsTitle,
  undueRows,
  undueTitle
} from "../../src/lib/elimination.ts";
import { plain } from "../../src/lib/sentence.ts";
import { number, rate, readerOf } from "./help-world.ts";

const cleared = (region: string, basis: string, rest = "", reach = "累计", period = "2023-12") =>
  `K33|${region}|${period}|口径=${reach}${rest}|${basis}`;

const cells: Record<string, Cell> = {
  [cleared("1", "户")]: rate(60, 100),
  [cleared("1", "人")]: rate(150, 200),
  [cleared("11", "户")]: rate(30, 50),
  [cleared("11", "人")]: rate(80, 100),
  [cleared("12", "户")]: rate(30, 60),
  [cleared("1", "户", ableOnly)]: rate(55, 80),
  [cleared("1", "户", "", "期内")]: rate(2, 40),
  [cleared("1", "人", "", "期内")]: rate(5, 90),
  [cleared("1", "户", "", "累计", "2022-12")]: rate(50, 100),
  [cleared("1", "人", "", "累计", "2022-12")]: rate(140, 200)
};

test("the finding names both bases", () => {
  expect(plain(eliminationTitle(readerOf(cells)))).toBe(
    "累计消除 60 户、150 人，消除率按户 60.0%、按人 75.0%"
  );
  expect(plain(eliminationTitle(readerOf({})))).toBe("风险消除率缺数据");
  expect(plain(eliminationTitle(readerOf({ [cleared("1", "户")]: rate(0, 0) })))).toBe(
    "还没有识别过监测对象，没有消除可计"
  );
});

test("regions have every reading side by side, in the order of their codes", () => {
  const { rows, whole, word } = clearedByRegion(readerOf(cells), "month");
  expect(rows.map(({ name, households, persons }) => [name, households?.value, persons?.value])).toEqual([
    ["乙县", 0.6, 0.8],
    ["丙县", 0.5, undefined]
  ]);
  expect(whole.ableHouseholds?.value).toBe(55 / 80);
  expect(whole.spanPersons?.value).toBe(5 / 90);
  expect(regionTitle(rows, whole, word)).toBe("2 个县区的累计消除率按户在 50.0% 至 60.0% 之间");
  expect(regionTitle([], whole, "")).toBe("甲市累计消除率按户 60.0%");
  expect(regionTitle(rows.slice(0, 1), whole, word)).toBe("县区的累计消除率按户 60.0%");
  expect(regionTitle([], { ...whole, households: undefined }, "")).toBe("各地区的消除率缺数据");
});

test("a town's missing category is 不适用, not nought", () => {
  const reader = readerOf({ [cleared("111", "户")]: rate(3, 9) }, "111");
  const { rows, whole } = clearedByKind(reader, ["边缘易致贫户"], "month");
  expect(rows.map(({ name, households }) => [name, households?.status])).toEqual([
    ["边缘易致贫户", "na_zero_denominator"],
    ["剔除无劳动能力户", "na_zero_denominator"]
  ]);
  expect(kindTitle(rows, whole)).toBe("累计消除率按户 33.3%");
  const city = clearedByKind(readerOf(cells), [], "month");
  expect(kindTitle(city.rows, city.whole)).toBe("累计消除率按户 60.0%，剔除无劳动能力户后 68.8%");
});

test("changes are told in points over a year, or since the first month", () => {
  expect(changeTitle(readerOf(cells))).toBe("一年来累计消除率按户 +10.00、按人 +5.00 个百分点");
  const short = { ...cells, [cleared("1", "户", "", "累计", "2023-02")]: rate(61, 100) };
  expect(changeTitle(readerOf(short, "1", "2023-02"))).toBe("自 2022-12 起累计消除率按户 +11.00 个百分点");
  expect(changeTitle(readerOf(cells, "1", "2022-12"))).toBe("累计消除率只有一个月，没有可比的两期");
  expect(spanTitle(readerOf(cells))).toBe("本月期内消除率按户 5.00%、按人 5.56%");
  expect(spanTitle(readerOf({}))).toBe("本月期内消除率没有可计的对象");
});

test("the month's eliminations against the month before", () => {
  const item = (month: string) => `B01|1|${month}|监测对象类别=合计;统计项=本月消除|户`;
  const title = (now: number, before: number) =>
    monthTitle(readerOf({ [item("2023-12")]: number(now), [item("2023-11")]: number(before) }));
  expect(title(29, 28)).toBe("12 月消除 29 户，比上月多 1 户");
  expect(title(5, 5)).toBe("12 月消除 5 户，与上月持平");
  expect(title(0, 2)).toBe("12 月没有消除的户，比上月少 2 户");
  expect(monthTitle(readerOf({}))).toBe("12 月消除的户数缺数据");
  expect(monthBreaks("town", "户")[0]).toBe(1);
  expect(monthBreaks("county", "人")).toEqual([1, 9, 18, 30, 45]);
});

test("undue eliminations by two grounds; a town without a row has none, which meets what is asked", () => {
  const undue = (region: string, ground: string, month = "2023-12") =>
    `K34|${region}|${month}|劳动能力依据=${ground}|户`;
  const total = "B01|111|2023-12|监测对象类别=合计;统计项=累计|户";
  const reader = readerOf(
    {
      [total]: number(9),
      [undue("11", "成员推算")]: number(0, "户", "met"),
      [undue("11", "导出标记")]: number(2, "户", "unmet")
    },
    "11"
  );
  const { rows, whole, word } = undueRows(reader, ["2023-12"]);
  expect(word).toBe("乡镇");
  expect(rows.map(({ parts, judged, year }) => [parts[0]!.cell?.value, judged[0]?.judgement, year])).toEqual([
    [0, "met", 0]
  ]);
  expect(whole.judged[1]?.judgement).toBe("unmet");
  expect(undueTitle(reader)).toBe("本月不当消除：成员推算 0 户，导出标记 2 户");
  expect(undueTitle(readerOf({}))).toBe("不当消除缺数据");
  expect(
    undueTitle(readerOf({ [undue("1", "成员推算")]: number(0), [undue("1", "导出标记")]: number(0) }))
  ).toBe("本月没有无劳动能力户被标注消除");
  expect(undueMonthsTitle(rows, { ...whole, year: 3 }, 12, word)).toBe("12 个月里不当消除 3 户（成员推算）");
  expect(undueMonthsTitle([...rows, ...rows], { ...whole, year: 3 }, 12, word)).toBe(
    "12 个月里不当消除 3 户（成员推算），2 个乡镇没有"
  );
  expect(undueMonthsTitle(rows, { ...whole, year: 0 }, 12, word)).toBe("12 个月里没有不当消除");
  expect(undueMonthsTitle(rows, { ...whole, year: null }, 12, word)).toBe("各月的不当消除缺数据");
});

test("the procedure and re-entry", () => {
  expect(procedureTitle(rate(27, 29, "unmet"), "消除告知率", "户")).toBe("消除告知率 93.1%，差 2 户，未达到");
  expect(procedureTitle(rate(3, 3, "met"), "消除公示合规率", "次")).toBe(
    "消除公示合规率 100.0%（3 次），达到"
  );
  expect(procedureTitle(rate(0, 0), "消除公告率", "户")).toBe("消除公告率本月没有应计的对象");
  expect(procedureTitle(undefined, "消除公告率", "户")).toBe("消除公告率缺数据");
  expect(reentryTitle(rate(53, 2484), "12 个月")).toBe("消除满 12 个月的 2,484 户中 53 户再纳入（2.13%）");
  expect(reentryTitle(rate(0, 8), "12 个月")).toBe("消除满 12 个月的 8 户没有再纳入");
  expect(reentryTitle(rate(0, 0), "12 个月")).toBe("还没有消除满 12 个月的户");
  expect(reentryTitle(undefined, "12 个月")).toBe("消除后再纳入缺数据");
});

test("relapse and new poverty stay apart", () => {
  const reader = readerOf({
    "K41|1|2023|分项=返贫人数|人": number(4, "人"),
    "K41|1|2023|分项=新致贫户数|户": number(1)
  });
  const { rows, whole } = relapseRows(reader);
  expect(rows).toHaveLength(2);
  expect(relapseTitle(whole, "2023")).toBe("2023 年返贫 4 人，新致贫 1 户");
  expect(relapseTitle(rows[0]!, "2023")).toBe("2023 年的返贫与新致贫缺数据");
  const none = relapseRows(
    readerOf({
      "K41|1|2023|分项=返贫人数|人": number(0, "人"),
      "K41|1|2023|分项=新致贫户数|户": number(0)
    })
  );
  expect(relapseTitle(none.whole, "2023")).toBe("2023 年没有返贫，也没有新致贫");
});
