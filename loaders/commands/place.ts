import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { literal } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { River } from "../river.ts";

/** The region given with --region, else the root. Throws a CliError where it is not among those under the root. */
export async function regionOf({ duck }: River, code: string): Promise<string> {
  const [root] = await duck.rows("SELECT region_code FROM region_root");
  const [found] = await duck.rows(
    `SELECT 1 FROM region_tree WHERE ancestor = ${literal(String(root!.region_code))} AND descendant = ${literal(code)}`
  );
  if (code && !found)
    throw new CliError(`--region：区划统计表里没有代码“${code}”，或它不在根区划之下；请改用表中的区划代码`, {
      exit: exitCode.usage
    });
  return code || String(root!.region_code);
}

/**
 * The period given, else the data's last of the kind. Throws a CliError where the series does not have it.
 * @param flag the flag's name, for what is said
 * @param kinds kinds that will do, the first is the one taken by default
 */
export async function periodOf(
  { duck }: Pick<River, "duck">,
  flag: string,
  text: string,
  kinds: readonly ("month" | "quarter")[]
): Promise<{ readonly kind: string; readonly period: string }> {
  const list = kinds.map(literal).join(", ");
  const rows = await duck.rows(
    `SELECT kind, period FROM period WHERE kind IN (${list}) ORDER BY kind = ${literal(kinds[0])} DESC, period DESC`
  );
  const found = text ? rows.find(({ period }) => period === text) : rows[0];
  const [newest, oldest] = [rows[0]!, rows.findLast(({ kind }) => kind === kinds[0])!];
  if (!found)
    throw new CliError(
      `${flag}：数据里没有“${text}”；可用 ${oldest.period} 至 ${newest.period}${kinds.includes("quarter") ? "，或季如 2023Q4" : ""}`,
      { exit: exitCode.usage }
    );
  return { kind: String(found.kind), period: String(found.period) };
}

/**
 * Refuses a folder for what names households where it would be published, or read as an export: in `data`, `src` or
 * `dist`, or in any site that was built.
 */
export function checkPrivate(folder: string): void {
  const inside = ["data", "src", "dist"].some(name => !relative(projectPath(name), folder).startsWith(".."));
  let isSite = false;
  for (let at = folder; at !== dirname(at); at = dirname(at))
    isSite ||= existsSync(join(at, "_observablehq"));
  if (inside || isSite)
    throw new CliError(
      "--out：户编号只能写到内部文件夹，不能写进 data、src、dist 或已生成的网站；请换一个位置",
      {
        exit: exitCode.usage
      }
    );
}
