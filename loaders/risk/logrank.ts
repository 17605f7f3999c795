import { bisectLeft, group as groupBy, sum } from "d3-array";
import { type ChiSquareTest, scoreTest } from "./chi-square.ts";
import { checkSpells, type Spell } from "./incidence.ts";
import { refuse } from "./refusal.ts";

/** A spell of a member of one of the groups to compare, within a stratum if given. */
export interface GroupedSpell extends Spell {
  readonly group: string | number;
  readonly stratum?: string | number;
}

export interface LogRank {
  /** Null where the groups were never at risk together, or nothing happened while they were. */
  readonly test: ChiSquareTest | null;
  /** In order of the group's first appearance in the spells. */
  readonly groups: readonly {
    readonly group: string | number;
    readonly size: number;
    readonly observed: number;
    readonly expected: number;
  }[];
}

/**
 * The log-rank test that k groups share one hazard, stratified where spells name a stratum, with late entry and ties
 * (hypergeometric variance):
 *
 *     E_g = Σ_t d Y_g / Y,  V_gh = Σ_t d (Y − d) / (Y − 1) · Y_g (δ_gh Y − Y_h) / Y²,  χ² = (O − E)' V⁻ (O − E)
 *
 * Any cause is an event; censor the other causes first to compare cause-specific hazards. Two spells of one subject
 * may stand in different groups (before and with a measure). Refuses what `cumulativeIncidence` refuses, and fewer
 * than two groups.
 *
 * Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966), 163–170; R. Peto, J. Peto, Journal of the Royal
 * Statistical Society A 135 (1972), 185–207; as `survdiff` of R's survival.
 */
export function logRank(spells: readonly GroupedSpell[]): LogRank {
  const groups = groupsOf(spells);
  const expected = new Array<number>(groups.length).fill(0);
  const covariance = square(groups.length);
  for (const stratum of strataOf(spells)) {
    const members = groups.map(group => stratum.filter(spell => spell.group === group));
    const starts = members.map(list =>
      list.map(spell => spell.start ?? Number.NEGATIVE_INFINITY).sort(ascending)
    );
    const stops = members.map(list => list.map(spell => spell.stop).sort(ascending));
    for (const [time, died] of events(stratum)) {
      const risk = groups.map((_, g) => bisectLeft(starts[g]!, time) - bisectLeft(stops[g]!, time));
      const all = sum(risk);
      const scale = all > 1 ? (died * (all - died)) / (all - 1) / (all * all) : 0;
      for (let g = 0; g < risk.length; g++) {
        expected[g]! += (died * risk[g]!) / all;
        for (let h = 0; h < risk.length; h++) {
          covariance[g]![h]! += scale * risk[g]! * ((g === h ? all : 0) - risk[h]!);
        }
      }
    }
  }
  const summary = groups.map((group, g) => {
    const members = spells.filter(spell => spell.group === group);
    const observed = members.filter(spell => spell.cause > 0).length;
    return { group, size: members.length, observed, expected: expected[g]! };
  });
  return {
    test: scoreTest(
      summary.map(group => group.observed - group.expected),
      covariance
    ),
    groups: summary
  };
}

/** The groups of spells, in order of first appearance. Refuses fewer than two. */
export function groupsOf(spells: readonly GroupedSpell[]): (string | number)[] {
  checkSpells(spells);
  const groups = [...new Set(spells.map(spell => spell.group))];
  if (groups.length < 2) refuse("比较至少要有两组", "换一个分组，或不作比较");
  return groups;
}

/** The spells of each stratum. */
export function strataOf<T extends GroupedSpell>(spells: readonly T[]): T[][] {
  return [...groupBy(spells, spell => spell.stratum).values()];
}

/** A square matrix of zeros. */
export function square(size: number): number[][] {
  return Array.from({ length: size }, () => new Array<number>(size).fill(0));
}

function events(spells: readonly Spell[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { stop, cause } of spells) if (cause > 0) counts.set(stop, (counts.get(stop) ?? 0) + 1);
  return counts;
}

function ascending(a: number, b: number): number {
  return a - b;
}
