import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readChecks } from "../../loaders/checks/rules.ts";
import { contract, type Run, removeFolders } from "../support/exports.ts";
import { type Change, checkedWorld, eliminated, idOf } from "./world.ts";

const gone = (all: Change["all"] = {}): Change => ({ all: { ...eliminated, ...all } });
const able = "普通劳动力";
const none = "无劳动力";

/** A case: what is changed of the silent household, and what else it cannot but set off. */
type Case = readonly [id: string, change: Change, also?: readonly string[]];

const cases: readonly Case[] = [
  ["id_missing", { members: [{}, { id_number: "999999198203151234" }] }],
  ["id_length", { members: [{}, { id_number: "99010119820315" }] }],
  ["id_checksum", { members: [{}, { id_number: wrongCheck(idOf(3, "19820315")) }] }],
  ["birth_differs", { members: [{}, { birth_date: "19820316" }] }],
  [
    "id_twice_in_household",
    {
      members: [
        {},
        { id_number: idOf(900, "19820315") },
        {},
        { id_number: idOf(900, "19820315"), birth_date: "19820315", health: "健康" }
      ]
    }
  ],
  ["id_in_households", { twin: true }],
  ["relation_sex", { members: [{}, {}, { relation_to_head: "之女" }] }],
  ["relation_blank", { members: [{}, {}, { relation_to_head: "" }] }],
  ["name_blank", { members: [{}, { person_name: "" }] }],
  ["phone_form", { members: [{ person_phone: "0593-123" }] }],
  ["spouse_same_sex", { members: [{}, { sex: "男" }] }],
  ["head_count", { members: [{}, {}, { relation_to_head: "户主" }] }],
  ["household_phone_form", { all: { household_phone: "12345" } }],
  ["phone_shared", { all: { household_phone: "13911112222" } }],
  ["phone_shared", { members: [{ person_phone: "13911112222" }] }],
  ["no_identified_month", { all: { identified_month: "" } }],
  ["no_risk", { all: { risk_1: "" } }],
  ["no_category", { all: { monitor_category: "", risk_eliminated: "" } }],
  ["no_safeguard_items", { all: { water_problem: "" } }],
  ["after_items_blank", gone({ after_insurance_payout: "" })],
  ["no_elimination_mode", gone({ elimination_mode: "" })],
  ["no_contact", gone({ monitor_contact_name: "" })],
  ["no_disaster_kind", { all: { risk_1: "因自然灾害", social_support: "捐助" } }],
  ["land_blank", { all: { pasture_area: "" } }],
  ["living_blank", { all: { access_road: "" } }],
  [
    "medical_insurance_blank",
    { members: [{}, { resident_medical_insured: "", employee_medical_insured: "" }] }
  ],
  ["pension_blank", { members: [{}, { resident_pension_insured: "", employee_pension_insured: "" }] }],
  ["critical_insurance_blank", { members: [{}, { critical_illness_insured: "" }] }],
  ["schooling_blank", { members: [{}, { education: "" }] }],
  ["health_blank", { members: [{}, { health: "" }] }],
  ["labour_blank", { members: [{}, { labour_capacity: "" }] }],
  ["age_blank", { members: [{}, { age: "" }] }],
  ["unstable_type", { all: { monitor_category: "脱贫不稳定户" } }],
  ["marginal_type", { all: { household_type: "脱贫户" } }],
  [
    "poor_unmonitored",
    {
      all: {
        household_type: "脱贫户",
        monitor_category: "",
        risk_1: "",
        identified_month: "",
        risk_eliminated: "",
        net_income_per_capita: 5000,
        net_income: 15000,
        wage_income: 14000
      }
    }
  ],
  ["category_unknown", { all: { monitor_category: "边缘易致困户" } }],
  ["type_unknown", { all: { household_type: "城镇居民户" } }],
  ["type_blank", { all: { household_type: "" } }],
  ["illness_nobody_ill", { all: { risk_1: "因病" } }],
  [
    "illness_no_expense",
    { all: { risk_1: "因病", eligible_out_of_pocket: 0 }, members: [{}, { health: "长期慢性病" }] }
  ],
  [
    "schooling_nobody",
    {
      all: { risk_1: "因学", social_support: "捐助" },
      members: [{}, {}, { school_status: "未入学", not_in_school_reason: "身体原因" }]
    },
    ["schooling_nobody"]
  ],
  ["disability_nobody", { all: { risk_1: "因残", social_support: "捐助" } }],
  ["shortage_many", { all: { risk_1: "缺劳动力", social_support: "捐助" } }],
  [
    "shortage_most",
    {
      all: { risk_1: "缺劳动力", social_support: "捐助" },
      members: [{}, { labour_capacity: able }, {}, { labour_capacity: none, health: "长期慢性病" }]
    }
  ],
  [
    "unstable_nobody_able",
    { all: { risk_1: "务工就业不稳" }, members: [{ labour_capacity: "弱劳动力或半劳动力" }] }
  ],
  [
    "unstable_no_work",
    {
      all: { risk_1: "务工就业不稳", employment_support: "", industry_support: "种植" },
      members: [{ work_months: 0, work_place: "" }],
      spells: [{ working: "否" }]
    },
    ["job_unanswered"]
  ],
  ["medical_not_listed", { all: { medical_problem: "是" } }],
  ["water_not_listed", { all: { water_problem: "是" } }],
  ["housing_not_listed", { all: { housing_problem: "是" } }],
  ["schooling_not_listed", { all: { schooling_problem: "是", compulsory_schooling: "控辍保学" } }],
  [
    "illness_unanswered",
    {
      all: { risk_1: "因病", health_support: "" },
      members: [{}, { health: "患有大病" }],
      measures: [{ measure_type: "医保缴费补贴", status: "终止" }]
    },
    ["no_insurance_subsidy"]
  ],
  ["schooling_unanswered", { all: { risk_1: "因学" } }],
  [
    "disability_unanswered",
    { all: { risk_1: "因残" }, members: [{}, { health: "残疾" }] },
    ["disabled_no_subsidy"]
  ],
  ["housing_unanswered", { all: { risk_1: "因安全住房" } }],
  ["water_unanswered", { all: { risk_1: "因安全饮水" } }],
  ["job_unanswered", { all: { risk_1: "务工就业不稳", employment_support: "", industry_support: "种植" } }],
  [
    "shortage_unanswered",
    { all: { risk_1: "缺劳动力" }, members: [{}, {}, {}, { labour_capacity: none, health: "长期慢性病" }] }
  ],
  ["business_unanswered", { all: { risk_1: "因产业项目失败" } }],
  ["disaster_unanswered", { all: { risk_1: "因自然灾害", disaster_subtype: "洪涝" } }],
  ["accident_unanswered", { all: { health_support: "", housing_guarantee: "参保缴费补贴" } }],
  [
    "able_only_security",
    {
      all: {
        employment_support: "",
        health_support: "",
        comprehensive_security: "参保缴费补贴",
        development_support_status: "尚未实施",
        identified_month: "202311"
      }
    }
  ],
  ["able_no_development", { all: { employment_support: "", development_support_status: "尚未实施" } }],
  ["development_minor_only", { all: { employment_support: "技能培训" } }],
  ["development_none_listed", { all: { employment_support: "", identified_month: "202311" } }],
  ["development_not_marked", { all: { development_support_status: "尚未实施" } }],
  ["development_not_marked", { all: { development_support_status: "" } }],
  [
    "no_measure",
    {
      all: {
        employment_support: "",
        health_support: "",
        development_support_status: "尚未实施",
        identified_month: "202311",
        risk_1: "因疫"
      }
    },
    ["no_insurance_subsidy"]
  ],
  ["schooling_no_guarantee", { all: { schooling_problem: "是", risk_2: "因学", social_support: "捐助" } }],
  [
    "uninsured_no_help",
    {
      all: { health_support: "", comprehensive_security: "参保缴费补贴" },
      members: [{}, { resident_medical_insured: "否" }]
    }
  ],
  ["employment_nobody_works", { members: [{ work_months: 0, work_place: "" }], spells: [{ working: "否" }] }],
  [
    "transport_no_subsidy",
    { all: { employment_support: "外出务工补贴" }, spells: [{ work_county: "丙市丁区" }] }
  ],
  [
    "transport_nobody_away",
    { all: { employment_support: "外出务工补贴" }, spells: [{ transport_subsidy: 300 }] }
  ],
  ["yulu_no_student", { all: { education_support: "雨露计划" } }],
  [
    "student_no_yulu",
    {
      members: [
        {},
        {},
        {},
        {
          age: 16,
          id_number: idOf(950, "20070315"),
          birth_date: "20070315",
          school_status: "中职二年级",
          labour_capacity: none,
          health: "健康"
        }
      ]
    }
  ],
  ["dibao_item_nobody", { all: { comprehensive_security: "农村低保" } }],
  ["dibao_no_item", { members: [{}, { dibao_status: "农村低保" }] }],
  ["tekun_item_nobody", { all: { comprehensive_security: "特困供养" } }],
  ["tekun_no_item", { members: [{}, { tekun_status: "农村特困" }] }],
  ["disabled_no_subsidy", { members: [{}, { health: "残疾" }] }],
  ["no_insurance_subsidy", { all: { health_support: "大病救治" } }],
  ["post_no_months", { members: [{}, { public_post: "保洁员" }] }],
  ["months_no_post", { members: [{}, { public_post_months: 6 }] }],
  ["posts_many", { members: [{}, { public_post: "保洁员、护林员、河道员", public_post_months: 6 }] }],
  ["eliminated_before", gone({ eliminated_month: "202212" })],
  ["open_with_month", { all: { eliminated_month: "202306" } }],
  ["eliminated_at_once", gone({ identified_month: "202309" })],
  ["eliminated_early", gone({ identified_month: "202305" })],
  ["assisted_no_measure", gone({ employment_support: "", health_support: "" })],
  ["eliminated_poor", gone({ after_net_income_per_capita: 5999 })],
  [
    "eliminated_no_labour",
    {
      ...gone(),
      members: [
        { labour_capacity: none, work_months: 0, work_place: "", health: "长期慢性病" },
        { labour_capacity: "丧失劳动力", health: "患有大病" }
      ],
      spells: [{ working: "否" }]
    }
  ],
  ["eliminated_housing", gone({ after_housing_problem: "是" })],
  ["eliminated_water", gone({ after_water_problem: "是" })],
  ["eliminated_schooling", gone({ after_schooling_problem: "是" })],
  ["eliminated_medical", gone({ after_medical_problem: "是" })],
  [
    "eliminated_no_transfer",
    { ...gone({ comprehensive_security: "低保" }), members: [{}, { dibao_status: "农村低保" }] }
  ],
  ["eliminated_no_wage", gone({ after_wage_income: 0 })],
  ["eliminated_dangerous", gone({ dangerous_house: "是" })],
  ["eliminated_unsafe_water", gone({ safe_water: "否" })],
  ["wage_tiny", { all: { wage_income: 50, net_income: 1050, net_income_per_capita: 350 } }],
  ["income_high", { all: { wage_income: 62000, net_income: 63000, net_income_per_capita: 21000 } }],
  ["income_unequal", { all: { net_income_per_capita: 3000 } }],
  ["income_parts", { all: { wage_income: 15000 } }],
  ["expense_negative", { all: { eligible_out_of_pocket: -1 } }],
  ["pay_tiny", { spells: [{ monthly_wage: 0.3 }] }],
  ["pay_low", { spells: [{ monthly_wage: 300 }] }],
  ["pay_high", { spells: [{ monthly_wage: 36000 }] }],
  [
    "work_minor",
    {
      members: [
        {},
        {},
        {
          work_months: 1,
          school_status: "",
          dropout_reason: "",
          not_in_school_reason: "身体原因",
          education: "小学",
          labour_capacity: "弱劳动力或半劳动力"
        }
      ]
    },
    ["labour_minor"]
  ],
  [
    "at_school_works",
    {
      members: [
        {},
        {},
        {},
        {
          age: 17,
          id_number: idOf(951, "20060315"),
          birth_date: "20060315",
          school_status: "普通高中二年级",
          work_months: 2,
          labour_capacity: none,
          health: "健康"
        }
      ]
    },
    ["no_labour_works"]
  ],
  ["post_minor", { members: [{}, {}, { public_post: "保洁员", public_post_months: 1 }] }],
  [
    "post_old",
    {
      members: [
        {},
        {
          age: 71,
          id_number: idOf(952, "19520315"),
          birth_date: "19520315",
          public_post: "保洁员",
          public_post_months: 6
        }
      ]
    }
  ],
  ["tekun_works", { all: { comprehensive_security: "特困供养" }, members: [{ tekun_status: "农村特困" }] }],
  ["no_labour_works", { members: [{}, { labour_capacity: none, work_months: 3, health: "长期慢性病" }] }],
  [
    "spells_overlap",
    {
      spells: [
        { work_start: "202301", work_end: "202308" },
        { work_start: "202306", work_end: "202312" }
      ]
    }
  ],
  ["spell_reversed", { spells: [{ work_start: "202308", work_end: "202301" }] }],
  ["work_county_vague", { spells: [{ work_county: "外地" }] }],
  ["work_items_blank", { spells: [{ industry: "" }] }],
  ["labour_minor", { members: [{}, {}, { labour_capacity: able }] }, ["labour_minor"]],
  [
    "labour_at_school",
    {
      members: [
        {},
        {},
        {},
        {
          age: 18,
          id_number: idOf(953, "20050315"),
          birth_date: "20050315",
          school_status: "普通高中三年级",
          labour_capacity: able,
          health: "健康"
        }
      ]
    }
  ],
  ["junior_age", { members: [{}, {}, { school_status: "七年级" }] }],
  ["senior_age", { members: [{}, {}, { school_status: "普通高中一年级" }] }],
  ["college_age", { members: [{}, {}, { education: "本科" }] }],
  ["master_age", { members: [{}, {}, { education: "硕士研究生" }] }],
  ["preschool_age", { members: [{}, {}, { education: "学龄前儿童" }] }],
  [
    "education_low",
    {
      members: [
        {},
        {},
        {},
        { age: 20, id_number: idOf(954, "20030315"), birth_date: "20030315", education: "小学" }
      ]
    },
    ["disabled_no_subsidy"]
  ],
  ["compulsory_out", { members: [{}, {}, { school_status: "", dropout_reason: "厌学" }] }],
  ["compulsory_out", { members: [{}, {}, { school_status: "辍学" }] }],
  ["healthy_no_labour", { members: [{}, { labour_capacity: none }] }],
  ["arable_range", { all: { arable_area: 101 } }],
  ["pasture_range", { all: { pasture_area: -1 } }],
  ["water_range", { all: { water_area: 101 } }],
  ["forest_range", { all: { forest_area: 201 } }],
  ["returned_range", { all: { returned_forest_area: -0.5 } }],
  ["orchard_range", { all: { orchard_area: 201 } }],
  ["road_far", { all: { road_distance: 6 } }],
  ["no_toilet", { all: { sanitary_toilet: "否" } }],
  ["no_power", { all: { has_power: "否" } }]
];

