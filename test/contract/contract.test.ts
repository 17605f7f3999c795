import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readContract, tableOf } from "../../loaders/contract/contract.ts";
import { changedPolicy, refusalOf, removePolicies } from "./policy.ts";

beforeEach(() => expect.hasAssertions());

afterAll(removePolicies);

describe("the project's own policy", () => {
  const contract = readContract();

  test("loads with all its tables, profiles and indicators", () => {
    expect(contract.tables.size).toBe(36);
    expect([...contract.profiles.keys()]).toEqual(["GB2020", "FJ2020", "JLC2020", "ZZ2020", "HN2021"]);
    expect([...contract.indicators.keys()].filter(id => id.startsWith("K"))).toHaveLength(61);
    expect(contract.indicators.has("B01")).toBe(true);
  });

  test("leaves no parameter that is absent with a value", () => {
    for (const profile of contract.profiles.values())
      for (const [key, param] of profile.params)
        expect([key, param.certainty === "absent" ? param.value : ""]).toEqual([key, ""]);
  });

  test("every personal column is kept as presence, hash or checked hash only", () => {
    const personal = [...contract.tables.values()].flatMap(table =>
      table.columns
        .filter(column => column.personal)
        .map(column => `${table.id}.${column.id}:${column.personal}`)
    );
    expect(personal).toContain("monitored_person.person_name:presence");
    expect(personal).toContain("monitored_person.id_number:id");
    expect(personal).toContain("ledger_zz.head_name:hash");
    expect(personal.filter(name => /phone/.test(name)).every(name => /:(presence|phone)$/.test(name))).toBe(
      true
    );
  });

  test("a code is found by label, code and alias; its note gives properties", () => {
    const illness = contract.codes.get("risk_type")!.find(code => code.code === "illness")!;
    expect(illness.keys).toEqual(["因病", "illness", "病", "患病"]);
    expect(illness.properties).toMatchObject({ match: "health|social", source: "real_check" });
    const weak = contract.codes.get("labour_capacity")!.find(code => code.code === "weak")!;
    expect(weak.properties.class).toBe("weak");
  });

  test("the unique key of the register is person id, else id number", () => {
    expect(tableOf(contract, "monitored_person").uniqueKey).toEqual([["person_id", "id_number"]]);
    expect(tableOf(contract, "hazard_impact").uniqueKey).toEqual([["hazard_id"], ["household_id"]]);
    expect(tableOf(contract, "migrant_work").uniqueKey).toEqual([]);
  });

  test("an unknown table is a fault of the caller", () => {
    expect(() => tableOf(contract, "nothing")).toThrow("unknown table: nothing");
  });
});

