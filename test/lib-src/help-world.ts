import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { MeasureRules } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙县", "county", "1"),
    region("12", "丙县", "county", "1"),
    region("111", "丁乡", "town", "11")
  ],
  "1"
);

export const rules: MeasureRules = {
  monitored: ["脱贫不稳定户", "边缘易致贫户"],
  categories: [
    { name: "产业帮扶", development: true },
    { name: "健康帮扶", development: false },
    { name: "搬迁", development: false },
    { name: "其他", development: false }
  ],
  risks: [
    { name: "因病", matches: ["健康帮扶"], source: "real_check" },
    { name: "因安全住房", matches: ["搬迁"], source: "platform_setting" },
    { name: "收入骤减", matches: [], source: null },
    { name: "因疫", matches: [], source: null }
  ],
  subsidies: ["低保金"]
};

/** A rate with what follows from its numerator and denominator. */
export function rate(
  numerator: number,
  denominator: number,
  judgement: Cell["judgement"] = "not_judged"
): Cell {
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

export function number(value: number, unit = "户", judgement: Cell["judgement"] = "not_judged"): Cell {
  return { numerator: value, denominator: null, value, unit, status: "ok", judgement, clause: "" };
}

/** A reader of cells named `indicator|region|period|breakdown|basis`. */
export function readerOf(cells: Readonly<Record<string, Cell>>, place = "1", period = "2023-12"): Reader {
  const months = Array.from({ length: 13 }, (_, index) =>
    index === 0 ? "2022-12" : `2023-${String(index).padStart(2, "0")}`
  );
  const dataset = {
    cell: ({ indicator, region: code, period: at, breakdown, basis }: Key) =>
      cells[[indicator, code, at, breakdown ?? "", basis].join("|")],
    values: (indicator: string, dimension: string) => [
      ...new Set(
        Object.keys(cells)
          .map(key => key.split("|"))
          .filter(([id]) => id === indicator)
          .flatMap(([, , , breakdown]) => breakdown!.split(";"))
          .filter(part => part.startsWith(`${dimension}=`))
          .map(part => part.slice(dimension.length + 1))
      )
    ]
  } as unknown as Dataset;
  const grains = { K33: "town>county>prefecture", K34: "town>county", B01: "village>town>county>prefecture" };
  const source = {
    dataset,
    regions,
    meta: { periods: { month: months, quarter: ["2023Q4"], year: ["2023"] } },
    catalogue: new Map(
      ["K27", "K28", "K29", "K33", "K34", "K35", "K41", "B01"].map(id => [
        id,
        { id, grain: grains[id as keyof typeof grains] ?? "county>prefecture" }
      ])
    )
  } as unknown as ReaderSource;
  return new Reader(source, { region: place, period, basis: "户", profile: "FJ2020" });
}
