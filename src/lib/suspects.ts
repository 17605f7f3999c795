import { whereText } from "./checks.js";
import { count } from "./format.js";

/** One check of the exports (data/policy/checks.tsv). */
export interface Suspect {
  readonly id: string;
  readonly group: string;
  /** Also the name of its sheet among the lists. */
  readonly title: string;
  /** What it counts: 户, 人, or 个 of figures that must close. */
  readonly unit: string;
  /** 错误 wrong, 疑点 to be verified, 提示 worth a look. */
  readonly level: string;
  readonly clause: string;
  readonly advice: string;
  /** Its numbers, all of the platform's own. */
  readonly numbers: readonly number[];
  /** Columns it cannot do without and that are not at hand: then it was not run. */
  readonly lacking: readonly string[];
}

/** `suspects.json`: what the checks found, by place from the root down to towns. */
export interface Suspects {
  readonly checks: readonly Suspect[];
  /** Levels in order; households are counted by them after a count for any. */
  readonly levels: readonly string[];
  readonly places: Readonly<
    Record<
      string,
      {
        /** For each check in order, how many it speaks of. */
        readonly found: readonly number[];
        /** Check → how many more are exempt; those with none are left out. */
        readonly exempt: Readonly<Record<string, number>>;
        /** For each check in order, how many it could look at. */
        readonly examined: readonly number[];
        /** Households of the exports, and those with something found: of any level, then by level. */
        readonly households: number;
        readonly suspected: readonly number[];
      }
    >
  >;
}

/** A check at a place; figures are null where it was not run or nothing could be looked at. */
export interface SuspectCount {
  readonly check: Suspect;
  readonly found: number | null;
  readonly exempt: number | null;
  readonly examined: number | null;
}

/** Every check at a place, in reading order. */
export function suspectCounts({ checks, places }: Suspects, region: string): SuspectCount[] {
  const place = places[region];
  return checks.map((check, i) => {
    const examined = check.lacking.length > 0 || !place ? 0 : place.examined[i]!;
    if (examined === 0) return { check, found: null, exempt: null, examined: null };
    return { check, found: place!.found[i]!, exempt: place!.exempt[check.id] ?? 0, examined };
  });
}

/** One group at a place: checks that were run, those that found something, and findings by check; null where none was run. */
export interface SuspectGroup {
  readonly group: string;
  readonly run: number;
  readonly speaking: number;
  /** Findings, a household or person once for every check: 处. */
  readonly findings: number | null;
}

/** The groups in reading order. Findings of households and of persons are both 处; neither is counted as the other. */
export function suspectGroups(
  data: Suspects,
  region: string,
  levels: readonly string[] = data.levels
): SuspectGroup[] {
  const counts = suspectCounts(data, region).filter(({ check }) => levels.includes(check.level));
  const groups = [...new Set(data.checks.map(({ group }) => group))];
  return groups.map(group => {
    const run = counts.filter(({ check, found }) => check.group === group && found !== null);
    return {
      group,
      run: run.length,
      speaking: run.filter(({ found }) => found! > 0).length,
      findings: run.length === 0 ? null : run.reduce((sum, { found }) => sum + found!, 0)
    };
  });
}

/** Households of a place with something found of a level, "" for any; null where there are none at all. */
export function suspectedHouseholds(
  { levels, places }: Suspects,
  region: string,
  level: string
): { readonly found: number; readonly of: number } | null {
  const place = places[region];
  if (!place || place.households === 0) return null;
  return { found: place.suspected[levels.indexOf(level) + 1]!, of: place.households };
}

/** “云岭市 138 项检查中 61 项查到疑点，211 户有错误”. */
export function suspectTitle(data: Suspects, region: string, name: string): string {
  const run = suspectCounts(data, region).filter(({ found }) => found !== null);
  if (run.length === 0) return `${name}没有可核查的数据`;
  const speaking = run.filter(({ found }) => found! > 0).length;
  if (speaking === 0) return `${name} ${run.length} 项检查都没有查到疑点`;
  const wrong = suspectedHouseholds(data, region, data.levels[0]!);
  const households = wrong ? `，${count(wrong.found)} 户有${data.levels[0]}` : "";
  return `${name} ${run.length} 项检查中 ${speaking} 项查到疑点${households}`;
}

/** “没有卫生厕所 1,233 户：青栗县 210、…”; what was exempt stands behind. */
export function suspectPlaceTitle(
  { check, found, exempt }: SuspectCount,
  parts: readonly { readonly place: string; readonly failed: number }[],
  word: string
): string {
  if (found === null) return `${check.title}：${lackingText(check) || "没有可核查的数据"}`;
  const where = parts.filter(({ failed }) => failed > 0);
  const places = where.length > 0 ? `：${whereText(where, word)}` : "";
  return `${check.title} ${count(found)} ${check.unit}${exempt ? `，另豁免 ${count(exempt)}` : ""}${places}`;
}

/** “云岭市共 9,271 处，“风险与措施”一类 3,271 处”: the group with the most, the first of those with the same. */
export function suspectGroupTitle(
  data: Suspects,
  region: string,
  name: string,
  levels?: readonly string[]
): string {
  const groups = suspectGroups(data, region, levels).filter(({ findings }) => findings !== null);
  const sum = groups.reduce((total, { findings }) => total + findings!, 0);
  const [first] = [...groups].sort((a, b) => b.findings! - a.findings!);
  if (!first || sum === 0) return `${name}各类都没有查到疑点`;
  return `${name}共 ${count(sum)} 处，“${first.group}”一类 ${count(first.findings!)} 处`;
}

/** Why a check was not run: “缺“外出务工信息”的“务工月收入””. */
export function lackingText({ lacking }: Suspect): string {
  return lacking.length > 0 ? `未查：缺${lacking.join("、")}` : "";
}
