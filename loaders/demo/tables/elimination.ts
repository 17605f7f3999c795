import { type Day, dayOf, dayText } from "../calendar.ts";
import { eachHousehold, type Household, hasFault } from "../household.ts";
import type { Output } from "../output.ts";
import { createRandom } from "../random.ts";
import type { World } from "../world.ts";

interface Step {
  readonly step: string;
  readonly level: string;
  readonly startOn: Day;
  readonly endOn: Day;
}

/** Writes how households left the register, and which of them came back. */
export function writeEliminationSteps(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("elimination_step", "gb18030");
  let count = 0;
  const put = (
    household: Household,
    episode: number,
    step: Step,
    more: { reason?: string; reentry?: number }
  ) =>
    table.put({
      step_id: `XC${String(++count).padStart(6, "0")}`,
      household_id: household.id,
      episode_no: episode,
      step: label("elimination_step", step.step),
      org_level: label("org_level", step.level),
      start_on: dayText(step.startOn),
      end_on: dayText(step.endOn),
      result: label("step_result", "passed"),
      exit_reason: more.reason === undefined ? undefined : label("exit_reason", more.reason),
      reentry_episode_no: more.reentry
    });

  for (const household of eachHousehold(world, "monitored")) {
    if (household.earlier) {
      const markedOn = dayOf(household.earlier.eliminated, 6 + (household.number % 20));
      for (const step of procedure(world, household, 1, markedOn))
        put(household, 1, step, step.step === "mark" ? { reason: "risk_eliminated" } : {});
      const again = household.confirmedOn;
      put(household, 2, { step: "re_marked", level: "county", startOn: again, endOn: again }, { reentry: 2 });
    }
    if (household.leftOn === undefined || hasFault(household, "blankEliminatedMonth")) continue;
    if (household.exit !== "risk_eliminated") {
      const on = household.leftOn;
      put(
        household,
        household.episode,
        { step: "exit_other", level: "county", startOn: on, endOn: on },
        { reason: household.exit }
      );
      continue;
    }
    for (const step of procedure(world, household, household.episode, household.leftOn))
      put(household, household.episode, step, step.step === "mark" ? { reason: "risk_eliminated" } : {});
  }
  table.close();
}

/** The steps of one elimination, ending with the mark and the notice to the household. */
function procedure(world: World, household: Household, episode: number, markedOn: Day): Step[] {
  const random = createRandom(world.seed, "elimination", household.number, episode);
  const shown = random.chance(0.96) ? random.int(7, 9) : random.int(3, 6);
  const on = (step: string, level: string, startOn: Day, endOn = startOn): Step => ({
    step,
    level,
    startOn,
    endOn
  });
  const decidedOn = markedOn - random.int(0, 1);
  const announcedTo = decidedOn + random.int(0, 1);
  const steps = [
    on("study", "village", decidedOn - shown - random.int(3, 6)),
    on("review", "village", decidedOn - shown - random.int(1, 2)),
    on("publicity", "village", decidedOn - shown, decidedOn),
    on("township_decision", "town", decidedOn)
  ];
  if (random.chance(0.95)) steps.push(on("announce", "town", decidedOn, announcedTo));
  if (random.chance(0.97)) steps.push(on("filing", "county", markedOn));
  steps.push(on("mark", "county", markedOn));
  if (random.chance(0.93)) steps.push(on("notify", "village", markedOn + random.int(0, 4)));
  return steps.filter(step => step.endOn <= world.asOf);
}
