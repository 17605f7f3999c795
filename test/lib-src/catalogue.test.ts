import { describe, expect, test } from "vitest";
import {
  catalogueRows,
  catalogueTitle,
  clausesByDocument,
  fillOf,
  filterRows,
  formulasOf,
  formulaText,
  gapText,
  judgingLines,
  judgingText,
  listedClauses,
  splitJudging
} from "../../src/lib/catalogue.ts";
import type { Definition, Gap, Indicator, Judging, Profile } from "../../src/lib/site.ts";

const profiles: Profile[] = [
  { id: "AA2020", label: "甲", doc: "甲〔2020〕1号", draft: false },
  { id: "BB2020", label: "乙", doc: "", draft: true }
];

const judging = (profile: string, patch: Partial<Judging> = {}): Judging => ({
  profile,
  rule: "shown",
  line: "",
  mark: null,
  clause: "",
  note: "",
  thresholds: [],
  ...patch
});

const indicator = (id: string, name: string): Indicator => ({
  id,
  name,
  numerator: `${name}的户`,
  denominator: "在册户",
  unit: "%",
  basis: "户",
  grain: "county>prefecture",
  period: "月",
  edge: "空白单列",
  judgedBy: "",
  clauses: "",
  tables: ["visit"],
  lacking: []
});

const definition = (id: string, gaps: readonly Gap[], patch: Partial<Definition> = {}): Definition => ({
  id,
  breakdowns: [],
  judging: profiles.map(each => judging(each.id)),
  remark: "",
  gaps,
  filled: true,
  clauses: [],
  supplied: [],
  ...patch
});

const whole: Gap = { breakdown: "", table: "visit", column: "" };
const part: Gap = { breakdown: "户类型", table: "visit", column: "走访方式" };
const tableName = (id: string) => ({ visit: "走访记录" })[id] ?? id;

const rows = catalogueRows(
  new Map(
    [indicator("K20", "入户走访"), indicator("K21", "挂钩责任人"), indicator("K33", "风险消除率")].map(
      each => [each.id, each]
    )
  ),
  {
    families: [
      { id: "elimination", name: "风险消除", indicators: ["K33"] },
      { id: "visits", name: "走访", indicators: ["K20", "K21"] }
    ],
    indicators: [
      definition("K20", [part]),
      definition("K21", [whole, part], {
        judging: [judging("AA2020", { rule: "judged", line: "= 100%", mark: "inferred" }), judging("BB2020")]
      }),
      definition("K33", [], {
        clauses: [{ profile: "BB2020", clause: "三", kind: "程序", words: "逐户消除", needs: [] }]
      })
    ]
  },
  [{ kind: "指标", title: "风险消除率", target: "K33", hint: "", keys: ["fengxianxiaochulv", "fxxcl"] }],
  tableName
);

const ids = (found: typeof rows) => found.map(row => row.indicator.id);
const all = { query: "", family: "", fill: "", document: "" };

test("rows stand by family in the families' order", () => {
  expect(ids(rows)).toEqual(["K33", "K20", "K21"]);
  expect(rows.map(({ familyName }) => familyName)).toEqual(["风险消除", "走访", "走访"]);
});

test("a gap of the whole indicator is missing data, one of a breakdown a part", () => {
  expect(rows.map(({ fill }) => fill)).toEqual(["ready", "partial", "missing"]);
  expect(fillOf({ gaps: [part, whole] })).toBe("missing");
  expect(catalogueTitle(rows)).toBe("3 个指标中 1 个已可计算，1 个部分缺，1 个缺数据");
  expect(catalogueTitle(rows.slice(0, 1))).toBe("1 个指标都已可计算");
});

test("gaps in words", () => {
  expect(gapText(whole, tableName)).toBe("缺“走访记录”表");
  expect(gapText(part, tableName)).toBe("分项“户类型”：缺“走访记录”的“走访方式”列");
});