describe("broken tables are refused with file, line and reason", () => {
  const line = (text: string, number: number, change: (line: string) => string): string => {
    const lines = text.split("\n");
    lines[number - 1] = change(lines[number - 1]!);
    return lines.join("\n");
  };
  const cases: readonly [string, string, (text: string) => string, readonly string[]][] = [
    [
      "a missing column",
      "codes.tsv",
      text => text.replace("label_zh", "label"),
      ["codes.tsv", "第1行", "label_zh"]
    ],
    [
      "a duplicated column",
      "units.tsv",
      text => text.replace("unit\twritten", "unit\tunit\twritten"),
      ["units.tsv", "第1行", "重复"]
    ],
    [
      "a row of another width",
      "codes.tsv",
      text => line(text, 5, row => `${row}\tx`),
      ["codes.tsv", "第5行", "制表符"]
    ],
    [
      "a code without label",
      "codes.tsv",
      text => line(text, 7, row => row.replace("脱贫不稳定户", "")),
      ["codes.tsv", "第7行", "不能为空"]
    ],
    [
      "a repeated code",
      "codes.tsv",
      text => line(text, 8, row => row.replace("marginal", "unstable_exited")),
      ["codes.tsv", "第8行", "unstable_exited", "重复"]
    ],
    [
      "an alias of two codes",
      "codes.tsv",
      text => line(text, 8, row => row.replace("边缘户", "不 稳定户")),
      ["codes.tsv", "第8行", "不稳定户", "unstable_exited"]
    ],
    [
      "a factor that is no number",
      "units.tsv",
      text => line(text, 2, row => row.replace("10000", "万")),
      ["units.tsv", "第2行", "正数"]
    ],
    [
      "a negative factor",
      "units.tsv",
      text => line(text, 2, row => row.replace("10000", "-1")),
      ["units.tsv", "第2行", "正数"]
    ],
    [
      "an identifier that is not English",
      "columns.tsv",
      text => line(text, 3, row => row.replace("township_name", "乡")),
      ["columns.tsv", "第3行", "小写英文"]
    ],
    [
      "an unknown type",
      "columns.tsv",
      text => line(text, 2, row => row.replace("\ttext\t", "\tstring\t")),
      ["columns.tsv", "第2行", "string"]
    ],
    [
      "an unknown requirement",
      "columns.tsv",
      text => line(text, 2, row => row.replace("\tkey\t", "\tmust\t")),
      ["columns.tsv", "第2行", "must"]
    ],
    [
      "an unknown code list",
      "columns.tsv",
      text => line(text, 8, row => row.replace("\trelation\t", "\trelative\t")),
      ["columns.tsv", "第8行", "relative"]
    ],
    [
      "a code column without list",
      "columns.tsv",
      text => line(text, 8, row => row.replace("\trelation\t", "\t-\t")),
      ["columns.tsv", "第8行", "代码表"]
    ],
    [
      "a personal flag that is neither",
      "columns.tsv",
      text => line(text, 2, row => row.replace("\tno\t", "\t否\t")),
      ["columns.tsv", "第2行", "pii"]
    ],
    [
      "a repeated column",
      "columns.tsv",
      text => line(text, 3, row => row.replace("township_name", "county_name")),
      ["columns.tsv", "第3行", "county_name", "重复"]
    ],
    [
      "a header of two columns",
      "columns.tsv",
      text => line(text, 3, row => row.replace("乡(镇)", "县")),
      ["columns.tsv", "“县”", "county_name", "township_name"]
    ],
    [
      "a rule for no column",
      "column_rules.tsv",
      text => line(text, 2, row => row.replace("county_name", "county_nam")),
      ["column_rules.tsv", "county_nam"]
    ],
    [
      "a table without columns",
      "tables.tsv",
      text => line(text, 2, row => row.replace("monitored_person", "people")),
      ["tables.tsv", "第2行", "people"]
    ],
    [
      "a table twice",
      "tables.tsv",
      text => text.replace(/^(village\t.*)$/m, "$1\n$1"),
      ["tables.tsv", "第5行", "village", "重复"]
    ],
    [
      "a probe of no column",
      "tables.tsv",
      text => line(text, 3, row => row.replace("household_id&id_number", "household_id&id_no")),
      ["tables.tsv", "第3行", "id_no"]
    ],
    [
      "columns without a table",
      "tables.tsv",
      text => text.replace(/^village\t.*\n/m, ""),
      ["tables.tsv", "缺少表 village"]
    ],
    [
      "a profile not in codes",
      "profiles.tsv",
      text => line(text, 2, row => row.replace("GB2020", "XX2020")),
      ["profiles.tsv", "第2行", "XX2020"]
    ],
    [
      "a certainty of no kind",
      "profiles.tsv",
      text => line(text, 2, row => row.replace("\ttext\t", "\tsure\t")),
      ["profiles.tsv", "第2行", "sure"]
    ],
    [
      "an absent parameter with a value",
      "profiles.tsv",
      text =>
        text.replace("FJ2020\tscale_cap_pct_deep_poverty\t\t", "FJ2020\tscale_cap_pct_deep_poverty\t0.10\t"),
      ["profiles.tsv", "scale_cap_pct_deep_poverty", "absent"]
    ],
    [
      "a parameter twice",
      "profiles.tsv",
      text => text.replace("FJ2020\tscale_reference_pct", "FJ2020\tscale_denominator"),
      ["profiles.tsv", "scale_denominator", "重复"]
    ],
    [
      "an indicator number of no form",
      "indicators.tsv",
      text => text.replace("\nK01\t", "\nK1\t"),
      ["indicators.tsv", "K1"]
    ],
    [
      "an indicator twice",
      "indicators.tsv",
      text => text.replace("\nK02\t", "\nK01\t"),
      ["indicators.tsv", "K01", "重复"]
    ],
    [
      "a level of no list",
      "indicators.tsv",
      text => text.replace("county>prefecture>province", "county>city>province"),
      ["indicators.tsv", "city"]
    ],
    [
      "a table of no contract",
      "indicators.tsv",
      text => text.replace("\tmonitored_person,region_stat\n", "\tmonitored_person,regions\n"),
      ["indicators.tsv", "regions"]
    ],
    [
      "a breakdown of no indicator",
      "breakdowns.tsv",
      text => line(text, 2, row => row.replace("K01", "K99")),
      ["breakdowns.tsv", "第2行", "K99"]
    ],
    [
      "an exact flag that is neither",
      "breakdowns.tsv",
      text => line(text, 2, row => row.replace("\tyes", "\t是")),
      ["breakdowns.tsv", "第2行", "exact"]
    ]
  ];
  test.each(cases)("%s", (_, file, change, parts) => {
    const message = refusalOf(changedPolicy(file, change));
    for (const part of parts) expect(message).toContain(part);
  });

  test("a missing file", () => {
    const folder = changedPolicy("units.tsv", text => `${text}\n`);
    rmSync(join(folder, "profiles.tsv"));
    expect(refusalOf(folder)).toContain("profiles.tsv 读不到");
  });

  test("Windows line ends and a byte order mark are taken", () => {
    const folder = changedPolicy("units.tsv", text => `\uFEFF${text.replaceAll("\n", "\r\n")}`);
    expect(readContract(folder).units.get("元")!.get("万元")).toBe(10000);
  });
});
