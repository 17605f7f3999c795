import { stateWords } from "./state.js";
import type { Column } from "./tabular.js";

/** Why a bulletin's figure differs from ours, in the order the causes are tried. */
export const reconcileCauses = [
  "一致",
  "取整",
  "缺表",
  "口径不同",
  "数据日不同",
  "拒收行",
  "未解释"
] as const;

/** A figure of a bulletin beside ours; rates in per cent. */
export interface Reconciled {
  readonly region: string;
  readonly period: string;
  /** As the bulletin has it. */
  readonly item: string;
  readonly indicator: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly theirs: number;
  readonly ours: number | null;
  readonly difference: number | null;
  readonly cause: (typeof reconcileCauses)[number];
  readonly detail: string;
}

/** An identity among a bulletin's own figures. */
export interface ReconciledIdentity {
  readonly region: string;
  readonly period: string;
  readonly basis: string;
  readonly identity: string;
  readonly whole: number;
  readonly parts: number;
  readonly difference: number;
  /** Parts the bulletin does not state: they may be what is left. */
  readonly unstated: readonly string[];
}

/** Identities that cannot hold: parts above their whole, or another sum with all parts stated. */
export function brokenIdentities({ identities }: Reconciliation): ReconciledIdentity[] {
  return identities.filter(
    ({ difference, unstated }) => difference < 0 || (difference !== 0 && unstated.length === 0)
  );
}

/** `reconciliation.json`: a bulletin that was handed in, against ours. */
export interface Reconciliation {
  readonly rows: readonly Reconciled[];
  readonly identities: readonly ReconciledIdentity[];
}

/** Rows by cause, causes in order, those that do not occur left out. */
export function causeCounts({ rows }: Reconciliation): { cause: Reconciled["cause"]; rows: number }[] {
  return reconcileCauses
    .map(cause => ({ cause, rows: rows.filter(row => row.cause === cause).length }))
    .filter(each => each.rows > 0);
}

/** “一致 12、取整 1”. */
export function causeText(counts: readonly { cause: string; rows: number }[]): string {
  return counts.map(({ cause, rows }) => `${cause} ${rows}`).join("、");
}

/** The figure's question answered in one line. */
export function reconcileTitle(reconciliation: Reconciliation): string {
  const { rows } = reconciliation;
  const open = rows.filter(({ cause }) => cause === "未解释").length;
  const broken = brokenIdentities(reconciliation).length;
  const same = rows.filter(({ cause }) => cause === "一致" || cause === "取整").length;
  return `通报的 ${rows.length} 个数，${same} 个与本平台一致，${open} 个差额未解释${broken > 0 ? `；通报自身有 ${broken} 条等式不成立` : ""}`;
}

/**
 * The columns of a reconciliation.
 * @param name a region's code → how it is shown
 */
export function reconcileColumns(name: (region: string) => string): Column<Reconciled>[] {
  const shown = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)));
  return [
    { key: "region", label: "区划", value: row => name(row.region) },
    { key: "period", label: "期间", value: row => row.period },
    { key: "item", label: "指标", value: row => row.item },
    { key: "breakdown", label: "分项", value: row => row.breakdown },
    { key: "basis", label: "计量", value: row => row.basis },
    { key: "theirs", label: "通报", value: row => shown(row.theirs) },
    {
      key: "ours",
      label: "本平台",
      value: row => shown(row.ours),
      state: row => (row.ours === null ? stateWords.missing : null)
    },
    {
      key: "difference",
      label: "差额",
      value: row => shown(row.difference),
      state: row => (row.difference === null ? stateWords.missing : null)
    },
    { key: "cause", label: "原因", value: row => row.cause },
    { key: "detail", label: "说明", value: row => row.detail }
  ];
}
