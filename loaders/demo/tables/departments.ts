import { dayOf, dayText, firstDay, lastDay, monthNumber, quarterText } from "../calendar.ts";
import { createHousehold } from "../household.ts";
import { inRegister } from "../households.ts";
import { createSerial, type Output } from "../output.ts";
import { createRandom } from "../random.ts";
import { dated, type World } from "../world.ts";

const depts: readonly (readonly [string, string, number])[] = [
  ["d18_medical_insurance", "expense_spike", 30],
  ["d13_health", "expense_spike", 14],
  ["d05_civil_affairs", "income_drop", 16],
  ["d07_human_resources", "income_drop", 9],
  ["d03_education", "safeguard", 9],
  ["d09_housing", "safeguard", 8],
  ["d11_water", "water", 6],
  ["d14_emergency", "income_drop", 5],
  ["d24_disabled_federation", "expense_spike", 3]
];
const alertsPerHousehold = 0.018;

/** Writes the alerts exchanged with departments, each about one household. */
export function writeDeptAlerts(world: World, output: Output): void {
  const { label } = world.contract;
  const { households } = world;
  const table = output.table("dept_alert", "utf8");
  const serial = createSerial("YJ", 7);
  for (let month = world.first; month <= world.last; month++) {
    const random = createRandom(world.seed, "alerts", month);
    const count = Math.max(
      1,
      Math.round(households.monitored * alertsPerHousehold * (0.85 + random.next() * 0.3))
    );
    for (let i = 0; i < count; i++) {
      const household = createHousehold(world, random.int(0, households.count - 1));
      const [dept, type] = depts[random.weighted(depts.map(([, , weight]) => weight))]!;
      const pushedOn = random.int(firstDay(month), lastDay(month));
      if (pushedOn > world.asOf) continue;
      const verifiedOn = random.chance(0.93) ? dated(world, pushedOn + random.int(2, 16)) : undefined;
      const included = household.identified === month && random.chance(0.6);
      table.put({
        alert_id: serial(),
        region_code: household.village.code,
        household_id: household.id,
        dept: label("dept", dept),
        alert_type: label("alert_type", type),
        direction: label("alert_direction", random.chance(0.55) ? "rural_to_dept" : "dept_to_rural"),
        pushed_on: dayText(pushedOn),
        verified_on: verifiedOn,
        verify_result:
          verifiedOn === undefined
            ? undefined
            : label("clue_result", included ? "qualified" : "not_qualified"),
        included_on:
          verifiedOn !== undefined && included
            ? dated(world, Math.max(household.confirmedOn, pushedOn))
            : undefined
      });
    }
  }
  table.close();
}

const matched = [
  "d05_civil_affairs",
  "d03_education",
  "d09_housing",
  "d11_water",
  "d13_health",
  "d14_emergency",
  "d18_medical_insurance",
  "d24_disabled_federation",
  "d07_human_resources",
  "d04_public_security",
  "d16_market",
  "d08_natural_resources"
];

/** Writes the quarterly matching of data with each department: one county once not at all, some late. */
export function writeDataMatches(world: World, output: Output): void {
  const { label } = world.contract;
  const { households, places } = world;
  const table = output.table("data_match", "gb18030");
  const serial = createSerial("BD", 6);
  for (let month = world.first; month <= world.last; month++) {
    if (monthNumber(month) % 3 !== 1) continue;
    const sizes = places.counties.map(() => 0);
    for (let number = 0; number < households.monitored; number++)
      if (inRegister(households, number, Math.max(world.first, month - 1)))
        sizes[places.villages[households.village[number]!]!.town.county.index]!++;
    for (const county of places.counties) {
      if (county.name === "望溪县" && month === world.last - 2) continue;
      const random = createRandom(world.seed, "match", month, county.index);
      const late = random.chance(0.08) ? random.int(11, 19) : 0;
      for (const dept of matched) {
        const submittedOn = dayOf(month, random.int(2, 5));
        if (submittedOn > world.asOf) continue;
        const returned = random.chance(0.97);
        const returnedOn = Math.max(submittedOn + random.int(1, 4), late > 0 ? dayOf(month, late) : 0);
        const submitted = Math.round(sizes[county.index]! * (0.3 + random.next() * 0.7));
        table.put({
          match_id: serial(),
          region_code: county.code,
          dept: label("dept", dept),
          submitted_on: dayText(submittedOn),
          submitted_count: submitted,
          returned_on: returned ? dated(world, returnedOn) : undefined,
          returned_count:
            returned && returnedOn <= world.asOf
              ? Math.round(submitted * (0.97 + random.next() * 0.03))
              : undefined,
          quarter: quarterText(month),
          completed_on: returned ? dated(world, returnedOn) : undefined
        });
      }
    }
  }
  table.close();
}
