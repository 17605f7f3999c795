import { type Day, dayOf, lastDay, type Month } from "./calendar.ts";
import { categories, type Episode, exits, fault, inRegister, labourClasses } from "./households.ts";
import { type Measure, measuresOf } from "./measures.ts";
import { phoneNumber } from "./names.ts";
import { createPersons, type Person } from "./persons.ts";
import { hazardTowns, type Village } from "./places.ts";
import { createRandom, type Random } from "./random.ts";
import type { World } from "./world.ts";

export interface Income {
  readonly wage: number;
  readonly business: number;
  readonly expense: number;
  readonly property: number;
  readonly transfer: number;
  readonly net: number;
  readonly perCapita: number;
}

/** One household in full; codes are those of the policy tables. */
export interface Household {
  readonly number: number;
  readonly id: string;
  readonly village: Village;
  readonly category: (typeof categories)[number];
  readonly type: "exited_household" | "ordinary_household" | "exited_no_policy";
  readonly members: readonly Person[];
  readonly labour: (typeof labourClasses)[number];
  readonly episode: number;
  readonly earlier: Episode | undefined;
  readonly identified: Month;
  /** The day of the decision to take the household in. */
  readonly confirmedOn: Day;
  readonly exit: (typeof exits)[number];
  readonly left: Month;
  /** The day of marking; undefined while in register. */
  readonly leftOn: Day | undefined;
  readonly faults: number;
  readonly risks: readonly string[];
  readonly disasterKind: string | undefined;
  readonly dibao: boolean;
  readonly tekun: boolean;
  readonly problems: Readonly<Record<"schooling" | "housing" | "medical" | "water", boolean>>;
  readonly income: Income;
  readonly after: Income | undefined;
  readonly outOfPocket: number;
  readonly phone: string;
  readonly measures: readonly Measure[];
  /** Months of the window at whose end the household is in register. */
  readonly months: readonly Month[];
}

const riskWeights: Readonly<Record<string, number>> = {
  illness: 38,
  disability: 14,
  schooling: 7,
  labour_shortage: 9,
  unstable_job: 9,
  natural_disaster: 4,
  accident: 6,
  business_failure: 4,
  unsafe_housing: 2,
  unsafe_water: 2,
  income_drop: 2,
  expense_spike: 2,
  other: 1
};
const riskCodes = Object.keys(riskWeights);

/** Draws a household from its own stream: the same each time it is asked for. */
export function createHousehold(world: World, number: number): Household {
  const { households, places } = world;
  const random = createRandom(world.seed, "household", number);
  const village = places.villages[households.village[number]!]!;
  const id = `${village.town.county.code}${String(1000 + number * 7).padStart(10, "0")}`;
  const category = categories[households.category[number]!]!;
  const labour = labourClasses[households.labour[number]!]!;
  const exit = exits[households.exit[number]!]!;
  const identified = households.identified[number]!;
  const left = households.left[number]!;
  const earlier = households.earlier.get(number);
  const members = createPersons(world, number, id);
  const frozen = isFrozen(world, village, identified);
  const confirmedOn = dayWithin(random, identified, frozen ? 20 : 3, frozen ? 30 : 27, world.asOf);
  const leftOn = left > 0 ? Math.max(dayWithin(random, left, 2, 27, world.asOf), confirmedOn) : undefined;
  const risks = category === "" ? [] : drawRisks(random, labour, members, frozen);
  const dibao = random.chance({ none: 0.72, weak: 0.4, able: category === "" ? 0.08 : 0.16 }[labour]);
  const tekun = labour === "none" && members.length === 1 && members[0]!.age >= 60 && random.chance(0.5);
  const income = drawIncome(random, labour, members.length, category === "" ? 11800 : 6700);
  const sick = members.some(member => member.health.includes("serious") || member.health.includes("chronic"));
  const facts = {
    number,
    id,
    village,
    category,
    type: typeOf(random, category),
    members,
    labour,
    episode: earlier ? 2 : 1,
    earlier,
    identified,
    confirmedOn,
    exit,
    left,
    leftOn,
    faults: households.faults[number]!,
    risks,
    disasterKind: risks.includes("natural_disaster")
      ? frozen
        ? "气象"
        : random.pick(["洪涝", "旱", "地质", "气象"])
      : undefined,
    dibao: dibao && !tekun,
    tekun,
    problems: {
      schooling: random.chance(0.004),
      housing: risks.includes("unsafe_housing") || random.chance(0.02),
      medical: random.chance(0.06),
      water: risks.includes("unsafe_water") || random.chance(0.015)
    },
    income,
    after: exit === "risk_eliminated" ? improve(random, income, members.length) : undefined,
    outOfPocket: sick && random.chance(0.75) ? random.int(5, 280) * 100 : 0,
    phone: phoneNumber(number * 6)
  };
  return { ...facts, measures: measuresOf(world, facts), months: registerMonths(world, number, identified) };
}

