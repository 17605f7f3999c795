import { expect, test } from "vitest";
import {
  allowanceTitle,
  hazards,
  hazardTitle,
  strainTitle,
  subsidyTitle,
  taperTitle
} from "../../src/lib/assurance.ts";
import { number, rate, readerOf } from "./help-world.ts";

test("allowances of households where nobody can work", () => {
  expect(allowanceTitle(rate(585, 585))).toBe("585 户无劳动能力户都有一项以上保障");
  expect(allowanceTitle(rate(9, 10))).toBe("无劳动能力户中 1 户没有任一保障，占 10.0%");
  expect(allowanceTitle(rate(0, 0))).toBe("没有无劳动能力的在册户");
  expect(allowanceTitle(undefined)).toBe("无劳动能力户的综合保障缺数据");
});

test("the allowance that runs out by degrees", () => {
  expect(taperTitle(number(111), number(27))).toBe("111 户在低保渐退期，27 户三个月内期满");
  expect(taperTitle(number(111), undefined)).toBe("111 户在低保渐退期");
  expect(taperTitle(number(0), number(0))).toBe("没有在低保渐退期的户");
  expect(taperTitle(undefined, undefined)).toBe("低保渐退缺数据");
});

test("hazards by item, subsidies, and strains", () => {
  expect(hazards(readerOf({ "K15|1|2023-12|核查项目=吃;分项=销号率|项": rate(1, 2) }))).toEqual([
    { name: "吃", measure: { indicator: "K15", breakdown: "核查项目=吃;分项=销号率", basis: "项" } }
  ]);
  expect(hazardTitle(rate(1535, 1664), number(127))).toBe("三保障及饮水 129 项隐患未销号，涉及 127 户");
  expect(hazardTitle(rate(4, 4), number(0))).toBe("三保障及饮水 4 项隐患都已销号");
  expect(hazardTitle(rate(0, 0), undefined)).toBe("没有发现三保障及饮水隐患");
  expect(hazardTitle(undefined, undefined)).toBe("三保障及饮水隐患缺数据");
  expect(subsidyTitle(rate(784, 801))).toBe("应发 801 人次补贴中 17 人次没有实发");
  expect(subsidyTitle(rate(8, 8))).toBe("已到应发日的 8 人次补贴都已实发");
  expect(subsidyTitle(rate(0, 0))).toBe("没有已到应发日的补贴");
  expect(subsidyTitle(undefined)).toBe("稳定补贴缺数据");
  expect(strainTitle(rate(1, 5), rate(1, 10))).toBe(
    "收入低于监测线的占 20.0%，刚性支出大于上年收入的占 10.0%"
  );
  expect(strainTitle(undefined, undefined)).toBe("收入与支出的三项占比没有数");
});
