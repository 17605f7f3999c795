import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Column, type Table, tableOf } from "../../loaders/contract/contract.ts";
import { exampleMarker } from "../../loaders/intake/sheet.ts";
import { readHints } from "../../loaders/templates/hint.ts";
import { type Template, templates } from "../../loaders/templates/templates.ts";
import { contract, exportsFolder, idNumber, type Run, removeFolders, takeIn } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const asOf = "2023-12-31";
const tables = [...contract().tables.values()].filter(table => ["B", "C"].includes(table.group));
const isForm = (table: Table): boolean => table.sections.length > 0;
/** Columns with a cell in the grid; a form's others stand in its titles. */
const gridOf = (table: Table): readonly Column[] =>
  table.columns.filter(column => column.id !== table.sectionColumn && !column.header.endsWith(":"));
const headers = (table: Table): string[] => gridOf(table).map(column => column.header);

let made: Template[];
const books = new Map<string, ExcelJS.Workbook>();
const bytesOf = (name: string): Uint8Array => made.find(template => template.name === name)!.bytes;
const sheetOf = (table: Table): ExcelJS.Worksheet => books.get(table.id)!.worksheets[0]!;
/** Row of a sheet's first example. */
const exampleRow = (table: Table): number => {
  let found = 0;
  sheetOf(table).eachRow((row, number) => {
    if (row.getCell(1).text.startsWith(exampleMarker)) found ||= number;
  });
  return found;
};

beforeAll(async () => {
  made = await templates(contract());
  for (const { table, name, bytes } of made) {
    if (!name.endsWith(".xlsx")) continue;
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
    books.set(table, book);
  }
});

/** A valid entry of a column, made from its type and codes alone. */
function entry(column: Column): string | number | Date {
  if (column.personal === "id") return idNumber(7);
  switch (column.type) {
    case "bool":
    case "code":
      return contract().codes.get(column.codes)!.at(-1)!.label;
    case "int":
      return 7;
    case "decimal":
      return -7.25;
    case "date":
      return new Date(Date.UTC(2023, 10, 30));
    case "month":
      return new Date(Date.UTC(2023, 10, 1));
    case "list":
      return "990101001|990101002";
    default:
      return column.id.endsWith("_id") ? `${column.id}-7` : "=示例村";
  }
}

const written = (value: string | number | Date): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value);

/** What intake must say of one file: its table, and each row it read. */
function account(table: Table, name: string, rows: { accepted: number; blank: number }): object {
  return {
    name,
    status: "accepted",
    reason: "",
    table_id: table.id,
    rows_read: rows.accepted + rows.blank,
    rows_accepted: rows.accepted,
    rows_refused: 0,
    rows_blank: rows.blank,
    rows_duplicate: 0,
    rows_placeholder: 0,
    rows_example: 1
  };
}

/** Takes in one file a table and checks that each is known, whole, and that no row or column is lost or doubtful. */
async function expectTaken(
  suffix: string,
  content: (table: Table) => string | Uint8Array | Promise<string | Uint8Array>,
  rows: { accepted: number; blank: number }
): Promise<Run> {
  const folder = exportsFolder({});
  for (const table of tables) writeFileSync(join(folder, `${table.name}${suffix}`), await content(table));
  const run = await takeIn(folder, { asOf });
  const files = await run.rows("SELECT * FROM source_file ORDER BY name");
  expect(files).toHaveLength(tables.length);
  for (const table of tables) {
    const name = `${table.name}${suffix}`;
    expect(files.find(file => file.name === name)).toMatchObject(account(table, name, rows));
  }
  expect(await run.rows("SELECT * FROM reject")).toEqual([]);
  const sheets = await run.rows(
    "SELECT table_id, sheet_no, lacking, unknown_headers, array_to_string(list_sort(columns), ' ') AS columns FROM source_sheet"
  );
  expect(sheets).toHaveLength(tables.length);
  const over = suffix.endsWith(".xlsx") ? "享受帮扶政策" : "";
  for (const table of tables) {
    const sheet = sheets.find(({ table_id }) => table_id === table.id)!;
    expect(sheet).toEqual({
      table_id: table.id,
      sheet_no: 0,
      lacking: "",
      unknown_headers: isForm(table) ? over : "",
      columns: gridOf(table)
        .map(column => column.id)
        .sort()
        .join(" ")
    });
  }
  return run;
}

/** Staged rows of each table that lack nothing they should have and hold no fault. */
async function expectWhole(run: Run): Promise<void> {
  for (const table of tables) {
    const [row, ...others] = await run.rows(
      `SELECT state, faults, is_missing FROM staging."${table.id}" WHERE state <> 'refused'`
    );
    expect([table.id, row, others]).toEqual([
      table.id,
      { state: "accepted", faults: 0, is_missing: false },
      []
    ]);
  }
}

