import { describe, expect, it } from "vitest";
import {
  addWorkdays,
  dayText,
  lastDay,
  monthOf,
  parseDay,
  quarterText
} from "../../loaders/demo/calendar.ts";
import { idNumber } from "../../loaders/demo/identity.ts";
import { createRandom } from "../../loaders/demo/random.ts";

describe("createRandom", () => {
  it("repeats a stream by seed and path, and parts streams by either", () => {
    const draw = (...path: [number, ...(string | number)[]]) => {
      const random = createRandom(...path);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7, "visit", 3)).toEqual(draw(7, "visit", 3));
    expect(draw(7, "visit", 3)).not.toEqual(draw(7, "visit", 4));
    expect(draw(7, "visit", 3)).not.toEqual(draw(8, "visit", 3));
    expect(draw(7, "visit", 3)).not.toEqual(draw(7, "visits", 3));
  });

  it("is even, keeps its bounds and follows weights", () => {
    const random = createRandom(1, "even");
    let sum = 0;
    let outside = 0;
    const counts = [0, 0, 0];
    for (let i = 0; i < 30000; i++) {
      sum += random.next();
      counts[random.weighted([1, 0, 3])]!++;
      const whole = random.int(-2, 2);
      if (whole < -2 || whole > 2 || Math.abs(random.normal()) > 3) outside++;
    }
    expect(outside).toBe(0);
    expect(sum / 30000).toBeCloseTo(0.5, 2);
    expect(counts[1]).toBe(0);
    expect(counts[2]! / 30000).toBeCloseTo(0.75, 1);
  });

  it("opens unrelated streams for neighbouring numbers", () => {
    const firsts = Array.from({ length: 20000 }, (_, i) => createRandom(1, "household", i).next());
    expect(firsts.reduce((sum, value) => sum + value, 0) / firsts.length).toBeCloseTo(0.5, 2);
    const product = firsts.slice(1).reduce((sum, value, i) => sum + (value - 0.5) * (firsts[i]! - 0.5), 0);
    expect(Math.abs(product / firsts.length)).toBeLessThan(0.003);
  });
});

describe("calendar", () => {
  it("counts months, days and working days", () => {
    expect(dayText(lastDay(monthOf(2024, 2)))).toBe("2024-02-29");
    expect(quarterText(monthOf(2023, 10))).toBe("2023Q4");
    expect(parseDay("2023-02-29")).toBeUndefined();
    // Over the National Day week of 2023, whose last days are worked off on the weekend after.
    expect(dayText(addWorkdays(parseDay("2023-09-27")!, 5))).toBe("2023-10-10");
  });
});

describe("idNumber", () => {
  it("gives distinct numbers to distinct serials", () => {
    const numbers = new Set(Array.from({ length: 50000 }, (_, i) => idNumber(i, "19700101", i % 2 === 0)));
    expect(numbers.size).toBe(50000);
  });
});
