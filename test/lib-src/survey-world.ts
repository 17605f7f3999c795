import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { region } from "./region.ts";

/** A prefecture of two counties, one with a town. */
export const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙县", "county", "1"),
    region("12", "丙县", "county", "1"),
    region("111", "丁乡", "town", "11")
  ],
  "1"
);

/** A rate; a judgement follows its status when none is given. */
export function rate(
  numerator: number | null,
  denominator: number | null,
  judgement: Cell["judgement"] = "not_judged"
): Cell {
  const known = numerator !== null && denominator !== null;
  return {
    numerator,
    denominator,
    value: known && denominator > 0 ? numerator / denominator : null,
    unit: "%",
    status: !known ? "missing_data" : denominator === 0 ? "na_zero_denominator" : "ok",
    judgement,
    clause: ""
  };
}

const grains: Readonly<Record<string, string>> = {
  K18: "prefecture",
  K19: "town>county",
  K20: "town>county",
  K21: "county",
  K22: "village>town>county",
  K24: "county",
  K36: "county",
  K44: "county>prefecture",
  K49: "town>county",
  K50: "village>town>county",
  K54: "county>prefecture",
  K57: "town>county"
};

/** A reader of cells named `indicator region period breakdown basis`. */
export function readerOf(
  cells: Readonly<Record<string, Cell>>,
  place = "1",
  period = "2023-12",
  profile = "FJ2020"
): Reader {
  const keys = Object.keys(cells).map(key => key.split(" "));
  const dataset = {
    cell: (key: Key) =>
      cells[[key.indicator, key.region, key.period, key.breakdown || "-", key.basis].join(" ")],
    values: (indicator: string, dimension: string) => [
      ...new Set(
        keys
          .filter(([id]) => id === indicator)
          .flatMap(([, , , breakdown]) => breakdown!.split(";"))
          .filter(part => part.startsWith(`${dimension}=`))
          .map(part => part.slice(dimension.length + 1))
      )
    ],
    periodsOf: (indicator: string) => [
      ...new Set(keys.filter(([id]) => id === indicator).map(([, , each]) => each!))
    ]
  } as unknown as Dataset;
  const source = {
    dataset,
    regions,
    catalogue: new Map(Object.entries(grains).map(([id, grain]) => [id, { id, grain }])),
    meta: {
      asOf: "2023-12-31",
      periods: { month: ["2023-11", "2023-12"], quarter: ["2023Q3", "2023Q4"], year: ["2023"] }
    }
  } as unknown as ReaderSource;
  return new Reader(source, { region: place, period, basis: "户", profile });
}

/** Definitions in which FJ2020 alone names a share for an indicator. */
export function definitionsOf(indicator: string, key: string, number: number): Definitions {
  const threshold = {
    key,
    name: "比例",
    value: "每季 10%以上",
    number,
    mark: "text",
    clause: "二(6)",
    note: ""
  };
  const judging = (profile: string, thresholds: readonly unknown[]) => ({ profile, thresholds });
  return {
    families: [],
    indicators: [{ id: indicator, judging: [judging("FJ2020", [threshold]), judging("HN2021", [])] }]
  } as unknown as Definitions;
}
