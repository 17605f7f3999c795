/** A ring of a projected polygon: x and y in pixels, first point not repeated or repeated alike. */
export type Ring = readonly (readonly [number, number])[];

/** An area that wants a label. */
export interface LabelWish {
  readonly code: string;
  /** Middle of the label, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Upper line; "" for none. */
  readonly name: string;
  /** Lower line. */
  readonly value: string;
  /** Wishes with a higher priority are placed first. */
  readonly priority: number;
  /** Whether a box of this size around the middle lies inside the area. */
  readonly fits: (width: number, height: number) => boolean;
  /** Draw the label even where it runs over the border, as long as it hits no other. */
  readonly forced?: boolean;
  /** One line in 13 px inside the area, or nothing: for the areas around. */
  readonly quiet?: boolean;
}

/** A rectangle in pixels that labels keep clear of, or that a label takes. */
export interface LabelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A label that found its place. */
export interface PlacedLabel {
  readonly code: string;
  readonly x: number;
  readonly y: number;
  /** Font size in pixels. */
  readonly size: 15 | 13;
  /** Lines from top to bottom: name and value, or the value alone. */
  readonly lines: readonly string[];
  /** True when the text runs over the area's border and needs a halo. */
  readonly over: boolean;
}

const lineHeight = 1.3;

/** Width of `text` in ems: one for a full-width character, about half for the rest. */
export function emWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! > 0x2e7f ? 1 : 0.57;
  return width;
}

/**
 * Places labels so that none covers another: name and value in 15 px inside the area, else in 13 px,
 * else the value alone, else nothing. Wishes are served by priority, so the result does not depend
 * on their order. `blocked` are places already taken, such as an inset.
 */
export function placeLabels(wishes: readonly LabelWish[], blocked: readonly LabelBox[] = []): PlacedLabel[] {
  const taken = [...blocked];
  const placed: PlacedLabel[] = [];
  const order = [...wishes].sort((a, b) => b.priority - a.priority || (a.code < b.code ? -1 : 1));
  for (const wish of order) {
    const label = tryForms(wish, taken);
    if (!label) continue;
    taken.push(boxOf(label));
    placed.push(label);
  }
  return placed;
}

function tryForms(wish: LabelWish, taken: readonly LabelBox[]): PlacedLabel | null {
  const both = wish.name ? [wish.name, wish.value] : [wish.value];
  const forms: [size: 15 | 13, lines: string[], over: boolean][] = [[13, both, false]];
  if (!wish.quiet) {
    forms.unshift([15, both, false]);
    if (wish.forced) forms.push([13, both, true]);
    forms.push([13, [wish.value], false], [13, [wish.value], true]);
  }
  for (const [size, lines, over] of forms) {
    const label = { code: wish.code, x: wish.x, y: wish.y, size, lines, over };
    const box = boxOf(label);
    if (!over && !wish.fits(box.x1 - box.x0, box.y1 - box.y0)) continue;
    if (taken.some(other => hits(box, other))) continue;
    return label;
  }
  return null;
}

function boxOf({ x, y, size, lines }: Omit<PlacedLabel, "code" | "over">): LabelBox {
  const width = Math.max(...lines.map(emWidth)) * size;
  const height = lines.length * size * lineHeight;
  return { x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 };
}

function hits(a: LabelBox, b: LabelBox): boolean {
  return a.x0 < b.x1 + 2 && b.x0 < a.x1 + 2 && a.y0 < b.y1 && b.y0 < a.y1;
}
