import { dayText, monthNumber } from "../calendar.ts";
import type { Household } from "../household.ts";
import { createSerial, type HouseholdTable, type Output } from "../output.ts";
import { createRandom, type Random } from "../random.ts";
import { dated, type World } from "../world.ts";

const items = ["food", "clothing", "schooling", "medical", "housing", "water"] as const;
type Item = (typeof items)[number];

/** Opens the checks of schooling, medical care, housing and water: on entry and each June after. */
export function openSafeguardChecks(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("safeguard_check", "utf8");
  const serial = createSerial("HC", 8);
  return {
    add(household) {
      if (household.months.length === 0) return;
      const random = createRandom(world.seed, "safeguards", household.number);
      check(random, household, household.confirmedOn - random.int(2, 12), true);
      for (const month of household.months)
        if (monthNumber(month) === 6 && month > household.identified + 3)
          check(random, household, household.confirmedOn + (month - household.identified) * 30, false);
    },
    close: table.close
  };

  function check(random: Random, household: Household, on: number, entering: boolean): void {
    if (on > world.asOf) return;
    const hasPupil = household.members.some(person => person.age >= 6 && person.age < 15);
    for (const item of items) {
      const status = item === "schooling" && !hasPupil ? "na" : statusOf(random, household, item, entering);
      const bad = status === "unmet" || status === "hazard";
      const resolvedOn = bad && random.chance(0.93) ? on + random.int(8, 80) : undefined;
      const grade =
        item === "housing"
          ? status === "unmet"
            ? random.pick(["C", "D"])
            : random.chance(0.7)
              ? "A"
              : "B"
          : undefined;
      table.put({
        check_id: serial(),
        household_id: household.id,
        item: label("safeguard_item", item),
        status: label("safeguard_status", status),
        found_on: dayText(on),
        resolved_on: dated(world, resolvedOn),
        house_grade: grade === undefined ? undefined : label("house_grade", grade),
        renovated_on: item === "housing" && status === "unmet" ? dated(world, resolvedOn) : undefined
      });
    }
  }
}

function statusOf(random: Random, household: Household, item: Item, entering: boolean): string {
  if (entering && (item === "schooling" || item === "medical" || item === "housing" || item === "water"))
    if (household.problems[item]) return random.chance(0.6) ? "unmet" : "hazard";
  return ["met", "hazard", "unmet", "unchecked"][random.weighted([973, 14, 8, 5])]!;
}
