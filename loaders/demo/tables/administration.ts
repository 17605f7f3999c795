import { type Day, dayOf, dayText, firstDay, lastDay, type Month, monthOf, yearOf } from "../calendar.ts";
import { createHousehold } from "../household.ts";
import { inRegister } from "../households.ts";
import { createSerial, type Output, yesNo } from "../output.ts";
import type { Town } from "../places.ts";
import { ruralHouseholds } from "../populations.ts";
import { createRandom } from "../random.ts";
import { dated, type World } from "../world.ts";

/** Writes the rounds of sweeps: two a year in every town but one county's, and a yearly one of each group at risk. */
export function writeSweeps(world: World, output: Output): void {
  const { label, codes } = world.contract;
  const table = output.table("sweep", "gb18030");
  const serial = createSerial("PC", 6);
  const put = (town: Town, kind: string, round: string, month: Month, persons: number, group?: string) => {
    const random = createRandom(world.seed, "sweep", town.index, month, round + (group ?? kind));
    const startOn = dayOf(month, random.int(1, 20));
    if (startOn < firstDay(world.first) || startOn > world.asOf) return;
    const share = random.chance(0.8) ? 1 : 0.94 + random.next() * 0.06;
    const due = ruralHouseholds(persons);
    table.put({
      sweep_id: serial(),
      round,
      region_code: town.code,
      sweep_kind: label("sweep_kind", kind),
      focus_group: group === undefined ? undefined : label("focus_group", group),
      start_on: dayText(startOn),
      end_on: dated(world, startOn + random.int(12, 40)),
      due_households: due,
      done_households: Math.round(due * share),
      due_persons: persons,
      done_persons: Math.round(persons * share)
    });
  };
  for (let year = yearOf(world.first); year <= yearOf(world.last); year++)
    for (const town of world.places.towns) {
      const all = world.populations.rural.get(town.code)!;
      put(town, "campaign", `${year}-1`, monthOf(year, 4), all);
      const skipped = town.county.name === "雁塘县" && year === yearOf(world.last);
      if (!skipped) put(town, "campaign", `${year}-2`, monthOf(year, 9), all);
      put(town, "housing", `${year}-住房`, monthOf(year, 6), Math.round(all * 0.4));
      for (const [i, group] of codes("focus_group").entries())
        put(town, "focus", `${year}-重点`, monthOf(year, 5), 12 + 3 * ((town.index + i) % 9), group);
    }
  table.close();
}

/** Writes the yearly funds by county, source and category, in units of ten thousand. */
export function writeFunds(world: World, output: Output): void {
  const { label, codes } = world.contract;
  const header = world.contract.columns("fund").find(column => column.identifier === "amount")!.header;
  const table = output.table("fund", "gb18030", { amount: `${header}（万元）` });
  const serial = createSerial("ZJ", 5);
  const perSource: Readonly<Record<string, number>> = {
    linkage: 90,
    sector: 60,
    local: 30,
    financial: 12,
    social: 8,
    special: 20
  };
  for (let year = yearOf(world.first); year <= yearOf(world.last); year++)
    for (const county of world.places.counties) {
      const random = createRandom(world.seed, "funds", year, county.index);
      const scale = world.households.monitored / 5600;
      for (const source of codes("fund_source"))
        for (const category of codes("monitor_category"))
          table.put({
            fund_id: serial(),
            region_code: county.code,
            year,
            fund_source: label("fund_source", source),
            monitor_category: label("monitor_category", category),
            amount: { digits: (perSource[source]! * scale * (0.5 + random.next())).toFixed(2) }
          });
    }
  table.close();
}

/** Writes the problems found by supervision. */
export function writeProblems(world: World, output: Output): void {
  const { label, codes } = world.contract;
  const table = output.table("problem", "utf8");
  const serial = createSerial("WT", 4);
  for (const county of world.places.counties) {
    const random = createRandom(world.seed, "problems", county.index);
    for (let i = random.int(14, 26); i > 0; i--) {
      const foundOn = random.int(firstDay(world.first), world.asOf - 5);
      const dueOn = foundOn + random.pick([30, 45, 60, 90]);
      const fixedOn = random.chance(0.93) ? dueOn + random.int(-28, random.chance(0.1) ? 30 : 0) : undefined;
      table.put({
        problem_id: serial(),
        region_code: random.chance(0.3) ? county.code : random.pick(county.towns).code,
        source: label("problem_source", random.pick(codes("problem_source"))),
        found_on: dayText(foundOn),
        due_on: dayText(dueOn),
        fixed_on: dated(world, fixedOn)
      });
    }
  }
  table.close();
}

