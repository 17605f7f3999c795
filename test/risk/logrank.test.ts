import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { grayTest } from "../../loaders/risk/gray.ts";
import { splitAtMeasure } from "../../loaders/risk/incidence.ts";
import { type GroupedSpell, logRank } from "../../loaders/risk/logrank.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("组间检验");

const lung = input("kaplan_meier_logrank").map(row => ({
  stop: Number(row.time),
  cause: Number(row.event),
  group: row.sex!,
  stratum: row["ph.ecog"]!
}));
const unstratified = (spells: readonly GroupedSpell[]) => spells.map(({ stratum: _, ...spell }) => spell);
const three = input("delayed_entry", "right.csv").map(row => ({
  stop: Number(row.time),
  cause: Number(row.cause),
  group: row.group!,
  stratum: row.stratum!
}));

describe("log-rank test", () => {
  test("lung, by sex, and within strata of the performance score", () => {
    const wanted = expected("kaplan_meier_logrank");
    const { test: result, groups } = logRank(unstratified(lung));
    check.near([result!.chiSquare, result!.p], [wanted.logrank.chisq, wanted.logrank.p]);
    expect(result!.degrees).toBe(wanted.logrank.df);
    expect(groups.map(group => [group.group, group.size, group.observed])).toEqual([
      ["1", 138, 112],
      ["2", 90, 53]
    ]);
    check.near(
      groups.map(group => group.expected),
      wanted.logrank.expected
    );
    const within = logRank(lung.filter(spell => spell.stratum !== "NA"));
    check.near(within.test!.chiSquare, wanted.logrank_stratified_ecog.chisq);
  });

  test("three groups, ties, events on day 0", () => {
    const wanted = expected("delayed_entry").right;
    for (const [spells, { chiSquare, observed, expected: due }] of [
      [unstratified(three), wanted.logrank],
      [three, wanted.stratified]
    ] as const) {
      const { test: result, groups } = logRank(spells);
      check.near(result!.chiSquare, chiSquare);
      expect(result!.degrees).toBe(2);
      const sorted = wanted.groups.map((name: string) => groups.find(group => group.group === name)!);
      expect(sorted.map((group: { observed: number }) => group.observed)).toEqual(observed);
      check.near(
        sorted.map((group: { expected: number }) => group.expected),
        due
      );
    }
  });

  test("time before a measure counts without it", () => {
    const spells = [3, 5, 8, 13, 21].map((stop, id) => ({ id, start: 0, stop, cause: 1 }));
    const groups = spells.flatMap(spell =>
      splitAtMeasure(spell, 4).map(part => ({ ...part, group: `${part.exposed}` }))
    );
    expect(logRank(groups)).toMatchObject({
      test: null,
      groups: [
        { group: "false", size: 5, observed: 1, expected: 1 },
        { group: "true", size: 4, observed: 4, expected: 4 }
      ]
    });
  });

  test("no events: no test; one group: refused", () => {
    const none = unstratified(lung).map(spell => ({ ...spell, cause: 0 }));
    expect(logRank(none).test).toBeNull();
    expect(refusal(() => logRank(unstratified(lung).filter(spell => spell.group === "1")))).toContain("两组");
  });

  test("the order of spells and the names of groups do not matter", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(three, { minLength: 20 }), list => {
        const sorted = [...list].sort((a, b) => a.stop - b.stop || a.cause - b.cause);
        const [a, b] = [list, sorted].map(spells => logRank(spells).test?.chiSquare ?? null);
        expectClose(a, b, 1e-7);
      })
    );
  });
});

describe("Gray's test", () => {
  test("mgus2 by sex, myeloid by treatment, three groups with and without strata", () => {
    const mgus = input("aalen_johansen").map(row => ({
      stop: +row.etime!,
      cause: +row.ev!,
      group: row.sex!
    }));
    const myeloid = input("relapse_after_elimination").map(row => ({
      stop: +row.t!,
      cause: +row.ev!,
      group: row.trt!
    }));
    const { right } = expected("delayed_entry");
    for (const [spells, tests] of [
      [mgus, expected("aalen_johansen").gray_tests],
      [myeloid, expected("relapse_after_elimination").gray],
      [unstratified(three), right.gray],
      [three, right.grayStratified]
    ] as const) {
      check.near(
        tests.map((_: unknown, i: number) => {
          const result = grayTest(spells, i + 1)!;
          return [result.chiSquare, result.p, result.degrees];
        }),
        tests
      );
    }
  });

  test("late entry is refused; a cause that never happened has no test", () => {
    expect(refusal(() => grayTest([{ stop: 3, cause: 1, group: 1, start: 1 }, ...lung], 1))).toContain(
      "延迟进入"
    );
    expect(grayTest(unstratified(lung), 2)).toBeNull();
  });
});

test("the table of checks claims no more than this", () => check.holds());
