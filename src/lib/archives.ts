import type { Cell } from "./dataset.js";
import { count, span } from "./format.js";
import { profileName } from "./masthead.js";
import type { Measure } from "./measures.js";
import { inOrder } from "./order.js";
import { shortfall, thresholdOf } from "./rates.js";
import type { Reader } from "./reader.js";
import type { Definitions, Meta } from "./site.js";
import { type State, stateWords, valueState } from "./state.js";

/** K50, and its parts by who keeps the files. */
export const archives: Measure = { indicator: "K50", breakdown: "", basis: "份" };
export const archiveLevel = (level: string): Measure => ({ ...archives, breakdown: `档案层级=${level}` });

/** Levels that keep files, from the county down. */
const archiveLevels = ["县级", "乡镇级", "村级", "户级"];

/** Levels of files the document in force asks for; all that were checked where it names none. */
export function askedLevels(reader: Reader, definitions: Definitions): string[] {
  const found = inOrder(reader.values("K50", "档案层级"), archiveLevels);
  const asked = thresholdOf(definitions, "K50", reader.context.profile, "archive_levels");
  return asked ? found.filter(level => asked.value.split("、").includes(level)) : found;
}

/** What each document asks of files, and what it comes to. */
export interface ArchiveDocument {
  readonly profile: string;
  readonly name: string;
  readonly levels: string;
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

/** K50 by every document; one whose figures were not worked out has none. */
export function archiveDocuments(
  meta: Pick<Meta, "profiles" | "computed">,
  definitions: Definitions,
  read: (profile: string) => Cell | undefined
): ArchiveDocument[] {
  return meta.profiles.map(({ id }) => {
    const worked = meta.computed.includes(id);
    const cell = worked ? read(id) : undefined;
    return {
      profile: id,
      name: profileName(meta, id),
      levels: thresholdOf(definitions, "K50", id, "archive_levels")?.value ?? "",
      cell,
      state: worked ? valueState(cell) : "open"
    };
  });
}

/** “5 套口径中 3 套写了档案层级，应建 299 至 510 份”. */
export function archiveDocumentsTitle(rows: readonly ArchiveDocument[]): string {
  const named = rows.filter(({ levels }) => levels !== "").length;
  const words = `${count(rows.length)} 套口径中 ${count(named)} 套写了档案层级`;
  if (rows.every(({ cell }) => cell?.denominator == null)) return `${words}，档案检查${stateWords.missing}`;
  const sizes = rows.flatMap(({ cell }) => (cell?.denominator ? [cell.denominator] : []));
  if (sizes.length === 0) return `${words}，本季没有应建的档案`;
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  return `${words}，应建 ${span(count(low), count(high))} 份`;
}

/** “应建 417 份档案中 15 份不齐”. */
export function archiveTitle(reader: Reader): string {
  const cell = reader.cell(archives, { kind: "quarter" });
  if (cell?.status === "na_zero_denominator") return "本季没有应建的档案";
  const short = shortfall(cell);
  if (short === null) return `档案检查${stateWords.missing}`;
  return short === 0
    ? `应建 ${count(cell!.denominator!)} 份档案都齐备`
    : `应建 ${count(cell!.denominator!)} 份档案中 ${count(short)} 份不齐`;
}
