import { rollup, sum } from "d3-array";
import { type ChiSquareTest, scoreTest } from "./chi-square.ts";
import { type GroupedSpell, groupsOf, square, strataOf } from "./logrank.ts";
import { checkCount, refuse } from "./refusal.ts";

/**
 * Gray's test that k groups share one cumulative incidence of a cause while other causes compete; stratified where
 * spells name a stratum. A log-rank test on the cause-specific hazard answers another question. The score of a group
 * compares its events with its share of R_g = Y_g (1 − F_g(t−)) / S_g(t−), who would still be at risk of the cause
 * had those lost to the other causes stayed.
 *
 * Null where the data cannot tell the groups apart. Refuses what `logRank` refuses, and late entry, for which the test
 * is not defined.
 *
 * Source: R. J. Gray, Annals of Statistics 16 (1988), 1141–1154, with ρ = 0, as `cuminc` of R's cmprsk.
 */
export function grayTest(spells: readonly GroupedSpell[], cause: number): ChiSquareTest | null {
  const groups = groupsOf(spells);
  checkCount("原因", cause, 1);
  if (spells.some(spell => (spell.start ?? 0) !== 0))
    refuse("格雷检验不能有延迟进入的期次", "改用对数秩检验");
  const scores = new Array<number>(groups.length).fill(0);
  const covariance = square(groups.length);
  for (const stratum of strataOf(spells)) addStratum(stratum, cause, groups, scores, covariance);
  return scoreTest(scores, covariance);
}

/** A jump of one group at one time: by how much each score moves with it, and its variance. */
interface Jump {
  readonly group: number;
  /** The part that acts at once, on each score. */
  readonly now: readonly number[];
  /** The factor of what the jump does to all later times. */
  readonly later: number;
  /** The weights of later times summed up to this one, for each score. */
  readonly passed: readonly number[];
  readonly variance: number;
}

function addStratum(
  spells: readonly GroupedSpell[],
  cause: number,
  groups: readonly (string | number)[],
  scores: number[],
  covariance: number[][]
): void {
  const every = groups.map((_, g) => g);
  const risk = every.map(g => spells.filter(spell => spell.group === groups[g]).length);
  const free = every.map(() => 1);
  const incidence = every.map(() => 0);
  const weights = square(groups.length);
  const jumps: Jump[] = [];
  let common = 0;

  const times = rollup(
    spells,
    members => every.map(g => members.filter(spell => spell.group === groups[g])),
    spell => spell.stop
  );
  for (const [, members] of [...times].sort(([a], [b]) => a - b)) {
    const ours = members.map(list => list.filter(spell => spell.cause === cause).length);
    const others = members.map(list => list.filter(spell => spell.cause > 0 && spell.cause !== cause).length);
    const own = sum(ours);
    if (own + sum(others) > 0) {
      const reach = every.map(g => (risk[g]! > 0 ? risk[g]! / free[g]! : 0));
      const total = sum(reach);
      const held = every.map(g => reach[g]! * (1 - incidence[g]!));
      const share = own / sum(held);
      const before = common;
      const after = every.map(g =>
        risk[g]! > 0 ? (free[g]! * (risk[g]! - ours[g]! - others[g]!)) / risk[g]! : 0
      );
      common += own / total;
      const now = every.map(i => every.map(j => reach[i]! * ((i === j ? 1 : 0) - reach[j]! / total)));
      for (const i of every) {
        scores[i]! += ours[i]! - share * held[i]!;
        for (const j of every) weights[i]![j]! += (now[i]![j]! * own) / (total * (1 - before));
      }
      for (const group of every.filter(g => risk[g]! > 0)) {
        const left = after[group]!;
        const passed = every.map(i => weights[i]![group]!);
        if (own > 0) {
          const ties = own > 1 ? 1 - (own - 1) / (total * free[group]! - 1) : 1;
          const later = left > 0 ? 1 - (1 - common) / left : 1;
          const variance = (ties * free[group]! * own) / (total * risk[group]!);
          jumps.push({ group, now: every.map(i => now[i]![group]!), later, passed, variance });
        }
        const lost = others[group]!;
        if (lost > 0 && left > 0) {
          const ties = lost > 1 ? 1 - (lost - 1) / (risk[group]! - 1) : 1;
          const variance = (ties * free[group]! ** 2 * lost) / risk[group]! ** 2;
          jumps.push({ group, now: every.map(() => 0), later: -(1 - common) / left, passed, variance });
        }
      }
      for (const g of every.filter(place => risk[place]! > 0)) {
        incidence[g]! += (free[g]! * ours[g]!) / risk[g]!;
        free[g] = after[g]!;
      }
    }
    for (const g of every) risk[g]! -= members[g]!.length;
  }
  for (const { group, now, later, passed, variance } of jumps) {
    const pull = every.map(i => now[i]! + later * (weights[i]![group]! - passed[i]!));
    for (const i of every) for (const j of every) covariance[i]![j]! += pull[i]! * pull[j]! * variance;
  }
}
