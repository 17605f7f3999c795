import { count } from "./format.js";
import type { Policy, PolicyCell, PolicyParam } from "./site.js";

/** How a cell stands to the document in force. */
export type Likeness = "base" | "same" | "differs" | "silent";

/** Whether all documents say the same, silence being a saying of its own. */
export function isUniform({ cells }: PolicyParam): boolean {
  return new Set(cells.map(({ text }) => text)).size <= 1;
}

/** Whether no document says anything. */
export function isSilent({ cells }: PolicyParam): boolean {
  return cells.every(({ mark }) => mark === null);
}

/** How a cell compares with that of the document in force. A document that is silent is marked as silent. */
export function likeness(cell: PolicyCell, base: PolicyCell): Likeness {
  if (cell === base) return "base";
  if (cell.mark === null) return "silent";
  return cell.text === base.text ? "same" : "differs";
}

/** What the five say on a parameter, in a few words: “五份一致”, “2 份有规定，写法相同”. */
export function spreadText(param: PolicyParam): string {
  const said = param.cells.filter(({ mark }) => mark !== null);
  const wordings = new Set(said.map(({ text }) => text)).size;
  if (said.length === 0) return "都未规定";
  if (said.length === param.cells.length && wordings === 1) return "各份一致";
  const silent = param.cells.length - said.length;
  const ways = wordings === 1 ? (said.length === 1 ? "" : "写法相同") : `${wordings} 种写法`;
  return [silent > 0 ? `${said.length} 份有规定` : "", ways].filter(Boolean).join("，");
}

/** How many parameters a document states in its own words, by a reading or by a setting, and leaves unsaid. */
export interface Tally {
  readonly text: number;
  readonly inferred: number;
  readonly silent: number;
}

/** The tally of the document at a place of the list. */
export function tallyOf(params: readonly PolicyParam[], at: number): Tally {
  const marks = params.map(({ cells }) => cells[at]?.mark ?? null);
  const text = marks.filter(mark => mark === "text").length;
  const silent = marks.filter(mark => mark === null).length;
  return { text, silent, inferred: marks.length - text - silent };
}

/** All parameters, in reading order. */
export function paramsOf({ groups }: Policy): PolicyParam[] {
  return groups.flatMap(({ params }) => params);
}

/** The finding: “79 项口径中 71 项各份文件不同，8 项一致”. */
export function policyTitle(params: readonly PolicyParam[]): string {
  const uniform = params.filter(isUniform).length;
  const differing = params.length - uniform;
  if (differing === 0) return `${count(params.length)} 项口径各份文件都一致`;
  const silent = params.filter(isSilent).length;
  const agreed = uniform - silent;
  const rest = [
    agreed > 0 ? `${count(agreed)} 项一致` : null,
    silent > 0 ? `${count(silent)} 项都未规定` : null
  ].filter(part => part !== null);
  return [`${count(params.length)} 项口径中 ${count(differing)} 项各份文件不同`, ...rest].join("，");
}
