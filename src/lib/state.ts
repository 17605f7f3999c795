import type { Cell } from "./dataset.js";

/** Why there is no number to read, or no judgement. Each has its own word and look; none is a zero. */
export type State = "na" | "missing" | "silent" | "open" | "suppressed" | "undetermined";

/** The word of each state; see `withholdUnknown`. */
export const stateWords: Record<State, string> = {
  na: "不适用",
  missing: "缺数据",
  silent: "未规定",
  open: "口径未定",
  suppressed: "已遮蔽",
  undetermined: "不可判"
};

/** What each state means, in one line. */
export const stateNotes: Record<State, string> = {
  na: "对该地区或类别无意义，或分母为零",
  missing: "表未导入，或所需字段空白",
  silent: "所选口径没有这一条",
  open: "缺判断所用的设定",
  suppressed: "公开版不显示：小于下限、能由它推出小于下限的数，或不在公开之列",
  undetermined: "部分输入未知，结论可能改变"
};

/** States a legend lists, each word once. */
export function legendStates(): readonly State[] {
  const all = ["na", "missing", "silent", "open", "suppressed", "undetermined"] as const;
  return all.filter(state => state !== "missing" || !isUnknownWithheld());
}

/**
 * Says of all that has no number and no other reason that it is withheld: for a public edition, which leaves out so much that
 * a page cannot tell more. A table that was not imported is named in words of its own.
 */
export function withholdUnknown(): void {
  stateWords.missing = stateWords.suppressed;
  stateNotes.missing = stateNotes.suppressed;
}

export function isUnknownWithheld(): boolean {
  return stateWords.missing === stateWords.suppressed;
}

/**
 * What is said where nothing is at hand; in a public edition, where that does not mean that there is nothing, that it is withheld.
 * @param what its name
 */
export function noneText(text: string, what: string): string {
  return isUnknownWithheld() ? `${what}${stateWords.suppressed}` : text;
}

/** The state a cell's value is in, or null when it has a number. A row that does not exist is 缺数据. */
export function valueState(cell: Cell | undefined): State | null {
  switch (cell?.status) {
    case undefined:
    case "missing_data":
      return "missing";
    case "na_zero_denominator":
      return "na";
    case "suppressed":
      return "suppressed";
    case "undetermined_input":
      return "undetermined";
    default:
      return cell?.value == null ? "missing" : null;
  }
}

/** Whether the document in force judges a cell. */
export function isJudged(cell: Cell | undefined): boolean {
  return cell?.judgement === "met" || cell?.judgement === "unmet" || cell?.judgement === "undetermined";
}

/** The word for a cell's judgement, with its state when nothing was judged. */
export function judgementWord(cell: Cell | undefined): { word: string; state: State | null } {
  if (cell?.status === "suppressed") return { word: stateWords.suppressed, state: "suppressed" };
  switch (cell?.judgement) {
    case "met":
      return { word: "达到", state: null };
    case "unmet":
      return { word: "未达到", state: null };
    case "reference":
      return { word: "只作参照", state: null };
    case "undetermined":
      return { word: stateWords.undetermined, state: "undetermined" };
    case "not_judged":
      return { word: stateWords.silent, state: "silent" };
    default:
      return { word: "本次未计算", state: "open" };
  }
}
