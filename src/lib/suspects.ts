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

/** Why a check was not run: “缺“外出务工信息”的“务工月收入””. */
export function lackingText({ lacking }: Suspect): string {
  return lacking.length > 0 ? `未查：缺${lacking.join("、")}` : "";
}
