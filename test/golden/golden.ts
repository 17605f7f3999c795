import { expect } from "vitest";
import { idNumber, type Run, type Value } from "../support/exports.ts";

/** A row that must stand in the indicator table, worked out by hand: key, then figures. */
export type Expected = readonly [
  indicator: string,
  region: string,
  period: string,
  breakdown: string,
  basis: string,
  numerator: number | null,
  denominator: number | null,
  value: number | null,
  status: string,
  judgement: string
];

/** Looks up each expected row by its key (profile apart) and compares its figures. */
export async function expectRows(run: Run, rows: readonly Expected[], profile = ""): Promise<void> {
  const among = (at: number): string => [...new Set(rows.map(row => `'${row[at]}'`))].join(", ");
  const all = await run.rows(
    `SELECT indicator, region_code, period, breakdown, basis, numerator, denominator, value, status, judgement
     FROM indicator WHERE indicator IN (${among(0)}) AND period IN (${among(2)})
     ${profile ? `AND profile_id = '${profile}'` : ""}`
  );
  const keyOf = (row: readonly unknown[]): string => row.slice(0, 5).join(" | ");
  const found = new Map(all.map(row => [keyOf(Object.values(row)), Object.values(row).slice(5)]));
  const seen = rows.map(row => [keyOf(row), ...rounded(found.get(keyOf(row)) ?? ["no row"])]);
  expect(seen).toEqual(rows.map(row => [keyOf(row), ...rounded(row.slice(5))]));
}

function rounded(figures: readonly unknown[]): unknown[] {
  return figures.map(figure => (typeof figure === "number" ? Number(figure.toPrecision(12)) : figure));
}

/** The columns the golden registers have. */
export const personHeader = [
  ...[
    "县",
    "乡",
    "村",
    "户编号",
    "人编号",
    "姓名",
    "与户主关系",
    "证件号码",
    "户类型",
    "监测对象类别",
    "劳动技能"
  ],
  ...["致贫/返贫风险1", "致贫/返贫风险2", "风险是否已消除", "识别监测时间", "消除监测时间"]
];

/** A made-up household; members are given by their labour, the first is the head. */
export interface Household {
  readonly place: readonly [county: string, town: string, village: string];
  readonly id: string;
  readonly type?: string;
  readonly category?: string;
  readonly labour: readonly string[];
  readonly risks?: readonly [string, string?];
  readonly eliminated?: string;
  readonly identified?: string;
  readonly eliminatedIn?: string;
}

/** One line a member. Ids follow from the household's number, so that snapshots agree. */
export function personRows(households: readonly Household[]): Value[][] {
  return households.flatMap(household =>
    household.labour.map((labour, member) => {
      const number = [...household.id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 199, 0) * 5 + member;
      return [
        ...household.place,
        household.id,
        `${household.id}-${member + 1}`,
        `测试${household.id}${member + 1}`,
        member === 0 ? "户主" : "之子",
        idNumber(number),
        household.type ?? "一般农户",
        household.category,
        labour,
        household.risks?.[0] ?? (household.category ? "因病" : undefined),
        household.risks?.[1],
        household.eliminated ?? (household.category ? "否" : undefined),
        household.identified,
        household.eliminatedIn
      ];
    })
  );
}
