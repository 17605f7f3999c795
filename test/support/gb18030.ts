/** GB18030 bytes of a text, by turning the platform's decoder round. */
export function gb18030(text: string): Buffer {
  codes ??= invert();
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code >= 0x10000) bytes.push(...fourBytes(code - 0x10000 + 189000));
    else bytes.push(...codes.get(char)!);
  }
  return Buffer.from(bytes);
}

let codes: Map<string, number[]> | undefined;

function invert(): Map<string, number[]> {
  const decoder = new TextDecoder("gb18030");
  const map = new Map<string, number[]>();
  for (let linear = 0; linear < 39420; linear++) add(fourBytes(linear));
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) if (trail !== 0x7f) add([lead, trail]);
  return map;

  function add(bytes: number[]): void {
    const char = decoder.decode(Uint8Array.from(bytes));
    if (char.length === 1 && char !== "\uFFFD") map.set(char, bytes);
  }
}

function fourBytes(linear: number): number[] {
  const tens = Math.floor(linear / 10);
  const second = Math.floor(tens / 126);
  return [0x81 + Math.floor(second / 10), 0x30 + (second % 10), 0x81 + (tens % 126), 0x30 + (linear % 10)];
}
