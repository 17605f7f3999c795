import { dayText, monthText } from "../calendar.ts";
import type { Column } from "../contract.ts";
import { type Household, hasFault, type Income } from "../household.ts";
import { inEffect } from "../measures.ts";
import { personName, phoneNumber } from "../names.ts";
import { type Cells, type HouseholdTable, type Output, yesNo } from "../output.ts";
import type { Person } from "../persons.ts";
import { createRandom } from "../random.ts";
import { type Cell, columnName, createSheet, type SheetWriter } from "../sheet.ts";
import type { World } from "../world.ts";

/** How an export writes texts, months and headers. */
interface Style {
  readonly file: string;
  readonly strings: "inline" | "shared";
  readonly aliases: boolean;
  month(month: number): Cell;
}

/** The banner in row 2: a group's title stands over the columns from its first one on. */
const groups: readonly (readonly [string, string])[] = [
  ["county_name", "行政区划"],
  ["person_name", "家庭成员信息"],
  ["critical_illness_insured", "保障情况"],
  ["dangerous_house", "生产生活条件"],
  ["risk_1", "风险与监测"],
  ["wage_income", "识别时收支"],
  ["after_schooling_problem", "风险消除后"],
  ["development_support_status", "帮扶措施"],
  ["monitor_contact_name", "采集信息"]
];
/** Columns the second file heads by their first alias. */
const aliasedColumns = new Set([
  "id_number",
  "monitor_category",
  "school_status",
  "labour_capacity",
  "risk_eliminated",
  "identified_month",
  "public_post_support",
  "education_support"
]);
const supportColumns: Readonly<Record<string, string>> = {
  industry: "industry_support",
  employment: "employment_support",
  finance: "finance_support",
  public_post: "public_post_support",
  housing: "housing_guarantee",
  water: "water_guarantee",
  health: "health_support",
  schooling: "compulsory_schooling",
  education: "education_support",
  comprehensive: "comprehensive_security",
  social: "social_support",
  relocation: "relocation",
  living_condition: "living_condition",
  infrastructure: "infrastructure",
  other: "other_note"
};
const unknownTown = "云顶垦殖场";

/** Opens the two exports of monitored persons, each with its own counties and its own way of writing. */
export function openMonitoredPersons(world: World, output: Output): HouseholdTable {
  const name = world.contract.name("monitored_person");
  const date = dayText(world.asOf).replaceAll("-", "");
  const first = openFile(world, output, {
    file: `（自定义）${name} (22).xlsx`,
    strings: "inline",
    aliases: false,
    month: month => monthText(month)
  });
  const second = openFile(world, output, {
    file: `（自定义）${name}_${date}.xlsx`,
    strings: "shared",
    aliases: true,
    month: month => ({ digits: `${monthText(month)}.0` })
  });
  return {
    add(household) {
      (household.village.town.county.index % 2 === 0 ? first : second).add(household);
    },
    close() {
      first.close();
      second.close();
    }
  };
}

function openFile(world: World, output: Output, style: Style): HouseholdTable {
  const path = output.path(style.file);
  const sheet = createSheet(path, { strings: style.strings });
  const columns = world.contract.columns("monitored_person");
  writeBanner(sheet, columns, style);
  const position = new Map(columns.map((column, i) => [column.identifier, i]));
  const lay = (row: Cell[], cells: Cells): Cell[] => {
    for (const identifier of Object.keys(cells)) row[position.get(identifier)!] = cells[identifier];
    return row;
  };
  let rows = 0;
  const put = (row: readonly Cell[]) => {
    sheet.row(row);
    rows++;
  };
  return {
    add(household) {
      const blank: Cell[] = columns.map(() => undefined);
      const shared = lay(blank, householdCells(world, household, style));
      household.members.forEach((person, i) => {
        const row = lay(
          lay([...shared], personCells(world, household, person)),
          disagreement(world, household, i)
        );
        put(row);
        if (i === household.members.length - 1 && hasFault(household, "duplicatePerson")) put(row);
      });
    },
    close() {
      for (let i = 0; i < 3; i++) sheet.row(["", "", "", "", "", ""]);
      sheet.close();
      output.note({ path, rows });
    }
  };
}

