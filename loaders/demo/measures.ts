import type { Day } from "./calendar.ts";
import type { DemoContract } from "./contract.ts";
import type { Household } from "./household.ts";
import { createRandom } from "./random.ts";
import type { World } from "./world.ts";

/** One support measure of a household. */
export interface Measure {
  /** Code of `measure_type`. */
  readonly type: string;
  readonly category: string;
  /** The risk it answers; undefined for general ones. */
  readonly risk: string | undefined;
  readonly plannedOn: Day;
  readonly startOn: Day;
  readonly endOn: Day | undefined;
  readonly amount: number;
  readonly source: string;
  readonly status: "planned" | "ongoing" | "done" | "stopped";
}

const byRisk: Readonly<Record<string, readonly string[]>> = {
  illness: ["M21", "M24", "M28", "M28", "M46", "M26"],
  schooling: ["M41", "M42", "M41"],
  disability: ["M25", "M20", "M25"],
  unsafe_housing: ["M45"],
  unsafe_water: ["M44"],
  unstable_job: ["M08", "M09", "M10", "M11", "M12", "M30"],
  labour_shortage: ["M20", "M36", "M32", "M29"],
  business_failure: ["M03", "M37", "M05", "M39"],
  natural_disaster: ["M27", "M26", "M15"],
  accident: ["M26", "M15", "M28"]
};
const otherwise = ["M26", "M14", "M15"];
const byLabour: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  able: [
    ["M08", 0.16],
    ["M03", 0.2],
    ["M30", 0.1],
    ["M09", 0.1],
    ["M05", 0.07],
    ["M07", 0.08],
    ["M12", 0.1],
    ["M35", 0.08]
  ],
  weak: [
    ["M12", 0.4],
    ["M36", 0.35],
    ["M31", 0.15],
    ["M20", 0.25],
    ["M37", 0.1]
  ],
  none: [
    ["M20", 0.55],
    ["M36", 0.3],
    ["M22", 0.3],
    ["M32", 0.2],
    ["M23", 0.1]
  ]
};
const general: readonly (readonly [string, number])[] = [
  ["M15", 0.22],
  ["M46", 0.2],
  ["M14", 0.12],
  ["M40", 0.04]
];
const noneAtAll = 0.017;

/** The measures of a household's current episode, in order of planning; none for a household not monitored. */
export function measuresOf(world: World, household: Omit<Household, "measures" | "months">): Measure[] {
  if (household.category === "") return [];
  const random = createRandom(world.seed, "measures", household.number);
  if (random.chance(noneAtAll)) return [];
  const chosen = new Map<string, string | undefined>();
  for (const risk of household.risks)
    if (random.chance(0.9)) chosen.set(random.pick(byRisk[risk] ?? otherwise), risk);
  for (const [type, probability] of [...byLabour[household.labour]!, ...general])
    if (random.chance(probability) && !chosen.has(type)) chosen.set(type, undefined);
  if (chosen.size === 0) chosen.set(random.pick(otherwise), household.risks[0]);

  const end = household.leftOn ?? world.asOf;
  const measures: Measure[] = [];
  let delay = random.int(2, 24);
  for (const [type, risk] of chosen) {
    const plannedOn = household.confirmedOn + Math.max(0, delay - random.int(2, 7));
    const startOn = household.confirmedOn + delay;
    delay += random.int(0, 40);
    if (plannedOn > end) break;
    const ends = random.chance(household.leftOn ? 0.6 : 0.12) ? startOn + random.int(40, 300) : undefined;
    const endOn = ends !== undefined && ends <= end ? ends : undefined;
    const stopped = random.chance(0.01);
    measures.push({
      type,
      category: world.contract.attribute("measure_type", type, "category"),
      risk,
      plannedOn,
      startOn,
      endOn,
      amount: random.int(3, 60) * 100,
      source: sourceOf(world.contract, type, random.weighted([5, 30, 40, 12, 5, 8])),
      status: startOn > end ? "planned" : stopped ? "stopped" : endOn === undefined ? "ongoing" : "done"
    });
  }
  return measures;
}

/** Whether a measure counts as put into effect. */
export function inEffect(measure: Measure): boolean {
  return measure.status === "ongoing" || measure.status === "done";
}

function sourceOf(contract: DemoContract, type: string, drawn: number): string {
  if (type === "M05") return "financial";
  return contract.codes("fund_source")[drawn]!;
}
