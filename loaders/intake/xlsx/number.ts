/** Longest integer written out. A longer one has lost its last digits anyway, and stays as it is written. */
const MOST_DIGITS = 18;

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;

/**
 * If the number at [start, end) is in scientific notation and exactly an integer (`2.20202000000196E+15`), writes its
 * plain digits from `to` on and returns one past them; else returns 0 and changes nothing. Up to 19 bytes are written.
 */
export function plainInteger(bytes: Uint8Array, start: number, end: number, to: number): number {
  let exponentAt = end - 1;
  while (exponentAt > start && (bytes[exponentAt]! | 0x20) !== LETTER_E) exponentAt--;
  if (exponentAt === start) return 0;
  const exponent = readExponent(bytes, exponentAt + 1, end);
  const isNegative = bytes[start] === MINUS;
  const digits: number[] = [];
  let whole = -1;
  for (let p = isNegative ? start + 1 : start; p < exponentAt; p++) {
    const byte = bytes[p]!;
    if (byte === POINT && whole < 0) whole = digits.length;
    else if (byte >= ZERO && byte <= ZERO + 9) digits.push(byte);
    else return 0;
  }
  if (digits.length === 0) return 0;
  const length = (whole < 0 ? digits.length : whole) + exponent;
  while (digits.length > Math.max(length, 1) && digits.at(-1) === ZERO) digits.pop();
  if (!(length >= digits.length && length <= MOST_DIGITS)) return 0;
  while (digits.length < length) digits.push(ZERO);
  while (digits.length > 1 && digits[0] === ZERO) digits.shift();
  let out = to;
  if (isNegative && digits[0] !== ZERO) bytes[out++] = MINUS;
  for (const digit of digits) bytes[out++] = digit;
  return out;
}

/** The exponent's value; NaN if it is not one. */
function readExponent(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start];
  let p = sign === PLUS || sign === MINUS ? start + 1 : start;
  if (p === end || end - p > 4) return Number.NaN;
  let value = 0;
  for (; p < end; p++) {
    if (bytes[p]! < ZERO || bytes[p]! > ZERO + 9) return Number.NaN;
    value = value * 10 + bytes[p]! - ZERO;
  }
  return sign === MINUS ? -value : value;
}
