import { dayText } from "../calendar.ts";
import type { Household } from "../household.ts";
import type { HouseholdTable, Output } from "../output.ts";
import { createRandom } from "../random.ts";
import type { World } from "../world.ts";

const check = "因病而无人患病";
const reasons = ["患者已病故，未改风险", "病愈出院，费用仍在还", "患者户口在外，同吃同住"] as const;

/** Opens the list of households a check is known to be wrong about; some of the days are past, some have none. */
export function openExemptions(world: World, output: Output): HouseholdTable {
  const table = output.table("exemption", "utf8");
  return {
    add({ number, id, risks, members }: Household) {
      const random = createRandom(world.seed, "exemptions", number);
      const isIll = members.some(({ health }) => health.some(state => state !== "healthy"));
      if (!risks.includes("illness") || isIll || !random.chance(0.25)) return;
      const until = world.asOf + [-40, 90, 200][random.weighted([15, 40, 45])]!;
      table.put({
        check_name: check,
        household_id: id,
        reason: random.pick(reasons),
        until: random.chance(0.3) ? undefined : dayText(until)
      });
    },
    close: table.close
  };
}
