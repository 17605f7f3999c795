import { basename } from "node:path";

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

/**
 * What the system refused (disk full, read-only, no permission, no memory), said for the analyst; null for any other error.
 * DuckDB and the site generator pass such a refusal on as text alone.
 */
export function systemFault(error: unknown): CliError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { path, message } = at as NodeJS.ErrnoException;
    const quoted =
      path ?? /(?:file|directory) ['"]([^'"]+)['"]|, \w+ '([^']+)'/i.exec(message)?.slice(1).find(Boolean);
    const name = quoted ? `“${basename(quoted)}”` : "文件";
    const found = systemFaults.find(({ sign }) => sign.test(message));
    if (found) return new CliError(found.say(name), { cause: error });
  }
  return null;
}

const systemFaults: readonly { readonly sign: RegExp; readonly say: (name: string) => string }[] = [
  {
    sign: /ENOSPC|EDQUOT|EFBIG|No space left|Disk quota|File too large|could not write all bytes/i,
    say: name => `磁盘满了，写不下${name}；请清出空间，或用 --out 换一个磁盘后重来。原来的网站没有改动`
  },
  {
    // Node says so of a folder to be made where nothing can be written.
    sign: /ENOENT: no such file or directory, mkdir|EROFS|EACCES|EPERM|Read-only file system|Permission denied/i,
    say: name => `没有权限写${name}，或那里是只读的；请检查权限，或用 --out 换一个位置。原来的网站没有改动`
  },
  {
    sign: /ENOMEM|Out of Memory Error|Array buffer allocation failed/i,
    say: () => "内存不够；请关闭别的程序，或换内存更大的电脑后重来。原来的网站没有改动"
  },
  {
    sign: /EMFILE|ENFILE/,
    say: () => "同时打开的文件太多；请关闭别的程序后重来。原来的网站没有改动"
  }
];

/** Hides digits runs of five or more (ids, phones, bank cards) in a text that may reach a log. */
export function mask(text: string): string {
  return text.replace(/\d[\d\sXx-]{3,}[\dXx]/g, run => "*".repeat(run.length));
}
