import { beforeEach, describe, expect, test } from "vitest";
import { tableByHeader, tableByName } from "../../loaders/intake/recognise.ts";
import { contract } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());

describe("by name", () => {
  test.each([
    ["（自定义）监测对象信息 (22).xlsx", "monitored_person"],
    ["防止返贫致贫监测对象信息_20250902-0915.xlsx", "monitored_person"],
    ["（务工月监测）已外出务工信息_20231218.xlsx", "migrant_work"],
    ["走访记录.csv", "visit"],
    ["2023/县 级/走访记录_20231231.csv", "visit"],
    ["风险点.xlsx", "risk_point"],
    ["风险消除程序记录.csv", "elimination_step"],
    ["即时帮扶人口台账（某区）.xlsx", "ledger_zz"],
    ["灾害与风险事件.csv", "hazard_event"],
    ["受灾户.csv", "hazard_impact"]
  ])("%s → %s", (name, id) => {
    expect(tableByName(name, contract())!.id).toBe(id);
  });

  test("only the file's own name counts, not its folder's", () => {
    expect(tableByName("走访记录/说明.txt", contract())).toBeNull();
  });

  test("the longest name wins: 补贴发放 holds no 资金, 帮扶责任人 is not 帮扶措施台账", () => {
    expect(tableByName("资金（产业与合同）.csv", contract())!.id).toBe("industry_asset");
    expect(tableByName("数据.csv", contract())).toBeNull();
  });
});

describe("by columns", () => {
  const headers = (id: string): string[] =>
    contract()
      .tables.get(id)!
      .columns.map(column => column.header);

  test("every table's full header is told from all others", () => {
    for (const table of contract().tables.values()) {
      if (table.sections.length > 0) continue;
      expect([table.id, tableByHeader(headers(table.id), contract())?.table.id]).toEqual([
        table.id,
        table.id
      ]);
    }
  });

  test("without a key column there is no table", () => {
    expect(tableByHeader(["走访日期", "走访方式"], contract())).toBeNull();
  });

  test("two tables that fit equally are none", () => {
    // 记录编号、户编号 are the keys and required columns of both kinds of procedure.
    expect(tableByHeader(["记录编号", "户编号", "监测期次", "实施层级", "开始日期"], contract())).toBeNull();
  });
});
