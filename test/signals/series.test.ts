import { beforeEach, expect, test } from "vitest";
import { series } from "../../loaders/signals/series.ts";
import { jobOf, methods, nullSeries } from "./null-world.ts";

beforeEach(() => expect.hasAssertions());

const job = jobOf("series", ({ kind }) => kind === "month");
const judge = (cells: ReturnType<typeof nullSeries>, campaigns: readonly string[] = []) =>
  series(job, cells, new Set(campaigns), methods);
const burst = (months: number, mean: number) =>
  nullSeries(1, months, mean).map(cell => (cell.age === 0 ? { ...cell, events: mean * 5 } : cell));

test("two years are judged by the months before, three and more by the season", () => {
  expect(judge(burst(24, 10)).at(-1)).toMatchObject({
    made: "ears_c2",
    verdict: "信号",
    side: "高于",
    numerator: 50
  });
  expect(judge(burst(60, 10)).at(-1)).toMatchObject({ made: "farrington_nb", verdict: "信号", side: "高于" });
});

test("too short, too sparse and unknown months have no threshold, and say why", () => {
  const last = (cells: ReturnType<typeof nullSeries>) => {
    const { verdict, reason, limit_high } = judge(cells).at(-1)!;
    return [verdict, reason, limit_high];
  };
  expect(last(nullSeries(1, 6, 10))).toEqual(["数据不足", "history", null]);
  expect(last(nullSeries(1, 24, 10).map(cell => ({ ...cell, events: 0 })))).toEqual([
    "数据不足",
    "sparse",
    null
  ]);
  const gap = nullSeries(1, 24, 10).map(cell => (cell.age === 0 ? { ...cell, events: null } : cell));
  expect(last(gap)).toEqual(["数据不足", "missing", null]);
  expect(judge(gap).at(-1)!.value).toBeNull();
});

test("a general check and the Spring Festival are in no baseline; a month in them says so", () => {
  const busy = nullSeries(2, 24, 10).map(cell =>
    ["2023-08", "2023-09"].includes(cell.period) ? { ...cell, events: 60 } : cell
  );
  const november = (campaigns: readonly string[]) =>
    judge(busy, campaigns).find(({ period }) => period === "2023-12")!.expected!;
  const known = ["0 2023-08", "0 2023-09"];
  expect(november(known)).toBeLessThan(november([]));
  expect(judge(busy, known).find(({ period }) => period === "2023-08")).toMatchObject({
    verdict: "信号",
    reason: "campaign"
  });
});

test.each([
  ["farrington", 60, 40],
  ["ears", 24, 200]
])("a steady series crosses the threshold of %s about as often as is said of it", (method, months, seeds) => {
  const rows = Array.from({ length: seeds }, (_, seed) => judge(nullSeries(seed, months, 10))).flat();
  const judged = rows.filter(({ made }) => made.startsWith(method));
  const beyond = judged.filter(({ side }) => side !== "").length / judged.length;
  expect(judged.length).toBeGreaterThan(300);
  expect(beyond).toBeLessThan(3 * methods.number(method, "alpha"));
});
