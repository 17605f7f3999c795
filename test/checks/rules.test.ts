import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { checkFiles, readChecks, readCheckWords } from "../../loaders/checks/rules.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { contract, exportsFolder, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const sql = checkFiles()
  .map(path => readFileSync(path, "utf8"))
  .join("\n");

describe("the checks", () => {
  const rules = readChecks(contract());

  test("are at least ninety, each a column of its view, each number used", () => {
    expect(rules.length).toBeGreaterThanOrEqual(90);
    for (const { id, view, grain, params } of rules) {
      const body = new RegExp(`VIEW ${view} AS([\\s\\S]*?);\n`).exec(sql)![1]!;
      expect([id, grain === "figure" ? sql.includes(`'${id}'`) : body.includes(` AS ${id}`)]).toEqual([
        id,
        true
      ]);
      for (const name of Object.keys(params))
        expect([id, sql.includes(`{{${id}.${name}}}`)]).toEqual([id, true]);
    }
  });

  test("state every number and word the SQL asks for, and the SQL has no other", () => {
    const known = new Set([
      ...rules.flatMap(({ id, params }) => Object.keys(params).map(name => `${id}.${name}`)),
      ...[...readCheckWords().keys()].map(key => `words.${key}`),
      ...["support_items", "own_items", "own_categories"]
    ]);
    const asked = new Set([...sql.matchAll(/\{\{([^}]+)\}\}/g)].map(match => match[1]!));
    expect([...asked].filter(name => !known.has(name))).toEqual([]);
    expect([...known].filter(name => !asked.has(name))).toEqual([]);
    expect(sql.match(/(?:[<>=]|BETWEEN) ?\d{2,}/g)).toBeNull();
  });
});

describe("a broken row", () => {
  const text = readFileSync(projectPath("data/policy/checks.tsv"), "utf8");
  const folder = exportsFolder({ ".keep": "" });
  const broken = (from: string, to: string): (() => unknown) => {
    const path = join(folder, "checks.tsv");
    writeFileSync(path, text.replace(from, to));
    return () => readChecks(contract(), path);
  };

  test.each([
    ["another id", "id_missing\t", "id missing\t", "编号“id missing”须为小写英文"],
    ["a title twice", "\t证件号码校验位不符\t", "\t没有证件号码\t", "title“没有证件号码”重复"],
    ["a title no sheet can have", "\t没有证件号码\t", "\t没有[证件]号码\t", "工作表名不能用的符号"],
    ["an unknown group", "\t身份\t没有", "\t身 份\t没有", "group“身 份”不认得"],
    ["an unknown level", "\tperson\t错误\tid_number", "\tperson\t严重\tid_number", "level“严重”不认得"],
    ["an unknown column", "错误\tid_number\t", "错误\tid_numbers\t", "列 id_numbers 不在 columns.tsv 中"],
    ["a view of another grain", "check_identity_person", "check_identity_household", "粒度不合"],
    ["a number that is none", "age=16", "age=十六", "须写成 名称=数"],
    ["a setting there is not", "@no_measure_months", "@no_months", "设置 no_months 不在 platform.tsv 中"],
    ["no clause", "\t契约 §6\t补录", "\t\t补录", "clause、advice 不能为空"]
  ])("with %s is refused by line and reason", (_, from, to, reason) => {
    expect(text).toContain(from);
    expect(broken(from, to)).toThrow(
      new RegExp(`checks\\.tsv 第\\d+行：.*${reason.replaceAll(/[[\](){}.]/g, "\\$&")}`)
    );
  });

  test("of the words is refused too", () => {
    const path = join(folder, "words.tsv");
    writeFileSync(path, "key\tpattern\tnote\nno_post\t(无\t\n");
    expect(() => readCheckWords(path)).toThrow("第2行：“(无”为空或不是正则表达式");
  });
});
