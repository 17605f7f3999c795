import { monthOf, monthOfDay, monthText, yearOf } from "../calendar.ts";
import type { Household } from "../household.ts";
import { type HouseholdTable, type Output, yesNo } from "../output.ts";
import { createRandom, type Random } from "../random.ts";
import type { World } from "../world.ts";

/** Opens disposable income and fixed outlays: the years of the window and the one before. */
export function openHouseholdFinance(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("household_finance", "gb18030");
  return {
    add(household) {
      if (household.months.length === 0) return;
      const random = createRandom(world.seed, "finance", household.number);
      const size = household.members.length;
      const lastYear = yearOf(household.months.at(-1)!);
      const taper = household.dibao && random.chance(0.22);
      const traits = {
        income_stable: yesNo(known(random, random.chance(0.68))),
        entrepreneur_capable: yesNo(known(random, household.labour === "able" && random.chance(0.25))),
        low_self_drive: yesNo(random.chance(0.24)),
        relies_on_support: yesNo(random.chance(household.labour === "able" ? 0.18 : 0.42)),
        industry_capable: yesNo(household.labour !== "none" && random.chance(0.6)),
        living_hardship: yesNo(random.chance(0.03))
      };
      let perCapita = Math.max(2200, 9600 * Math.exp(random.normal() * 0.26));
      for (let year = yearOf(household.months[0]!) - 1; year <= lastYear; year++) {
        const latest = year === lastYear;
        const before = perCapita;
        perCapita *=
          latest && dropped(random, household) ? 1 - random.int(32, 70) / 100 : 1.04 + random.normal() * 0.07;
        const total = Math.round(perCapita * size);
        const rigid = random.chance(0.1)
          ? Math.round(before * size * (1.05 + random.next() * 0.5))
          : Math.round(total * (0.12 + random.next() * 0.3));
        table.put({
          household_id: household.id,
          year,
          period_type: label("finance_period", "year"),
          period_end: monthText(monthOf(year, 12)),
          income_basis: label("income_basis", "disposable"),
          income_total: total,
          income_per_capita: { digits: (total / size).toFixed(2) },
          ...sources(household, total),
          expected_disposable_pc: { digits: (perCapita * (0.9 + random.next() * 0.25)).toFixed(2) },
          rigid_expense: rigid,
          rigid_cause: label("risk_type", household.risks[0]!),
          ...traits,
          ...(latest && taper ? tapering(random, world, household) : {})
        });
      }
    },
    close: table.close
  };
}

/** Opens net incomes of two years running, to set side by side. */
export function openIncomeYears(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("income_year", "gb18030");
  const last = yearOf(world.last);
  return {
    add(household) {
      if (household.months.length === 0) return;
      const random = createRandom(world.seed, "net income", household.number);
      if (!random.chance(0.72)) return;
      let perCapita = household.income.perCapita * (0.95 + random.next() * 0.2);
      for (const year of [last - 1, last]) {
        table.put({
          household_id: household.id,
          year,
          income_basis: label("income_basis", "net"),
          income_per_capita: { digits: perCapita.toFixed(2) }
        });
        perCapita *= 1.1 + random.normal() * 0.14;
      }
    },
    close: table.close
  };
}

function dropped(random: Random, household: Household): boolean {
  return random.chance(household.disasterKind === "气象" ? 0.55 : 0.11);
}

/** One answer in twenty-five is not given. */
function known(random: Random, answer: boolean): boolean | undefined {
  return random.chance(0.04) ? undefined : answer;
}

function sources(household: Household, total: number) {
  const wage = household.labour === "able" ? 0.6 : household.labour === "weak" ? 0.32 : 0;
  const business = household.labour === "none" ? (household.number % 3 === 0 ? 0 : 0.08) : 0.2;
  return {
    wage_income: Math.round(total * wage),
    business_income: Math.round(total * business),
    property_income: Math.round(total * 0.05),
    transfer_income:
      total - Math.round(total * wage) - Math.round(total * business) - Math.round(total * 0.05)
  };
}

function tapering(random: Random, world: World, household: Household) {
  const over = world.last - random.int(1, 15);
  const granted = random.chance(0.96);
  const end = over + 12;
  return {
    dibao_from: monthText(Math.min(monthOfDay(household.confirmedOn), over - 3)),
    over_dibao_month: monthText(over),
    taper_granted: yesNo(granted),
    taper_end_month: granted && end <= world.last ? monthText(end) : undefined
  };
}
