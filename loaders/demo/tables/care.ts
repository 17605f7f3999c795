import { dayOf, dayText, lastDay, type Month } from "../calendar.ts";
import type { Household } from "../household.ts";
import { drawSurname, personName, phoneNumber } from "../names.ts";
import { createSerial, type HouseholdTable, type Output, yesNo } from "../output.ts";
import { hazardTowns, type Town } from "../places.ts";
import { createRandom, type Random } from "../random.ts";
import { dated, type World } from "../world.ts";

/** Households served by one cadre. */
const householdsPerCadre = 3;
/** The county whose cadres call at fewer homes than the rest. */
const slackCounty = "枫陵县";
/** The county whose quarterly surveys fall short. */
const shortSurveyCounty = "禾陂县";

/** Opens the persons responsible for each household. */
export function openContactPersons(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("contact_person", "gb18030");
  const serial = createSerial("BF", 7);
  return {
    add(household) {
      if (household.months.length === 0) return;
      const random = createRandom(world.seed, "contacts", household.number);
      const { village } = household;
      const validFrom = household.confirmedOn + random.int(0, 6);
      if (validFrom > world.asOf) return;
      const common = {
        household_id: household.id,
        valid_from: dayText(validFrom),
        valid_to: dated(world, household.leftOn)
      };
      const put = (
        role: string,
        officer: string,
        unit: string,
        more: Record<string, ReturnType<typeof yesNo>>
      ) =>
        table.put({
          ...common,
          contact_id: serial(),
          officer_id: officer,
          officer_name: personName(random, random.chance(0.66), drawSurname(random)),
          officer_unit: unit,
          officer_phone: phoneNumber(8_000_000 + random.int(0, 900_000)),
          role: label("contact_role", role),
          ...more
        });
      if (random.chance(0.992))
        put(
          "assigned_cadre",
          cadreOf(household),
          `${village.town.county.name}挂钩单位${1 + (household.number % 40)}`,
          {
            rank_ok: [yesNo(true), yesNo(false), undefined][random.weighted([95, 3, 2])],
            same_village: yesNo(false)
          }
        );
      if (random.chance(0.975)) {
        const role = random.chance(0.78) ? "village_party_member" : "lead_farmer";
        put(role, `DY${village.code}${1 + (household.number % 6)}`, `${village.name}党支部`, {
          same_village: yesNo(random.chance(0.975))
        });
      }
    },
    close: table.close
  };
}

/** Opens the visits: the monthly call at home, telephone calls, and supervision by the heads of towns. */
export function openVisits(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("visit", "gb18030");
  const serial = createSerial("ZF", 8);
  let impossible = true;
  return {
    add(household) {
      const random = createRandom(world.seed, "visits", household.number);
      const officer = cadreOf(household);
      const put = (month: Month, role: string, mode: string, purpose: string) => {
        const day = visitDay(random, world, household, month);
        if (day === undefined) return;
        // One date that no calendar has, as exports do hold now and then.
        const broken = impossible && month === world.last;
        if (broken) impossible = false;
        table.put({
          visit_id: serial(),
          household_id: household.id,
          visited_on: broken ? `${dayText(day).slice(0, 4)}-13-01` : dayText(day),
          visitor_role: label("contact_role", role),
          officer_id: role === "assigned_cadre" ? officer : undefined,
          mode: label("visit_mode", mode),
          org_level: label("org_level", "town"),
          purpose: label("visit_purpose", purpose)
        });
      };
      for (const month of household.months) {
        if (random.chance(homeVisitRate(world, household.village.town, month)))
          put(month, "assigned_cadre", "home", "visit");
        else if (random.chance(0.6)) put(month, "assigned_cadre", "phone", "visit");
        if (random.chance(0.12))
          put(month, "assigned_cadre", random.chance(0.7) ? "home" : "group", "follow_up");
        if (month % 3 === household.number % 3 && random.chance(0.93))
          put(month, "town_leader", "home", "supervise");
      }
    },
    close: table.close
  };
}

/** Opens the surveys of each quarter by prefecture, county and town. */
export function openSurveys(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("survey", "utf8");
  const serial = createSerial("DY", 8);
  return {
    add(household) {
      const random = createRandom(world.seed, "surveys", household.number);
      const { town } = household.village;
      const put = (month: Month, level: string, region: string, mode: string) => {
        const day = visitDay(random, world, household, month);
        if (day === undefined) return;
        table.put({
          survey_id: serial(),
          household_id: household.id,
          surveyed_on: dayText(day),
          org_level: label("org_level", level),
          org_region_code: region,
          mode: label("survey_mode", mode),
          problem_count: random.weighted([70, 18, 8, 4])
        });
      };
      for (const months of quarters(household.months)) {
        const short = town.county.name === shortSurveyCounty;
        const last = months.at(-1)! > world.last - 3;
        const onSite = () => (random.chance(0.76) ? "on_site" : "random_home");
        if (random.chance((short ? 0.04 : 0.124) * (last ? 0.76 : 1)))
          put(random.pick(months), "prefecture", world.places.code, onSite());
        if (random.chance(0.02)) put(random.pick(months), "prefecture", world.places.code, "phone");
        if (random.chance(short ? 0.71 : 0.975))
          put(random.pick(months), "county", town.county.code, onSite());
        else if (random.chance(0.5)) put(random.pick(months), "county", town.county.code, "phone");
        if (random.chance(0.982)) put(random.pick(months), "town", town.code, onSite());
      }
    },
    close: table.close
  };
}

/** Opens the plans of each household and the quarterly look at their effect. */
export function openAssistPlans(world: World, output: Output): HouseholdTable {
  const table = output.table("assist_plan", "utf8");
  return {
    add(household) {
      const random = createRandom(world.seed, "plans", household.number);
      quarters(household.months).forEach((months, i) => {
        const analysis = random.chance(0.945)
          ? visitDay(random, world, household, random.pick(months))
          : undefined;
        const update = random.chance(i === 0 ? 0.95 : 0.32)
          ? visitDay(random, world, household, months[0]!)
          : undefined;
        if (analysis === undefined && update === undefined) return;
        table.put({
          household_id: household.id,
          version: i + 1,
          updated_on: dated(world, update),
          analysis_on: dated(world, analysis)
        });
      });
    },
    close: table.close
  };
}

function homeVisitRate(world: World, town: Town, month: Month): number {
  if (month === world.last && hazardTowns.includes(town.name)) return 0.78;
  if (town.county.name === slackCounty) return 0.78;
  return (
    0.952 +
    ((town.county.index * 5) % 8) / 400 +
    0.008 * ((month - world.first) / (world.last - world.first + 1))
  );
}

/** A day of a month on which the household was in register; undefined when there is none. */
function visitDay(random: Random, world: World, household: Household, month: Month): number | undefined {
  const from = household.identified === month ? household.confirmedOn : dayOf(month, 1);
  const to = Math.min(lastDay(month), world.asOf);
  return from > to ? undefined : random.int(from, to);
}

/** The register months of a household by calendar quarter. */
function quarters(months: readonly Month[]): Month[][] {
  const byQuarter = new Map<number, Month[]>();
  for (const month of months) {
    const quarter = Math.floor(month / 3);
    byQuarter.set(quarter, [...(byQuarter.get(quarter) ?? []), month]);
  }
  return [...byQuarter.values()];
}

function cadreOf(household: Household): string {
  const { county } = household.village.town;
  return `ZR${county.code}${String(Math.floor(household.number / (8 * householdsPerCadre))).padStart(5, "0")}`;
}