function writeBanner(sheet: SheetWriter, columns: readonly Column[], style: Style): void {
  const title: Cell[] = ["全国防止返贫监测和衔接推进乡村振兴信息系统（合成演示数据）监测对象信息"];
  const band: Cell[] = [];
  const starts = groups.map(([identifier]) => columns.findIndex(column => column.identifier === identifier));
  starts.forEach((start, i) => {
    band[start] = groups[i]![1];
    const end = (starts[i + 1] ?? columns.length) - 1;
    sheet.merge(`${columnName(start)}2:${columnName(end)}2`);
  });
  sheet.merge(`A1:${columnName(columns.length - 1)}1`);
  sheet.row(title);
  sheet.row(Array.from(band));
  sheet.row(columns.map(column => headerOf(column, style)));
}

function headerOf(column: Column, style: Style): string {
  if (!style.aliases) return column.header;
  const header = aliasedColumns.has(column.identifier) ? column.aliases[0]! : column.header;
  return header.replaceAll("（", "(").replaceAll("）", ")");
}

function householdCells(world: World, household: Household, style: Style): Cells {
  const { label } = world.contract;
  const { village } = household;
  const lost = hasFault(household, "unknownTownship");
  const random = createRandom(world.seed, "dwelling", household.number);
  const size = household.members.length;
  const writesAlias = village.town.alias !== undefined && household.number % 2 === 0;
  const cells: Record<string, Cell> = {
    county_name: village.town.county.name,
    township_name: lost ? unknownTown : writesAlias ? village.town.alias : village.town.name,
    village_name: lost ? "场部" : village.name,
    household_id: household.id,
    household_phone: household.phone,
    household_type: label("household_type", household.type),
    household_size: size,
    dibao_status: label("dibao_status", household.dibao ? "rural" : "none"),
    tekun_status: label("tekun_status", household.tekun ? "rural" : "none"),
    dangerous_house: yesNo(false),
    house_area: random.int(45, 130),
    safe_water: yesNo(!household.problems.water || household.exit === "risk_eliminated"),
    has_power: yesNo(true),
    sanitary_toilet: yesNo(random.chance(0.83)),
    access_road: yesNo(random.chance(0.92)),
    road_distance: random.int(1, 30) / 10,
    arable_area: random.int(0, 120) / 10,
    forest_area: random.int(0, 300) / 10,
    returned_forest_area: random.chance(0.06) ? random.int(5, 40) / 10 : undefined,
    orchard_area: random.chance(0.15) ? random.int(5, 60) / 10 : undefined,
    water_area: random.chance(0.03) ? random.int(3, 30) / 10 : undefined,
    ...incomeCells(household.income, ""),
    monitor_contact_name: personName(random, random.chance(0.7), random.pick([..."林陈黄吴叶谢邱"])),
    monitor_contact_phone: phoneNumber(9_000_000 + (household.number % 900_000))
  };
  if (household.category !== "") Object.assign(cells, monitoringCells(world, household, style));
  return cells;
}

function monitoringCells(world: World, household: Household, style: Style): Cells {
  const { label } = world.contract;
  const eliminated = household.exit === "risk_eliminated";
  const monthLost = hasFault(household, "blankEliminatedMonth");
  const cells: Record<string, Cell> = {
    monitor_category: hasFault(household, "unknownCategory")
      ? "边缘易致困户"
      : label("monitor_category", household.category),
    disaster_subtype: household.disasterKind,
    risk_eliminated: hasFault(household, "blankStatus") ? undefined : yesNo(eliminated),
    identified_month: style.month(household.identified),
    no_labour_safety_net: yesNo(household.labour === "none"),
    episode_no: household.episode,
    insurance_payout: 0,
    eligible_out_of_pocket: household.outOfPocket,
    schooling_problem: yesNo(household.problems.schooling),
    housing_problem: yesNo(household.problems.housing),
    medical_problem: yesNo(household.problems.medical),
    water_problem: yesNo(household.problems.water)
  };
  household.risks.forEach((risk, i) => {
    cells[`risk_${i + 1}`] = label("risk_type", risk);
  });
  if (eliminated && household.after)
    Object.assign(cells, incomeCells(household.after, "after_"), {
      eliminated_month: monthLost ? undefined : style.month(household.left),
      elimination_mode: label("elimination_mode", household.number % 6 === 0 ? "natural" : "assisted"),
      after_schooling_problem: yesNo(false),
      after_housing_problem: yesNo(false),
      after_medical_problem: yesNo(false),
      after_water_problem: yesNo(false),
      after_insurance_payout: 0,
      after_eligible_out_of_pocket: 0
    });
  return Object.assign(cells, supportCells(world, household));
}

