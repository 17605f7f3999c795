import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  birthAgrees,
  identityKey,
  keyVariable,
  readIdNumber,
  readPhone
} from "../../loaders/intake/identity.ts";
import { KeyedHash, RecalledHash } from "../../loaders/intake/keyed-hash.ts";
import { idNumber } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());

/** Sequences whose check character is X are needed to test its case. */
const withX = Array.from({ length: 200 }, (_, i) => idNumber(i)).find(id => id.endsWith("X"))!;

describe("an id number", () => {
  test("of 18, 20 and 22 characters has the same identity", () => {
    const id = idNumber(7);
    for (const text of [id, `${id}43`, `${id}431B`])
      expect(readIdNumber(text)).toEqual({ state: "ok", identity: id });
  });

  test("is the same with blanks, full-width digits and a small x", () => {
    const id = withX;
    const wide = [...id]
      .map(c => (c === "X" ? "Ｘ" : String.fromCharCode(c.charCodeAt(0) + 0xfee0)))
      .join("");
    for (const text of [id.toLowerCase(), ` ${id.slice(0, 6)} ${id.slice(6)}\u3000`, wide])
      expect(readIdNumber(text)).toEqual({ state: "ok", identity: id });
  });

  test("of another length, or not of digits, is ill formed and no identity", () => {
    const id = idNumber(3);
    for (const text of [id.slice(0, 17), `${id}1`, `${id}123`, "1.2E+17", "无", `A${id.slice(1)}`, "王小二"])
      expect(readIdNumber(text)).toEqual({ state: "form", identity: null });
  });

  test("with a wrong check character is ill formed and still an identity", () => {
    const id = idNumber(3);
    const wrong = `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}`;
    expect(readIdNumber(wrong)).toEqual({ state: "bad", identity: wrong });
  });

  test("that begins with 999999 stands for none", () => {
    expect(readIdNumber("999999199001011234")).toEqual({ state: "none", identity: null });
    expect(readIdNumber("999999")).toEqual({ state: "none", identity: null });
  });

  test("any one wrong digit is noticed", () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(16), fc.integer({ min: 1, max: 9 }), (sequence, at, by) => {
        const id = idNumber(sequence);
        const digit = (Number(id[at]) + by) % 10;
        const wrong = id.slice(0, at) + digit + id.slice(at + 1);
        return readIdNumber(wrong).state !== "ok";
      })
    );
    expect(readIdNumber(idNumber(1)).state).toBe("ok");
  });
});

function keyedHash(key: Uint8Array, text: string): string {
  const bytes = Buffer.from(text);
  return Buffer.from(new KeyedHash(key).of(bytes, 0, bytes.length)).toString();
}

describe("the keyed hash", () => {
  test("differs by key, not by call, and gives nothing away", () => {
    const one = Buffer.from("key one");
    const id = idNumber(5);
    expect(keyedHash(one, id)).toMatch(/^[0-9a-f]{32}$/);
    expect(keyedHash(one, id)).toBe(keyedHash(one, id));
    expect(keyedHash(one, id)).not.toBe(keyedHash(Buffer.from("key two"), id));
  });

  test("is the standard HMAC, for keys and messages of any length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.string({ maxLength: 600 }),
        (bytes, text) => {
          const key = Buffer.from(bytes);
          expect(keyedHash(key, text)).toBe(
            createHmac("sha256", key).update(text).digest("hex").slice(0, 32)
          );
        }
      )
    );
  });

  test("recalls its last text, and no other", () => {
    const key = Buffer.from("key");
    const recalled = new RecalledHash(new KeyedHash(key));
    const texts = ["a", "a", "b", "a".repeat(64), "a".repeat(65), "a".repeat(66), "a"].map(text =>
      Buffer.from(text)
    );
    for (const text of texts)
      expect(Buffer.from(recalled.of(text, 0, text.length)).toString()).toBe(keyedHash(key, text.toString()));
  });

  test("takes its key from the environment", () => {
    expect(identityKey({ [keyVariable]: "给定" }, "/nonexistent").toString()).toBe("给定");
  });

  test("else makes a file that only the user may read, once", () => {
    const folder = mkdtempSync(join(tmpdir(), "key-"));
    try {
      const file = join(folder, "deep", "key");
      const key = identityKey({}, file);
      expect(key).toHaveLength(32);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file)).toEqual(key);
      expect(identityKey({}, file)).toEqual(key);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("where no file can be kept, a key for this run alone", () => {
    const key = identityKey({}, "/dev/null/key");
    expect(key).toHaveLength(32);
    expect(identityKey({}, "/dev/null/key")).not.toEqual(key);
  });
});

describe("a telephone number", () => {
  test("of a mobile is read from its usual spellings", () => {
    for (const text of [
      "13900004321",
      " 139 0000 4321",
      "139-0000-4321",
      "+8613900004321",
      "８６13900004321"
    ])
      expect(readPhone(text)).toBe("13900004321");
  });

  test("of another kind is none", () => {
    for (const text of ["1390000432", "12900004321", "05931234567", "无", ""])
      expect(readPhone(text)).toBeNull();
  });
});

describe("a day of birth", () => {
  const id = idNumber(3);
  const [year, month, day] = [id.slice(6, 10), id.slice(10, 12), id.slice(12, 14)];
  const serial = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + 25_569;

  test("agrees with the id number however it is written", () => {
    for (const text of [
      ...[`${year}${month}${day}`, `${year}${month}${day}.0`, `${year}-${month}-${day}`],
      ...[`${year}/${Number(month)}/${Number(day)} 00:00`, `${year}年${Number(month)}月${Number(day)}日`],
      ...[String(serial), String(serial - 1462)]
    ])
      expect([text, birthAgrees(text, id)]).toEqual([text, true]);
  });

  test("differs by a day, and says nothing where one cannot be read", () => {
    expect(birthAgrees(`${year}-${month}-${String(Number(day) + 1).padStart(2, "0")}`, id)).toBe(false);
    expect(birthAgrees("不详", id)).toBeNull();
    expect(birthAgrees(`${year}${month}${day}`, id.slice(0, 17))).toBeNull();
  });
});
