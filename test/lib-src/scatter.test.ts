import { expect, test } from "vitest";
import { clearOf } from "../../src/lib/scatter.ts";

const point = (x: number, y: number) => ({ x, y, width: 40, height: 16 });

test("a name stands at the right of its point, else where it hits nothing", () => {
  expect(clearOf([point(50, 50)], 200)).toEqual([{ x: 59, y: 50, anchor: "start" }]);
  expect(clearOf([point(180, 50)], 200)[0]).toMatchObject({ x: 171, anchor: "end" });
  const [first, second] = clearOf([point(100, 50), point(102, 56)], 200);
  expect(first!.anchor).toBe("start");
  expect(second).not.toMatchObject({ anchor: "start", y: 56 });
});

test("where no place is free the name stays at the right", () => {
  expect(clearOf([point(10, 10)], 20)).toEqual([{ x: 19, y: 10, anchor: "start" }]);
});