/** Writes the check of records in the last quarter, by county, town, village and a sample of households. */
export function writeArchiveChecks(world: World, output: Output): void {
  const { label } = world.contract;
  const { households, places } = world;
  const random = createRandom(world.seed, "archives");
  const table = output.table("archive_check", "utf8");
  const serial = createSerial("DA", 6);
  const put = (code: string, level: string, complete: number, householdId?: string) =>
    table.put({
      check_id: serial(),
      region_code: code,
      household_id: householdId,
      org_level: label("org_level", level),
      required_flag: yesNo(true),
      complete_flag: yesNo(random.chance(complete)),
      checked_on: dayText(Math.min(dayOf(world.last, random.int(4, 24)), world.asOf))
    });
  for (const county of places.counties) put(county.code, "county", 1);
  for (const town of places.towns) put(town.code, "town", 0.97);
  for (const village of places.villages) if (village.index % 3 === 0) put(village.code, "village", 0.95);
  for (const number of households.order)
    if (random.chance(0.04) && inRegister(households, number, world.last)) {
      const household = createHousehold(world, number);
      put(household.village.code, "household", 0.94, household.id);
    }
  table.close();
}

/** Writes the lists each town and county filed in the last six months. */
export function writeFilings(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("filing", "gb18030");
  const serial = createSerial("BA", 6);
  const counts = countMovements(world);
  const put = (code: string, kind: string, to: string, month: Month, count: number) => {
    const random = createRandom(world.seed, `filing ${code} ${kind} ${to}`, month);
    const dueOn: Day = dayOf(month, to === "county" ? 26 : 28);
    const lag = random.chance(0.965) ? -random.int(0, 6) : random.int(1, 9);
    const filed = !random.chance(0.012);
    table.put({
      filing_id: serial(),
      region_code: code,
      list_kind: label("list_kind", kind),
      to_level: label("org_level", to),
      household_count: count,
      due_on: dayText(dueOn),
      filed_on: filed ? dated(world, Math.min(dueOn + lag, lastDay(month) + 9)) : undefined
    });
  };
  for (let month = Math.max(world.first, world.last - 5); month <= world.last; month++)
    for (const kind of ["identification", "elimination"]) {
      for (const town of world.places.towns) {
        const count = counts.get(`${kind} ${town.code} ${month}`) ?? 0;
        if (count > 0) put(town.code, kind, "county", month, count);
      }
      for (const county of world.places.counties) {
        const count = county.towns.reduce(
          (sum, town) => sum + (counts.get(`${kind} ${town.code} ${month}`) ?? 0),
          0
        );
        put(county.code, kind, "prefecture", month, count);
        put(county.code, kind, "province", month, count);
      }
    }
  table.close();
}

/** Households identified and eliminated by town and month. */
function countMovements(world: World): Map<string, number> {
  const { households, places } = world;
  const counts = new Map<string, number>();
  const count = (kind: string, town: Town, month: Month) => {
    const key = `${kind} ${town.code} ${month}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (let number = 0; number < households.monitored; number++) {
    const { town } = places.villages[households.village[number]!]!;
    count("identification", town, households.identified[number]!);
    if (households.exit[number] === 1) count("elimination", town, households.left[number]!);
  }
  return counts;
}

/** Writes the staged tasks of each county. */
export function writeTaskDeadlines(world: World, output: Output): void {
  const table = output.table("task_deadline", "gb18030");
  const tasks: readonly (readonly [string, number])[] = [
    ["建立防返贫预警台账", -20],
    ["完成首轮排查认定", -14],
    ["三保障问题清零", -8],
    ["年度数据核对", -1]
  ];
  for (const county of world.places.counties) {
    const random = createRandom(world.seed, "tasks", county.index);
    for (const [i, [name, offset]] of tasks.entries()) {
      const dueOn = lastDay(world.last + offset);
      const late = random.chance(0.06);
      const due = random.int(5, 12);
      table.put({
        task_id: `RW${String(i + 1).padStart(2, "0")}`,
        region_code: county.code,
        task_name: name,
        due_on: dayText(dueOn),
        done_on: dated(world, dueOn + (late ? random.int(2, 20) : -random.int(1, 12))),
        due_count: i < 2 ? undefined : due,
        done_count: i < 2 ? undefined : late ? due - 1 : due
      });
    }
  }
  table.close();
}

/** Writes industries, workshops, water systems and contracts by county and year. */
export function writeIndustryAssets(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("industry_asset", "utf8");
  const serial = createSerial("CY", 5);
  const kinds: readonly (readonly [string, number])[] = [
    ["leading_industry", 4],
    ["village_industry", 30],
    ["household_project", 260],
    ["workshop", 5],
    ["water_system", 48]
  ];
  for (let year = yearOf(world.first); year <= yearOf(world.last); year++)
    for (const county of world.places.counties) {
      const random = createRandom(world.seed, "industry", year, county.index);
      for (const [kind, target] of kinds)
        table.put({
          asset_id: serial(),
          region_code: county.code,
          year,
          asset_kind: label("asset_kind", kind),
          count: Math.round(target * (0.75 + random.next() * 0.4)),
          target_count: target
        });
      for (let i = random.int(2, 4); i > 0; i--) {
        const end = dayOf(monthOf(year, random.int(3, 12)), random.int(1, 28));
        table.put({
          asset_id: serial(),
          region_code: county.code,
          year,
          asset_kind: label("asset_kind", "contract"),
          count: 1,
          contract_end: dayText(end),
          renewed_until: random.chance(0.8) ? dayText(end + 365 * random.int(2, 5)) : undefined
        });
      }
    }
  table.close();
}
