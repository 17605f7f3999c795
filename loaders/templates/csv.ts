import { csvField } from "../../src/lib/cell.ts";
import type { Blank } from "./form.ts";

/** A blank as CSV: UTF-8 with byte order mark, CRLF; headers in one line, the example row under the first. */
export function blankCsv({ columns, example, titles, sections }: Blank): Buffer {
  const header = columns.map(column => column.header);
  const alone = (title: string): string[] => columns.map((_, i) => (i === 0 ? title : ""));
  const values = example.map(value => value?.text ?? "");
  const grids = sections.length > 0 ? sections.map(title => [alone(title), header]) : [[header]];
  const rows = [...titles.map(alone), ...grids.flatMap((grid, i) => (i === 0 ? [...grid, values] : grid))];
  return Buffer.from(`\uFEFF${rows.map(row => `${row.map(csvField).join(",")}\r\n`).join("")}`);
}
