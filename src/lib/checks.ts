import type { Dataset } from "./dataset.js";
import { count } from "./format.js";

/** One check of K48 over a place: how many failed of how many. */
export interface Check {
  readonly name: string;
  readonly table: string;
  readonly basis: string;
  readonly failed: number | null;
  readonly of: number | null;
}

/** What to do about each check, in one line. */
export const checkAdvice: Readonly<Record<string, string>> = {
  缺项行: "补齐必填列后重新导出",
  证号不合规行: "核对证件号码的位数与校验位",
  重复人: "核对是否一人录入两户",
  日期不可解析行: "把日期改成 YYYY-MM-DD",
  占位行: "导出前删去示例行、占位行",
  户级列不一致户: "核对同户各行的户级信息，已按户主行计",
  "户级√不一致户": "核对同户各行的√，已按户主行计",
  逻辑矛盾户: "核对消除与监测类别、时间的先后",
  类别未识别户: "补监测对象类别，或在代码表加别名",
  状态未知户: "补“风险是否已消除”，此前不进在册也不进已消除",
  消除月份空白户: "补风险消除时间",
  区划待对照户: "在区划统计表补名称或别名"
};

/** A check and the table it is made on. */
interface CheckName {
  readonly name: string;
  readonly table: string;
}

const known = new WeakMap<Dataset, { readonly size: number; readonly names: readonly CheckName[] }>();

/** Names of the checks and tables that K48 has, from the breakdowns in the data; read once for each state of it. */
export function checkNames(data: Dataset): readonly CheckName[] {
  const last = known.get(data);
  if (last?.size === data.size) return last.names;
  const names = readNames(data.breakdowns);
  known.set(data, { size: data.size, names });
  return names;
}

function readNames(breakdowns: readonly string[]): CheckName[] {
  const found: CheckName[] = [];
  for (const breakdown of breakdowns) {
    const match = /^检查项=([^;]*);表=(.*)$/.exec(breakdown);
    if (match) found.push({ name: match[1]!, table: match[2]! });
  }
  const order = Object.keys(checkAdvice);
  return found.sort(
    (a, b) =>
      order.indexOf(a.name) - order.indexOf(b.name) || (a.table < b.table ? -1 : a.table > b.table ? 1 : 0)
  );
}

/** All checks of a place on the snapshot day. */
export function checksOf(
  data: Dataset,
  region: string,
  asOf: string,
  profile: string,
  names: readonly CheckName[] = checkNames(data)
): Check[] {
  return names.flatMap(({ name, table }) => {
    const breakdown = `检查项=${name};表=${table}`;
    const basis = name.endsWith("户") ? "户" : "行";
    const cell = data.cell({ indicator: "K48", region, period: asOf, breakdown, basis }, profile);
    return cell ? [{ name, table, basis, failed: cell.numerator, of: cell.denominator }] : [];
  });
}

/** How many failed a check in a place over all tables, or null when it was not made. */
export function failedIn(
  data: Dataset,
  name: string,
  region: string,
  asOf: string,
  profile: string
): number | null {
  const names = checkNames(data).filter(check => check.name === name);
  const made = checksOf(data, region, asOf, profile, names).filter(check => check.failed !== null);
  return made.length === 0 ? null : made.reduce((sum, check) => sum + check.failed!, 0);
}

/** Up to three parts by name; of more, the two largest in their given order and the rest summed. */
export function whereText(
  parts: readonly { readonly place: string; readonly failed: number }[],
  word: string
): string {
  const largest = [...parts].sort((a, b) => b.failed - a.failed).slice(0, parts.length > 3 ? 2 : 3);
  const named = parts.filter(part => largest.includes(part));
  const rest = parts.filter(part => !largest.includes(part));
  const said = named.map(({ place, failed }) => `${place} ${count(failed)}`).join("、");
  if (rest.length === 0) return said;
  return `${said}，另 ${rest.length} ${word} ${count(rest.reduce((sum, { failed }) => sum + failed, 0))}`;
}
