import { csv, idNumber, regionHeader, type Value, workbook } from "../support/exports.ts";

/** Two counties of a prefecture bound to ZZ2020; only 甲区 keeps ledgers. */
export const regions = csv(regionHeader, [
  ["990500", "申市", "", "设区市", "990000", 2020, "ZZ2020"],
  ["990501", "甲区", "", "区", "990500", 2020],
  ["990502", "乙县", "", "县", "990500", 2020],
  ["990501100", "甲镇", "", "乡镇", "990501", 2020],
  ["990501200", "乙镇", "", "乡镇", "990501", 2020],
  ["990501100201", "甲村", "", "行政村", "990501100", 2020],
  ["990501100202", "乙村", "", "行政村", "990501100", 2020],
  ["990501200201", "丙村", "", "行政村", "990501200", 2020],
  ["990502100", "丁镇", "", "乡镇", "990502", 2020],
  ["990502100201", "戊村", "", "行政村", "990502100", 2020]
]);

/** One person of a ledger. */
export interface Line {
  readonly place: readonly [district: string, town: string, village: string];
  readonly head: string;
  readonly relation?: string;
  readonly id: string;
  /** Numbers of the policies ticked, 1 to 10. */
  readonly ticks?: readonly number[];
  readonly contact?: readonly [name: string, unit: string];
}

export const titles = ["一、一般农户中存在致贫风险的人口", "二、脱贫享受政策人口中存在返贫风险的人口"];

const upper: Value[] = [
  ...["区(市)", "镇(街)", "村", "户主姓名", "与户主关系", "身份证号码", "家庭人口数", "享受帮扶政策"],
  ...Array.from({ length: 9 }, () => ""),
  ...["主要返贫风险（下拉菜单选择）", "帮扶联系人姓名", "帮扶联系人的单位", "认定时间"]
];
const policies = [
  ...["教育扶贫政策（人）", "医疗保障扶贫政策（人）", "医疗商业补充保险（人）", "家庭医生签约服务（户）"],
  ...["危房改造（户）", "饮水安全（户）", "临时救助（户）", "社会救助（户）", "低保（人）", "公益岗位（人）"]
];

function rowOf({ place, head, relation = "户主", id, ticks = [], contact = ["", ""] }: Line): Value[] {
  const marks = policies.map((_, i) => (ticks.includes(i + 1) ? "√" : ""));
  return [...place, head, relation, id, 3, ...marks, "因病", ...contact, "2020年6月"];
}

/** A ledger's rows: the form with its sections, each ending in the form's unfilled line. */
export function ledgerRows(sections: readonly (readonly Line[])[]): Value[][] {
  const lower = [...Array.from({ length: 7 }, () => ""), ...policies];
  const unfilled = [...Array.from({ length: 20 }, () => ""), "20   年   月"];
  return [
    ["即时帮扶情况台账"],
    ["单位：甲区"],
    ...sections.flatMap((lines, i) => [[titles[i]], upper, lower, ...lines.map(rowOf), unfilled])
  ];
}

export function ledgerFile(...sections: (readonly Line[])[]): Buffer {
  return workbook([{ rows: ledgerRows(sections) }]);
}

const jia: Line["place"] = ["甲区", "甲镇", "甲村"];
const yi: Line["place"] = ["甲区", "甲镇", "乙村"];
const bing: Line["place"] = ["甲区", "乙镇", "丙村"];
/** A village the region table does not have. */
const stray: Line["place"] = ["甲区", "甲镇", "未名村"];

/** An id number whose check character is wrong. */
export const badId = `${idNumber(8).slice(0, 17)}${idNumber(8).endsWith("1") ? "2" : "1"}`;

/** Three households of three villages, two of which have a head of one name; persons 1 and 3 are listed twice. */
export const first: readonly Line[] = [
  { place: jia, head: "测试甲", id: idNumber(1), ticks: [1, 4], contact: ["测试联", "甲单位"] },
  { place: jia, head: "测试甲", relation: "配偶", id: idNumber(2) },
  { place: yi, head: "测试甲", id: idNumber(3), ticks: [4, 9], contact: ["测试联", ""] },
  { place: yi, head: "测试甲", id: idNumber(3), ticks: [9] },
  { place: bing, head: "测试乙", id: idNumber(1), ticks: [1], contact: ["测试系", "乙单位"] }
];

/** Two households of one village and one head's name, and one in a village that matches nothing. */
export const second: readonly Line[] = [
  { place: jia, head: "测试丙", id: idNumber(5), contact: ["测试联", "甲单位"] },
  { place: jia, head: "测试丙", id: idNumber(6), ticks: [4] },
  { place: jia, head: "测试丙", relation: "之子", id: idNumber(7), ticks: [4, 10] },
  { place: stray, head: "测试丁", id: badId, ticks: [5] }
];

/** Every text of the fixture that must stay inside intake. */
export const personal = [
  ...new Set([...first, ...second].flatMap(({ head, id, contact }) => [head, id, ...(contact ?? [])]))
].filter(Boolean);