describe("an untouched template is known by name and columns, and its example row is counted, not taken", () => {
  test.each([".xlsx", ".csv"])("%s", async suffix => {
    const run = await expectTaken(suffix, table => bytesOf(`${table.name}${suffix}`), {
      accepted: 0,
      blank: 1
    });
    run.close();
  });

  test("under a name that says nothing, too, and 说明 is never a table", async () => {
    const folder = exportsFolder({});
    for (const table of tables)
      writeFileSync(join(folder, `${table.id}.xlsx`), bytesOf(`${table.name}.xlsx`));
    const run = await takeIn(folder, { asOf });
    try {
      expect(await run.rows("SELECT * FROM source_sheet WHERE sheet_no > 0")).toEqual([]);
      expect(await run.rows("SELECT name, reason FROM source_file WHERE status = 'refused'")).toEqual([]);
      const known = await run.rows("SELECT name, table_id FROM source_file WHERE status = 'accepted'");
      expect(known.filter(file => file.name !== `${file.table_id}.xlsx`)).toEqual([]);
      expect(known.length).toBeGreaterThan(tables.length / 2);
      for (const file of run.report.files)
        expect(file.sheets.filter(sheet => !sheet.table && sheet.filled).map(sheet => sheet.name)).toContain(
          "说明"
        );
    } finally {
      run.close();
    }
  });
});

describe("one row filled in below the example is one row accepted, whole and without fault", () => {
  test("in the workbook", async () => {
    const run = await expectTaken(
      ".xlsx",
      async table => {
        const book = books.get(table.id)!;
        const row = exampleRow(table) + 1;
        gridOf(table).forEach((column, i) => {
          sheetOf(table).getCell(row, i + 1).value = entry(column);
        });
        // exceljs is slow to write rules back; Excel keeps them.
        const sheet = sheetOf(table) as unknown as { dataValidations: { model: object } };
        const { model } = sheet.dataValidations;
        sheet.dataValidations.model = {};
        const bytes = new Uint8Array((await book.xlsx.writeBuffer()) as ArrayBuffer);
        sheet.dataValidations.model = model;
        sheetOf(table).getRow(row).values = [];
        return bytes;
      },
      { accepted: 1, blank: 1 }
    );
    try {
      await expectWhole(run);
      const [finance] = await run.rows(
        "SELECT period_end, income_total, income_basis, income_stable FROM staging.household_finance"
      );
      expect(finance).toMatchObject({ period_end: 202311, income_basis: "net", income_stable: false });
      expect(await run.rows("SELECT received_on::VARCHAR AS day, dept FROM staging.clue")).toEqual([
        { day: "2023-11-30", dept: "d99_other" }
      ]);
      expect(await run.rows("SELECT section, village, confirmed_ym FROM staging.ledger_zz")).toEqual([
        { section: 1, village: "=示例村", confirmed_ym: 202311 }
      ]);
    } finally {
      run.close();
    }
  });

  test("in the CSV", async () => {
    const run = await expectTaken(
      ".csv",
      table => {
        const lines = Buffer.from(bytesOf(`${table.name}.csv`))
          .toString()
          .split("\r\n");
        const at = lines.findIndex(line => line.startsWith(exampleMarker));
        lines.splice(at + 1, 0, gridOf(table).map(entry).map(written).join(","));
        return lines.join("\r\n");
      },
      { accepted: 1, blank: 1 }
    );
    try {
      await expectWhole(run);
    } finally {
      run.close();
    }
  });

  test("the example itself is such a row once its marker is gone", async () => {
    const folder = exportsFolder({});
    for (const table of tables) {
      const text = Buffer.from(bytesOf(`${table.name}.csv`)).toString();
      expect(text).toContain(exampleMarker);
      writeFileSync(join(folder, `${table.name}.csv`), text.replace(exampleMarker, ""));
    }
    const run = await takeIn(folder, { asOf });
    try {
      expect(await run.rows("SELECT * FROM reject")).toEqual([]);
      await expectWhole(run);
      const [person] = await run.rows("SELECT id_no_state FROM staging.ledger_zz");
      expect(person).toEqual({ id_no_state: "ok" });
    } finally {
      run.close();
    }
  });

  test("the ledger's two sections give their categories", async () => {
    const table = tableOf(contract(), "ledger_zz");
    const lines = Buffer.from(bytesOf(`${table.name}.csv`))
      .toString()
      .trimEnd()
      .split("\r\n");
    const row = (n: number): string =>
      gridOf(table)
        .map(column => (column.id === "id_no" ? idNumber(n) : written(entry(column))))
        .join(",");
    const example = lines.findIndex(line => line.startsWith(exampleMarker));
    lines.splice(example + 1, 0, row(1));
    lines.push(row(2));
    lines[1] = lines[1]!.replace("单位：", "单位：甲镇");
    const run = await takeIn(exportsFolder({ [`${table.name}.csv`]: `${lines.join("\r\n")}\r\n` }), { asOf });
    try {
      expect(await run.rows("SELECT section, reporting_unit FROM staging.ledger_zz ORDER BY row_no")).toEqual(
        [
          { section: 1, reporting_unit: "甲镇" },
          { section: 2, reporting_unit: "甲镇" }
        ]
      );
    } finally {
      run.close();
    }
  });
});

