import { numeral } from "../../src/lib/format.ts";
import { emWidth } from "../../src/lib/geo-label.ts";
import type { Figure, Grid, GridCell, MapFigure } from "../../src/lib/report/content.ts";
import type { Report } from "../../src/lib/report/report.ts";
import { textWidth, WordDocument, type WordTable } from "../office/document.ts";
import { type Shape, shapeProperties } from "../office/shape.ts";
import { tag, text } from "../office/xml.ts";
import { legendRoom, legendShapes, mapShapes } from "./map-shapes.ts";

/** The report as a 通报 in the form of Chinese offices: a Word file. */
export async function reportDocx(report: Report): Promise<Uint8Array> {
  const { view, title, month, date, badge, sections, bulletin, definitions, files, notes } = report;
  const document = new WordDocument();
  document.paragraph("Title", title);
  document.paragraph("Date", `（${month}，${date}）`);
  document.paragraph("Note", badge);
  for (const [index, section] of sections.entries()) {
    document.paragraph("Heading1", `${numeral(index + 1)}、${section.name}`);
    for (const words of [...section.paragraphs, ...section.lacking]) document.paragraph("BodyText", words);
    for (const figure of section.figures) await addFigure(document, figure, view.source.meta.asOf);
  }
  document.endPages(false);
  document.paragraph("Heading1", "附1　统计通报表");
  addGrid(document, bulletin, view.source.meta.asOf, true);
  document.endPages(true);
  document.paragraph("Heading1", "附2　口径与来源");
  for (const words of notes) document.paragraph("BodyText", words);
  for (const table of [definitions, files]) addGrid(document, table, view.source.meta.asOf);
  return document.bytes({ title, subject: `${month}，${date}`, day: view.source.meta.asOf });
}

async function addFigure(document: WordDocument, figure: Figure, day: string): Promise<void> {
  if (figure.kind === "grid") return addGrid(document, figure, day);
  if (figure.kind === "chart")
    await document.chart(
      figure.chart,
      figure.alt,
      figure.chart.kind === "stack" ? 24 + 6 * figure.chart.categories.length : 66
    );
  else addMap(document, figure);
  document.caption("图", figure.title);
  document.paragraph("Note", noteOf(figure, day));
}

/** Unit, basis and period, then the day of the data. */
function noteOf(figure: Figure, day: string): string {
  const more = figure.kind === "map" ? figure.scene.notes : figure.kind === "grid" ? [figure.note] : [];
  return [figure.unit, ...more, `数据截至 ${day}`]
    .filter(Boolean)
    .map(each => each.replace(/。$/, ""))
    .join("。 ")
    .concat("。");
}

function addGrid(document: WordDocument, grid: Grid, day: string, isWide = false): void {
  document.caption("表", grid.title);
  document.table(wordTable(grid, isWide), isWide);
  document.paragraph("Note", noteOf(grid, day));
}

/** Full-width characters of a table's words across the page, upright and wide, and those that margins of a cell take. */
const room = { upright: 42, wide: 70, cell: 1 } as const;

/** Columns up to this wide, in full-width characters, are not broken into lines. */
const whole = 11;

/** Narrow columns as wide as their words, the others sharing what is left. */
function wordTable({ heads, rows, total }: Grid, isWide: boolean): WordTable {
  const natural = heads.map((head, at) => {
    const cells = rows.map(row => cellWidth(row[at]!));
    const sum = total ? cellWidth(total[at]!) * 1.1 : 0;
    return Math.max(cellWidth({ ...head, text: head.label, value: null }), sum, ...cells, 2) + room.cell;
  });
  const narrow = natural.map(width => width <= whole);
  const left = natural.reduce(
    (rest, width, at) => rest - (narrow[at] ? width : 0),
    isWide ? room.wide : room.upright
  );
  // A very long column does not take the room of the others.
  const weights = natural.map((width, at) => (narrow[at] ? 0 : Math.min(width, 26)));
  const long = weights.reduce((sum, each) => sum + each, 0);
  const widths = natural.map((width, at) =>
    narrow[at] ? width : Math.max(5, (weights[at]! / long) * Math.max(left, 0))
  );
  const cell = (at: number, row: Grid["rows"][number]) => ({ ...row[at]!, isNumber: heads[at]!.isNumber });
  return {
    heads: heads.map(({ label, ...rest }) => ({ text: label, ...rest })),
    rows: rows.map(row => row.map((_, at) => cell(at, row))),
    total: total === null ? null : total.map((_, at) => cell(at, total)),
    widths
  };
}

function cellWidth({ text: words, level }: GridCell): number {
  return emWidth(words) + (level ? 1 : 0);
}

const mapSize = { width: Math.round(textWidth * 36000), height: 36000 * 104, size: 8 } as const;

function addMap(document: WordDocument, { scene, alt }: MapFigure): void {
  const { width, height, size } = mapSize;
  const map = height - legendRoom(scene, size);
  const { shapes, scale } = mapShapes(scene, width, map, size);
  const legend = legendShapes(scene, width, size, map);
  document.shapes(
    [...shapes, ...legend.shapes].map((shape, at) => wordShape(shape, at + 1000, scale)),
    alt,
    width,
    height
  );
}

function wordShape(shape: Shape, id: number, scale: number): string {
  const isText = shape.lines !== undefined;
  return tag(
    "wps:wsp",
    {},
    tag("wps:cNvPr", { id, name: shape.name }),
    isText ? tag("wps:cNvSpPr", { txBox: "1" }) : tag("wps:cNvSpPr"),
    tag("wps:spPr", {}, shapeProperties(shape, scale)),
    isText
      ? tag("wps:txbx", {}, tag("w:txbxContent", {}, ...shape.lines!.map(words => line(shape, words))))
      : "",
    tag("wps:bodyPr", {
      lIns: 0,
      tIns: 0,
      rIns: 0,
      bIns: 0,
      anchor: "ctr",
      wrap: isText ? "square" : null
    })
  );
}

function line({ size = 8, colour = "14181A", isBold, align = "ctr" }: Shape, words: string): string {
  const half = Math.round(size * 2);
  return tag(
    "w:p",
    {},
    tag(
      "w:pPr",
      {},
      tag("w:spacing", { "w:before": 0, "w:after": 0, "w:line": 240, "w:lineRule": "auto" }),
      tag("w:jc", { "w:val": align === "ctr" ? "center" : align === "l" ? "left" : "right" })
    ),
    tag(
      "w:r",
      {},
      tag(
        "w:rPr",
        {},
        tag("w:rFonts", { "w:eastAsia": "黑体" }),
        isBold ? "<w:b/>" : "",
        tag("w:color", { "w:val": colour }),
        tag("w:sz", { "w:val": half }),
        tag("w:szCs", { "w:val": half })
      ),
      tag("w:t", {}, text(words))
    )
  );
}
