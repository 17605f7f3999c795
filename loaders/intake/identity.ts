import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isEnoent } from "../lib/errors.ts";

/** State of an id number: right, of a wrong length or form, with a wrong check character, or a stand-in for "none" (first six digits 999999). */
export type IdState = "ok" | "form" | "bad" | "none";

/** The environment variable that holds the hashing key; without it a 0600 file in the home folder does. */
export const keyVariable = "FANGFANPIN_KEY";

/**
 * The key of the personal hashes. It decides no figure: hashes are only compared for equality. Read from the
 * environment, else from a file outside the project that is made on first use (0600); where no file can be
 * kept, a key for this run alone.
 */
export function identityKey(
  environment: NodeJS.ProcessEnv = process.env,
  file: string = join(homedir(), ".config", "fangfanpin", "key")
): Buffer {
  const given = environment[keyVariable];
  if (given) return Buffer.from(given, "utf8");
  try {
    const kept = readFileSync(file);
    if (kept.length >= shortestKey) return kept;
    rmSync(file);
  } catch (error) {
    if (!isEnoent(error)) return randomBytes(32);
  }
  const key = randomBytes(32);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, key, { mode: 0o600, flag: "wx" });
    chmodSync(file, 0o600);
  } catch {
    return key;
  }
  return key;
}

/** Bytes a kept key must have; a shorter one was cut off while it was written. */
const shortestKey = 16;

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = "10X98765432";

/**
 * Judges an id number (contract README §6): length 18, 20 or 22 after white space is taken out and x turned
 * into X, first 18 characters with a right check character (GB 11643-1999).
 * @returns the first 18 characters as the identity, or null where they cannot be one
 */
export function readIdNumber(text: string): { state: IdState; identity: string | null } {
  const number = text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (number.startsWith("999999")) return { state: "none", identity: null };
  const identity = number.slice(0, 18);
  if (![18, 20, 22].includes(number.length) || !/^\d{17}[\dX]/.test(number))
    return { state: "form", identity: null };
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (identity.charCodeAt(i) - 48) * weights[i]!;
  return { state: checkCharacters[sum % 11] === identity[17] ? "ok" : "bad", identity };
}

/** State of an id number written as 18 digits, the last maybe X, from its bytes; null where it needs `readIdNumber`. */
export function plainIdNumber(bytes: Uint8Array, start: number, end: number): "ok" | "bad" | null {
  if (end - start !== 18) return null;
  let sum = 0;
  let nines = 0;
  for (let i = 0; i < 17; i += 1) {
    const digit = bytes[start + i]! - 0x30;
    if (digit < 0 || digit > 9) return null;
    if (digit === 9 && nines === i) nines += 1;
    sum += digit * weights[i]!;
  }
  const last = bytes[start + 17]!;
  if (nines >= 6 || !((last >= 0x30 && last <= 0x39) || last === 0x58)) return null;
  return checkCharacters.charCodeAt(sum % 11) === last ? "ok" : "bad";
}

/** Whether eleven digits are a mobile number, from their bytes; null where `readPhone` must judge. */
export function plainPhone(bytes: Uint8Array, start: number, end: number): boolean | null {
  if (end - start !== 11) return null;
  for (let i = start; i < end; i += 1) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return null;
  return bytes[start] === 0x31 && bytes[start + 1]! >= 0x33;
}

/**
 * Judges a telephone number: eleven digits of a mobile number (13 to 19) after blanks, hyphens and a leading +86 are taken out.
 * @returns the digits where they are a mobile number, else null
 */
export function readPhone(text: string): string | null {
  const number = text
    .normalize("NFKC")
    .replace(/[\s-]/g, "")
    .replace(/^\+?86(?=1\d{10}$)/, "");
  return /^1[3-9]\d{9}$/.test(number) ? number : null;
}

/**
 * Whether a day of birth as written is the one in the id number; null where either cannot be read. A spreadsheet's serial day
 * may count from 1900 or 1904.
 */
export function birthAgrees(text: string, id: string): boolean | null {
  const { state, identity } = readIdNumber(id);
  if (state !== "ok") return null;
  const written = text.normalize("NFKC").trim();
  const days = /^\d{4,5}(?:\.0)?$/.test(written)
    ? [0, 1462].map(shift => dayOfSerial(Number(written) + shift))
    : [dayOf(written)].filter(day => day !== null);
  return days.length === 0 ? null : days.includes(identity!.slice(6, 14));
}

function dayOf(text: string): string | null {
  const parts =
    /^(\d{4})(?:(\d{2})(\d{2})(?:\.0)?|\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?:\D.*)?)$/.exec(text);
  if (!parts) return null;
  return parts[1]! + (parts[2] ?? parts[4]!).padStart(2, "0") + (parts[3] ?? parts[5]!).padStart(2, "0");
}

function dayOfSerial(serial: number): string {
  return new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10).replaceAll("-", "");
}