function supportCells(world: World, household: Household): Cells {
  const { label, attribute } = world.contract;
  const byCategory = new Map<string, string[]>();
  for (const measure of household.measures) {
    if (!inEffect(measure)) continue;
    const list = byCategory.get(measure.category) ?? [];
    list.push(label("measure_type", measure.type));
    byCategory.set(measure.category, list);
  }
  const develops = [...byCategory.keys()].some(
    category => attribute("measure_category", category, "development_support") === "1"
  );
  const cells: Record<string, Cell> = {
    development_support_status: label("development_status", develops ? "done" : "not_done")
  };
  for (const [category, labels] of byCategory) cells[supportColumns[category]!] = labels.join(",");
  return cells;
}

function personCells(world: World, household: Household, person: Person): Cells {
  const { label } = world.contract;
  const random = createRandom(world.seed, "insurance", household.number, person.age);
  const employed = random.chance(0.03);
  const resident = !employed && random.chance(0.965);
  const scientific = hasFault(household, "scientificId") && person.relation === "head";
  const ailing = person.health.includes("serious");
  return {
    person_id: person.id,
    person_name: person.name,
    relation_to_head: label("relation", person.relation),
    sex: label("sex", person.male ? "male" : "female"),
    id_type: label("id_type", person.disabled ? "disability_card" : "id_card"),
    id_number: scientific
      ? `${person.idNumber[0]}.${person.idNumber.slice(1, 14)}E+17`
      : person.disabled
        ? `${person.idNumber}${random.int(1, 7)}${random.int(1, 4)}`
        : person.idNumber,
    birth_date: person.birth,
    ethnicity: random.chance(0.06) ? "畲族" : "汉族",
    age: person.age,
    person_phone: person.phone,
    education: person.education,
    school_status: person.school,
    health: person.health.map(state => label("health", state)).join(","),
    labour_capacity: label("labour_capacity", person.labour),
    work_place: person.work?.place,
    work_months: person.work?.months,
    public_post: person.publicPostMonths === undefined ? undefined : "护林员",
    public_post_months: person.publicPostMonths,
    critical_illness_insured: yesNo(resident),
    resident_medical_insured: yesNo(resident),
    employee_medical_insured: yesNo(employed),
    resident_pension_insured: yesNo(person.age >= 16 && !employed && random.chance(0.9)),
    employee_pension_insured: yesNo(employed && person.age >= 16),
    medical_relief: yesNo(ailing && random.chance(0.7))
  };
}

/** What the last member's row says differently when the household's columns disagree. */
function disagreement(world: World, household: Household, position: number): Cells {
  if (!hasFault(household, "columnsDisagree") || position < household.members.length - 1) return {};
  const { label } = world.contract;
  return {
    household_type: label(
      "household_type",
      household.type === "ordinary_household" ? "exited_household" : "ordinary_household"
    ),
    risk_1: label("risk_type", household.risks[0] === "other" ? "illness" : "other")
  };
}

function incomeCells(income: Income, prefix: "" | "after_"): Cells {
  return {
    [`${prefix}wage_income`]: income.wage,
    [`${prefix}business_income`]: income.business,
    [`${prefix}business_expense`]: income.expense,
    [`${prefix}property_income`]: income.property,
    [`${prefix}transfer_income`]: income.transfer,
    [`${prefix}net_income`]: income.net,
    [`${prefix}net_income_per_capita`]: { digits: income.perCapita.toFixed(2) }
  };
}
