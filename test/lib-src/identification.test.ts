import { describe, expect, test } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import {
  calendarTitle,
  channels,
  channelTitle,
  checking,
  checkingTitle,
  dutyRows,
  dutyTitle,
  gaps,
  gapTitle,
  identificationTitle,
  lateCalendar,
  spanTitle,
  standing,
  steps,
  stepsTitle
} from "../../src/lib/identification.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import { fullWidth } from "../../src/lib/sentence.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { region } from "./region.ts";

type Cells = Readonly<Record<string, Cell>>;

const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙河县", "county", "1"),
    region("12", "丙山县", "county", "1"),
    region("13", "丁湖县", "county", "1"),
    region("111", "戊乡", "town", "11")
  ],
  "1"
);
const grains: Readonly<Record<string, string>> = {
  ...{ K04: "county>prefecture", K05: "county", K06: "town>county", K07: "county", K08: "town>county" },
  ...{ K09: "town>county", K11: "town>county", K39: "town>county", K55: "town>county", K60: "town>county" },
  K61: "town>county>prefecture"
};

function rate(numerator: number, denominator: number, judgement: Cell["judgement"] = "not_judged"): Cell {
  const known = denominator > 0;
  return {
    numerator,
    denominator,
    value: known ? numerator / denominator : null,
    unit: "%",
    status: known ? "ok" : "na_zero_denominator",
    judgement,
    clause: ""
  };
}
const number = (value: number): Cell => ({ ...rate(value, 1), denominator: null, value, unit: "条" });
const missing: Cell = { ...rate(0, 0), numerator: null, denominator: null, status: "missing_data" };

/** A reader of cells named `indicator region period breakdown basis`. */
function readerOf(cells: Cells, place = "1", profile = "FJ2020"): Reader {
  const keys = Object.keys(cells).map(key => key.split(" "));
  const dataset = {
    cell: (key: Key) =>
      cells[[key.indicator, key.region, key.period, key.breakdown || "-", key.basis].join(" ")],
    values: (indicator: string, dimension: string) => [
      ...new Set(
        keys.flatMap(([id, , , breakdown]) =>
          id === indicator && breakdown!.startsWith(`${dimension}=`) ? [breakdown!.split("=")[1]!] : []
        )
      )
    ]
  } as unknown as Dataset;
  const source = {
    dataset,
    regions,
    meta: {
      asOf: "2023-12-30",
      periods: { month: ["2023-11", "2023-12"], quarter: ["2023Q4"], year: ["2023"] }
    },
    catalogue: new Map(Object.entries(grains).map(([id, grain]) => [id, { id, grain }]))
  } as unknown as ReaderSource;
  return new Reader(source, { region: place, period: "2023-12", basis: "户", profile });
}

const month: Cells = {
  "K04 1 2023-12 发现渠道=热线 条": rate(30, 90),
  "K04 1 2023-12 发现渠道=信访 条": rate(0, 90),
  "K04 1 2023-12 发现渠道=村委会申请 条": rate(60, 90),
  "K05 1 2023-12 - 条": rate(70, 80),
  "K06 1 2023-12 - 条": rate(50, 60),
  "K06 11 2023-12 - 条": rate(20, 26),
  "K06 12 2023-12 - 条": rate(20, 20),
  "K06 13 2023-12 - 条": rate(10, 14),
  "K06 111 2023-12 - 条": rate(0, 0),
  "K06 1 2023-12 期限=核实了但逾期 条": number(7),
  "K06 1 2023-12 期限=逾期未核实 条": number(3),
  "K06 1 2023-12 期限=未到期 条": number(9),
  "K08 1 2023-12 - 户": rate(12, 48),
  "K08 111 2023-12 - 户": rate(0, 0),
  "K08 1 2023-12 发现渠道=村委会申请 户": rate(9, 30)
};

describe("the page's finding", () => {
  test("tells what is late, what is still open, and who entered", () => {
    const title = identificationTitle(readerOf(month));
    expect(title).toBe("12 月未次日交办 10 条、核实逾期 10 条，其中 3 条仍未核实；纳入 12 户");
    expect(fullWidth(title)).toBeLessThanOrEqual(36);
  });

  test("is neutral where nothing is late or due, and of a town speaks of checks alone", () => {
    const fine = { ...month, "K05 1 2023-12 - 条": rate(80, 80), "K06 1 2023-12 - 条": rate(60, 60) };
    expect(identificationTitle(readerOf(fine))).toBe("12 月线索都按期交办、核实；纳入 12 户");
    expect(identificationTitle(readerOf(month, "111"))).toBe("12 月没有应核实的线索；纳入 0 户");
    expect(identificationTitle(readerOf({ ...month, "K06 111 2023-12 - 条": rate(2, 2) }, "111"))).toBe(
      "12 月线索都按期核实；纳入 0 户"
    );
  });

  test("says what is missing", () =>
    expect(identificationTitle(readerOf({}))).toBe("12 月的交办与核实缺数据"));
});