describe("the workbook", () => {
  test("is there for every local table and no other, with a CSV beside it", () => {
    expect(made.map(({ name }) => name).sort()).toEqual(
      tables.flatMap(table => [`${table.name}.xlsx`, `${table.name}.csv`]).sort()
    );
    expect(tables.length).toBe(32);
  });

  test("has the contract's headers in order, frozen above the example", () => {
    for (const table of tables) {
      const sheet = sheetOf(table);
      const example = exampleRow(table);
      const head = Array.from(
        { length: gridOf(table).length },
        (_, i) => sheet.getCell(example - 1, i + 1).text
      );
      expect([table.id, head]).toEqual([table.id, headers(table)]);
      expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: example - 1 });
      expect(example).toBe(isForm(table) ? 6 : 2);
    }
  });

  test("shows keys and required columns by shade and weight, never by a hue", () => {
    for (const table of tables) {
      const looks = new Map<string, string>();
      gridOf(table).forEach((column, i) => {
        const cell = sheetOf(table).getCell(exampleRow(table) - 1, i + 1);
        const fill = (cell.fill as ExcelJS.FillPattern).fgColor!.argb!;
        expect(fill).toMatch(/^FF(..)\1\1$/);
        const look = `${fill}${cell.font.bold}${cell.font.underline}${cell.border.bottom?.style}`;
        looks.set(column.required, looks.get(column.required) ?? look);
        expect([table.id, column.id, look]).toEqual([table.id, column.id, looks.get(column.required)]);
      });
      expect(new Set(looks.values()).size).toBe(looks.size);
    }
  });

  test("offers every code, boolean and tick column its list; long lists stand on the hidden sheet", () => {
    let hidden = 0;
    for (const table of tables) {
      const codes = books.get(table.id)!.getWorksheet("代码");
      if (codes) expect(codes.state).toBe("hidden");
      gridOf(table).forEach((column, i) => {
        const sheet = sheetOf(table);
        const rule = sheet.getCell(exampleRow(table) + 1, i + 1).dataValidation;
        expect(rule).toMatchObject({ showInputMessage: true });
        expect(rule.prompt).not.toBe("");
        if (!column.codes) {
          expect(rule.type).not.toBe("list");
          return;
        }
        const labels = contract()
          .codes.get(column.codes)!
          .map(code => code.label);
        const formula = String(rule.formulae[0]);
        expect(rule.type).toBe("list");
        expect(sheet.getCell(exampleRow(table) + 4000, i + 1).dataValidation.formulae).toEqual(rule.formulae);
        const range = /^'代码'!\$([A-Z])\$1:\$\1\$(\d+)$/.exec(formula);
        if (range) {
          hidden += 1;
          const column_ = codes!.getColumn(range[1]!).values.slice(1);
          expect(column_).toEqual(labels);
          expect(Number(range[2])).toBe(labels.length);
          expect(labels.join(",").length).toBeGreaterThan(255);
        } else {
          expect(formula).toBe(`"${labels.join(",")}"`);
          expect(formula.length).toBeLessThanOrEqual(257);
        }
      });
    }
    expect(hidden).toBeGreaterThan(0);
  });

  test("formats columns by type: text stays as typed, days and months are days", () => {
    for (const table of tables)
      gridOf(table).forEach((column, i) => {
        const formats: Partial<Record<Column["type"], string>> = {
          date: "yyyy-mm-dd",
          month: "yyyy-mm",
          int: "0"
        };
        const format = sheetOf(table).getColumn(i + 1).numFmt ?? "General";
        if (column.type === "decimal") expect(format).not.toBe("@");
        else
          expect([table.id, column.id, format]).toEqual([table.id, column.id, formats[column.type] ?? "@"]);
      });
    const measure = tableOf(contract(), "measure");
    const at = gridOf(measure).findIndex(column => column.id === "start_on") + 1;
    expect(sheetOf(measure).getCell(2, at).value).toBeInstanceOf(Date);
  });

  test("explains every column, its need, its codes, and the indicators that want the table", () => {
    for (const table of tables) {
      const sheet = books.get(table.id)!.getWorksheet("说明")!;
      const rows: string[][] = [];
      sheet.eachRow(row => void rows.push(Array.from({ length: 7 }, (_, i) => row.getCell(i + 1).text)));
      const text = rows.flat().join("\n");
      expect(text).toContain(exampleMarker);
      for (const indicator of contract().indicators.values())
        expect([table.id, text.includes(`${indicator.id}　${indicator.name}`)]).toEqual([
          table.id,
          indicator.tables.includes(table.id)
        ]);
      for (const column of table.columns) {
        const row = rows.find(([name]) => name === `「${column.header}」`)!;
        expect([table.id, column.id, row[4] !== ""]).toEqual([table.id, column.id, true]);
        expect(row[3]).toBe(column.unit);
        if (!gridOf(table).includes(column)) expect(row[1]).toBe("标题");
        else expect(row[1]).toBe({ key: "键", yes: "必填", no: "可缺" }[column.required]);
        for (const code of column.codes ? contract().codes.get(column.codes)! : [])
          expect(row[5]!.split("；")).toContain(code.label);
      }
    }
  });

  test("carries no person: example ids are of a prefix no place has", () => {
    for (const { bytes, name } of made) {
      if (!name.endsWith(".csv")) continue;
      const text = Buffer.from(bytes).toString();
      for (const [number] of text.matchAll(/\d{17}[\dX]/g)) expect(number).toMatch(/^99/);
      expect(text).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
    }
    expect(Buffer.from(bytesOf("走访记录.csv")).subarray(0, 3)).toEqual(Buffer.from("\uFEFF"));
    expect(Buffer.from(bytesOf("走访记录.csv")).toString()).toMatch(/^[^\n]*\r\n[^\n]*\r\n$/);
  });
});

