import { expect, test } from "vitest";
import { groundTables } from "../../loaders/model/model.ts";

test("the tables every figure may rest on are those the model's SQL reads; logs are none", () => {
  const tables = groundTables();
  for (const table of ["region_stat", "monitored_person", "village", "elimination_step", "workday_calendar"])
    expect(tables).toContain(table);
  for (const table of ["visit", "measure", "household_finance", "fund"]) expect(tables).not.toContain(table);
});
