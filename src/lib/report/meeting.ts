import { type Grid, grid, type Slide } from "./content.js";
import { evidenceText, type Report } from "./report.js";

/** Published files that slides are written from, beside the figures. */
export const meetingFiles: readonly string[] = [
  ...["bands", "boundaries", "definitions", "events", "map"],
  ...["matters", "measures", "platform", "quarter", "warning"]
].map(name => `${name}.json`);

/** One slide of the meeting, with what its speaker may be asked for. */
export interface MeetingSlide {
  /** Names the slide in the address. */
  readonly id: string;
  /** Its name in the list of slides. */
  readonly name: string;
  readonly slide: Slide;
  /** What the report says of it; then numerators, denominators, judgements and clauses, one sentence each. */
  readonly notes: readonly string[];
}

/** The slides of a meeting, in the order they are shown by default. */
export function meetingSlides(report: Report): MeetingSlide[] {
  const { view, sections, definitions, notes } = report;
  const told = sections.flatMap(({ id, name, slides, lacking, paragraphs, evidence }) =>
    slides.flatMap(split).map((slide, at) => {
      const map = slide.figures.some(({ kind }) => kind === "map");
      return {
        id: map ? "map" : at === 0 ? id : `${id}-${at + 1}`,
        name: map ? "风险地图" : at === 0 || slides.length > 1 ? name : `${name}（续）`,
        slide: { ...slide, lines: [...slide.lines, ...lacking] },
        notes: [...paragraphs, ...lacking, ...evidence.map(each => evidenceText(view, each))]
      };
    })
  );
  return [
    ...told,
    {
      id: "sources",
      name: "口径与来源",
      slide: sourcesSlide(report),
      notes: [...notes, ...definitions.rows.map(row => row.map(({ text }) => text).join("，"))]
    }
  ];
}

/** Rows of a table that stand on one slide, less those its words take. */
const mostRows = 11;

/** A table with more rows than a slide has room for goes on on the next. */
function split(slide: Slide): Slide[] {
  const [figure, second] = slide.figures;
  if (figure?.kind !== "grid" || second) return [slide];
  const room = mostRows - slide.lines.length;
  if (figure.rows.length <= room) return [slide];
  const parts = Math.ceil(figure.rows.length / room);
  const size = Math.ceil(figure.rows.length / parts);
  return Array.from({ length: parts }, (_, part) => ({
    ...slide,
    title: part === 0 ? slide.title : `${slide.title}（续）`,
    figures: [
      {
        ...figure,
        rows: figure.rows.slice(part * size, (part + 1) * size),
        total: part === parts - 1 ? figure.total : null
      }
    ],
    lines: part === parts - 1 ? slide.lines : []
  }));
}

/** 口径与来源: the main indicators with their formulas, and what was read. */
function sourcesSlide({ view, sections, definitions, notes }: Report): Slide {
  const shown = new Set(
    sections.flatMap(({ evidence }) => evidence.slice(0, 2).map(({ key }) => key.indicator))
  );
  const rows = definitions.rows.filter(([id]) => shown.has(id!.text)).slice(0, 7);
  const at = (row: Grid["rows"][number], index: number) => row[index]!.text;
  return {
    title: `口径与来源：${view.source.meta.tables.length} 张表，数据截至 ${view.source.meta.asOf}`,
    figures: [
      grid(
        { title: "主要指标的公式", unit: "" },
        [
          { key: "id", label: "编号", value: row => at(row, 0) },
          { key: "name", label: "指标", value: row => at(row, 1) },
          { key: "formula", label: "公式", value: row => at(row, 2) }
        ],
        rows
      )
    ],
    bigs: [],
    lines: notes.slice(0, 2).map(each => each.replace(/。$/, "")),
    unit: "全部口径与文件见通报附 2"
  };
}

/** The slides an address asks for, by ids in their order; all of them where it asks for none that exist. */
export function chosenSlides(slides: readonly MeetingSlide[], asked: string | null): readonly MeetingSlide[] {
  const chosen = (asked ?? "").split(",").flatMap(id => slides.find(each => each.id === id) ?? []);
  return chosen.length > 0 ? [...new Set(chosen)] : slides;
}

/** Every character slides may show, for the faces they need; a map tells its areas' names, given apart. */
export function slideWords(slides: readonly MeetingSlide[], names: readonly string[]): string {
  const told = JSON.stringify(slides, (key, value) => (key === "scene" ? undefined : value));
  return [...new Set(`${told}${names.join("")}0123456789.,%+−-`)].sort().join("");
}
