import { type Month, monthNumber, yearOf } from "../calendar.ts";
import type { Household } from "../household.ts";
import { drawSurname, personName } from "../names.ts";
import type { HouseholdTable, Output } from "../output.ts";
import type { Person } from "../persons.ts";
import { createRandom } from "../random.ts";
import { type Cell, columnName, createSheet } from "../sheet.ts";
import type { World } from "../world.ts";

const ledgerCounty = "白杼县";
/** The first towns of the county keep the ledger. */
const ledgerTowns = 3;
const sections = [
  { title: "一、一般农户中存在致贫风险的人口", category: "marginal" },
  { title: "二、脱贫享受政策人口中存在返贫风险的人口", category: "unstable_exited" }
] as const;
/** Entries that stand for the section's title and the reporting unit; they are no columns. */
const notColumns = ["section", "reporting_unit"];

/** Opens the ledger form of one county: a title, the reporting unit, and two sections with headers of two rows. */
export function openLedger(world: World, output: Output): HouseholdTable {
  const kept: Household[] = [];
  return {
    add(household) {
      const { town } = household.village;
      if (town.county.name !== ledgerCounty || town.county.towns.indexOf(town) >= ledgerTowns) return;
      if (household.months.includes(world.last)) kept.push(household);
    },
    close() {
      const path = output.path(`${world.contract.name("ledger_zz")}.xlsx`);
      output.note({ path, rows: writeLedger(world, path, kept) });
    }
  };
}

function writeLedger(world: World, path: string, households: readonly Household[]): number {
  const sheet = createSheet(path, { strings: "shared" });
  const columns = world.contract
    .columns("ledger_zz")
    .filter(column => !notColumns.includes(column.identifier));
  const last = columnName(columns.length - 1);
  const policies = columns.flatMap((column, i) => (/^p\d\d_/.test(column.identifier) ? [i] : []));
  const county = world.places.counties.find(({ name }) => name === ledgerCounty)!;
  let rows = 0;

  const full = (cells: readonly Cell[]): void => sheet.row(cells);
  sheet.merge(`A1:${last}1`);
  full(["即时帮扶人口台账（合成演示数据）"]);
  full([`单位：${county.name}`]);
  for (const section of sections) {
    sheet.merge(`A${sheet.rows + 1}:${last}${sheet.rows + 1}`);
    full([section.title]);
    putHeader();
    for (const town of county.towns.slice(0, ledgerTowns)) {
      const own = households.filter(
        household => household.village.town === town && household.category === section.category
      );
      putTown(own);
    }
    full(columns.map(column => (column.identifier === "confirmed_ym" ? "20 年 月" : undefined)));
  }
  sheet.close();
  return rows;

  function putHeader(): void {
    const top = sheet.rows + 1;
    full(
      columns.map((column, i) =>
        policies.includes(i) ? (i === policies[0] ? "享受帮扶政策" : undefined) : column.header
      )
    );
    full(columns.map((column, i) => (policies.includes(i) ? column.header : undefined)));
    sheet.merge(`${columnName(policies[0]!)}${top}:${columnName(policies.at(-1)!)}${top}`);
    columns.forEach((_, i) => {
      if (!policies.includes(i)) sheet.merge(`${columnName(i)}${top}:${columnName(i)}${top + 1}`);
    });
  }

  /** A town's households; its district and town cells are merged downwards and written once. */
  function putTown(own: readonly Household[]): void {
    const start = sheet.rows + 1;
    for (const household of own)
      for (const person of household.members) {
        const cells = memberCells(world, household, person, sheet.rows + 1 === start);
        full(columns.map(column => cells[column.identifier]));
        rows++;
      }
    if (sheet.rows > start)
      for (const column of ["A", "B"]) sheet.merge(`${column}${start}:${column}${sheet.rows}`);
  }
}

function memberCells(
  world: World,
  household: Household,
  person: Person,
  first: boolean
): Record<string, Cell> {
  const { label } = world.contract;
  const random = createRandom(world.seed, "ledger", household.number);
  const { village, members } = household;
  const tick = label("tick", "yes");
  const has = (category: string) =>
    household.measures.some(measure => measure.category === category) || undefined;
  // Every seventeenth household ticks its household columns on the head's row only: the form's usual slip.
  const ticked = person.relation === "head" || household.number % 17 !== 0;
  const doctor = random.chance(0.8);
  const relief = random.chance(0.1);
  const social = random.chance(0.08);
  const contact = personName(random, random.chance(0.7), drawSurname(random));
  return {
    district: first ? village.town.county.name : undefined,
    town: first ? village.town.name : undefined,
    village: village.name,
    head_name: members[0]!.name,
    relation: label("relation", person.relation),
    id_no: person.idNumber,
    household_size: members.length,
    p01_education: person.school && has("education") && tick,
    p02_medical: has("health") && tick,
    p03_comm_ins: has("social") && tick,
    p04_family_doctor: ticked && doctor ? tick : undefined,
    p05_housing: ticked ? has("housing") && tick : undefined,
    p06_water: ticked ? has("water") && tick : undefined,
    p07_temp_relief: ticked && relief ? tick : undefined,
    p08_social_relief: ticked && social ? tick : undefined,
    p09_dibao: household.dibao ? tick : undefined,
    p10_public_job: person.publicPostMonths === undefined ? undefined : tick,
    main_risk: label("risk_type", household.risks[0]!),
    contact_name: contact,
    contact_unit: random.chance(0.96) ? `${village.town.name}人民政府` : undefined,
    confirmed_ym: chineseMonth(household.identified)
  };
}

function chineseMonth(month: Month): string {
  return `${yearOf(month)}年${monthNumber(month)}月`;
}
