import { expect, test } from "vitest";
import { isSilent, isUniform, likeness, policyTitle, spreadText, tallyOf } from "../../src/lib/policy.ts";
import type { Mark, PolicyCell, PolicyParam } from "../../src/lib/site.ts";

const cell = (text: string, mark: Mark | null = text ? "text" : null): PolicyCell => ({
  mark,
  text,
  items: null,
  clause: "",
  note: ""
});

const param = (...texts: string[]): PolicyParam => ({
  key: texts.join(),
  name: "期限",
  note: "",
  cells: texts.map(text => cell(text))
});

test("silence is a difference from a rule, and no rule at all is uniform", () => {
  expect(isUniform(param("户", "户", "户"))).toBe(true);
  expect(isUniform(param("户", "", "户"))).toBe(false);
  expect(isUniform(param("", "", ""))).toBe(true);
  expect(isSilent(param("", ""))).toBe(true);
  expect(isSilent(param("", "户"))).toBe(false);
});

test("a cell is set against that of the document in force", () => {
  const base = cell("县级");
  expect(likeness(base, base)).toBe("base");
  expect(likeness(cell("县级"), base)).toBe("same");
  expect(likeness(cell("乡镇级"), base)).toBe("differs");
  expect(likeness(cell(""), base)).toBe("silent");
  expect(likeness(cell("县级"), cell(""))).toBe("differs");
});

test.each([
  [["户", "户"], "各份一致"],
  [["县级", "乡镇级"], "2 种写法"],
  [["县级", "乡镇级", ""], "2 份有规定，2 种写法"],
  [["县级", "县级", ""], "2 份有规定，写法相同"],
  [["县级", "", ""], "1 份有规定"],
  [["", ""], "都未规定"]
])("%s reads %s", (texts, words) => {
  expect(spreadText(param(...texts))).toBe(words);
});

test("the title counts differing, agreed and silent parameters", () => {
  const params = [param("户", "户"), param("1", "2"), param("1", ""), param("", "")];
  expect(policyTitle(params)).toBe("4 项口径中 2 项各份文件不同，1 项一致，1 项都未规定");
  expect(policyTitle([param("户", "户")])).toBe("1 项口径各份文件都一致");
});

test("a document's tally tells its own words from readings", () => {
  const params = [param("1"), param(""), { ...param("2"), cells: [cell("2", "platform")] }];
  expect(tallyOf(params, 0)).toEqual({ text: 1, inferred: 1, silent: 1 });
});
