import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readMatters } from "../../loaders/publish/matters.ts";
import { contract } from "../support/exports.ts";

const folder = mkdtempSync(join(tmpdir(), "matters-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said of the project's table with one cell of a row changed. */
function refusal(id: string, column: string, value: string): string {
  const lines = readFileSync(projectPath("data/policy/matters.tsv"), "utf8").trimEnd().split("\n");
  const at = lines.findIndex(line => line.startsWith(`${id}\t`));
  const cells = lines[at]!.split("\t");
  cells[lines[0]!.split("\t").indexOf(column)] = value;
  lines[at] = cells.join("\t");
  const path = join(folder, "matters.tsv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  try {
    readMatters(contract(), path);
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return (error as CliError).message;
  }
  return "";
}

test("the matters to be studied are read in their order, with what each document asks for", () => {
  const matters = readMatters(contract());
  expect(matters.map(({ name }) => name).slice(0, 4)).toEqual([
    "核实已逾期",
    "纳入满一个月仍无措施",
    "本月未入户走访",
    "季度市级实地调研差额"
  ]);
  expect(matters).toHaveLength(15);
  const of = (id: string) => matters.find(matter => matter.id === id)!;
  expect(of("survey_prefecture")).toMatchObject({
    ...{ indicator: "K18", breakdowns: ["分母口径=季末"], period: "quarter", measure: "pace" },
    shares: { FJ2020: 0.1 }
  });
  expect(of("publicity_short").breakdowns).toEqual(["分项=识别", "分项=消除"]);
  expect(of("unvisited")).toMatchObject({ breakdowns: [""], basis: "户", unit: "户", shares: {} });
  expect(of("level_pending")).toMatchObject({ basis: "context", unit: "" });
});

describe("a broken row is refused with file, line and what to do", () => {
  const cases: readonly [string, string, string, string, readonly string[]][] = [
    ["an indicator of no catalogue", "verify_late", "indicator", "K99", ["第2行", "K99", "改正 indicator"]],
    ["a basis the indicator has not", "verify_late", "basis", "户", ["第2行", "户", "改正 basis"]],
    ["a unit beside the page's basis", "level_pending", "unit", "户", ["第10行", "context"]],
    ["a period of no kind", "verify_late", "period", "week", ["第2行", "week", "quarter"]],
    ["a way of counting of no kind", "verify_late", "measure", "rest", ["第2行", "rest", "shortfall"]],
    ["a share without its parameter", "survey_prefecture", "param", "", ["第5行", "改正 measure 或 param"]],
    [
      "a parameter of no document",
      "survey_prefecture",
      "param",
      "survey_min",
      ["第5行", "survey_min", "改正 param"]
    ],
    [
      "a parameter that is no share",
      "survey_prefecture",
      "param",
      "verify_within_workdays",
      ["第5行", "不是比例"]
    ],
    ["a page of no list", "verify_late", "page", "clues", ["第2行", "clues", "改正 page"]],
    ["a document of no list", "verify_late", "profile", "FJ2030", ["第2行", "FJ2030", "改正 profile"]],
    ["a rule of no document", "verify_late", "profile", "", ["第2行", "填写 profile"]],
    ["a mark of no kind", "verify_late", "mark", "guess", ["第2行", "guess", "改正 mark"]],
    ["no words for the rule", "verify_late", "clause", "", ["第2行", "补上该格"]],
    ["an id twice", "unhelped", "id", "verify_late", ["第3行", "verify_late", "改正 id"]],
    ["a place twice", "unhelped", "order", "1", ["第3行", "改正 order"]],
    ["a sheet twice", "unhelped", "sheet", "核实已逾期", ["第3行", "改正 sheet"]],
    ["a sheet of a name no workbook takes", "unhelped", "sheet", "甲/乙", ["第3行", "改正 sheet"]],
    ["a place that is no number", "unhelped", "order", "二", ["第3行", "二", "改正 order"]]
  ];
  test.each(cases)("%s", (_, id, column, value, parts) => {
    const message = refusal(id, column, value);
    expect(message).toContain("政策表 matters.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});
