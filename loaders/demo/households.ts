import { type Month, monthOf } from "./calendar.ts";
import { hazardTowns, type Places, type Town, type Village } from "./places.ts";
import { createRandom, type Random } from "./random.ts";
import { createSchedule, type Schedule } from "./schedule.ts";

/** Codes of `monitor_category` by number; 0 is a household lifted out of poverty and not monitored. */
export const categories = ["", "unstable_exited", "marginal", "sudden_hardship"] as const;

/** Codes of `exit_reason` by number; 0 is a household still in register. */
export const exits = [
  "",
  "risk_eliminated",
  "to_registered",
  "disqualified",
  "deceased",
  "moved_out",
  "mistake"
] as const;

/** What a household's members can do: some able to work, some only weakly, none at all. */
export const labourClasses = ["able", "weak", "none"] as const;

/** Faults planted in the exports, one bit each. */
export const fault = {
  unknownCategory: 1,
  blankStatus: 2,
  blankEliminatedMonth: 4,
  unknownTownship: 8,
  columnsDisagree: 16,
  duplicatePerson: 32,
  badCheckDigit: 64,
  scientificId: 128
} as const;

/** An episode that ended before the one the exports show. */
export interface Episode {
  readonly identified: Month;
  readonly eliminated: Month;
}

/**
 * All households as columns: a few bytes each, whatever the scale.
 * Everything else about a household is drawn from its own random stream when it is needed.
 */
export interface Households {
  readonly schedule: Schedule;
  readonly count: number;
  /** Households with a category; the rest are not monitored. */
  readonly monitored: number;
  /** Household numbers in order of their villages. */
  readonly order: Uint32Array;
  readonly village: Uint16Array;
  readonly size: Uint8Array;
  readonly labour: Uint8Array;
  readonly category: Uint8Array;
  readonly identified: Uint16Array;
  /** Month of leaving the register; 0 while in it. */
  readonly left: Uint16Array;
  readonly exit: Uint8Array;
  readonly faults: Uint8Array;
  readonly earlier: ReadonlyMap<number, Episode>;
}

/** In-register households of each county at the end, per thousand, and before the last three months. */
const countyShares: Readonly<Record<string, readonly [number, number]>> = {
  岭中区: [84, 86],
  青栗县: [193, 181],
  石渡县: [173, 163],
  白杼县: [121, 124],
  枫陵县: [128, 131],
  雁塘县: [108, 112],
  禾陂县: [102, 104],
  望溪县: [91, 99]
};
/** In-register households of the towns the design pictures show. */
const townShares: Readonly<Record<string, number>> = {
  栗阳镇: 78,
  梧渡镇: 42,
  碧岔乡: 44,
  柘坪镇: 33,
  鹿洄乡: 31,
  桐垭乡: 35,
  南洑镇: 56,
  岩隐乡: 4,
  芦汀镇: 41,
  杉背乡: 38,
  月埠镇: 50
};
const sizeWeights = [17, 27, 25, 19, 9, 3];
const labourWeights = [
  [35, 20, 45],
  [50, 25, 25],
  [70, 23, 7],
  [80, 18, 2],
  [86, 13, 1],
  [88, 12, 0]
];
const exitWeights = [0, 976, 1, 5, 9, 6, 4];
const unmonitoredPerHousehold = 0.27;

export function createHouseholds(options: {
  places: Places;
  households: number;
  seed: number;
  last: Month;
  months: number;
}): Households {
  const { places, seed, last } = options;
  const schedule = createSchedule(options.households, last, options.months);
  const monitored = schedule.plans.reduce((sum, plan) => sum + plan.identified, 0);
  const count = monitored + Math.round(options.households * unmonitoredPerHousehold);
  const village = new Uint16Array(count);
  const size = new Uint8Array(count);
  const labour = new Uint8Array(count);
  const category = new Uint8Array(count);
  const identified = new Uint16Array(count);
  const left = new Uint16Array(count);
  const exit = new Uint8Array(count);
  const earlier = new Map<number, Episode>();
  const random = createRandom(seed, "households");
  const targets = townTargets(places, seed);
  const inTown: number[][] = places.towns.map(() => []);
  const former: number[] = [];
  let next = 0;
  let register = 0;

  for (const plan of schedule.plans) {
    const share = targets(last - plan.month);
    register += plan.identified - plan.left;
    const draw = (direction: 1 | -1): Town =>
      places.towns[drawTown(random, inTown, share, register, direction)]!;
    for (let i = 0; i < plan.left; i++) leave(draw(-1), plan.month);
    for (let i = 0; i < plan.identified; i++) enter(draw(1), plan.month);
    for (let i = 0; i < plan.returning; i++) comeBack(plan.month);
  }
  for (; next < count; next++) settle(next, places.towns[random.weighted(targets(0))]!);

  const faults = plantFaults(random, { monitored, category, left, exit, size, earlier });
  const order = inOrder(village, places.villages.length);
  return {
    schedule,
    count,
    monitored,
    order,
    village,
    size,
    labour,
    category,
    identified,
    left,
    exit,
    faults,
    earlier
  };

  function settle(household: number, town: Town): void {
    village[household] = drawVillage(random, town).index;
    size[household] = 1 + random.weighted(sizeWeights);
    labour[household] = random.weighted(labourWeights[size[household]! - 1]!);
  }
  function enter(town: Town, month: Month): void {
    settle(next, town);
    category[next] = drawCategory(random, month);
    identified[next] = month;
    inTown[town.index]!.push(next++);
  }
  function leave(town: Town, month: Month): void {
    const list = inTown[town.index]!;
    if (list.length === 0) return;
    let chosen = 0;
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const at = random.int(0, list.length - 1);
      const score = month - identified[list[at]!]! - [0, 3, 10][labour[list[at]!]!]!;
      if (score > best) [chosen, best] = [at, score];
    }
    const household = list[chosen]!;
    list[chosen] = list.at(-1)!;
    list.pop();
    left[household] = month;
    exit[household] = random.weighted(exitWeights);
    if (exit[household] === 1 && !earlier.has(household)) former.push(household);
  }
  /** One household identified anew as its second episode, and one more leaves, so that the register keeps its plan. */
  function comeBack(month: Month): void {
    for (let attempt = 0; attempt < 20 && former.length > 0; attempt++) {
      const at = random.int(0, former.length - 1);
      const household = former[at]!;
      if (month - left[household]! < 6) continue;
      former[at] = former.at(-1)!;
      former.pop();
      const town = places.villages[village[household]!]!.town;
      leave(town, month);
      earlier.set(household, { identified: identified[household]!, eliminated: left[household]! });
      identified[household] = month;
      left[household] = 0;
      exit[household] = 0;
      inTown[town.index]!.push(household);
      return;
    }
  }
}

