import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classCounts, classOf, niceBreaks } from "../../src/lib/geo-breaks.ts";

describe("niceBreaks", () => {
  it("divides the shares of a prefecture at whole percents", () => {
    const values = [2.96, 5.47, 5.24, 3.92, 3.95, 3.19, 4.23, 3.77, 7.33, 7.03, 6.84, 6.67, 5.64, 4.84];
    expect(niceBreaks(values, 0.01)).toEqual([3, 4, 5, 6, 7]);
  });

  it("keeps whole numbers for counts", () => {
    for (const step of niceBreaks([3, 4, 4, 5, 7], 1)) expect(Number.isInteger(step)).toBe(true);
  });

  it("gives nothing for no values, and classes for one value repeated", () => {
    expect(niceBreaks([], 1)).toEqual([]);
    expect(niceBreaks([Number.NaN], 1)).toEqual([]);
    expect(niceBreaks([50, 50, 50], 1)).toHaveLength(5);
  });

  it("keeps below the most a share can be, so that the last class may be all of it", () => {
    expect(niceBreaks([99.6, 100, 100, 99.9, 98], 0.1, 100).at(-1)).toBeLessThanOrEqual(100);
    expect(niceBreaks([100, 100], 0.1, 100)).toEqual([20, 40, 60, 80, 100]);
  });

  it("divides values below nought as well", () => {
    const breaks = niceBreaks([-30, -12, -4, 3, 18, 40], 1);
    expect(breaks[0]).toBeLessThan(0);
    expect(breaks.at(-1)).toBeGreaterThan(0);
  });

  it("gives five ascending thresholds, a readable step apart", () => {
    const values = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, list => {
        const breaks = niceBreaks(list, 0.01);
        expect(breaks).toHaveLength(5);
        const steps = breaks.slice(1).map((value, i) => value - breaks[i]!);
        for (const step of steps) {
          expect(step).toBeGreaterThan(0);
          expect(step).toBeCloseTo(steps[0]!, 6);
        }
        expect(Number(steps[0]!.toPrecision(6)).toExponential()).toMatch(/^(1|2|2\.5|5)e/);
      })
    );
  });

  it("does not depend on the order of the values", () => {
    const values = [8, 1, 5, 3, 3, 9, 2];
    expect(niceBreaks([...values].reverse(), 1)).toEqual(niceBreaks(values, 1));
  });
});

describe("classOf", () => {
  it("puts a value on a threshold into the class above", () => {
    const breaks = [3, 4, 5, 6, 7];
    expect([2.99, 3, 4.999, 7, 70].map(value => classOf(value, breaks))).toEqual([0, 1, 2, 5, 5]);
  });

  it("counts every value once", () => {
    const counts = classCounts([1, 3, 3.5, 7, 9], [3, 4, 5, 6, 7]);
    expect(counts).toEqual([1, 2, 0, 0, 0, 2]);
  });
});
