import { beforeEach, describe, expect, test } from "vitest";
import { tableOf } from "../../loaders/contract/contract.ts";
import { isHeader, matchHeader, missingKeys } from "../../loaders/intake/header.ts";
import { contract } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());

const { units } = contract();
const monitored = tableOf(contract(), "monitored_person");

function idOf(header: string, table = monitored): string {
  const match = matchHeader([header], table, units);
  return match.cells[0] ? `${match.cells[0].column.id} ×${match.cells[0].factor}` : "unknown";
}

describe("a header cell", () => {
  test.each([
    ["户编号", "household_id ×1"],
    [" 户 编\n号 ", "household_id ×1"],
    ["身份证号码", "id_number ×1"],
    ["县（市、区、旗）", "county_name ×1"],
    ["县(市、区、旗)", "county_name ×1"],
    ["检测对象类别", "monitor_category ×1"],
    ["人均纯收入(元)", "net_income_per_capita ×1"],
    ["人均纯收入（元）", "net_income_per_capita ×1"],
    ["公益性岗位（月数）", "public_post_months ×1"],
    ["公益性岗位", "public_post ×1"],
    ["是否有家庭成员未参加城乡居民(职工)基本医疗保险", "medical_problem ×1"],
    ["姓名1", "person_name ×1"],
    ["联系电话2", "person_phone ×1"],
    ["2姓名", "unknown"],
    ["序号", "unknown"]
  ])("%s is %s", (header, expected) => {
    expect(idOf(header)).toBe(expected);
  });

  test("风险是否已消除0 is an alias, the digits of 致贫/返贫风险1…5 are names", () => {
    expect(idOf("风险是否已消除0")).toBe("risk_eliminated ×1");
    expect(idOf("风险是否已消除")).toBe("risk_eliminated ×1");
    expect([1, 2, 3, 4, 5].map(n => idOf(`致贫/返贫风险${n}`))).toEqual(
      [1, 2, 3, 4, 5].map(n => `risk_${n} ×1`)
    );
    expect(idOf("致贫／返贫风险３")).toBe("risk_3 ×1");
    // The name without a digit is an alias of the first; a sixth risk is not one of the five.
    expect(idOf("致贫返贫风险")).toBe("risk_1 ×1");
    expect(idOf("致贫返贫风险6")).not.toMatch(/risk_[2-5]/);
  });

  test("a unit in the header gives the factor", () => {
    const measure = tableOf(contract(), "measure");
    expect(idOf("金额", measure)).toBe("amount ×1");
    expect(idOf("金额（元）", measure)).toBe("amount ×1");
    expect(idOf("金额（万元）", measure)).toBe("amount ×10000");
    expect(idOf("金额(千元)", measure)).toBe("amount ×1000");
    expect(idOf("金额(亿元)", measure)).toBe("amount ×100000000");
    expect(idOf("人均纯收入（万元）")).toBe("net_income_per_capita ×10000");
    expect(idOf("住房面积（㎡）")).toBe("house_area ×1");
    // Not a unit of the column: guessing would change the figures by orders.
    expect(idOf("金额（美元）", measure)).toBe("unknown");
  });
});

describe("a header row", () => {
  test("is one that holds a probe set, whatever the order", () => {
    const is = (texts: string[]): boolean => isHeader(matchHeader(texts, monitored, units));
    expect(is(["户编号", "证件号码"])).toBe(true);
    expect(is(["身份证号", "", "成员姓名"])).toBe(true);
    expect(is(["户编号", "姓名"])).toBe(false);
    expect(is(["监测对象信息（2023年）"])).toBe(false);
  });

  test("positions count empty cells; unknown texts are listed", () => {
    const match = matchHeader(["", "户编号", "", "备注甲", "证件号码"], monitored, units);
    expect(match.cells.map(cell => [cell.position, cell.column.id])).toEqual([
      [1, "household_id"],
      [4, "id_number"]
    ]);
    expect(match.unknown).toEqual(["备注甲"]);
    expect(missingKeys(match).map(column => column.header)).toEqual(["县", "乡", "村"]);
  });
});
