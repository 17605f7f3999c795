import { runChecks } from "../../loaders/checks/checks.ts";
import {
  contract,
  csv,
  exportsFolder,
  type Run,
  regionHeader,
  runAll,
  type Value,
  withCheck
} from "../support/exports.ts";

/** Cells by the contract's column ids; what a case changes of the household every check is silent about. */
export interface Change {
  /** Cells of every row. */
  readonly all?: Readonly<Record<string, Value>>;
  /** Cells of the head, the spouse and the child; further ones are further members. */
  readonly members?: readonly Readonly<Record<string, Value>>[];
  /** Spells of work, of the head unless `id_number` says otherwise; the base has one. */
  readonly spells?: readonly Readonly<Record<string, Value>>[];
  /** Rows of the ledger of measures. */
  readonly measures?: readonly Readonly<Record<string, Value>>[];
  /** A second household with the same members. */
  readonly twin?: boolean;
}

/** The snapshot's day. */
export const asOf = "2023-12-31";

const phone = (number: number): string => `139${String(10_000_000 + number).slice(-8)}`;

/** An id number with a day of birth that belongs to the age. */
export function idOf(number: number, born: string): string {
  return withCheck(`990101${born}${String(number % 1000).padStart(3, "0")}`);
}

const person = (number: number, born: string, cells: Record<string, Value>): Record<string, Value> => ({
  person_name: "测试",
  id_type: "居民身份证",
  id_number: idOf(number, born),
  birth_date: born,
  age: 2023 - Number(born.slice(0, 4)),
  health: "健康",
  work_months: 0,
  critical_illness_insured: "是",
  resident_medical_insured: "是",
  employee_medical_insured: "否",
  resident_pension_insured: "是",
  employee_pension_insured: "否",
  dibao_status: "未享受",
  tekun_status: "不享受",
  ...cells
});

/** Cells of a household no check says anything of: in the register, with a risk that is answered. */
const household: Readonly<Record<string, Value>> = {
  county_name: "辰县",
  township_name: "辰镇",
  village_name: "东村",
  household_type: "一般农户",
  monitor_category: "边缘易致贫户",
  house_area: 90,
  dangerous_house: "否",
  safe_water: "是",
  has_power: "是",
  sanitary_toilet: "是",
  access_road: "是",
  road_distance: 1,
  arable_area: 3,
  forest_area: 0,
  returned_forest_area: 0,
  orchard_area: 0,
  pasture_area: 0,
  water_area: 0,
  risk_1: "因意外事故",
  risk_eliminated: "否",
  identified_month: "202301",
  wage_income: 20000,
  business_income: 1000,
  business_expense: 0,
  property_income: 0,
  transfer_income: 0,
  net_income: 21000,
  net_income_per_capita: 7000,
  insurance_payout: 0,
  eligible_out_of_pocket: 3000,
  schooling_problem: "否",
  housing_problem: "否",
  medical_problem: "否",
  water_problem: "否",
  development_support_status: "已实施",
  employment_support: "务工岗位",
  health_support: "参保缴费补贴",
  monitor_contact_name: "测试",
  monitor_contact_phone: phone(99_999_999)
};

/** More cells of a household whose risk is marked as gone. */
export const eliminated: Readonly<Record<string, Value>> = {
  risk_eliminated: "是",
  eliminated_month: "202310",
  elimination_mode: "帮扶消除",
  after_schooling_problem: "否",
  after_housing_problem: "否",
  after_medical_problem: "否",
  after_water_problem: "否",
  after_wage_income: 24000,
  after_property_income: 0,
  after_transfer_income: 0,
  after_business_income: 3000,
  after_business_expense: 0,
  after_net_income: 27000,
  after_net_income_per_capita: 9000,
  after_insurance_payout: 0,
  after_eligible_out_of_pocket: 0
};