/** Whether a fault bit was planted in the household. */
export function hasFault(household: Household, kind: keyof typeof fault): boolean {
  return (household.faults & fault[kind]) !== 0;
}

function registerMonths(world: World, number: number, identified: Month): Month[] {
  const months: Month[] = [];
  for (let month = Math.max(world.first, identified); month <= world.last; month++)
    if (inRegister(world.households, number, month)) months.push(month);
  return months;
}

/** A day of a month between two dates, never after the snapshot. */
function dayWithin(random: Random, month: Month, low: number, high: number, asOf: Day): Day {
  return Math.min(dayOf(month, random.int(low, high)), lastDay(month), asOf);
}

/** Whether the household came in with the low-temperature event of the last month. */
function isFrozen(world: World, village: Village, identified: Month): boolean {
  return identified === world.last && hazardTowns.includes(village.town.name);
}

function typeOf(random: Random, category: string): Household["type"] {
  if (category === "marginal") return "ordinary_household";
  if (category === "sudden_hardship" && random.chance(0.6)) return "ordinary_household";
  return random.chance(category === "" ? 0.08 : 0) ? "exited_no_policy" : "exited_household";
}

function drawRisks(random: Random, labour: string, members: readonly Person[], frozen: boolean): string[] {
  const weights: Record<string, number> = { ...riskWeights };
  if (!members.some(member => member.disabled)) weights.disability = 3;
  if (!members.some(member => member.school)) weights.schooling = 0.5;
  const sick = members.some(member => member.health.includes("serious") || member.health.includes("chronic"));
  if (!sick) weights.illness = 12;
  if (labour === "none") {
    weights.unstable_job = 0;
    weights.business_failure = 1;
    weights.labour_shortage = 22;
  }
  const main = frozen && random.chance(0.8) ? "natural_disaster" : riskCodes[drawWeight()]!;
  const risks = [main];
  for (const more of [0.27, 0.24, 0.15, 0.1]) {
    if (!random.chance(more)) break;
    const next = riskCodes[drawWeight()]!;
    if (!risks.includes(next)) risks.push(next);
  }
  return risks;

  function drawWeight(): number {
    return random.weighted(riskCodes.map(code => weights[code]!));
  }
}

function drawIncome(random: Random, labour: string, size: number, typical: number): Income {
  const perCapita = Math.max(1500, typical * Math.exp(random.normal() * 0.22));
  const total = perCapita * size;
  const parts = { able: [0.58, 0.2, 0.03], weak: [0.3, 0.25, 0.05], none: [0, 0.08, 0.08] }[labour]!;
  const wage = hundreds(total * parts[0]! * (0.8 + random.next() * 0.4));
  const business = hundreds(total * parts[1]! * 1.4);
  const property = hundreds(total * parts[2]!);
  const expense = hundreds(business * 0.3);
  const transfer = Math.max(300, hundreds(total - wage - business - property + expense));
  return sumUp({ wage, business, expense, property, transfer }, size);
}

function improve(random: Random, before: Income, size: number): Income {
  const factor = 1.25 + random.next() * 0.6;
  return sumUp(
    {
      wage: hundreds(before.wage * factor) + (before.wage > 0 ? random.int(0, 9) * 100 : 0),
      business: hundreds(before.business * factor),
      expense: hundreds(before.expense * factor),
      property: before.property,
      transfer: hundreds(before.transfer * (1 + random.next() * 0.4))
    },
    size
  );
}

function sumUp(parts: Omit<Income, "net" | "perCapita">, size: number): Income {
  const net = parts.wage + parts.business - parts.expense + parts.property + parts.transfer;
  return { ...parts, net, perCapita: net / size };
}

function hundreds(value: number): number {
  return Math.round(value / 100) * 100;
}
