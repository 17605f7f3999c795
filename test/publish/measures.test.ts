import { expect, test } from "vitest";
import type { Contract } from "../../loaders/contract/contract.ts";
import { measureRulesOf } from "../../loaders/publish/measures.ts";
import { contract } from "../support/exports.ts";

test("risks and categories of measures are published in the order of the code lists, with their pairs in words", () => {
  const { monitored, categories, risks, subsidies } = measureRulesOf(contract());
  expect(monitored).toEqual(["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]);
  expect(categories[0]).toEqual({ name: "产业帮扶", development: true });
  expect(categories.filter(({ development }) => development)).toHaveLength(4);
  expect(risks[0]).toEqual({ name: "因病", matches: ["健康帮扶", "社会帮扶"], source: "real_check" });
  expect(risks.find(({ name }) => name === "缺劳动力")?.source).toBe("platform_setting");
  expect(risks.find(({ name }) => name === "收入骤减")).toEqual({
    name: "收入骤减",
    matches: [],
    source: null
  });
  expect(subsidies).toHaveLength(11);
});

test("a pair that names no category is refused", () => {
  const real = contract();
  const codes = new Map(real.codes);
  codes.set(
    "risk_type",
    codes
      .get("risk_type")!
      .map(code => (code.code === "illness" ? { ...code, properties: { match: "heath" } } : code))
  );
  expect(() => measureRulesOf({ ...real, codes } as Contract)).toThrow("match=heath");
});
