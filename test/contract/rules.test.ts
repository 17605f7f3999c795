import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import type { Judging } from "../../loaders/contract/rules.ts";
import { changedPolicy, refusalOf, removePolicies } from "./policy.ts";

beforeEach(() => expect.hasAssertions());

afterAll(removePolicies);

/** What the contract's reader says of the project's policy with one file changed. */
const refusal = (file: string, change: (text: string) => string): string =>
  refusalOf(changedPolicy(file, change));

/** The first row of a table, line 2, with one cell changed. */
const cell =
  (from: string, to: string) =>
  (text: string): string => {
    const lines = text.split("\n");
    const cells = lines[1]!.split("\t");
    const at = cells.indexOf(from);
    if (at < 0) throw new Error(`line 2 has no cell ${from}`);
    cells[at] = to;
    lines[1] = cells.join("\t");
    return lines.join("\n");
  };

/** A row put in as line 2. */
const row =
  (...cells: readonly string[]) =>
  (text: string): string =>
    text.replace("\n", `\n${cells.join("\t")}\n`);

describe("who judges what, broken, is refused with file, line and reason", () => {
  const cases: readonly [string, (text: string) => string, readonly string[]][] = [
    ["an indicator of no catalogue", cell("K05", "K99"), ["第2行", "K99", "indicators.tsv"]],
    ["an indicator left blank", cell("K05", ""), ["第2行", "indicators.tsv", "改正 indicator"]],
    ["a profile of no list", cell("FJ2020", "FJ2030"), ["第2行", "FJ2030", "codes.tsv"]],
    ["a profile left blank", cell("FJ2020", ""), ["第2行", "改正 profile"]],
    [
      "a way of judging of no kind",
      cell("all_by_param", "most"),
      ["第2行", "most", "all_known", "at_least_share"]
    ],
    ["a way of judging left blank", cell("all_by_param", ""), ["第2行", "改正 rule"]],
    [
      "a parameter of no profile",
      cell("assign_within_days", "assign_days"),
      ["第2行", "assign_days", "profiles.tsv"]
    ],
    [
      "a minimum without its parameter",
      row("K36", "HN2021", "", "", "county", "at_least", ""),
      ["第2行", "at_least", "填写 param_key"]
    ],
    [
      "a minimum share without its parameter",
      row("K18", "FJ2020", "分母口径=季末", "", "", "at_least_share", ""),
      ["第2行", "at_least_share", "填写 param_key"]
    ],
    ["a row too short", row("K05", "FJ2020", "", "", "", "all"), ["第2行", "应有 7 列，实有 6 列"]],
    ["a row too long", row("K05", "FJ2020", "", "", "", "all", "", "x"), ["第2行", "应有 7 列，实有 8 列"]],
    ["a column gone", text => text.replace("\tlevels\t", "\tlevel\t"), ["第1行", "缺少“levels”列"]],
    ["a column twice", text => text.replace("\n", "\trule\n"), ["第1行", "重复"]]
  ];
  test.each(cases)("%s", (_, change, parts) => {
    const message = refusal("judging.tsv", change);
    expect(message).toContain("政策表 judging.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});

describe("what an indicator cannot do without, broken, is refused with file, line and reason", () => {
  const cases: readonly [string, (text: string) => string, readonly string[]][] = [
    ["an indicator of no catalogue", cell("K01", "K77"), ["第2行", "K77", "indicators.tsv"]],
    ["a table of no contract", cell("monitored_person", "people"), ["第2行", "people", "tables.tsv"]],
    [
      "one of several tables of no contract",
      row("K12", "", "household_finance|incomes", "", ""),
      ["第2行", "incomes", "tables.tsv"]
    ],
    [
      "a column the table has not",
      row("K04", "", "clue", "received_on|heard_on", ""),
      ["第2行", "clue", "heard_on", "改正 columns"]
    ],
    [
      "a column only one of several tables has",
      row("K12", "", "household_finance|income_year", "rigid_expense", ""),
      ["第2行", "income_year", "rigid_expense"]
    ],
    ["no table at all", row("K04", "", "", "", ""), ["第2行", "tables 为空", "填写 tables"]],
    ["a row too short", row("K04", "", "clue"), ["第2行", "应有 5 列，实有 3 列"]],
    ["a column gone", text => text.replace("keeps_numerator", "keeps"), ["第1行", "缺少“keeps_numerator”列"]]
  ];
  test.each(cases)("%s", (_, change, parts) => {
    const message = refusal("needs.tsv", change);
    expect(message).toContain("政策表 needs.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});

describe("which risk goes with which event, broken, is refused with file, line and reason", () => {
  const cases: readonly [string, (text: string) => string, readonly string[]][] = [
    ["an event of no list", cell("flood_drought", "flood"), ["第2行", "flood", "hazard_type"]],
    ["an event left blank", cell("flood_drought", ""), ["第2行", "改正 event"]],
    ["a risk of no list", cell("natural_disaster", "disaster"), ["第2行", "disaster", "risk_type"]],
    ["a risk left blank", cell("natural_disaster", ""), ["第2行", "改正 risk"]],
    ["a column gone", text => text.replace("\trisk\t", "\trisks\t"), ["第1行", "缺少“risk”列"]]
  ];
  test.each(cases)("%s", (_, change, parts) => {
    const message = refusal("event_risks.tsv", change);
    expect(message).toContain("政策表 event_risks.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});

describe("what a warning's predicates rest on, broken, is refused with file, line and reason", () => {
  const cases: readonly [string, (text: string) => string, readonly string[]][] = [
    ["a level of no list", cell("red", "scarlet"), ["第2行", "scarlet", "warning_level"]],
    ["a level left blank", cell("red", ""), ["第2行", "改正 level"]],
    [
      "a column the table has not",
      text => text.replace("monitored_person.tekun_status", "monitored_person.tekun"),
      ["第2行", "monitored_person.tekun ", "columns.tsv"]
    ],
    [
      "a table of no contract",
      text => text.replace("monitored_person.tekun_status", "people.tekun_status"),
      ["第2行", "people.tekun_status", "改正 inputs"]
    ],
    ["a column gone", text => text.replace("\tinputs\t", "\tinput\t"), ["第1行", "缺少“inputs”列"]]
  ];
  test.each(cases)("%s", (_, change, parts) => {
    const message = refusal("predicates.tsv", change);
    expect(message).toContain("政策表 predicates.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});

describe("bands that are broken are refused with file, line and reason", () => {
  const cases: readonly [string, (text: string) => string, readonly string[]][] = [
    ["a band of no list", cell("income_per_capita", ""), ["第2行", "补上该格"]],
    ["an end that is no number", cell("2000", "二千"), ["第2行", "二千", "改正 from、to"]],
    ["a gap between two bands", cell("2000", "1999"), ["第3行", "2000", "1999", "改正 from"]],
    [
      "a lower end above the upper",
      text => text.replace("\t2000\t4000\t", "\t4000\t2000\t"),
      ["第3行", "改正 from、to"]
    ],
    ["a label twice", text => text.replace("\t2,000–4,000 元\t", "\t2,000 元以下\t"), ["第3行", "重复"]],
    ["a column gone", text => text.replace("\tto\t", "\tuntil\t"), ["第1行", "缺少“to”列"]]
  ];
  test.each(cases)("%s", (_, change, parts) => {
    const message = refusal("bands.tsv", change);
    expect(message).toContain("政策表 bands.tsv");
    for (const part of parts) expect(message).toContain(part);
  });
});

describe("the project's own rules agree with the catalogue", () => {
  const contract = readContract();

  /** K02 is judged by a cap or a reference, which no rule of judging.tsv says: its verdict is in 10_scale.sql. */
  const judgedElsewhere = ["K02"];

  /** Thresholds the catalogue's `judged_by` gives: profile → how it is written there. */
  function thresholds(judgedBy: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const part of judgedBy.split(";")) {
      const [, names, text] =
        /^\s*([A-Z0-9|]+):.*?(=1\.00|=0(?![.\d])|numerator>=.*|>=.*|<=.*)/.exec(part) ?? [];
      for (const profile of names?.split("|") ?? []) found.set(profile, text!);
    }
    return found;
  }

  const judges = (indicator: string): readonly Judging[] =>
    contract.judging.filter(rule => rule.indicator === indicator);

  test("exactly the profiles that `judged_by` names with a threshold have rows in judging.tsv", () => {
    const named: string[] = [];
    const written: string[] = [];
    for (const indicator of contract.indicators.values()) {
      if (judgedElsewhere.includes(indicator.id)) continue;
      named.push(...[...thresholds(indicator.judgedBy).keys()].sort().map(id => `${indicator.id} ${id}`));
      written.push(
        ...[...new Set(judges(indicator.id).map(rule => rule.profile))]
          .sort()
          .map(id => `${indicator.id} ${id}`)
      );
    }
    expect(written).toEqual(named);
    expect(named.length).toBeGreaterThan(40);
  });

  test("and judge the way it is written: all, none, a minimum, a share", () => {
    const wrong: string[] = [];
    for (const indicator of contract.indicators.values())
      for (const rule of judges(indicator.id)) {
        const text = thresholds(indicator.judgedBy).get(rule.profile) ?? "";
        const value = contract.profiles.get(rule.profile)!.params.get(rule.param)?.value ?? "";
        const number = Number(/>=(?:ceil\()?([\d.]+)/.exec(text)?.[1]);
        const fits =
          text === "=0"
            ? rule.rule === "none"
            : text === "=1.00"
              ? rule.rule === "at_least_share"
                ? Number(value) === 1
                : rule.rule.startsWith("all")
              : rule.rule === (text.includes("*N") ? "at_least_share" : "at_least") &&
                Number(value) === number;
        if (!fits) wrong.push(`${rule.indicator} ${rule.profile} ${rule.rule} ${value} / ${text}`);
      }
    expect(wrong).toEqual([]);
  });

  test("no document judges by a parameter it does not state", () => {
    const silent = contract.judging.filter(
      rule => rule.param && contract.profiles.get(rule.profile)!.params.get(rule.param)!.value === ""
    );
    expect(silent).toEqual([]);
  });

  test("a minimum is a number", () => {
    const minima = contract.judging.filter(rule => rule.rule.startsWith("at_least"));
    const values = minima.map(rule =>
      Number(contract.profiles.get(rule.profile)!.params.get(rule.param)!.value)
    );
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter(value => !(value > 0))).toEqual([]);
  });

  test("levels and bases are those of the catalogue", () => {
    const levels = new Set(contract.codes.get("region_level")!.map(code => code.code));
    const stray = contract.judging.filter(
      rule =>
        rule.levels.flatMap(level => level.split("@")).some(level => !levels.has(level)) ||
        (rule.basis && !contract.indicators.get(rule.indicator)!.basis.split("、").includes(rule.basis))
    );
    expect(stray).toEqual([]);
  });

  test("rows that are judged are rows the catalogue lists", () => {
    /** Judged, but of no line of their own in breakdowns.tsv, with the reason. */
    const exceptions = new Map([
      ["K49 监测对象类别", "README §8.16：在枣庄口径下对边缘易致贫户行判"],
      ["K52 类型;分项", "目录的判断按县数扶贫车间，类型行给的是达标率"]
    ]);
    const listed = new Set(contract.breakdowns.map(entry => `${entry.indicator} ${entry.dimensions}`));
    const stray = contract.judging
      .map(rule => `${rule.indicator} ${rule.breakdown.replaceAll(/=[^;]*/g, "")}`)
      .filter(name => !listed.has(name));
    expect(stray).toEqual([...exceptions.keys()]);
  });

  test("an indicator needs only tables of its own line in the catalogue", () => {
    /** Tables named in needs.tsv but not in the catalogue's needs_tables, with the reason. */
    const exceptions = new Map([
      ["K13 monitored_person", "分母限期末在册户（README §8.24）"],
      ["K14 monitored_person", "分母限期末在册户（README §8.24）"]
    ]);
    const stray = new Set<string>();
    for (const need of contract.needs)
      for (const table of need.tables)
        if (!contract.indicators.get(need.indicator)!.tables.includes(table))
          stray.add(`${need.indicator} ${table}`);
    expect([...stray].sort()).toEqual([...exceptions.keys()].sort());
  });

  test("every indicator but the one of data quality says what it needs", () => {
    const silent = [...contract.indicators.keys()].filter(
      id => !contract.needs.some(need => need.indicator === id)
    );
    // K48 counts whatever was handed in: nothing can be missing for it.
    expect(silent).toEqual(["K48"]);
  });

  test("every kind of hazard has a kind of risk that goes with it", () => {
    const events = new Set(contract.eventRisks.map(entry => entry.event));
    expect(contract.codes.get("hazard_type")!.filter(code => !events.has(code.code))).toEqual([]);
  });
});