/** Whether a household is in register at the end of a month, by what the exports state. */
export function inRegister(all: Households, household: number, month: Month): boolean {
  if (all.category[household] === 0 || all.identified[household]! > month) return false;
  if (all.exit[household] === 6) return false;
  if ((all.faults[household]! & (fault.blankStatus | fault.blankEliminatedMonth)) !== 0) return false;
  return all.left[household] === 0 || all.left[household]! > month;
}

/** Shares of the towns in the register by months before the end: two counties rise in the last three. */
function townTargets(places: Places, seed: number): (fromEnd: number) => number[] {
  const random = createRandom(seed, "towns");
  const weights = places.towns.map(town => townShares[town.name] ?? Math.exp(random.normal() * 0.35));
  const countyWeight = places.counties.map(county =>
    county.towns.reduce((sum, town) => sum + weights[town.index]!, 0)
  );
  const at = (late: number): number[] =>
    places.towns.map(town => {
      const [end = 0, start = 0] = countyShares[town.county.name] ?? [];
      const own = (weights[town.index]! / countyWeight[town.county.index]!) * (start + (end - start) * late);
      return hazardTowns.includes(town.name) ? own * (0.84 + 0.16 * late ** 3) : own;
    });
  const steps = [at(1), at(0.7), at(0.35), at(0)];
  return fromEnd => steps[Math.min(fromEnd, 3)]!;
}

/** Draws a town in proportion to its share, drawn back towards it when it holds too many or too few. */
function drawTown(
  random: Random,
  inTown: readonly number[][],
  share: readonly number[],
  register: number,
  direction: 1 | -1
): number {
  let total = 0;
  for (const value of share) total += value;
  const weights = share.map((value, town) => {
    const held = inTown[town]!.length;
    if (direction < 0 && held === 0) return 0;
    const target = (value / total) * register;
    return value * Math.exp((-direction * 3 * (held - target)) / Math.sqrt(target + 1));
  });
  return random.weighted(weights);
}

function drawVillage(random: Random, town: Town): Village {
  const position = Math.floor(random.next() ** 1.3 * town.villages.length);
  return town.villages[position]!;
}

/** The third category exists since mid-2021. */
function drawCategory(random: Random, month: Month): number {
  return month < monthOf(2021, 6) ? 1 + random.weighted([57, 43]) : 1 + random.weighted([31, 33, 36]);
}

function plantFaults(
  random: Random,
  all: {
    monitored: number;
    category: Uint8Array;
    left: Uint16Array;
    exit: Uint8Array;
    size: Uint8Array;
    earlier: ReadonlyMap<number, Episode>;
  }
): Uint8Array {
  const faults = new Uint8Array(all.category.length);
  const staying = (household: number) => all.left[household] === 0;
  const eliminated = (household: number) => all.exit[household] === 1;
  const several = (household: number) => all.size[household]! > 1;
  const plant = (bit: number, times: number, fits: (household: number) => boolean): void => {
    const wanted = Math.max(1, Math.round((times * all.monitored) / 5600));
    for (let done = 0, attempt = 0; done < wanted && attempt < wanted * 200; attempt++) {
      const household = random.int(0, all.monitored - 1);
      if (faults[household] !== 0 || all.earlier.has(household) || !fits(household)) continue;
      faults[household] = bit;
      done++;
    }
  };
  plant(fault.unknownCategory, 2, staying);
  plant(fault.blankStatus, 3, staying);
  plant(fault.blankEliminatedMonth, 2, eliminated);
  plant(fault.unknownTownship, 2, staying);
  plant(fault.columnsDisagree, 3, several);
  plant(fault.duplicatePerson, 3, several);
  plant(fault.badCheckDigit, 3, () => true);
  plant(fault.scientificId, 1, () => true);
  return faults;
}

function inOrder(village: Uint16Array, villages: number): Uint32Array {
  const starts = new Uint32Array(villages + 1);
  for (const at of village) starts[at + 1]!++;
  for (let i = 0; i < villages; i++) starts[i + 1]! += starts[i]!;
  const order = new Uint32Array(village.length);
  village.forEach((at, household) => {
    order[starts[at]!++] = household;
  });
  return order;
}
