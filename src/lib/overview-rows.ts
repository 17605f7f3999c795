import type { Matter } from "./site.js";

/** Rows of one indicator: those of the breakdowns named, or all. */
export interface RowSlice {
  readonly indicator: string;
  readonly breakdowns: readonly string[] | null;
}

/**
 * The rows of the tidy table that 总览 shows. They are published as one file, so that the first page asks for few
 * files and small ones; what is shown there must be named here.
 */
export function overviewRows(matters: readonly Matter[]): RowSlice[] {
  return [
    { indicator: "B01", breakdowns: null },
    { indicator: "K01", breakdowns: [""] },
    { indicator: "K02", breakdowns: [""] },
    { indicator: "K03", breakdowns: [""] },
    { indicator: "K06", breakdowns: [""] },
    {
      indicator: "K16",
      breakdowns: ["预警级别=红色;级别来源=official", "预警级别=待核定;级别来源=official"]
    },
    { indicator: "K20", breakdowns: [""] },
    { indicator: "K48", breakdowns: null },
    ...matters.map(({ indicator, breakdowns }) => ({ indicator, breakdowns }))
  ];
}