describe("the filter", () => {
  test.each([
    ["k20", ["K20"]],
    ["走访", ["K33", "K20", "K21"]],
    ["fxxcl", ["K33"]],
    ["挂钩  在册户", ["K21"]],
    ["没有这个词", []]
  ])("query %s", (query, expected) => {
    expect(ids(filterRows(rows, { ...all, query }))).toEqual(expected);
  });

  test("family, state and document narrow further", () => {
    expect(ids(filterRows(rows, { ...all, family: "visits" }))).toEqual(["K20", "K21"]);
    expect(ids(filterRows(rows, { ...all, fill: "missing" }))).toEqual(["K21"]);
    expect(ids(filterRows(rows, { ...all, document: "AA2020" }))).toEqual(["K21"]);
    expect(ids(filterRows(rows, { ...all, document: "BB2020" }))).toEqual(["K33"]);
    expect(ids(filterRows(rows, { ...all, document: "BB2020", family: "visits" }))).toEqual([]);
  });
});

test("formulas are paired where there are as many numerators as denominators", () => {
  expect(formulasOf({ numerator: "推送条数；已核实", denominator: "-；已推送" }).map(formulaText)).toEqual([
    "推送条数",
    "已核实 ÷ 已推送"
  ]);
  expect(formulasOf({ numerator: "甲；乙", denominator: "丙" })).toEqual([
    { numerator: "甲；乙", denominator: "丙" }
  ]);
  expect(formulasOf({ numerator: "在册户数", denominator: "-" })).toEqual([
    { numerator: "在册户数", denominator: null }
  ]);
});

test("how documents judge, in words and lines", () => {
  const judged = judging("AA2020", {
    rule: "judged",
    line: "= 100%",
    mark: "inferred",
    thresholds: [
      {
        ...{ key: "days", name: "期限", value: "5 日以内", number: 5 },
        ...{ mark: "text", clause: "一(1)", note: "自次日起" }
      }
    ]
  });
  expect(judgingText(judged)).toBe("= 100%");
  expect(judgingText(judging("AA2020", { note: "提示" }))).toBe("只显示数值（提示）");
  expect(judgingLines(judged)).toEqual([
    {
      profile: "AA2020",
      first: true,
      name: "判断线",
      value: "= 100%",
      mark: "inferred",
      note: "条款没有写比例，读作逐件都须做到"
    },
    {
      profile: "AA2020",
      first: false,
      name: "期限",
      value: "5 日以内",
      mark: "text",
      note: "一(1)：自次日起"
    }
  ]);
  expect(judgingLines(judging("BB2020", { rule: "silent", note: "应纳尽纳" }))[0]).toMatchObject({
    name: "不判",
    value: "",
    note: "应纳尽纳"
  });
  const { said, shown } = splitJudging([judged, judging("BB2020")]);
  expect([said.length, shown.length]).toEqual([1, 1]);
});

test("clauses stand by document and place, words of a kind together", () => {
  const note = (clause: string, kind: string, words: string) => ({
    profile: "AA2020",
    clause,
    kind,
    words,
    needs: ["走访记录"]
  });
  const listed = listedClauses("AA 一(1),二; 平台设置（通报惯例）; BB 三", profiles);
  expect([...listed]).toEqual([
    ["AA2020", ["一(1)", "二"]],
    ["BB2020", ["三"]]
  ]);
  const found = clausesByDocument(
    [note("一(1)", "期限", "五日"), note("一(1)", "责任", "乡镇"), note("一(1)", "期限", "每周")],
    listed,
    profiles
  );
  expect(found.map(({ profile }) => profile.id)).toEqual(["AA2020", "BB2020"]);
  expect(found[0]!.places.map(({ clause }) => clause)).toEqual(["一(1)"]);
  expect(found[0]!.bare).toEqual(["二"]);
  expect(found[0]!.places[0]!.kinds).toEqual([
    { kind: "期限", words: ["五日", "每周"], needs: ["走访记录"] },
    { kind: "责任", words: ["乡镇"], needs: ["走访记录"] }
  ]);
  expect(found[1]).toMatchObject({ places: [], bare: ["三"] });
});
