/** How a mark is painted; colours are RRGGBB. */
export interface Look {
  readonly colour: string;
  readonly outline?: string;
  /** Diagonal lines of the colour on white. */
  readonly hatched?: boolean;
  readonly dashed?: boolean;
  /** Parts of a hundred thousand that do not let what is under it through. */
  readonly alpha?: number;
  /** Colour of words that stand on it. */
  readonly on?: string;
}

/** Colours of the house (design tokens, light theme). */
export const colours = {
  paper: "FFFFFF",
  ink: "14181A",
  second: "4C555A",
  wash: "F3F5F2",
  hairline: "D7DBD8",
  context: "B4BAB8",
  accent: "0A5A50",
  hatch: "C3C9C6"
} as const;

/** The sequential ramp of rates, light to dark, with the colour of words on each. */
export const ramp: readonly Look[] = [
  { colour: "E2F1EA", on: colours.ink },
  { colour: "BADCCF", on: colours.ink },
  { colour: "8AC0AE", on: colours.ink },
  { colour: "5A9D8A", on: colours.ink },
  { colour: "337566", on: colours.paper },
  { colour: "184E45", on: colours.paper }
];

/** Looks of the warning levels, by the names `levels` gives them, with the mark that stands before the word. */
export const levelLooks: Readonly<Record<string, Look & { readonly mark: string; readonly text: string }>> = {
  red: { colour: "C4312B", on: "FFFFFF", mark: "▲", text: "A6211C" },
  yellow: { colour: "F4C430", outline: "7A5B00", on: "3A2B00", mark: "●", text: "6A4E00" },
  blue: { colour: "2A66B1", on: "FFFFFF", mark: "■", text: "1F4F90" },
  pending: { colour: "5C656A", outline: "5C656A", hatched: true, on: colours.ink, mark: "◇", text: "4C555A" },
  ungraded: { colour: "D5D9D7", outline: "9AA19F", on: colours.second, mark: "－", text: "4C555A" }
};