describe("checks against their day", () => {
  const title = (cells: Cells, place = "1") => {
    const reader = readerOf(cells, place);
    return checkingTitle(reader.parts(checking), reader.region);
  };

  test("tell where the late ones are", () => {
    expect(title(month)).toBe("应核实 60 条中 50 条及时；逾期 10 条，10 条在乙河、丁湖");
    expect(title({ ...month, "K06 1 2023-12 - 条": rate(60, 60) })).toBe("应核实的 60 条都及时核实");
    expect(title({ ...month, "K06 1 2023-12 - 条": rate(0, 0) })).toBe("没有应核实的线索");
    expect(title({})).toBe("五日核实及时率缺数据");
  });

  test("speak of the place in hand where it is one of those listed", () => {
    expect(title({ ...month, "K06 111 2023-12 - 条": rate(4, 5) }, "111")).toBe(
      "戊乡应核实 5 条中 4 条及时；逾期 1 条"
    );
    expect(title(month, "111")).toBe("戊乡没有应核实的线索");
  });

  test("count a town's missing standing as none, and one no row has as unknown", () => {
    expect(standing(readerOf(month), "未到期")).toBe(9);
    expect(standing(readerOf(month, "111"), "未到期")).toBe(0);
    expect(standing(readerOf({ "K06 111 2023-12 - 条": rate(1, 1) }, "111"), "未到期")).toBeNull();
  });
});

describe("steps from clue to entry", () => {
  test("set each beside the one before only where both count the same", () => {
    const rows = steps(readerOf(month));
    expect(rows.map(({ name, count, basis }) => `${name} ${count} ${basis}`)).toEqual([
      "登记线索 90 条",
      "汇总 80 条",
      "交办 69 条",
      "核实 57 条",
      "核实完成 48 户",
      "纳入 12 户"
    ]);
    expect(rows.map(({ share }) => share)).toEqual([null, 80 / 90, 69 / 80, 57 / 69, null, 0.25]);
    expect(stepsTitle(rows)).toBe("交办的 69 条已核实 57 条；核实完成的 48 户纳入 12 户");
  });

  test("say 不适用 of what is not worked out for towns, and 缺数据 of what was not read", () => {
    const states = (cells: Cells, place: string) => steps(readerOf(cells, place)).map(({ state }) => state);
    expect(states(month, "111")).toEqual(["na", "na", null, null, null, null]);
    expect(states({}, "1")).toEqual(Array.from({ length: 6 }, () => "missing"));
    expect(stepsTitle(steps(readerOf(month, "111")))).toBe("没有交办的线索；没有核实完成的户");
    expect(stepsTitle(steps(readerOf({})))).toBe("从线索到纳入缺数据");
  });
});

describe("days and weeks of what is late", () => {
  const days: Cells = {
    ...month,
    "K05 1 2023-11 - 条": rate(9, 9),
    "K06 1 2023-11 - 条": missing,
    "K05 1 2023-12-29 - 条": rate(3, 5),
    "K05 1 2023-12-30 - 条": rate(4, 4),
    "K06 1 2023-W52 - 条": rate(1, 4)
  };

  test("tell a day without clues from one without late ones, and from one outside the data", () => {
    const { weeks, max } = lateCalendar(readerOf(days), 13);
    expect(max).toBe(2);
    expect(weeks.at(-1)!.days.map(({ look, late }) => late ?? look)).toEqual([
      "none",
      "none",
      "none",
      "none",
      2,
      0,
      "outside"
    ]);
    expect(weeks.at(-1)!.check).toMatchObject({ name: "2023-W52", late: 3, due: 4 });
    expect(weeks[0]!.days[0]!.look).toBe("outside");
    expect(weeks.find(({ name }) => name === "2023-W46")!.check.look).toBe("missing");
  });

  test("are told in one title", () => {
    expect(calendarTitle(lateCalendar(readerOf(days)))).toBe(
      "近 13 周有 1 天未次日交办，共 2 条；核实逾期 3 条"
    );
    const none = { ...days, "K05 1 2023-12-29 - 条": rate(5, 5), "K06 1 2023-W52 - 条": rate(4, 4) };
    expect(calendarTitle(lateCalendar(readerOf(none)))).toBe("近 13 周的线索都次日交办，没有核实逾期");
    expect(calendarTitle(lateCalendar(readerOf({})))).toBe("按日的交办缺数据");
  });
});

