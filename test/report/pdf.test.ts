import { expect, test } from "vitest";
import { undated } from "../../loaders/report/pdf.ts";

const file = (day: string, ...nodes: number[]) =>
  Buffer.from(
    `/CreationDate (D:${day}080910+00'00')\n\xe4${nodes.map(node => `/ID (node${String(node).padStart(8, "0")})`).join("\n")}`,
    "latin1"
  );

test("neither the day nor how often a page was drawn is in the file, and no byte moves", () => {
  const first = undated(file("20260101", 279, 1280, 279));
  expect(first).toEqual(undated(file("20310203", 283, 1304, 283)));
  expect(first).toHaveLength(file("20260101", 279, 1280, 279).length);
  expect(first.toString("latin1")).toContain(
    "\xe4/ID (node00000001)\n/ID (node00000002)\n/ID (node00000001)"
  );
});
