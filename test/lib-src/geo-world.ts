import type { Cell, Dataset, Key, Status } from "../../src/lib/dataset.ts";
import type { Measure } from "../../src/lib/geo-measure.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { HazardEvent, Indicator, MapSettings, Region } from "../../src/lib/site.ts";

/** One row: its key, numerator and denominator; a row is 户 and a share unless said otherwise. */
export interface Row extends Partial<Pick<Key, "breakdown" | "basis">> {
  readonly indicator: string;
  readonly region: string;
  readonly period: string;
  readonly n: number | null;
  readonly d?: number | null;
  readonly value?: number;
  readonly unit?: string;
  readonly status?: Status;
}

/** Rows as a dataset. */
export function datasetOf(rows: readonly Row[]): Dataset {
  const keyOf = (key: Pick<Row, "indicator" | "region" | "period" | "breakdown" | "basis">): string =>
    [key.indicator, key.region, key.period, key.breakdown ?? "", key.basis ?? "户"].join("|");
  const cells = new Map(rows.map(row => [keyOf(row), cellOf(row)]));
  const breakdowns = (indicator: string) =>
    rows.filter(row => row.indicator === indicator).map(row => row.breakdown ?? "");
  return {
    cell: (key: Key) => cells.get(keyOf(key)),
    breakdownsOf: (indicator: string) => [...new Set(breakdowns(indicator))],
    periodsOf: (indicator: string) => [
      ...new Set(rows.filter(row => row.indicator === indicator).map(({ period }) => period))
    ]
  } as unknown as Dataset;
}

function cellOf({ n, d = null, value, unit, basis = "户", status = "ok" }: Row): Cell {
  const quotient = n === null ? null : d === null ? n : d > 0 ? n / d : null;
  return {
    numerator: n,
    denominator: d,
    value: status === "ok" ? (value ?? quotient) : null,
    unit: unit ?? (d === null ? basis : "%"),
    status,
    judgement: "not_judged",
    clause: ""
  };
}

export const regions = new Regions(
  [
    region("R", "云岭市", "prefecture", ""),
    region("A", "青栗县", "county", "R"),
    region("B", "石渡县", "county", "R"),
    region("A1", "碧岔乡", "town", "A"),
    region("A2", "杉背乡", "town", "A")
  ],
  "R"
);

function region(code: string, name: string, level: Region["level"], parent: string): Region {
  return { code, name, level, parent, lon: null, lat: null };
}

/** An entry of the catalogue; what a test does not name is blank. */
export function entry(id: string, name: string, more: Partial<Indicator> = {}): Indicator {
  const blank = { numerator: "", denominator: "-", edge: "", judgedBy: "", clauses: "" };
  return {
    id,
    name,
    ...blank,
    unit: "%",
    basis: "户",
    grain: "town>county",
    period: "月",
    tables: [],
    lacking: [],
    ...more
  };
}

export const settings: MapSettings = {
  levels: {},
  groups: [],
  defaults: { county: ["K01"], town: ["K33", "K03"] },
  first: {},
  short: {},
  small: { 户: 30, 人: 300 },
  words: {}
};

/** A measure of a test's own; by default a share in percent by 户 and month. */
export function measure(more: Partial<Measure> = {}): Measure {
  return {
    id: "K33",
    indicator: "K33",
    breakdown: "",
    label: "风险消除率",
    short: "消除率",
    kind: "rate",
    unit: "%",
    factor: 100,
    digits: 1,
    basis: "户",
    follows: true,
    period: "month",
    periods: [],
    atEnd: false,
    numerator: "分子",
    denominator: "分母",
    formula: "风险消除率 K33",
    ...more
  };
}

/** The share of K01, in two decimals by 人. */
export const share = measure({
  id: "K01",
  indicator: "K01",
  label: "监测规模占比",
  short: "占比",
  digits: 2,
  basis: "人",
  follows: false
});

/** Households in the register. */
export const held = measure({
  id: "K03",
  indicator: "K03",
  label: "在册监测对象",
  short: "在册",
  kind: "count",
  unit: "户",
  factor: 1,
  digits: 0
});

export function hazard(more: Partial<HazardEvent> = {}): HazardEvent {
  return {
    id: "E1",
    hazard: "低温冰冻",
    risk: "",
    start: "2023-12-18",
    end: "2023-12-22",
    severity: "",
    dept: "",
    regions: ["A1"],
    ...more
  };
}
