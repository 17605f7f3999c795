import { type Day, dayOf, dayText } from "../calendar.ts";
import { type Household, hasFault } from "../household.ts";
import { createSerial, type HouseholdTable, type Output } from "../output.ts";
import { createRandom } from "../random.ts";
import type { World } from "../world.ts";

interface Step {
  readonly step: string;
  readonly level: string;
  readonly startOn: Day;
  readonly endOn: Day;
}

/** Opens the table of how households left the register, and which of them came back. */
export function openEliminationSteps(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("elimination_step", "gb18030");
  const serial = createSerial("XC", 6);
  const put = (
    household: Household,
    episode: number,
    step: Step,
    more: { exit_reason?: string; reentry_episode_no?: number } = {}
  ) =>
    table.put({
      step_id: serial(),
      household_id: household.id,
      episode_no: episode,
      step: label("elimination_step", step.step),
      org_level: label("org_level", step.level),
      start_on: dayText(step.startOn),
      end_on: dayText(step.endOn),
      result: label("step_result", "passed"),
      ...more
    });
  const putElimination = (household: Household, episode: number, markedOn: Day) => {
    for (const step of procedure(world, household, episode, markedOn))
      put(
        household,
        episode,
        step,
        step.step === "mark" ? { exit_reason: label("exit_reason", "risk_eliminated") } : {}
      );
  };
  return {
    add(household) {
      if (household.earlier) {
        putElimination(household, 1, dayOf(household.earlier.eliminated, 6 + (household.number % 20)));
        put(household, 2, onDay("re_marked", "county", household.confirmedOn), { reentry_episode_no: 2 });
      }
      if (household.leftOn === undefined || hasFault(household, "blankEliminatedMonth")) return;
      if (household.exit === "risk_eliminated")
        putElimination(household, household.episode, household.leftOn);
      else
        put(household, household.episode, onDay("exit_other", "county", household.leftOn), {
          exit_reason: label("exit_reason", household.exit)
        });
    },
    close: table.close
  };
}

/** The steps of one elimination, ending with the mark and the notice to the household. */
function procedure(world: World, household: Household, episode: number, markedOn: Day): Step[] {
  const random = createRandom(world.seed, "elimination", household.number, episode);
  const shown = random.chance(0.96) ? random.int(7, 9) : random.int(3, 6);
  const decidedOn = markedOn - random.int(0, 1);
  const announcedTo = decidedOn + random.int(0, 1);
  const steps = [
    onDay("study", "village", decidedOn - shown - random.int(3, 6)),
    onDay("review", "village", decidedOn - shown - random.int(1, 2)),
    onDay("publicity", "village", decidedOn - shown, decidedOn),
    onDay("township_decision", "town", decidedOn)
  ];
  if (random.chance(0.95)) steps.push(onDay("announce", "town", decidedOn, announcedTo));
  if (random.chance(0.97)) steps.push(onDay("filing", "county", markedOn));
  steps.push(onDay("mark", "county", markedOn));
  if (random.chance(0.93)) steps.push(onDay("notify", "village", markedOn + random.int(0, 4)));
  return steps.filter(step => step.endOn <= world.asOf);
}

function onDay(step: string, level: string, startOn: Day, endOn = startOn): Step {
  return { step, level, startOn, endOn };
}
