import { type Day, dayText } from "../calendar.ts";
import type { Household } from "../household.ts";
import { createSerial, type HouseholdTable, type Output } from "../output.ts";
import { createRandom, type Random } from "../random.ts";
import { dated, type World } from "../world.ts";

const levels = ["red", "yellow", "blue", "ungraded", "pending"] as const;
type Level = (typeof levels)[number];

/** Where a level goes next, in the order of `levels`. */
const nextWeights: Readonly<Record<Level, readonly number[]>> = {
  red: [20, 48, 22, 8, 2],
  yellow: [9, 20, 46, 23, 2],
  blue: [3, 9, 25, 61, 2],
  ungraded: [4, 7, 15, 72, 2],
  pending: [14, 18, 26, 42, 0]
};

/** Opens the official warning levels with their history. */
export function openWarningConfirmations(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("warning_confirmation", "utf8");
  const serial = createSerial("QR", 7);
  return {
    add(household) {
      const random = createRandom(world.seed, "warnings", household.number);
      if (household.months.length === 0 || random.chance(0.015)) return;
      const end = household.leftOn ?? world.asOf + 1;
      let from = household.confirmedOn + random.int(0, 8);
      let level = firstLevel(random, household);
      while (from <= Math.min(end, world.asOf)) {
        const stay = level === "pending" ? random.int(20, 60) : random.int(70, 330);
        const isLast = from + stay >= end;
        const to: Day | undefined = isLast ? household.leftOn : from + stay - 1;
        table.put({
          confirmation_id: serial(),
          household_id: household.id,
          episode_no: household.episode,
          warning_level: label("warning_level", level),
          valid_from: dayText(from),
          valid_to: dated(world, to),
          org_level: label("org_level", "county")
        });
        if (isLast) return;
        from += stay;
        level = levels[random.weighted(nextWeights[level])]!;
      }
    },
    close: table.close
  };
}

function firstLevel(random: Random, household: Household): Level {
  if (household.disasterKind === "气象") return levels[random.weighted([45, 30, 12, 8, 5])]!;
  const weights = { able: [11, 18, 28, 37, 6], weak: [14, 22, 30, 28, 6], none: [24, 20, 16, 34, 6] };
  return levels[random.weighted(weights[household.labour])]!;
}
