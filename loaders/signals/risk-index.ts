import type { SignalIndex, SignalPlace } from "../../src/lib/signal-data.ts";
import { backTest, compositeIndex, type Inputs, rankIntervals, weightRanks } from "../risk/composite.ts";
import type { Methods } from "./methods.ts";

/** Inputs of a county at a quarter's end, and what was identified in that quarter. */
export interface IndexRow {
  readonly region: string;
  readonly inputs: Inputs;
  readonly events: number | null;
  readonly base: number | null;
}

/**
 * The index of the counties at the end of each quarter, in order, with the ranges of their ranks (weights are drawn for
 * the last one only), and each quarter's index against what was identified in the next.
 */
export function riskIndex(
  quarters: ReadonlyMap<string, readonly IndexRow[]>,
  methods: Methods
): Pick<SignalIndex, "plan" | "periods" | "backTests"> {
  const last = [...quarters.keys()].at(-1);
  const periods = [...quarters].map(([period, rows]) => ({
    period,
    places: placesOf(rows, period === last, methods)
  }));
  const names = new Map(methods.inputs.map(input => [input.id, input]));
  return {
    plan: methods.plan.map(({ name, components }) => ({
      dimension: name,
      components: components.map(component => ({
        name: component.name,
        indicators: component.indicators.map(({ name: id, low, high, inverse = false }) => {
          const { name: title, indicator } = names.get(id)!;
          return { id, name: title, indicator, low, high, inverse };
        })
      }))
    })),
    periods,
    backTests: periods.slice(1).map(({ period }, at) => ({
      period,
      ...backTestOf(periods[at]!.places, quarters.get(periods[at]!.period)!, quarters.get(period)!, methods)
    }))
  };
}

function placesOf(rows: readonly IndexRow[], isLast: boolean, methods: Methods): SignalPlace[] {
  const { plan } = methods;
  const number = (key: string): number => methods.number("index", key);
  const inputs = rows.map(row => row.inputs);
  const least = number("least");
  const found = compositeIndex(inputs, plan, least);
  const ranks = rankIntervals(inputs, plan, least);
  const weights = isLast
    ? weightRanks(inputs, plan, {
        least,
        top: number("top"),
        seed: number("seed"),
        draws: number("draws"),
        spread: number("spread")
      })
    : null;
  return rows.map(({ region, inputs: own }, at) => {
    const { dimensions, risk, known, withheld } = found[at]!;
    const { rank, low, high } = ranks[at]!;
    return {
      region,
      inputs: own,
      dimensions,
      risk,
      known,
      withheld: withheld ?? "",
      ...{ rank, low, high },
      weightLow: weights?.[at]?.low ?? null,
      weightHigh: weights?.[at]?.high ?? null,
      topShare: weights?.[at]?.topShare ?? null
    };
  });
}

function backTestOf(
  before: readonly SignalPlace[],
  rowsBefore: readonly IndexRow[],
  rows: readonly IndexRow[],
  methods: Methods
) {
  const after = new Map(rows.map(row => [row.region, row]));
  const paired = rowsBefore.map((row, at) => ({ row, risk: before[at]!.risk, next: after.get(row.region) }));
  return backTest({
    index: paired.map(({ risk }) => risk),
    naive: paired.map(({ row }) => (row.events === null || !row.base ? null : row.events / row.base)),
    events: paired.map(({ next }) => next?.events ?? null),
    // Fewer households than were identified: the base is not the right one.
    base: paired.map(({ next }) => (next?.base && next.base >= (next.events ?? 0) ? next.base : null)),
    top: methods.number("index", "top")
  });
}
