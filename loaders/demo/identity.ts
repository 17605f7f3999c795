const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = "10X98765432";

/**
 * A synthetic id number: an unassigned region 99xxxx, the birth date, a sequence and a valid check digit.
 * Serials below 5,000,000 give distinct numbers.
 */
export function idNumber(serial: number, birth: string, male: boolean): string {
  const spread = (serial * 1_234_577) % 5_000_000;
  const region = 990000 + Math.floor(spread / 500);
  const sequence = (spread % 500) * 2 + (male ? 1 : 0);
  const body = `${region}${birth}${String(sequence).padStart(3, "0")}`;
  return body + checkDigit(body);
}

/** The 18th digit of an id number from the first 17. */
export function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * weights[i]!;
  return checkDigits[sum % 11]!;
}
