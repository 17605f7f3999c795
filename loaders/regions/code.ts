import type { RegionLevel } from "./region.ts";

/** First two digits of division codes: GB/T 2260 provinces, and 98–99, which no place holds. */
const provinces = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 98 99".split(
    " "
  )
);

/**
 * Brings a division code to its shortest usual form: 6 digits down to counties, 9 for towns, 12 for villages.
 * "220202000000", 220202 and "220202.0" all give "220202". Returns null for what cannot be a division code,
 * such as a running number.
 */
export function divisionCode(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const digits = String(value).trim().replace(/\.0+$/, "");
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(digits) || !provinces.has(digits.slice(0, 2))) return null;
  if (/^\d{6}0{6}$/.test(digits) || /^\d{6}0{3}$/.test(digits)) return digits.slice(0, 6);
  return /^\d{9}0{3}$/.test(digits) ? digits.slice(0, 9) : digits;
}

/** A code as regions are looked up by: its shortest form, or itself where it is no usual division code. */
export function shortCode(code: string): string {
  return divisionCode(code) ?? code;
}

/** The level a code in its shortest form speaks of. */
export function levelOfCode(code: string): Exclude<RegionLevel, "zone"> {
  if (code.length === 12) return "village";
  if (code.length === 9) return "town";
  if (code.endsWith("0000")) return "province";
  return code.endsWith("00") ? "prefecture" : "county";
}

/** The code one level up, in its shortest form; "" above a province. */
export function parentOfCode(code: string): string {
  switch (levelOfCode(code)) {
    case "village":
      return code.slice(0, 9);
    case "town":
      return code.slice(0, 6);
    case "county":
      return `${code.slice(0, 4)}00`;
    case "prefecture":
      return `${code.slice(0, 2)}0000`;
    case "province":
      return "";
  }
}
