import { expect, test } from "vitest";
import { readBulletin } from "../../src/lib/bulletin.ts";
import { failedIn } from "../../src/lib/checks.ts";
import type { Context } from "../../src/lib/context.ts";
import type { Cell, Key } from "../../src/lib/dataset.ts";
import { countMatters } from "../../src/lib/matters.ts";
import { axis, overviewChildren, overviewSentences, overviewTiles } from "../../src/lib/overview.ts";
import { overviewRows } from "../../src/lib/overview-rows.ts";
import type { ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import { plain } from "../../src/lib/sentence.ts";
import type { Matter } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const cell = (numerator: number, denominator: number | null, unit: string): Cell => ({
  numerator,
  denominator,
  value: denominator === null ? numerator : numerator / denominator,
  unit,
  status: "ok",
  judgement: "not_judged",
  clause: ""
});

const regions = new Regions(
  [
    region("1", "云岭市", "prefecture", ""),
    region("11", "青栗县", "county", "1"),
    region("12", "石渡县", "county", "1"),
    region("111", "碧岔乡", "town", "11")
  ],
  "1"
);

/** Cells by `indicator region period basis`, with the last word of the breakdown where one asks for it. */
function world(cells: Readonly<Record<string, Cell>>): ReaderSource {
  const find = ({ indicator, region: place, period, basis, breakdown }: Key) => {
    const at = `${indicator} ${place} ${period} ${basis}`;
    const [, word] = /(?:预警级别|统计项)=([^;]+)/.exec(breakdown ?? "") ?? [];
    return cells[word ? `${at} ${word}` : at];
  };
  return {
    dataset: { cell: find },
    meta: { asOf: "2023-12-31", periods: { month: ["2022-12", "2023-11", "2023-12"] } },
    regions,
    catalogue: new Map(
      [
        ["K03", "village>town>county>prefecture"],
        ["B01", "village>town>county>prefecture"],
        ["K16", "village>town>county>prefecture"],
        ["K06", "town>county"],
        ["K20", "town>county"]
      ].map(([id, grain]) => [id, { grain }])
    )
  } as unknown as ReaderSource;
}

const at = (place: string, basis: Context["basis"] = "户"): Context => ({
  region: place,
  period: "2023-12",
  basis,
  profile: "FJ2020"
});

test("the tiles count a level by households, not by its share, and say how many wait", () => {
  const tiles = overviewTiles(
    world({
      "K16 1 2022-12 户 红色": cell(203, 2500, "%"),
      "K16 1 2023-11 户 红色": cell(176, 2300, "%"),
      "K16 1 2023-12 户 红色": cell(187, 2346, "%"),
      "K16 1 2023-12 户 待核定": cell(92, 2346, "%"),
      "K06 1 2023-12 条": cell(389, 412, "%"),
      "K03 1 2023-12 户": cell(2346, null, "户"),
      "K03 1 2023-12 人": cell(6629, null, "人")
    }),
    at("1")
  );
  expect(tiles.map(({ label }) => label)).toEqual([
    "在册监测对象",
    "本月新纳入",
    "红色预警",
    "五日核实及时率",
    "月度入户走访达标率"
  ]);
  const [register, entered, red, verified, visited] = tiles;
  expect(register).toMatchObject({ aside: "6,629 人", trend: { sinceMonth: null } });
  expect(entered!.trend.now).toBeUndefined();
  expect(red).toMatchObject({
    pending: 92,
    trend: { values: [203, 176, 187], sinceMonth: 11, sinceYear: -16 }
  });
  expect(red!.trend.now).toMatchObject({ value: 187, unit: "户" });
  expect(verified!.aside).toBe("389 / 412 条");
  expect(visited!.aside).toBe("");
});

test("what a town's table leaves out is none where its county has a row, and missing where it has not", () => {
  const [, entered, red, verified, visited] = overviewTiles(
    world({
      "B01 11 2023-12 户 本月新增": cell(12, null, "户"),
      "K16 11 2023-12 户 红色": cell(9, 300, "%"),
      "K06 11 2023-12 条": cell(88, 97, "%")
    }),
    at("111")
  );
  expect(entered!.trend.now).toMatchObject({ value: 0, status: "ok" });
  expect(red!.trend.now).toMatchObject({ value: 0, unit: "户" });
  expect(verified!.trend.now).toMatchObject({ value: null, status: "na_zero_denominator" });
  expect(visited!.trend.now).toBeUndefined();
});

const shares = {
  "K03 1 2023-11 户": cell(700, null, "户"),
  "K03 1 2023-12 户": cell(710, null, "户"),
  "K03 11 2023-11 户": cell(400, null, "户"),
  "K03 11 2023-12 户": cell(409, null, "户"),
  "K03 12 2023-11 户": cell(300, null, "户"),
  "K03 12 2023-12 户": cell(301, null, "户"),
  "K01 11 2023-12 人": cell(547, 10000, "%"),
  "K01 12 2023-12 人": cell(392, 10000, "%")
};

const status = (judgement: Cell["judgement"]): Cell => ({ ...cell(1, 10000, "%"), judgement });

test("counties are said to stand above a reference only where the document names one and it is for them", () => {
  const cells = {
    ...shares,
    "K02 11 2023-12 人": status("reference"),
    "K02 12 2023-12 人": status("reference")
  };
  const said = (reference: number | null, more: Readonly<Record<string, Cell>> = {}) =>
    plain(overviewSentences(world({ ...cells, ...more }), at("1"), reference).place);
  expect(said(0.05)).toBe("净增 10 户中 9 户在青栗县；该县占比 5.47%，高于 5% 参考，石渡县 3.92%。");
  expect(said(null)).toBe("净增 10 户中 9 户在青栗县；占比最高为青栗县 5.47%。");
  expect(said(0.05, { "K02 11 2023-12 人": status("met") })).toBe(
    "净增 10 户中 9 户在青栗县；与参考比的 1 个县区占比不高于 5% 参考。"
  );
});

test("regions below are compared by share down to counties, by the register below them", () => {
  const counties = overviewChildren(world(shares), at("1"), 0.05);
  expect([counties.share, counties.domain]).toEqual([true, [0.03, 0.06]]);
  const towns = overviewChildren(world({ "K03 111 2023-12 户": cell(43, null, "户") }), at("11"), 0.05);
  expect([towns.share, towns.domain]).toEqual([false, [0, 43]]);
  expect(overviewChildren(world(shares), at("111"), 0.05).parts).toEqual([]);
  expect(axis([], true)).toEqual([0, 1]);
});

test("all that is shown is in the file of the overview", () => {
  const matters = [
    {
      name: "公示不足期限",
      indicator: "K10",
      breakdowns: ["分项=识别", "分项=消除"],
      basis: "次",
      period: "month",
      measure: "shortfall",
      shares: {}
    }
  ] as unknown as readonly Matter[];
  const slices = new Map(overviewRows(matters).map(({ indicator, breakdowns }) => [indicator, breakdowns]));
  const unnamed = new Set<string>();
  const spied = world({});
  const source = {
    ...spied,
    catalogue: new Map(),
    dataset: {
      breakdowns: ["检查项=重复人;表=监测对象信息"],
      size: 1,
      cell: ({ indicator, breakdown = "" }: Key) => {
        const named = slices.get(indicator);
        if (named === undefined || (named !== null && !named.includes(breakdown)))
          unnamed.add(`${indicator} ${breakdown}`);
      }
    }
  } as unknown as ReaderSource;
  for (const place of ["1", "11", "111"]) {
    overviewTiles(source, at(place));
    overviewSentences(source, at(place), 0.05);
    overviewChildren(source, at(place), 0.05);
    countMatters(source, at(place), matters);
    readBulletin(source.dataset, at(place), true);
    failedIn(source.dataset, "重复人", place, "2023-12-31", "FJ2020");
  }
  expect([...unnamed]).toEqual([]);
});
