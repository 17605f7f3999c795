/** Says how far a run is: one line rewritten on a terminal, plain lines elsewhere. Always to standard error. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #open = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  step(message: string): void {
    if (!this.#stream.isTTY) {
      this.#stream.write(`${message}\n`);
      return;
    }
    this.#stream.write(`\r\u001b[K${message}`);
    this.#open = true;
  }

  /** A line that stays. */
  line(message: string): void {
    if (this.#open) this.#stream.write("\r\u001b[K");
    this.#open = false;
    this.#stream.write(`${message}\n`);
  }
}
