import { inCodeOrder } from "../lib/code-order.js";
import { siteMeasure, siteSizeTitle } from "../lib/hazards.js";
import { fractionText } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Dictionary } from "../lib/site.js";
import { kindGrid } from "./kind-grid.js";
import { rateFigure } from "./rate-figure.js";
import type { Site } from "./site.js";

/** K58 by region: workers of resettlement sites who have work. */
export function sites(site: Site, reader: Reader): HTMLElement {
  return rateFigure(site, reader, {
    id: "sites",
    measure: siteMeasure(),
    kind: "quarter",
    name: "安置区就业率",
    heads: ["就业", "搬迁劳动力"],
    note: "只显示数值；文件没有就业率的判断线。",
    level: 3
  });
}

/** K58 by size class and quarter. */
export function siteSizes(site: Site, reader: Reader, dictionary: Dictionary): HTMLElement {
  const sizes = inCodeOrder(reader.values("K58", "规模类别"), dictionary, "resettlement_site", "规模类别");
  const cells = sizes.map(name => ({ name, cell: reader.cell(siteMeasure(name), { kind: "quarter" }) }));
  const whole = reader.cell(siteMeasure(), { kind: "quarter" });
  return kindGrid(site, reader, {
    id: "site-sizes",
    title: siteSizeTitle(cells, whole),
    kinds: sizes.map(name => ({ name, measure: siteMeasure(name) })),
    whole: { name: "合计", measure: siteMeasure() },
    head: "规模类别",
    kind: "quarter",
    breaks: [0.8, 0.85, 0.9, 0.95, 0.98],
    unit:
      whole?.numerator != null && whole.denominator
        ? `末季 ${fractionText(whole.numerator, whole.denominator)} 人`
        : "",
    note: "大型、中型、小型的界限文件没有规定，照报送列；没有填的列“未知”。",
    level: 3
  });
}
