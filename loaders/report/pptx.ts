import { emWidth } from "../../src/lib/geo-label.ts";
import { badge } from "../../src/lib/masthead.ts";
import { type Chart, hasValues } from "../../src/lib/report/chart.ts";
import type { Big, Figure, Grid, MapFigure, Slide } from "../../src/lib/report/content.ts";
import { meetingSlides } from "../../src/lib/report/meeting.ts";
import type { Report } from "../../src/lib/report/report.ts";
import type { Box } from "../office/freeform.ts";
import { margin, type Slide as Page, pixel, type SlideCell, Slides, sizes } from "../office/slides.ts";
import { legendRoom, legendShapes, mapShapes } from "./map-shapes.ts";

/** Where the figures of a slide stand, in pixels. */
const body = { top: 164, bottom: 976, width: 1920 - 2 * margin } as const;

/** The right column, beside a figure. */
const side = { width: 570, gap: 44 } as const;

/** Pixels of a row of a table, of a line of words, and of a full-width character of 20 points. */
const rowHeight = 66;
const lineHeight = 58;
const emPixels = 41.5;

/** The report as slides for a meeting: native charts, tables and shapes, one message a slide. */
export async function reportPptx(report: Report): Promise<Uint8Array> {
  const { view, title, month, date } = report;
  const { meta } = view.source;
  const slides = new Slides();
  const foot: readonly [string, string] = [
    `数据截至 ${meta.asOf}`,
    meta.demo ? "演示数据（合成）" : badge(meta)
  ];
  for (const { slide, notes } of meetingSlides(report)) await addSlide(slides, slide, foot, notes);
  return slides.bytes({ title, subject: `${month}，${date}`, day: meta.asOf });
}

async function addSlide(
  slides: Slides,
  { title, figures, bigs, lines, unit }: Slide,
  [date, mark]: readonly [string, string],
  notes: readonly string[]
): Promise<void> {
  const page = slides.slide();
  const shown = figures.filter(each => each.kind !== "chart" || hasValues(each.chart));
  const rows = lines.reduce((sum, each) => sum + Math.ceil((emWidth(each) * sizes.body * 2) / body.width), 0);
  const below = rows === 0 ? 0 : rows * lineHeight + 12;
  const hasSide = bigs.length > 0 || shown.length > 1;
  const left: Box = {
    x: margin,
    y: body.top,
    width: hasSide ? body.width - side.width - side.gap : body.width,
    height: body.bottom - below - body.top
  };
  const right: Box = { ...left, x: left.x + left.width + side.gap, width: side.width };
  const [first, second] = shown;
  if (first) await addFigure(slides, page, first, left);
  if (first?.kind === "map") addMapSide(page, first, bigs, right);
  else if (bigs.length > 0) addBigs(page, bigs, right);
  else if (second) await addFigure(slides, page, second, right);
  if (rows > 0)
    page.words(
      "说明",
      { x: margin, y: left.y + left.height + 12, width: body.width, height: below - 12 },
      lines.map(each => [{ text: each, size: sizes.body }])
    );
  page.rule(margin, 992, body.width, 2);
  slides.add(page, title, [`${unit} ・ ${date}`, `${mark}　`], notes);
}

async function addFigure(slides: Slides, page: Page, figure: Figure, box: Box): Promise<void> {
  if (figure.kind === "grid") addTable(page, figure, box);
  else if (figure.kind === "chart") await slides.chart(page, readable(figure.chart), figure.alt, box);
  else {
    const { shapes, scale } = mapShapes(figure.scene, box.width * pixel, box.height * pixel, sizes.floor);
    page.picture(shapes, figure.alt, box, scale);
  }
}

/** Values beside the marks only where they have room; else the axis tells them. */
function readable(chart: Chart): Chart {
  const marks = chart.categories.length * chart.series.filter(({ over }) => !over).length;
  if (marks <= 10) return chart;
  return { ...chart, series: chart.series.map(each => ({ ...each, labelled: false })) };
}

/** Columns as wide as their words ask; the widest gives way, in two lines at most. */
function addTable(page: Page, { title, heads, rows, total }: Grid, box: Box): void {
  const all = [...rows, ...(total ? [total] : [])];
  const widthOf = (words: string, level?: string) => (emWidth(words) + (level ? 1.3 : 0)) * emPixels;
  const headWords = heads.map(({ group, label }) => (group ? `${group}${label}` : label));
  const natural = heads.map(
    ({ level }, at) =>
      Math.max(widthOf(headWords[at]!, level), ...all.map(row => widthOf(row[at]!.text, row[at]!.level))) + 34
  );
  const sum = natural.reduce((whole, each) => whole + each, 0);
  const widest = natural.indexOf(Math.max(...natural));
  const spare = box.width - sum;
  const widths = natural.map((each, at) =>
    spare < 0 ? (at === widest ? Math.max(200, each + spare) : each) : each + spare / natural.length
  );
  const room = widths[widest]! - 34;
  const cells = (row: Grid["rows"][number]): SlideCell[] =>
    row.map(({ text, level }, at) => ({
      text: at === widest ? clipped(text, room * 1.9) : text,
      isNumber: heads[at]!.isNumber,
      ...(level ? { level } : {})
    }));
  const heights = [heads.map(() => ""), ...all.map(row => [row[widest]!.text])].map(([words]) =>
    widthOf(words ?? "") > room ? rowHeight + lineHeight : rowHeight
  );
  page.table(
    title,
    box,
    widths,
    heights,
    [
      heads.map(({ isNumber, level }, at) => ({
        text: headWords[at]!,
        isNumber,
        ...(level ? { level } : {})
      })),
      ...all.map(cells)
    ],
    total !== null
  );
}

/** Text cut to a width with an ellipsis: the whole stands in the report. */
function clipped(text: string, width: number): string {
  const most = width / emPixels;
  if (emWidth(text) <= most) return text;
  let cut = text;
  while (cut !== "" && emWidth(`${cut}…`) > most) cut = cut.slice(0, -1);
  return `${cut}…`;
}

/** Big figures one under another, each under a rule. */
function addBigs(page: Page, bigs: readonly Big[], box: Box): void {
  const height = Math.min(216, box.height / bigs.length);
  bigs.forEach(({ name, value, unit, aside }, at) => {
    const y = box.y + at * height;
    page.rule(box.x, y, box.width, at === 0 ? 4 : 2);
    page.words(
      name,
      { x: box.x, y: y + 8, width: box.width, height: height - 8 },
      [
        [{ text: name, size: sizes.body, isBold: true }],
        [
          { text: value, size: height < 195 ? sizes.smallValue : sizes.value, isBold: true },
          { text: unit === "%" ? unit : ` ${unit}`, size: sizes.sign }
        ],
        ...(aside ? [[{ text: aside, size: sizes.floor }]] : [])
      ],
      height < 205 ? 82 : 88
    );
  });
}

/** Beside a map: its figures, and the legend under them. */
function addMapSide(page: Page, { scene }: MapFigure, bigs: readonly Big[], box: Box): void {
  const room = legendRoom(scene, sizes.floor) / pixel;
  addBigs(page, bigs, { ...box, height: box.height - room });
  const at = { ...box, y: box.y + box.height - room, height: room };
  const { shapes, scale } = legendShapes(scene, box.width * pixel, sizes.floor);
  page.picture(shapes, "图例", at, scale);
}
