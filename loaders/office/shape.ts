import type { Ring } from "../../src/lib/geo-label.ts";
import type { Look } from "../../src/lib/report/look.ts";
import { type Box, freeform, placed } from "./freeform.ts";
import { fill, line } from "./paint.ts";
import { tag } from "./xml.ts";

/** A shape of a picture, in the picture's own units: a freeform by its rings, or a box. */
export interface Shape {
  /** What it stands for, told to those who cannot see it. */
  readonly name: string;
  readonly rings?: readonly Ring[];
  readonly box?: Box;
  readonly look: Look | null;
  /** Colour and width in points of its edge. */
  readonly edge?: { readonly colour: string; readonly width: number };
  /** Words on it, one line each. */
  readonly lines?: readonly string[];
  /** Size of the words in points. */
  readonly size?: number;
  readonly isBold?: boolean;
  readonly colour?: string;
  readonly align?: "ctr" | "l" | "r";
  /** An ellipse in place of a rectangle. */
  readonly isRound?: boolean;
}

/** EMU in a point. */
export const point = 12700;

/**
 * Place, outline and paint of a shape, for whatever element holds them.
 * @param scale EMU for each unit of the picture
 * @param at corner of the picture in EMU
 */
export function shapeProperties(shape: Shape, scale: number, at = { x: 0, y: 0 }): string {
  const paint =
    (shape.look ? fill(shape.look) : "<a:noFill/>") +
    (shape.edge
      ? line({ colour: shape.edge.colour }, Math.round(shape.edge.width * point))
      : "<a:ln><a:noFill/></a:ln>");
  const moved = (box: Box) => placed({ ...box, x: box.x + at.x, y: box.y + at.y });
  if (shape.rings) {
    const { box, geometry } = freeform(shape.rings, scale);
    return moved(box) + geometry + paint;
  }
  const { x, y, width, height } = shape.box!;
  const [left, top, wide, high] = [x, y, width, height].map(each => Math.round(each * scale)) as [
    number,
    number,
    number,
    number
  ];
  return (
    moved({ x: left, y: top, width: wide, height: high }) +
    tag("a:prstGeom", { prst: shape.isRound ? "ellipse" : "rect" }, "<a:avLst/>") +
    paint
  );
}
