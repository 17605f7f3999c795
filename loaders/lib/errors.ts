/** Exit codes of every command: 0 done, 1 input refused, 2 wrong usage. */
export const exitCode = { done: 0, refused: 1, usage: 2 } as const;

/** An error meant for the analyst: a Chinese sentence that names the thing and the next step. */
export class CliError extends Error {
  readonly exit: number;
  constructor(message: string, options: { exit?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "CliError";
    this.exit = options.exit ?? exitCode.refused;
  }
}

export function isEnoent(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT";
}

/** Hides digits runs of five or more (ids, phones, bank cards) in a text that may reach a log. */
export function mask(text: string): string {
  return text.replace(/\d[\d\sXx-]{3,}[\dXx]/g, run => "*".repeat(run.length));
}