/** The checks over a county of one household a case, `H<n>` by its place; the twin of one is `H<n>T`. */
export async function checkedWorld(
  changes: readonly Change[],
  more: {
    readonly files?: Record<string, string>;
    readonly without?: readonly string[];
    readonly regions?: readonly Value[][];
  } = {}
): Promise<Run> {
  const { tables } = contract();
  const header = tables.get("monitored_person")!.columns.filter(({ id }) => !more.without?.includes(id));
  const spellHeader = tables.get("migrant_work")!.columns;
  const measureHeader = tables.get("measure")!.columns;
  const persons: Value[][] = [];
  const spells: Value[][] = [];
  const measures: Value[][] = [];
  changes.forEach((change, index) => {
    for (const id of change.twin ? [`H${index}`, `H${index}T`] : [`H${index}`]) {
      const cells: Record<string, Value> = {
        ...household,
        household_id: id,
        household_phone: phone(index * 10 + (id.endsWith("T") ? 5 : 0)),
        ...change.all
      };
      const base = [
        person(index, "19800315", {
          relation_to_head: "户主",
          sex: "男",
          education: "初中",
          labour_capacity: "普通劳动力",
          work_months: 11,
          work_place: "壬市辰县",
          person_phone: phone(index * 10 + (id.endsWith("T") ? 6 : 1))
        }),
        person(index, "19820315", {
          relation_to_head: "配偶",
          sex: "女",
          education: "初中",
          labour_capacity: "弱劳动力或半劳动力"
        }),
        person(index, "20130315", {
          relation_to_head: "之子",
          sex: "男",
          school_status: "小学",
          labour_capacity: "无劳动力",
          resident_pension_insured: "",
          employee_pension_insured: ""
        })
      ];
      const members = Array.from(
        { length: Math.max(base.length, change.members?.length ?? 0) },
        (_, i): Record<string, Value> => ({
          ...(base[i] ??
            person(index, `199${i}0315`, {
              relation_to_head: "其他",
              sex: "女",
              education: "初中",
              labour_capacity: "无劳动力",
              health: "残疾"
            })),
          ...change.members?.[i]
        })
      );
      cells.net_income_per_capita =
        change.all?.net_income_per_capita ?? Number(household.net_income) / members.length;
      members.forEach((member, i) => {
        const own: Record<string, Value> = { ...cells, person_id: `${id}-${i + 1}`, ...member };
        persons.push(header.map(column => own[column.id]));
      });
      for (const spell of change.spells ?? [{}]) {
        const own: Record<string, Value> = {
          ...{
            county_name: "辰县",
            township_name: "辰镇",
            village_name: "东村",
            household_id: id,
            person_name: "测试"
          },
          ...{
            id_number: members[0]!.id_number,
            person_id: `${id}-1`,
            working: "是",
            work_start: "202301",
            work_end: "202311"
          },
          ...{
            work_county: "辰县",
            employment_channel: "自主",
            monthly_wage: 3000,
            industry: "制造业",
            transport_subsidy: 0
          },
          ...spell
        };
        if (own.id_number) spells.push(spellHeader.map(column => own[column.id]));
      }
      for (const [n, measure] of (change.measures ?? []).entries()) {
        const own: Record<string, Value> = {
          measure_id: `${id}M${n}`,
          household_id: id,
          start_on: "2023-02-01",
          status: "实施中",
          ...measure
        };
        measures.push(measureHeader.map(column => own[column.id]));
      }
    }
  });
  const regions: Value[][] = [
    ["990400", "壬市", "", "设区市", "", 2023, "FJ2020", 100],
    ["990401", "辰县", "", "县", "990400", 2023, "", 100],
    ["990401001", "辰镇", "", "乡镇", "990401", 2023, "", ""],
    ["990401001001", "东村", "", "行政村", "990401001", 2023, "", ""]
  ].map(row => [...row, "否", 6000, "纯收入"]);
  const files: Record<string, string> = {
    "区划统计表.csv": csv(
      [...regionHeader, "监测收入线", "监测收入线口径"],
      [...regions, ...(more.regions ?? [])]
    ),
    "监测对象信息_20231231.csv": csv(
      header.map(column => column.header),
      persons
    ),
    "外出务工信息_20231231.csv": csv(
      spellHeader.map(column => column.header),
      spells
    ),
    ...(measures.length > 0
      ? {
          "帮扶措施台账.csv": csv(
            measureHeader.map(column => column.header),
            measures
          )
        }
      : {}),
    ...more.files
  };
  const run = await runAll(exportsFolder(files), { asOf, families: ["10", "30", "31", "32", "34"] });
  await runChecks(run.duck, contract());
  return run;
}
