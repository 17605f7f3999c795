import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { CliError, isEnoent } from "../lib/errors.ts";

/** A file of the exports folder. `name` is its path inside the folder with `/`, the same on every system. */
export interface ExportFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Why the file is refused unread. */
  readonly refusal?: string;
  /** SHA-256, hex, where it was taken before the file is read. */
  readonly digest?: string;
}

/** What is read, and what people take for it (WPS tables, archives): that is refused aloud, not passed over. */
const readable = /\.(xlsx|xlsm|xls|csv|txt|tsv|et|ett|ods|zip|rar|7z)$/i;

/**
 * Lists the files of a folder, recursively, in a fixed order; a single file lists itself. Lock files
 * (`~$x.xlsx`), hidden files and files of other kinds are left out. Links are listed as refused, wherever they lead: a
 * folder of exports is read whole and nothing beside it.
 * @param isWanted whether a file of another kind is listed all the same, by its name
 * @throws CliError when the folder is not there
 */
export function discover(folder: string, isWanted: (name: string) => boolean = () => false): ExportFile[] {
  const files: ExportFile[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name.startsWith("~$") || entry.name === "__MACOSX") continue;
      const path = join(directory, entry.name);
      const refusal = refusalOf(entry);
      if (entry.isDirectory() && !refusal) walk(path);
      else if (refusal || (entry.isFile() && (readable.test(entry.name) || isWanted(entry.name)))) {
        const name = relative(folder, path).split(sep).join("/");
        files.push(refusal ? { path, name, bytes: 0, refusal } : { path, name, bytes: statSync(path).size });
      }
    }
  };
  try {
    if (statSync(folder).isFile())
      return [{ path: folder, name: basename(folder), bytes: statSync(folder).size }];
    walk(folder);
  } catch (cause) {
    if (isEnoent(cause))
      throw new CliError(`找不到导出文件夹 ${folder}；请检查 --exports`, { exit: 2, cause });
    throw new CliError(`导出文件夹 ${folder} 读不了，或不是文件夹；请检查 --exports 与文件夹的权限`, {
      exit: 2,
      cause
    });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Why an entry of a folder is refused unread, "" if it is not. */
function refusalOf(entry: Dirent): string {
  // A name that is no UTF-8 comes with its bytes replaced, and opens no file.
  if (entry.name.includes("\uFFFD"))
    return "文件名的编码认不出（可能由旧的压缩软件解压）；请改名，或改用支持 UTF-8 文件名的软件重新解压";
  return entry.isSymbolicLink() ? "是链接（快捷方式），不读；请把文件本身放进导出文件夹" : "";
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
    if (year! < "2000" || year! > "2100") continue;
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day))
      return `${year}-${month}-${day}`;
  }
  return null;
}