function wrongCheck(id: string): string {
  return id.slice(0, 17) + (id.endsWith("1") ? "2" : "1");
}

/** Households that are silent: as they are, eliminated, not monitored, with every optional cell blank, with a ledger of measures. */
const silent: readonly Change[] = [
  {},
  gone(),
  gone({ elimination_mode: "自然消除", eliminated_month: "202302" }),
  {
    all: {
      monitor_category: "",
      risk_1: "",
      risk_eliminated: "",
      identified_month: "",
      household_type: "脱贫户"
    }
  },
  { measures: [{ measure_type: "产业项目" }] },
  { members: [{}, {}, {}, { age: 35, health: "健康", labour_capacity: able }] }
];

let run: Run;
let found: Map<string, string[]>;
beforeAll(async () => {
  run = await checkedWorld([...silent, ...cases.map(([, change]) => change)]);
  found = new Map();
  for (const row of await run.rows(
    "SELECT DISTINCT household_id, check_id FROM check_found WHERE household_id IS NOT NULL ORDER BY ALL"
  ))
    found.set(String(row.household_id), [
      ...(found.get(String(row.household_id)) ?? []),
      String(row.check_id)
    ]);
});
afterAll(() => {
  run?.close();
  removeFolders();
});

describe("the checks of households and persons", () => {
  test("say nothing of the households that are in order", () => {
    expect(silent.map((_, i) => found.get(`H${i}`) ?? [])).toEqual(silent.map(() => []));
  });

  test.each(cases.map((each, i) => [each[0], each, `H${silent.length + i}`] as const))(
    "%s speaks of its case alone",
    (_, [id, , also = []], household) => {
      expect(found.get(household) ?? []).toEqual([...new Set([id, ...also])].sort());
    }
  );

  test("have a case each", () => {
    const ids = readChecks(contract())
      .filter(({ grain }) => grain !== "figure")
      .map(({ id }) => id);
    expect([...new Set(cases.map(([id]) => id))].sort()).toEqual(ids.sort());
    expect(ids.length).toBeGreaterThan(90);
  });
});

test("nothing lacks in a world with every column", async () => {
  expect(
    await run.rows(
      "SELECT * FROM check_gap WHERE table_id <> 'village' AND column_id NOT IN ('registered_poor_pop')"
    )
  ).toEqual([]);
});