test("the ledger is the form itself: title, unit, sections, heads in two lines, merged", () => {
  const table = tableOf(contract(), "ledger_zz");
  const sheet = sheetOf(table);
  expect(sheet.getCell("A1").text).toBe(table.name);
  expect(sheet.getCell("A2").text).toBe("单位：");
  expect(sheet.getCell("A3").text).toBe("一、一般农户中存在致贫风险的人口");
  expect(sheet.getCell("H4").text).toBe("享受帮扶政策");
  expect(sheet.getCell("Q4").master.address).toBe("H4");
  expect(sheet.getCell("Q5").text).toBe("公益岗位(人)");
  expect(sheet.getCell("A5").master.address).toBe("A4");
  expect(sheet.getCell("U5").master.address).toBe("U4");
  expect(sheet.getCell("U3").master.address).toBe("A3");
  const titles: string[] = [];
  sheet.getColumn(1).eachCell(cell => void (cell.isMerged && cell.master === cell && titles.push(cell.text)));
  expect(titles).toContain("二、脱贫享受政策人口中存在返贫风险的人口");
});

test("the same contract gives the same bytes at another time", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    vi.setSystemTime(new Date("2031-11-12T13:14:16Z"));
    const again = await templates(contract());
    expect(again.map(({ name }) => name)).toEqual(made.map(({ name }) => name));
    expect(again.filter(({ bytes }, i) => Buffer.compare(bytes, made[i]!.bytes) !== 0)).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

describe("templates.tsv", () => {
  const policy = (line: string): string =>
    exportsFolder({
      "templates.tsv": `table\tidentifier\tover\texample\tmeaning\n${line}\n`,
      "columns.tsv": "table\tidentifier\tnote\nvisit\tvisit_id\t说明甲\nvisit\tmode\t说明乙\n"
    });
  const column = (table: string, id: string): Column =>
    tableOf(contract(), table).columns.find(entry => entry.id === id)!;

  test.each([
    ["nothing\tvisit_id\t\t\t甲", "第2行：没有列 nothing.visit_id"],
    ["visit\tnothing\t\t\t甲", "第2行：没有列 visit.nothing"],
    ["*\tnothing\t\t\t甲", "第2行：没有列 *.nothing"],
    ["visit\tmode\t\t\t甲\nvisit\tmode\t\t\t乙", "第3行：visit.mode 重复"]
  ])("%j is refused with its line", (line, message) => {
    expect(() => readHints(contract(), policy(line))).toThrow(message);
  });

  test("a table's own row wins cell by cell, then the row for all tables, then the contract's note", () => {
    const hints = readHints(contract(), policy("*\tmode\t\t入户\t甲\nvisit\tmode\t\t电话\t"));
    expect(hints(column("visit", "mode"))).toEqual({ over: "", example: "电话", meaning: "甲" });
    expect(hints(column("survey", "mode"))).toEqual({ over: "", example: "入户", meaning: "甲" });
    expect(hints(column("visit", "visit_id")).meaning).toBe("说明甲");
  });
});
