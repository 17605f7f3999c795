import { colours, type Look } from "../../src/lib/report/look.ts";
import { tag } from "./xml.ts";

/** The fill of a shape. */
export function fill({ colour, hatched, alpha }: Look): string {
  const ink = tag("a:srgbClr", { val: colour }, alpha === undefined ? "" : tag("a:alpha", { val: alpha }));
  return hatched
    ? tag(
        "a:pattFill",
        { prst: "ltUpDiag" },
        tag("a:fgClr", {}, ink),
        tag("a:bgClr", {}, tag("a:srgbClr", { val: colours.paper }))
      )
    : tag("a:solidFill", {}, ink);
}

/** The line of a shape, `width` in EMU. */
export function line({ colour, dashed }: Look, width: number): string {
  return tag(
    "a:ln",
    { w: width, cap: "flat" },
    tag("a:solidFill", {}, tag("a:srgbClr", { val: colour })),
    dashed ? tag("a:prstDash", { val: "dash" }) : "",
    "<a:round/>"
  );
}
