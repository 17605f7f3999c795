import { beforeEach, expect, test } from "vitest";
import { normalizeHeader, normalizeValue } from "../../loaders/contract/normalize.ts";

beforeEach(() => expect.hasAssertions());

test("headers lose white space and line breaks, brackets become half-width", () => {
  for (const text of [
    "公益性岗位（月数）",
    "公益性岗位(月数)",
    " 公益性岗位\n(月数) ",
    "公益性岗位\r\n（月 数）",
    "公益性岗位\u3000(月数)",
    "\ufeff公益性岗位(月数)",
    "公益性\u200b岗位(月数)",
    "公益性\u00a0岗位(月数)"
  ])
    expect(normalizeHeader(text)).toBe("公益性岗位(月数)");
});

test("full-width letters, digits and signs become half-width, letters keep their case", () => {
  expect(normalizeHeader("户ＩＤ")).toBe("户ID");
  expect(normalizeHeader("致贫／返贫风险１")).toBe("致贫/返贫风险1");
  expect(normalizeHeader("单位：")).toBe("单位:");
});

test("values compare without case", () => {
  expect(normalizeValue(" Ｇｂ2020 ")).toBe("gb2020");
  expect(normalizeValue("√")).toBe("√");
});
