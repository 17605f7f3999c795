import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Utf8Check, Window } from "../../loaders/intake/window.ts";

it("tells UTF-8 from other bytes wherever the chunks are cut", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }).map(text => Buffer.from(text)),
    fc.uint8Array({ maxLength: 2 }).map(bytes => Buffer.from(bytes))
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
      const bytes = Buffer.concat(pieces);
      const check = new Utf8Check();
      let isValid = true;
      for (let at = 0; at < bytes.length && isValid; at += size)
        isValid = check.push(bytes.subarray(at, at + size));
      expect(isValid && check.end()).toBe(isUtf8(bytes));
    }),
    { numRuns: 2000, seed: 3 }
  );
});

it("keeps what is not yet read and ends in zeros", () => {
  const window = new Window();
  window.add(Buffer.alloc(1000, 1), 0);
  window.add(Buffer.from("xyz"), 998);
  expect([...window.bytes.subarray(0, window.length + 2)]).toEqual([1, 1, 0x78, 0x79, 0x7a, 0, 0]);
});
