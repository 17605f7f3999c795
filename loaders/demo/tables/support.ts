import { dayText, firstDay, lastDay, monthNumber } from "../calendar.ts";
import { createSerial, type HouseholdTable, type Output } from "../output.ts";
import type { Person } from "../persons.ts";
import { createRandom } from "../random.ts";
import { dated, type World } from "../world.ts";

/** Opens the ledger of support measures. */
export function openMeasures(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("measure", "utf8");
  const serial = createSerial("CS", 8);
  return {
    add(household) {
      for (const [i, measure] of household.measures.entries())
        table.put({
          measure_id: serial(),
          household_id: household.id,
          episode_no: household.episode,
          person_id: measure.type === "M12" ? household.members[0]!.id : undefined,
          measure_type: label("measure_type", measure.type),
          relief_type:
            measure.type === "M26"
              ? label("relief_type", (household.number + i) % 3 === 0 ? "expense" : "emergency")
              : undefined,
          risk_type: measure.risk === undefined ? undefined : label("risk_type", measure.risk),
          planned_on: dayText(measure.plannedOn),
          start_on: dayText(measure.startOn),
          end_on: dated(world, measure.endOn),
          amount: measure.amount,
          fund_source: label("fund_source", measure.source),
          status: label("measure_status", measure.status)
        });
    },
    close: table.close
  };
}

/** Opens the job offers pushed to members able to work. */
export function openJobPushes(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const table = output.table("job_push", "gb18030");
  const serial = createSerial("TS", 7);
  const outcomes = ["no_reply", "interview", "hired"];
  return {
    add(household) {
      if (household.months.length === 0) return;
      const random = createRandom(world.seed, "jobs", household.number);
      const from = Math.max(household.confirmedOn, firstDay(world.first));
      const to = household.leftOn ?? world.asOf;
      for (const person of household.members.filter(isAble)) {
        let day = from + random.int(3, 25);
        const pushes = random.chance(0.93) ? random.int(3, 5) : random.int(0, 2);
        for (let i = 0; i < pushes && day <= to; i++, day += random.int(4, 40))
          table.put({
            push_id: serial(),
            household_id: household.id,
            person_id: person.id,
            posting_id: `GW${String(random.int(1, 2400)).padStart(5, "0")}`,
            pushed_on: dayText(day),
            outcome: label("push_outcome", outcomes[random.weighted([62, 24, 14])]!)
          });
      }
    },
    close: table.close
  };
}

/** Opens the regular subsidies of the last four quarters. */
export function openSubsidyPayments(world: World, output: Output): HouseholdTable {
  const { label, codes } = world.contract;
  const table = output.table("subsidy_payment", "utf8");
  const serial = createSerial("BT", 7);
  const kinds = codes("subsidy_type");
  return {
    add(household) {
      const random = createRandom(world.seed, "subsidies", household.number);
      if (!household.months.includes(world.last) || !random.chance(0.34)) return;
      const kind = household.tekun ? "tekun" : household.dibao ? "dibao" : random.pick(kinds);
      const amount = random.int(2, 30) * 50;
      for (const month of household.months) {
        if (month <= world.last - 12 || monthNumber(month) % 3 !== 0) continue;
        const dueOn = firstDay(month) + 9;
        const paid = random.chance(0.972);
        table.put({
          payment_id: serial(),
          household_id: household.id,
          person_id: household.members[0]!.id,
          region_code: household.village.code,
          subsidy_type: label("subsidy_type", kind),
          due_on: dayText(dueOn),
          paid_on: paid ? dated(world, Math.min(dueOn + random.int(0, 6), lastDay(month))) : undefined,
          amount
        });
      }
    },
    close: table.close
  };
}

function isAble(person: Person): boolean {
  return person.labour === "skilled" || person.labour === "ordinary";
}
