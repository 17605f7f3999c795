import { describe, expect, test } from "vitest";
import {
  beyond,
  funnelJobs,
  funnelOf,
  funnelTitle,
  limitLine,
  shareWords,
  standingText
} from "../../src/lib/funnel.ts";
import type { Signal } from "../../src/lib/signal-data.ts";
import { funnelRow, methods, world } from "./evidence-world.ts";

const [registered, helped] = funnelJobs(methods);
const of = (signals: readonly Signal[], period = "2023-12") =>
  funnelOf(signals, registered!, "1001", period, world);
const title = (signals: readonly Signal[]) => funnelTitle(of(signals), "在册", "乡镇");

describe("the places compared", () => {
  test("are those of the region in its last period that is not after the one in hand, by code", () => {
    const rows = [
      funnelRow("100102", {}),
      funnelRow("100101", {}),
      funnelRow("100101", { period: "2023-09", numerator: 4 }),
      funnelRow("1002", { within: "10" }),
      funnelRow("100101", { job: "other" })
    ];
    expect(of(rows).rows.map(({ region }) => region.name)).toEqual(["东镇", "西镇"]);
    expect(of(rows).target).toBeCloseTo(0.006, 12);
    expect(of(rows, "2023-11")).toMatchObject({ period: "2023-09", rows: [{ signal: { numerator: 4 } }] });
    expect(of(rows, "2023-08")).toMatchObject({ period: "", rows: [], target: null });
  });

  test("of a job by quarters are read in the quarter of the month in hand", () => {
    const rows = [
      funnelRow("100101", { job: "helped", period: "2023Q3" }),
      funnelRow("100101", { job: "helped", period: "2023Q4" })
    ];
    expect(funnelOf(rows, helped!, "1001", "2023-12", world).period).toBe("2023Q4");
    expect(funnelOf(rows, helped!, "1001", "2023-09", world).period).toBe("2023Q3");
  });
});

describe("the title", () => {
  const high = funnelRow("100101", { verdict: "信号", reason: "", side: "高于" });
  const low = funnelRow("100102", { verdict: "信号", reason: "", side: "低于" });

  test("names signals, the low ones as a question", () => {
    expect(title([high, low, funnelRow("100103", {})])).toBe(
      "在册：东镇高于界限；西镇低于界限，是否应纳未纳？"
    );
    const quarter = { job: "helped", period: "2023Q4" };
    expect(
      funnelTitle(funnelOf([{ ...low, ...quarter }], helped!, "1001", "2023-12", world), "措施", "乡镇")
    ).toBe("措施：西镇低于界限，是什么原因？");
  });

  test("says chance, nothing beyond, and what is lacking as three things", () => {
    const chance = funnelRow("100103", { reason: "discovery", side: "高于" });
    expect(title([chance, funnelRow("100101", {})])).toBe("在册：南乡越过界限，2 个乡镇一起看不排除碰巧");
    expect(title([funnelRow("100101", {})])).toBe("在册：1 个乡镇都在界限之内，高低不超出偶然");
    const few = { verdict: "数据不足", reason: "few_units" } as const;
    expect(title([funnelRow("100101", few)])).toBe("在册：可比的地方太少，不作比较");
    expect(title([])).toBe("在册：没有各乡镇的统计");
    expect(beyond(of([high, chance]))).toMatchObject({
      signals: [{ signal: high }],
      chance: [{ signal: chance }]
    });
  });
});

test("no event is how much it may be at most, and a base of none no share at all", () => {
  const none = funnelRow("100101", { numerator: 0, value: null, high: 0.0076 });
  expect(shareWords(none)).toBe("没有事件，至多 0.76%");
  const noBase = funnelRow("100101", {
    ...{ numerator: 0, denominator: 0, value: null, high: null },
    ...{ verdict: "数据不足", reason: "no_base" }
  });
  expect(shareWords(noBase)).toBe("—");
  expect(standingText(noBase)).toBe("数据不足：基数为 0，没有率");
});

test("a limit's line goes through the published limits and bends between them as 1/√base", () => {
  const rows = of([
    funnelRow("100101", { denominator: 400, limit_high: 0.05 }),
    funnelRow("100102", { denominator: 100, limit_high: 0.09 }),
    funnelRow("100103", { denominator: 900, limit_high: 0.04 })
  ]).rows;
  const line = limitLine(rows, "limit_high", 2);
  expect(line.map(({ base }) => Math.round(base))).toEqual([100, 178, 400, 576, 900]);
  expect(line.map(({ value }) => Number(value.toFixed(6)))).toEqual([0.09, 0.07, 0.05, 0.045, 0.04]);
  expect(limitLine(rows.slice(0, 1), "limit_high")).toEqual([]);
});
