import { beforeEach, expect, test } from "vitest";
import { identifier, literal } from "../../loaders/lib/duck.ts";
import { isEnoent, mask } from "../../loaders/lib/errors.ts";

beforeEach(() => expect.hasAssertions());

test("runs of digits are hidden in what may reach a log", () => {
  for (const secret of ["13900000001", "99010119400215001X", "990101 19400215 001x", "0999-1234567"]) {
    const text = mask(`第 12 行：${secret} 不对`);
    expect(text).toContain("第 12 行");
    expect(text).not.toMatch(/\d{3}/);
  }
  expect(mask("第 120 行 2023 年")).toBe("第 120 行 2023 年");
});

test("a missing file is told from other faults", () => {
  expect(isEnoent(Object.assign(new Error("x"), { code: "ENOENT" }))).toBe(true);
  expect(isEnoent(new Error("x"))).toBe(false);
});

test("texts and names are quoted for SQL", () => {
  expect(literal("a'b")).toBe("'a''b'");
  expect(literal(null)).toBe("NULL");
  expect(identifier('a"b')).toBe('"a""b"');
});
