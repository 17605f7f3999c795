import { readdirSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { CliError, isEnoent } from "../lib/errors.ts";

/** A file of the exports folder. `name` is its path inside the folder with `/`, the same on every system. */
export interface ExportFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** What is read, and what people take for it (WPS tables, archives): that is refused aloud, not passed over. */
const readable = /\.(xlsx|xlsm|xls|csv|txt|tsv|et|ett|ods|zip|rar|7z)$/i;

/**
 * Lists the files of a folder, recursively, in a fixed order; a single file lists itself. Lock files
 * (`~$x.xlsx`), hidden files and files of other kinds are left out.
 * @param isWanted whether a file of another kind is listed all the same, by its name
 * @throws CliError when the folder is not there
 */
export function discover(folder: string, isWanted: (name: string) => boolean = () => false): ExportFile[] {
  const files: ExportFile[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name.startsWith("~$") || entry.name === "__MACOSX") continue;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && (readable.test(entry.name) || isWanted(entry.name)))
        files.push({ path, name: relative(folder, path).split(sep).join("/"), bytes: statSync(path).size });
    }
  };
  try {
    if (statSync(folder).isFile())
      return [{ path: folder, name: basename(folder), bytes: statSync(folder).size }];
    walk(folder);
  } catch (cause) {
    if (isEnoent(cause))
      throw new CliError(`找不到导出文件夹 ${folder}；请检查 --exports`, { exit: 2, cause });
    throw cause;
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * The snapshot day in a file's own name (`…_20231231.xlsx`, `…_20250902-0915.xlsx`, `…_20231231235959.xlsx`) as
 * YYYY-MM-DD, or null. Its folders say nothing.
 */
export function snapshotOf(name: string): string | null {
  for (const match of name
    .slice(name.lastIndexOf("/") + 1)
    .matchAll(/_(\d{4})(\d{2})(\d{2})(?:\d{6})?(?!\d)/g)) {
    const [, year, month, day] = match;
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day))
      return `${year}-${month}-${day}`;
  }
  return null;
}
