import { TextFault } from "./scanner.ts";

/** Turns UTF-16 with a byte order mark (Excel's "Unicode text") into UTF-8, chunk by chunk. */
export class Utf16ToUtf8 {
  readonly #decoder: TextDecoder;
  #line = 1;

  constructor(encoding: "utf-16le" | "utf-16be") {
    this.#decoder = new TextDecoder(encoding);
  }

  push(chunk: Uint8Array): Uint8Array {
    return Buffer.from(this.#checked(this.#decoder.decode(chunk, { stream: true })));
  }

  /** To be called after the last chunk. */
  end(): void {
    this.#checked(this.#decoder.decode());
  }

  /** Refuses text with NUL or with units the decoder had to replace. */
  #checked(text: string): string {
    const fault = text.search(/[\0\uFFFD]/);
    this.#line += lineEnds(fault < 0 ? text : text.slice(0, fault));
    if (fault >= 0) throw new TextFault(text[fault] === "\0" ? "nul" : "bytes", this.#line);
    return text;
  }
}

function lineEnds(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
