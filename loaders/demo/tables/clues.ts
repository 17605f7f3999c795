import {
  addWorkdays,
  type Day,
  dayText,
  firstDay,
  lastDay,
  type Month,
  monthNumber,
  monthOfDay
} from "../calendar.ts";
import { createHousehold, type Household } from "../household.ts";
import { createSerial, type HouseholdTable, type Output, yesNo } from "../output.ts";
import type { County, Village } from "../places.ts";
import { createRandom, type Random } from "../random.ts";
import { dated, type World } from "../world.ts";

/** The days of a clue; its verification may lie after the snapshot. */
interface Handling {
  readonly receivedOn: Day;
  readonly summaryOn: Day;
  readonly assignedOn: Day;
  readonly verifiedOn: Day;
}

const channels = ["visit", "dept", "village", "system", "app", "hotline", "sweep", "petition", "media"];
const channelWeights = [34, 20, 15, 8, 8, 6, 6, 2, 1];
const alertingDepts = [
  "d18_medical_insurance",
  "d05_civil_affairs",
  "d13_health",
  "d03_education",
  "d09_housing"
];
/** Clues found not to qualify, per household ever identified and month. */
const rejectedPerHousehold = 0.062;
const season = [0.7, 0.7, 1.1, 1.25, 1.15, 0.95, 0.9, 0.9, 1.1, 1.2, 1.05, 1];

/** Opens the clues: those that led to a household in register, and month by month those that did not. */
export function openClues(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("clue", "gb18030");
  const serial = createSerial("XS", 7);
  const summaries = world.places.counties.map(() => new Set<Day>());

  const put = (
    random: Random,
    village: Village,
    householdId: string | undefined,
    handling: Handling,
    outcome: { result: string | undefined; includedOn?: Day; mergedInto?: string }
  ): string => {
    const id = serial();
    const channel = channels[random.weighted(channelWeights)]!;
    const verifiedOn = outcome.result === undefined ? undefined : dated(world, handling.verifiedOn);
    if (handling.summaryOn <= world.asOf) summaries[village.town.county.index]!.add(handling.summaryOn);
    table.put({
      clue_id: id,
      region_code: village.code,
      household_id: householdId,
      channel: label("clue_channel", channel),
      applicant:
        channel === "village" || channel === "app"
          ? label("applicant", random.chance(0.7) ? "self" : "proxy")
          : undefined,
      dept: channel === "dept" ? label("dept", random.pick(alertingDepts)) : undefined,
      received_on: dayText(handling.receivedOn),
      summary_on: dated(world, handling.summaryOn),
      assigned_on: dated(world, handling.assignedOn),
      verified_on: verifiedOn,
      verify_result: verifiedOn === undefined ? undefined : label("clue_result", outcome.result!),
      included_on: verifiedOn === undefined ? undefined : dated(world, outcome.includedOn),
      merged_into: verifiedOn === undefined ? undefined : outcome.mergedInto
    });
    return id;
  };

  const putRejected = (month: Month) => {
    const random = createRandom(world.seed, "clues", month);
    const { households, places } = world;
    const wanted = households.monitored * rejectedPerHousehold * season[monthNumber(month) - 1]!;
    for (let i = 0; i < Math.max(1, Math.round(wanted)); i++) {
      const number = random.int(households.monitored, households.count - 1);
      const village = places.villages[households.village[number]!]!;
      const receivedOn = random.int(firstDay(month), lastDay(month));
      if (receivedOn > world.asOf) continue;
      const handling = handle(random, world, village.town.county, receivedOn);
      const householdId = createHousehold(world, number).id;
      const result = random.chance(0.006) ? "unreachable" : "not_qualified";
      put(random, village, householdId, handling, { result: random.chance(0.004) ? undefined : result });
    }
  };

  return {
    add(household) {
      if (household.identified < world.first || household.category === "") return;
      const random = createRandom(world.seed, "clue", household.number);
      const { village } = household;
      const handling = handleBefore(random, household);
      const id = put(random, village, household.id, handling, {
        result: "qualified",
        includedOn: household.confirmedOn
      });
      if (!random.chance(0.035)) return;
      const again = { ...handling, receivedOn: handling.receivedOn + 1, summaryOn: handling.summaryOn + 1 };
      put(random, village, household.id, again, { result: "duplicate", mergedInto: id });
    },
    close() {
      for (let month = world.first; month <= world.last; month++) putRejected(month);
      for (const county of world.places.counties) putZeroReports(county);
      table.close();
    }
  };

  /** Days without a clue are reported as such, all but a few. */
  function putZeroReports(county: County): void {
    const random = createRandom(world.seed, "zero reports", county.index);
    for (let day = firstDay(world.first); day <= Math.min(lastDay(world.last), world.asOf); day++) {
      if (summaries[county.index]!.has(day) || random.chance(0.02)) continue;
      table.put({
        clue_id: serial(),
        region_code: county.code,
        zero_report: yesNo(true),
        received_on: dayText(day),
        summary_on: dayText(day)
      });
    }
  }
}

/** A clue received on a day, verified in time or late. */
function handle(random: Random, world: World, county: County, receivedOn: Day): Handling {
  const summaryOn = receivedOn + (random.chance(0.85) ? 0 : 1);
  const assignedOn = summaryOn + (random.chance(0.94) ? random.int(0, 1) : random.int(2, 3));
  const age = (world.last - monthOfDay(receivedOn)) / Math.max(1, world.last - world.first);
  const inTime = (county.name === "青栗县" || county.name === "石渡县" ? 0.915 : 0.962) - 0.035 * age;
  const days = random.chance(inTime) ? random.int(1, 5) : random.int(6, 11);
  return { receivedOn, summaryOn, assignedOn, verifiedOn: addWorkdays(assignedOn, days) };
}

/** The clue of a household, handled so as to end before the decision to take it in. */
function handleBefore(random: Random, household: Household): Handling {
  const inTime = random.chance(0.945);
  const assignedOn = household.confirmedOn - (inTime ? random.int(8, 15) : random.int(17, 24));
  const summaryOn = assignedOn - (random.chance(0.94) ? random.int(0, 1) : 2);
  const verifiedOn = addWorkdays(assignedOn, inTime ? random.int(1, 5) : random.int(6, 9));
  return {
    receivedOn: summaryOn - random.int(0, 1),
    summaryOn,
    assignedOn,
    verifiedOn: Math.min(verifiedOn, household.confirmedOn - 1)
  };
}
