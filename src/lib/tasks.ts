import { profileName } from "./masthead.js";
import type { Measure } from "./measures.js";
import { shortfall, thresholdOf } from "./rates.js";
import type { Reader } from "./reader.js";
import type { Definitions, Meta, Task } from "./site.js";

/** K44 of one task. */
function taskRate(name: string): Measure {
  return { indicator: "K44", breakdown: `任务=${name}`, basis: "个" };
}

/** One task of a stage as the page lists it. */
export interface TaskRow {
  readonly name: string;
  readonly measure: Measure;
  /** “2023-04-30（征求意见稿节点）”, “2024-01-31（未到期）”. */
  readonly due: string;
  /** Whether its first day has come. */
  readonly isDue: boolean;
}

/** Tasks of a place in the order of their days; those of a draft, and those not due on the data's day, are said to be. */
export function taskRows(
  tasks: readonly Task[],
  asOf: string,
  isHere: (region: string) => boolean
): TaskRow[] {
  const byName = new Map<string, Task[]>();
  const here = tasks.filter(({ regions }) => regions.some(isHere));
  for (const task of [...here].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0)))
    byName.set(task.name, [...(byName.get(task.name) ?? []), task]);
  return [...byName].map(([name, each]) => {
    const [first, last] = [each[0]!.due, each.at(-1)!.due];
    const isDue = first <= asOf;
    const said = [each.some(({ drafts }) => drafts.length > 0) ? "征求意见稿节点" : "", isDue ? "" : "未到期"]
      .filter(Boolean)
      .join("，");
    const days = first === last ? first : `${first} 至 ${last}`;
    return { name, measure: taskRate(name), due: said ? `${days}（${said}）` : days, isDue };
  });
}

/** When tasks are counted: in the data's month, whatever month is in hand. */
export function taskPeriod(reader: Reader): string {
  return reader.meta.asOf.slice(0, 7);
}

/** “4 项阶段任务中 2 项没有全部按时完成”. */
export function taskTitle(reader: Reader, rows: readonly TaskRow[]): string {
  const period = taskPeriod(reader);
  const known = rows
    .map(({ measure }) => reader.cell(measure, { period }))
    .filter(cell => cell?.value != null);
  if (known.length === 0) return "没有到期的阶段任务";
  const late = known.filter(cell => shortfall(cell)! > 0).length;
  return late === 0
    ? `${known.length} 项到期的阶段任务都按时完成`
    : `${known.length} 项到期的阶段任务中 ${late} 项没有全部按时完成`;
}

/** The days a draft names, in a sentence; "" where no draft of the documents names any. */
export function draftNodes(definitions: Definitions, meta: Pick<Meta, "profiles">): string {
  return meta.profiles
    .filter(({ draft }) => draft)
    .flatMap(({ id }) => {
      const nodes = thresholdOf(definitions, "K44", id, "task_deadlines");
      return nodes ? [`${profileName(meta, id)}写明的节点：${nodes.value}，只在选这一口径时判断。`] : [];
    })
    .join("");
}
