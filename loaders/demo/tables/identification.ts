import { createSerial, type HouseholdTable, type Output, yesNo } from "../output.ts";
import { createRandom } from "../random.ts";
import { dated, type World } from "../world.ts";

/** Steps with the level that takes them, days before the decision (start, end) and the share that is recorded. */
const steps: readonly (readonly [string, string, number, number, number])[] = [
  ["clue", "village", -24, -24, 0.995],
  ["commitment", "household", -20, -20, 0.97],
  ["match", "county", -19, -15, 0.93],
  ["verify", "town", -16, -14, 0.99],
  ["review", "village", -12, -12, 0.95],
  ["publicity", "village", -10, -2, 0.97],
  ["audit", "town", -2, -1, 0.96],
  ["confirm", "county", 0, 0, 1],
  ["announce", "town", 0, 1, 0.95],
  ["filing", "county", 2, 2, 0.98],
  ["entry", "town", 1, 1, 0.99]
];

/** Opens the records of how the window's households were identified. */
export function openIdentificationSteps(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("identification_step", "utf8");
  const serial = createSerial("SB", 6);
  return {
    add(household) {
      if (household.category === "" || household.identified < world.first) return;
      const random = createRandom(world.seed, "identification", household.number);
      const short = random.chance(0.04);
      for (const [step, level, from, to, recorded] of steps) {
        if (!random.chance(recorded)) continue;
        const late = step === "entry" && random.chance(0.2) ? random.int(1, 9) : 0;
        const startOn = household.confirmedOn + from + late;
        const endOn = step === "publicity" && short ? startOn + 5 : household.confirmedOn + to + late;
        if (startOn > world.asOf) continue;
        table.put({
          step_id: serial(),
          household_id: household.id,
          episode_no: household.episode,
          step: label("procedure_step", step),
          org_level: label("org_level", level),
          start_on: dated(world, startOn),
          end_on: dated(world, endOn),
          result: label("step_result", endOn > world.asOf ? "ongoing" : "passed"),
          proxy_signed: step === "commitment" ? yesNo(random.chance(0.06)) : undefined
        });
      }
    },
    close: table.close
  };
}
