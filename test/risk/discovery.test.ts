import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { falseDiscovery } from "../../loaders/risk/discovery.ts";
import { checked, expected, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("错误发现率", 1e-14);

test("p.adjust, with ties", () => {
  const { p, q } = expected("discovery_cases");
  check.near(falseDiscovery(p), q);
});

test("what was not tested does not count among the tests", () => {
  expect(falseDiscovery([null, 0.01, null, 0.04])).toEqual([null, 0.02, null, 0.04]);
  expect(falseDiscovery([])).toEqual([]);
  expect(falseDiscovery([null])).toEqual([null]);
});

test("q is at least p, at most 1, in the order of p", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), p => {
      const q = falseDiscovery(p) as number[];
      q.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(p[i]!);
        expect(value).toBeLessThanOrEqual(1);
        p.forEach((other, j) => {
          if (other <= p[i]!) expect(q[j]!).toBeLessThanOrEqual(value);
        });
      });
    })
  );
});

test("refusals", () => {
  expect(refusal(() => falseDiscovery([0.1, 1.2]))).toContain("1.2");
  expect(refusal(() => falseDiscovery([0.1, Number.NaN]))).toContain("第 2 个");
});

test("the table of checks claims no more than this", () => check.holds());
