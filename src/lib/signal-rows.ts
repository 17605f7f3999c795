import { tableFromIPC } from "@uwdata/flechette";
import { type Signal, signalColumns } from "./signal-data.js";

const read = new WeakMap<ArrayBuffer, readonly Signal[]>();

/** The rows of a `signal.arrow` in the file's order, read once for each file. */
export function signalRows(bytes: ArrayBuffer): readonly Signal[] {
  const known = read.get(bytes) ?? rowsOf(bytes);
  read.set(bytes, known);
  return known;
}

function rowsOf(bytes: ArrayBuffer): Signal[] {
  const table = tableFromIPC(bytes);
  const columns = [
    ...signalColumns.text.map(name => ({ name, column: table.getChild(name), none: "" })),
    ...signalColumns.numbers.map(name => ({ name, column: table.getChild(name), none: null }))
  ];
  return Array.from({ length: table.numRows }, (_, row) => {
    const values = columns.map(({ name, column, none }) => [name, column?.at(row) ?? none]);
    return Object.fromEntries(values) as Signal;
  });
}
