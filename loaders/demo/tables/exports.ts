import { dayText, type Month, monthNumber, yearOf } from "../calendar.ts";
import { type Household, hasFault } from "../household.ts";
import { type HouseholdTable, type Output, yesNo } from "../output.ts";
import type { Person } from "../persons.ts";
import { ruralHouseholds } from "../populations.ts";
import { createRandom } from "../random.ts";
import { type Cell, columnName, createSheet, type SheetWriter } from "../sheet.ts";
import type { World } from "../world.ts";

/** Opens the export of persons working away: a stretch of work a row, over the last twelve months. */
export function openMigrantWork(world: World, output: Output): HouseholdTable {
  const { label, name, columns } = world.contract;
  const path = output.path(
    `（务工月监测）已${name("migrant_work")}_${dayText(world.asOf).replaceAll("-", "")}.xlsx`
  );
  const sheet = createSheet(path, { strings: "shared" });
  const own = columns("migrant_work");
  writeTop(
    sheet,
    "已外出务工信息（合成演示数据）",
    [
      ["基本信息", 0],
      ["务工情况", own.findIndex(column => column.identifier === "working")]
    ],
    own.length
  );
  sheet.row(own.map(column => column.header));
  const industries = ["制造业", "建筑业", "服务业", "农业"];
  const channelsOf = ["外出务工", "帮扶车间", "公益性岗位"];
  let rows = 0;
  return {
    add(household) {
      for (const [position, person] of household.members.entries()) {
        if (!person.work) continue;
        const random = createRandom(world.seed, "work", household.number, position);
        const stretches = random.chance(0.13) ? 2 : 1;
        let start = world.last - 11 + random.int(0, 4);
        for (let i = 0; i < stretches && start <= world.last; i++) {
          const end = start + random.int(1, 8);
          const cells: Record<string, Cell> = {
            ...personCells(household, person),
            working: yesNo(true),
            work_start: chineseMonth(start),
            work_end: end <= world.last ? chineseMonth(end) : undefined,
            work_county:
              person.work.place === "本县" ? household.village.town.county.name : person.work.place,
            employment_channel: channelsOf[random.weighted([70, 18, 12])],
            monthly_wage: random.int(18, 62) * 100,
            transport_subsidy: random.pick([0, 0, 200, 300]),
            industry: random.pick(industries),
            employer: `虚拟企业${random.int(1, 90)}`,
            point_to_point: yesNo(random.chance(0.1)),
            person_phone: person.phone
          };
          sheet.row(own.map(column => cells[column.identifier]));
          rows++;
          start = end + random.int(1, 2);
        }
      }
    },
    close() {
      sheet.row(["", "", "", "", "", ""]);
      sheet.close();
      output.note({ path, rows });
    }
  };

  function personCells(household: Household, person: Person): Record<string, Cell> {
    const { village } = household;
    return {
      county_name: village.town.county.name,
      township_name: village.town.name,
      village_name: village.name,
      household_id: household.id,
      person_id: person.id,
      person_name: person.name,
      id_number: person.idNumber,
      household_type: label("household_type", household.type),
      monitor_category:
        household.category === "" || hasFault(household, "unknownCategory")
          ? undefined
          : label("monitor_category", household.category)
    };
  }
}

/** Writes the export of villages. */
export function writeVillages(world: World, output: Output): void {
  const { columns, name } = world.contract;
  const path = output.path(`（自定义）${name("village")}.xlsx`);
  const sheet = createSheet(path);
  const own = columns("village");
  writeTop(
    sheet,
    "行政村信息（合成演示数据）",
    [
      ["行政区划", 0],
      ["基本情况", own.findIndex(column => column.identifier === "total_households")]
    ],
    own.length
  );
  sheet.row(own.map(column => column.header));
  for (const village of world.places.villages) {
    const random = createRandom(world.seed, "village", village.index);
    const persons = world.populations.rural.get(village.code)!;
    const households = ruralHouseholds(persons);
    const cells: Record<string, Cell> = {
      county_name: village.town.county.name,
      township_name: village.town.name,
      village_name: village.name,
      total_households: households,
      total_population: persons,
      dibao_households: Math.round(households * (0.02 + random.next() * 0.06)),
      dangerous_house_households: random.int(0, 4),
      village_net_income_pc: { digits: (11500 + random.next() * 8200).toFixed(2) },
      village_exited: yesNo(true)
    };
    sheet.row(own.map(column => cells[column.identifier]));
  }
  sheet.close();
  output.note({ path, rows: world.places.villages.length });
}

/** The two banner rows above the headers: a title over all columns, and a band of groups. */
function writeTop(
  sheet: SheetWriter,
  title: string,
  groups: readonly (readonly [string, number])[],
  width: number
): void {
  const band: Cell[] = Array.from({ length: width }, () => undefined);
  sheet.merge(`A1:${columnName(width - 1)}1`);
  groups.forEach(([text, start], i) => {
    band[start] = text;
    sheet.merge(`${columnName(start)}2:${columnName((groups[i + 1]?.[1] ?? width) - 1)}2`);
  });
  sheet.row([title]);
  sheet.row(band);
}

function chineseMonth(month: Month): string {
  return `${yearOf(month)}年${monthNumber(month)}月`;
}
