import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readMethods } from "../../loaders/signals/methods.ts";
import { contract } from "../support/exports.ts";
import { methods } from "./null-world.ts";

beforeEach(() => expect.hasAssertions());

const folder = mkdtempSync(join(tmpdir(), "methods-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The tables with one text of one of them changed. */
function changed(file: string, from: string, to: string) {
  cpSync(projectPath("data/policy"), folder, { recursive: true });
  const text = readFileSync(join(folder, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(folder, file), text.replace(from, to));
  return () => readMethods(contract(), folder);
}

test("every number is the platform's and says so; every job names an indicator", () => {
  expect(methods.parameters.length).toBeGreaterThan(40);
  expect(methods.parameters.every(({ note }) => note.endsWith("平台设置，非政策阈值"))).toBe(true);
  expect(methods.jobs.every(({ indicator }) => contract().indicators.has(indicator))).toBe(true);
  expect(methods.plan.flatMap(({ components }) => components.flatMap(each => each.indicators)).length).toBe(
    methods.inputs.length
  );
});

test("a broken table is refused by file and line", () => {
  expect(changed("methods.tsv", "\tfunnel\tK03\t", "\tfunnel\tK99\t")).toThrow(
    /methods\.tsv 第2行：指标 K99/
  );
  expect(changed("methods.tsv", "\tfunnel\tK03\t", "\tguess\tK03\t")).toThrow("没有方法“guess”");
  expect(changed("methods.tsv", "\trural_households\t", "\tanything\t")).toThrow("基数“anything”");
  expect(changed("method_params.tsv", "平台设置，非政策阈值", "规定")).toThrow("没有写明");
  expect(changed("index.tsv", "\tup\t", "\tsideways\t")).toThrow(/index\.tsv 第2行：方向/);
});

test("a parameter that is not there, or is no number, is refused by name", () => {
  expect(() =>
    changed("method_params.tsv", "funnel\tcoverage\t", "funnel\tother\t")().number("funnel", "coverage")
  ).toThrow("缺少 funnel 的 coverage");
  expect(() => methods.number("funnel", "overdispersion")).toThrow("应是数");
});
