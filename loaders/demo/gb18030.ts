/** Writes text into a buffer in GB18030 and returns the bytes written, two at most for each UTF-16 unit. */
export function writeGb18030(buffer: Buffer, text: string, offset: number): number {
  const codes = twoByteCodes();
  let at = offset;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      buffer[at++] = unit;
      continue;
    }
    const code = codes[unit]!;
    if (code === 0) throw new Error(`character not in the two-byte range of GB18030: ${text[i]}`);
    buffer[at++] = code >> 8;
    buffer[at++] = code & 0xff;
  }
  return at - offset;
}

let inverse: Uint16Array | undefined;

/** The two-byte code of each UTF-16 unit, 0 for none, found by decoding every pair of bytes once. */
function twoByteCodes(): Uint16Array {
  if (inverse) return inverse;
  inverse = new Uint16Array(0x10000);
  const decoder = new TextDecoder("gb18030");
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      const unit = text.charCodeAt(0);
      if (text.length === 1 && unit !== 0xfffd && inverse[unit] === 0) inverse[unit] = (lead << 8) | trail;
    }
  return inverse;
}
