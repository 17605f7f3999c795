import { closeSync, openSync, writeSync } from "node:fs";

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const capacity = 1 << 20;

/**
 * Writes rows as UTF-8 CSV bytes for DuckDB, through one reused buffer. Line breaks inside a value become
 * blanks, so that a line is a row.
 */
export class NormalWriter {
  readonly path: string;
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(capacity);
  #length = 0;
  #first = true;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "w", 0o600);
  }

  /** A field copied from bytes. */
  bytes(source: Uint8Array, start: number, end: number): void {
    this.#separator();
    this.#reserve(2 * (end - start) + 2);
    const target = this.#buffer;
    let at = this.#length;
    let quoted = false;
    for (let i = start; i < end; i += 1) {
      const byte = source[i]!;
      if (byte === quote || byte === comma || byte === lineFeed || byte === 0x0d) {
        quoted = true;
        break;
      }
      target[at++] = byte;
    }
    if (quoted) {
      at = this.#length;
      target[at++] = quote;
      for (let i = start; i < end; i += 1) {
        const byte = source[i]!;
        if (byte === quote) target[at++] = quote;
        target[at++] = byte === lineFeed || byte === 0x0d ? 0x20 : byte;
      }
      target[at++] = quote;
    }
    this.#length = at;
  }

  /** A field of plain ASCII text without quotes or commas. */
  ascii(text: string): void {
    this.#separator();
    this.#reserve(text.length);
    this.#length += this.#buffer.write(text, this.#length, "latin1");
  }

  empty(): void {
    this.#separator();
  }

  endRow(): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = lineFeed;
    this.#first = true;
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #separator(): void {
    if (this.#first) {
      this.#first = false;
      return;
    }
    this.#reserve(1);
    this.#buffer[this.#length++] = comma;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    this.#flush();
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(bytes);
  }

  #flush(): void {
    let written = 0;
    while (written < this.#length)
      written += writeSync(this.#file, this.#buffer, written, this.#length - written);
    this.#length = 0;
  }
}