describe("channels", () => {
  test("with clues stand in rows, the others by name", () => {
    const data = channels(readerOf(month));
    const { rows, silent } = data;
    expect(rows.map(({ name, entered }) => `${name} ${entered?.numerator}`)).toEqual([
      "村委会申请 9",
      "热线 undefined"
    ]);
    expect(silent).toEqual(["信访"]);
    expect(channelTitle(data)).toBe("90 条线索中村委会申请 60 条，占 66.7%，为最多的渠道");
  });

  test("without a clue, and without data", () => {
    expect(channelTitle(channels(readerOf({ "K04 1 2023-12 发现渠道=热线 条": rate(0, 0) })))).toBe(
      "本月没有登记线索"
    );
    expect(channelTitle(channels(readerOf({ "K04 1 2023-12 发现渠道=热线 条": missing })))).toBe(
      "发现渠道缺数据"
    );
    expect(channelTitle(channels(readerOf({})))).toBe("发现渠道缺数据");
  });
});

test("days from clue to entry are told with how many there are of", () => {
  const days = (value: number): Cell => ({ ...rate(0, 7), numerator: null, value, unit: "天" });
  expect(spanTitle(days(12), days(16.2))).toBe("识别时长中位数 12 天，九成不超过 16.2 天（7 户）");
  expect(spanTitle(rate(0, 0), undefined)).toBe("本月没有确认纳入的户，识别时长不适用");
  expect(spanTitle(undefined, undefined)).toBe("识别时长缺数据");
});

describe("steps a document asks for", () => {
  const definitions = {
    indicators: [
      {
        id: "K11",
        judging: [
          { profile: "FJ2020", thresholds: [{ name: "纳入的必经环节", value: "线索 → 核实 → 录入" }] },
          { profile: "HN2021", thresholds: [{ name: "纳入的必经环节", value: "线索 → 公告" }] }
        ]
      }
    ]
  } as unknown as Definitions;
  const cells: Cells = {
    "K11 1 2023Q4 - 户": rate(15, 19, "unmet"),
    "K11 1 2023Q4 缺失环节=公告 户": { ...rate(8, 19), judgement: null },
    "K11 1 2023Q4 缺失环节=录入 户": rate(4, 19),
    "K11 1 2023Q4 缺失环节=核实 户": rate(1, 19),
    "K11 1 2023Q4 缺失环节=线索 户": rate(0, 19)
  };

  test("stand in its order, without those of other documents", () => {
    const rows = gaps(readerOf(cells), definitions);
    expect(rows.map(({ name, cell }) => `${name} ${cell?.numerator}`)).toEqual([
      "线索 0",
      "核实 1",
      "录入 4"
    ]);
    expect(gapTitle(rows)).toBe("3 个必经环节中 2 个有缺，缺录入的最多，4 户");
  });

  test("are all on record, not at hand, or asked of nobody", () => {
    const of = (own: Cells, place = "1") => gapTitle(gaps(readerOf(own, place), definitions));
    const full = { "K11 1 2023Q4 缺失环节=录入 户": rate(0, 19) };
    expect(of(full)).toBe("必经的 1 个环节都有记录");
    expect(of({})).toBe("缺失的环节缺数据");
    expect(of({ ...cells, "K11 111 2023Q4 - 户": rate(0, 0) }, "111")).toBe("本季没有应走程序的纳入户");
  });
});

describe("obligations of the procedure", () => {
  const cells: Cells = {
    "K05 1 2023-12 - 条": rate(70, 80, "unmet"),
    "K39 1 2023-12 - 户": rate(9, 9),
    "K61 1 2023-11 - 份": rate(1, 2),
    "K61 1 2023-12 - 份": rate(5, 5, "met"),
    "K61 1 2023-12 备案去向=县级 份": rate(5, 5)
  };

  test("have their months, and a row for each place lists go to", () => {
    const rows = dutyRows(readerOf(cells));
    expect(rows.at(-2)).toMatchObject({ name: "名单备案", values: [0.5, 1] });
    expect(rows.at(-1)).toMatchObject({ name: "其中报县级", state: null });
    expect(dutyTitle(rows)).toBe("所用口径判断的 2 项程序中次日交办未达到");
  });

  test("are told without a verdict where the document has none", () => {
    const free = Object.fromEntries(
      Object.entries(cells).map(([key, cell]) => [key, { ...cell, judgement: "not_judged" as const }])
    );
    expect(dutyTitle(dutyRows(readerOf(free)))).toBe("3 项程序中 2 项全部办理，所用口径都未规定判断");
    expect(dutyTitle(dutyRows(readerOf({})))).toBe("各项程序缺数据");
    const idle = Object.fromEntries(Object.keys(cells).map(key => [key, rate(0, 0)]));
    const known = dutyRows(readerOf(idle)).filter(({ state }) => state !== "missing");
    expect(dutyTitle(known)).toBe("各项程序本月没有应计的对象");
  });
});
