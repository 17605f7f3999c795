import type ExcelJS from "exceljs";
import type { Column } from "../contract/contract.ts";
import type { Lists } from "./lists.ts";
import { needs } from "./look.ts";

const longestTitle = 32;
const longestPrompt = 255;

/**
 * The rule of a column's cells: a drop-down for codes, a range for numbers and days, and for all a note that shows
 * when a cell is entered. Only yes and no are held to; intake keeps other spellings of codes and lists them.
 */
export function entryRule(column: Column, meaning: string, lists: Lists): ExcelJS.DataValidation {
  return {
    ...kindOf(column, lists),
    allowBlank: true,
    showInputMessage: true,
    promptTitle: `${needs[column.required].word}：${column.header}`.slice(0, longestTitle),
    prompt: meaning.slice(0, longestPrompt)
  };
}

function kindOf(column: Column, lists: Lists): ExcelJS.DataValidation {
  const refusing = (error: string) => ({ showErrorMessage: true, errorTitle: "请核对", error });
  const between = <T extends number | Date>(from: T, to: T) => ({
    operator: "between" as const,
    formulae: [from, to],
    errorStyle: "warning"
  });
  switch (column.type) {
    case "bool":
    case "code":
      return {
        type: "list",
        formulae: [lists.formula(column.codes)],
        errorStyle: column.type === "bool" ? "stop" : "warning",
        ...refusing("请从下拉框里选；不在下拉框里的写法会保留原文，列入数据质量清单")
      };
    case "int":
      return { type: "whole", ...between(-999_999_999, 999_999_999), ...refusing("这一列填整数，不带单位") };
    case "decimal":
      return { type: "decimal", ...between(-1e12, 1e12), ...refusing("这一列填数字，不带单位") };
    case "date":
    case "month":
      return {
        type: "date",
        ...between(new Date(Date.UTC(1950, 0, 1)), new Date(Date.UTC(2099, 11, 31))),
        ...refusing(column.type === "date" ? "日期写成 2023-03-01" : "年月写成 2023-03")
      };
    default:
      // exceljs writes a rule of kind "any" as Excel does, though its types do not know it.
      return { type: "any" as "custom", formulae: [] };
  }
}
