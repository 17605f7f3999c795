/** What is counted of a period's movements, in the order `changes.json` has it. */
export const changeItems = ["entered", "eliminated", "exited", "rose", "fell"] as const;

/** Households that came into the register, left it (their risk eliminated, or otherwise) and whose official level rose or fell. */
export type ChangeCounts = Readonly<Record<(typeof changeItems)[number], number | null>>;

/** `changes.json`: movements of households by region and period. */
export interface Changes {
  /** Whether the register, and whether the confirmations of levels, were at hand. */
  readonly known: { readonly register: boolean; readonly levels: boolean };
  /** Region → month or quarter → counts in the order of `changeItems`; what is not there is none. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** The movements of a region in a month or quarter; null where the table they are read from is not at hand. */
export function changesOf({ known, counts }: Changes, region: string, period: string): ChangeCounts {
  const row = counts[region]?.[period];
  const count = (at: number, isKnown: boolean): number | null => (isKnown ? (row?.[at] ?? 0) : null);
  const { register, levels } = known;
  return {
    entered: count(0, register),
    eliminated: count(1, register),
    exited: count(2, register),
    rose: count(3, register && levels),
    fell: count(4, register && levels)
  };
}
