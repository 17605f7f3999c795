import { emWidth } from "../../src/lib/geo-label.ts";
import type { Chart } from "../../src/lib/report/chart.ts";
import { colours, levelLooks } from "../../src/lib/report/look.ts";
import { addChart, type ChartType, chartGraphic } from "./chart.ts";
import { type Box, placed } from "./freeform.ts";
import { addProperties, OfficePackage, type Properties, types } from "./package.ts";
import { fill, line } from "./paint.ts";
import { point, type Shape, shapeProperties } from "./shape.ts";
import { tag, text, xmlFile } from "./xml.ts";

const main = "application/vnd.openxmlformats-officedocument.presentationml";
const presentation = "ppt/presentation.xml";
const master = "ppt/slideMasters/slideMaster1.xml";
const layout = "ppt/slideLayouts/slideLayout1.xml";
const notesMaster = "ppt/notesMasters/notesMaster1.xml";

const spaces = {
  "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
  "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  "xmlns:p": "http://schemas.openxmlformats.org/presentationml/2006/main"
};

/** A slide is 1920 × 1080 of the design's pixels; one is 6350 EMU, two are a point. */
export const pixel = 6350;
const size = { width: 1920, height: 1080 } as const;

/** Sizes of words in points (design tokens, meeting): nothing is smaller than `floor`. */
export const sizes = {
  floor: 20,
  body: 22,
  title: 33,
  longTitle: 28,
  value: 44,
  smallValue: 36,
  sign: 28
} as const;

/** Full-width characters a title has room for in one line. */
const titleRoom = 26;

/** Room at the sides, in pixels. */
export const margin = 72;

/** Comes with Office in Chinese; a presentation cannot name what stands in for a face that is not there. */
const face = { latin: "Microsoft YaHei", asian: "Microsoft YaHei" } as const;

/** Words of charts on a slide. */
export const slideType: ChartType = { ...face, size: sizes.floor };

/** A run of words in one look. */
export interface Words {
  readonly text: string;
  /** Points. */
  readonly size: number;
  readonly isBold?: boolean;
  readonly colour?: string;
}

/** A cell of a slide's table. */
export interface SlideCell {
  readonly text: string;
  readonly isNumber: boolean;
  readonly isBold?: boolean;
  readonly level?: string;
}

/** A presentation being written slide by slide. */
export class Slides {
  readonly #file = new OfficePackage();
  readonly #slides: string[] = [];
  #charts = 0;

  /** Begins a slide; it is written when it is closed with `add`. */
  slide(): Slide {
    return new Slide(this.#slides.length + 1);
  }

  /** Adds a native chart to a slide. */
  async chart(slide: Slide, chart: Chart, alt: string, box: Box): Promise<void> {
    this.#charts += 1;
    const id = await addChart(this.#file, slide.path, this.#charts, chart, slideType);
    slide.graphic(chartGraphic(id), alt, box);
  }

  /**
   * Closes a slide.
   * @param foot words at the foot, left and right
   * @param notes what the speaker can answer with
   */
  add(slide: Slide, title: string, foot: readonly [string, string], notes: readonly string[]): void {
    const number = slide.number;
    const own = slide.path;
    const notesPath = `ppt/notesSlides/notesSlide${number}.xml`;
    this.#file.relate(own, "slideLayout", layout);
    this.#file.relate(own, "notesSlide", notesPath);
    this.#file.relate(notesPath, "notesMaster", notesMaster);
    this.#file.relate(notesPath, "slide", own);
    this.#file.add(own, `${main}.slide+xml`, xmlFile(slide.markup(title, foot)));
    this.#file.add(notesPath, `${main}.notesSlide+xml`, xmlFile(notesMarkup(notes)));
    this.#slides.push(own);
  }

  async bytes(properties: Properties): Promise<Uint8Array> {
    const file = this.#file;
    file.relate("", "officeDocument", presentation);
    addProperties(file, properties);
    const masterId = file.relate(presentation, "slideMaster", master);
    const slideIds = this.#slides.map(path => file.relate(presentation, "slide", path));
    const notesId = file.relate(presentation, "notesMaster", notesMaster);
    file.relate(presentation, "theme", "ppt/theme/theme1.xml");
    const layoutId = file.relate(master, "slideLayout", layout);
    file.relate(master, "theme", "ppt/theme/theme1.xml");
    file.relate(layout, "slideMaster", master);
    file.relate(notesMaster, "theme", "ppt/theme/theme2.xml");
    file.add(
      presentation,
      `${main}.presentation.main+xml`,
      xmlFile(
        tag(
          "p:presentation",
          { ...spaces, saveSubsetFonts: "1" },
          tag("p:sldMasterIdLst", {}, tag("p:sldMasterId", { id: 2147483648, "r:id": masterId })),
          tag("p:notesMasterIdLst", {}, tag("p:notesMasterId", { "r:id": notesId })),
          tag("p:sldIdLst", {}, ...slideIds.map((id, at) => tag("p:sldId", { id: 256 + at, "r:id": id }))),
          tag("p:sldSz", { cx: size.width * pixel, cy: size.height * pixel }),
          tag("p:notesSz", { cx: 6858000, cy: 9144000 })
        )
      )
    );
    file.add(master, `${main}.slideMaster+xml`, xmlFile(masterMarkup(layoutId)));
    file.add(layout, `${main}.slideLayout+xml`, xmlFile(layoutMarkup()));
    file.add(notesMaster, `${main}.notesMaster+xml`, xmlFile(notesMasterMarkup()));
    for (const number of [1, 2]) file.add(`ppt/theme/theme${number}.xml`, types.theme, xmlFile(theme()));
    return file.bytes();
  }
}

/** One slide's shapes, in the order a reader meets them. */
export class Slide {
  readonly number: number;
  readonly path: string;
  readonly #shapes: string[] = [];
  #id = 10;

  constructor(number: number) {
    this.number = number;
    this.path = `ppt/slides/slide${number}.xml`;
  }

  /** A box of paragraphs, each a list of runs; `spacing` of lines in per cent. */
  words(name: string, box: Box, paragraphs: readonly (readonly Words[])[], spacing = 100): void {
    this.#shapes.push(
      tag(
        "p:sp",
        {},
        this.#named("p:nvSpPr", name, tag("p:cNvSpPr", { txBox: "1" })),
        tag("p:spPr", {}, placed(inEmu(box)), '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'),
        tag(
          "p:txBody",
          {},
          tag(
            "a:bodyPr",
            { wrap: "square", lIns: 0, tIns: 0, rIns: 0, bIns: 0, anchor: "t" },
            "<a:noAutofit/>"
          ),
          "<a:lstStyle/>",
          ...paragraphs.map(runs =>
            tag(
              "a:p",
              {},
              tag("a:pPr", {}, tag("a:lnSpc", {}, tag("a:spcPct", { val: spacing * 1000 }))),
              ...runs.map(run)
            )
          )
        )
      )
    );
  }

  /** A rule across, as the design draws them. */
  rule(x: number, y: number, width: number, height: number): void {
    this.#shapes.push(
      tag(
        "p:sp",
        {},
        this.#named("p:nvSpPr", "线", "<p:cNvSpPr/>"),
        tag(
          "p:spPr",
          {},
          placed(inEmu({ x, y, width, height })),
          '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>',
          fill({ colour: colours.ink }),
          "<a:ln><a:noFill/></a:ln>"
        )
      )
    );
  }

  /** Shapes of a picture as one group, each editable. */
  picture(shapes: readonly Shape[], alt: string, box: Box, scale: number): void {
    const frame = inEmu(box);
    const at = { x: frame.x, y: frame.y };
    const place = (offset: string, extent: string) =>
      tag(offset, { x: frame.x, y: frame.y }) + tag(extent, { cx: frame.width, cy: frame.height });
    const id = this.#next();
    this.#shapes.push(
      tag(
        "p:grpSp",
        {},
        tag(
          "p:nvGrpSpPr",
          {},
          tag("p:cNvPr", { id, name: "地图", descr: alt }),
          "<p:cNvGrpSpPr/>",
          "<p:nvPr/>"
        ),
        tag("p:grpSpPr", {}, tag("a:xfrm", {}, place("a:off", "a:ext"), place("a:chOff", "a:chExt"))),
        ...shapes.map(shape => this.#shape(shape, scale, at))
      )
    );
  }

  /** A table whose cells can be edited; `widths` and `heights` in pixels, one a column and one a row. */
  table(
    name: string,
    at: { readonly x: number; readonly y: number },
    widths: readonly number[],
    heights: readonly number[],
    rows: readonly (readonly SlideCell[])[],
    hasTotal: boolean
  ): void {
    const width = widths.reduce((sum, each) => sum + each, 0);
    const markup = tag(
      "a:tbl",
      {},
      tag("a:tblPr", { firstRow: "1" }),
      tag("a:tblGrid", {}, ...widths.map(each => tag("a:gridCol", { w: Math.round(each * pixel) }))),
      ...rows.map((row, index) =>
        tag(
          "a:tr",
          { h: Math.round(heights[index]! * pixel) },
          ...row.map(cell =>
            cellMarkup(cell, index === 0 ? "head" : hasTotal && index === rows.length - 1 ? "total" : "row")
          )
        )
      )
    );
    const graphic = tag(
      "a:graphic",
      {},
      tag("a:graphicData", { uri: "http://schemas.openxmlformats.org/drawingml/2006/table" }, markup)
    );
    this.graphic(graphic, name, {
      x: at.x,
      y: at.y,
      width,
      height: heights.reduce((sum, each) => sum + each, 0)
    });
  }

  /** A frame around a chart or a table. */
  graphic(graphic: string, alt: string, box: Box): void {
    this.#shapes.push(
      tag(
        "p:graphicFrame",
        {},
        tag(
          "p:nvGraphicFramePr",
          {},
          tag("p:cNvPr", { id: this.#next(), name: alt.slice(0, 30), descr: alt }),
          '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>',
          "<p:nvPr/>"
        ),
        placed(inEmu(box), "p:xfrm"),
        graphic
      )
    );
  }

  /** The whole slide. */
  markup(title: string, [left, right]: readonly [string, string]): string {
    const holder = (id: number, name: string, type: string, index: number | null, content: string) =>
      tag(
        "p:sp",
        {},
        tag(
          "p:nvSpPr",
          {},
          tag("p:cNvPr", { id, name }),
          '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>',
          tag("p:nvPr", {}, tag("p:ph", { type, idx: index }))
        ),
        "<p:spPr/>",
        tag("p:txBody", {}, "<a:bodyPr/><a:lstStyle/>", tag("a:p", {}, content))
      );
    const small = `<a:rPr lang="zh-CN" sz="${sizes.floor * 100}"><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:rPr>`;
    const foot = (align: string, words: string, more = "") =>
      tag("a:pPr", { algn: align }) + tag("a:r", {}, small, tag("a:t", {}, text(words))) + more;
    const points = emWidth(title) > titleRoom ? sizes.longTitle : sizes.title;
    return tag(
      "p:sld",
      spaces,
      tag(
        "p:cSld",
        {},
        tree(
          holder(
            2,
            "标题",
            "title",
            null,
            tag("a:pPr", {}, tag("a:lnSpc", {}, tag("a:spcPct", { val: 90_000 }))) +
              tag("a:r", {}, tag("a:rPr", { lang: "zh-CN", sz: points * 100 }), tag("a:t", {}, text(title)))
          ),
          ...this.#shapes,
          holder(3, "页脚", "ftr", 11, foot("l", left)),
          holder(
            4,
            "页码",
            "sldNum",
            12,
            foot(
              "r",
              right,
              `<a:fld id="${pageField}" type="slidenum">${small}<a:t>${this.number}</a:t></a:fld>`
            )
          )
        )
      ),
      "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
    );
  }

  #shape(shape: Shape, scale: number, at: { readonly x: number; readonly y: number }): string {
    const { lines = [], size: points = sizes.floor, isBold, colour, align = "ctr" } = shape;
    return tag(
      "p:sp",
      {},
      this.#named("p:nvSpPr", shape.name, tag("p:cNvSpPr", lines.length > 0 ? { txBox: "1" } : {})),
      tag("p:spPr", {}, shapeProperties(shape, scale, at)),
      lines.length > 0
        ? tag(
            "p:txBody",
            {},
            tag(
              "a:bodyPr",
              { wrap: "none", lIns: 0, tIns: 0, rIns: 0, bIns: 0, anchor: "ctr" },
              "<a:noAutofit/>"
            ),
            "<a:lstStyle/>",
            ...lines.map(words =>
              tag(
                "a:p",
                {},
                tag("a:pPr", { algn: align }),
                run({
                  text: words,
                  size: points,
                  ...(isBold ? { isBold } : {}),
                  ...(colour ? { colour } : {})
                })
              )
            )
          )
        : ""
    );
  }

  #named(wrapper: string, name: string, more: string): string {
    return tag(wrapper, {}, tag("p:cNvPr", { id: this.#next(), name }), more, "<p:nvPr/>");
  }

  #next(): number {
    this.#id += 1;
    return this.#id;
  }
}

function inEmu({ x, y, width, height }: Box): Box {
  return {
    x: Math.round(x * pixel),
    y: Math.round(y * pixel),
    width: Math.round(width * pixel),
    height: Math.round(height * pixel)
  };
}

function run({ text: words, size: points, isBold, colour = colours.ink }: Words): string {
  return tag(
    "a:r",
    {},
    tag(
      "a:rPr",
      { lang: "zh-CN", altLang: "en-US", sz: Math.round(points * 100), b: isBold ? "1" : "0" },
      fill({ colour }),
      tag("a:latin", { typeface: "+mn-lt" }),
      tag("a:ea", { typeface: "+mn-ea" })
    ),
    tag("a:t", {}, text(words))
  );
}

function cellMarkup(
  { text: words, isNumber, isBold, level }: SlideCell,
  kind: "head" | "row" | "total"
): string {
  const edge = (name: string, width: number, colour: string) =>
    width === 0
      ? tag(`a:${name}`, { w: 0 }, "<a:noFill/>")
      : line({ colour }, width * point).replaceAll("a:ln", `a:${name}`);
  const look = level === undefined ? undefined : levelLooks[level];
  const bold = isBold || kind !== "row";
  const mark = look
    ? run({
        text: `${look.mark} `,
        size: sizes.floor,
        colour:
          level === "yellow" ? look.outline! : look.hatched || level === "ungraded" ? look.text : look.colour
      })
    : "";
  return tag(
    "a:tc",
    {},
    tag(
      "a:txBody",
      {},
      "<a:bodyPr/><a:lstStyle/>",
      tag(
        "a:p",
        {},
        tag("a:pPr", { algn: isNumber ? "r" : "l" }),
        mark,
        words === ""
          ? tag("a:endParaRPr", { lang: "zh-CN", sz: sizes.floor * 100 })
          : run({ text: words, size: sizes.floor, isBold: bold })
      )
    ),
    tag(
      "a:tcPr",
      { marL: (isNumber ? 8 : 20) * pixel, marR: 8 * pixel, marT: 4 * pixel, marB: 4 * pixel, anchor: "ctr" },
      edge("lnL", 0, ""),
      edge("lnR", 0, ""),
      edge("lnT", kind === "row" ? 0 : 1, colours.ink),
      edge("lnB", 1, kind === "row" ? colours.hairline : colours.ink),
      "<a:noFill/>"
    )
  );
}

function tree(...shapes: readonly string[]): string {
  return tag(
    "p:spTree",
    {},
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>',
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>',
    ...shapes
  );
}

/** Title, foot and page number, as master and layout both have them. */
function holders(): string {
  const holder = (
    id: number,
    name: string,
    attributes: Record<string, string | number>,
    box: Box,
    body: string,
    shown: string
  ) =>
    tag(
      "p:sp",
      {},
      tag(
        "p:nvSpPr",
        {},
        tag("p:cNvPr", { id, name }),
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>',
        tag("p:nvPr", {}, tag("p:ph", attributes))
      ),
      tag("p:spPr", {}, placed(inEmu(box)), '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'),
      tag("p:txBody", {}, body, shown)
    );
  const small = (align: string) =>
    `<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle>${tag(
      "a:lvl1pPr",
      { algn: align },
      tag("a:defRPr", { sz: sizes.floor * 100 }, fill({ colour: colours.ink }))
    )}</a:lstStyle>`;
  const words = (content: string) => tag("a:p", {}, content);
  return (
    holder(
      2,
      "标题",
      { type: "title" },
      { x: margin, y: 24, width: size.width - 2 * margin, height: 132 },
      '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle/>',
      words('<a:r><a:rPr lang="zh-CN"/><a:t>标题</a:t></a:r>')
    ) +
    holder(
      3,
      "页脚",
      { type: "ftr", sz: "quarter", idx: 11 },
      { x: margin, y: 1000, width: 1340, height: 56 },
      small("l"),
      words('<a:endParaRPr lang="zh-CN"/>')
    ) +
    holder(
      4,
      "页码",
      { type: "sldNum", sz: "quarter", idx: 12 },
      { x: 1420, y: 1000, width: size.width - margin - 1420, height: 56 },
      small("r"),
      words(`<a:fld id="${pageField}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld>`)
    )
  );
}

/** The one id of the field of page numbers. */
const pageField = "{8D1A3B5C-0000-4000-8000-000000000001}";

const map = {
  bg1: "lt1",
  tx1: "dk1",
  bg2: "lt2",
  tx2: "dk2",
  accent1: "accent1",
  accent2: "accent2",
  accent3: "accent3",
  accent4: "accent4",
  accent5: "accent5",
  accent6: "accent6",
  hlink: "hlink",
  folHlink: "folHlink"
} as const;

function masterMarkup(layoutId: string): string {
  const level = (points: number, bold: string) =>
    tag(
      "a:defRPr",
      { sz: points * 100, b: bold },
      '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
    );
  return tag(
    "p:sldMaster",
    spaces,
    tag(
      "p:cSld",
      {},
      '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>',
      tree(holders())
    ),
    tag("p:clrMap", map),
    tag("p:sldLayoutIdLst", {}, tag("p:sldLayoutId", { id: 2147483649, "r:id": layoutId })),
    tag(
      "p:txStyles",
      {},
      tag("p:titleStyle", {}, tag("a:lvl1pPr", { algn: "l" }, level(sizes.title, "1"))),
      tag("p:bodyStyle", {}, tag("a:lvl1pPr", { algn: "l" }, "<a:buNone/>", level(sizes.body, "0"))),
      tag("p:otherStyle", {}, tag("a:lvl1pPr", { algn: "l" }, level(sizes.floor, "0")))
    )
  );
}

function layoutMarkup(): string {
  return tag(
    "p:sldLayout",
    { ...spaces, type: "titleOnly", preserve: "1" },
    tag("p:cSld", { name: "一句话" }, tree(holders())),
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
  );
}

function notesHolder(id: number, name: string, type: string, index: number, box: Box, body: string): string {
  return tag(
    "p:sp",
    {},
    tag(
      "p:nvSpPr",
      {},
      tag("p:cNvPr", { id, name }),
      tag(
        "p:cNvSpPr",
        {},
        tag("a:spLocks", { noGrp: "1", ...(type === "sldImg" ? { noRot: "1", noChangeAspect: "1" } : {}) })
      ),
      tag("p:nvPr", {}, tag("p:ph", { type, idx: index }))
    ),
    tag("p:spPr", {}, placed(box), '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'),
    body
  );
}

const image: Box = { x: 685800, y: 685800, width: 5486400, height: 3086100 };
const notesBox: Box = { x: 685800, y: 4000500, width: 5486400, height: 4600000 };

function notesMasterMarkup(): string {
  return tag(
    "p:notesMaster",
    spaces,
    tag(
      "p:cSld",
      {},
      '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>',
      tree(
        notesHolder(2, "幻灯片", "sldImg", 2, image, ""),
        notesHolder(
          3,
          "备注",
          "body",
          3,
          notesBox,
          '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody>'
        )
      )
    ),
    tag("p:clrMap", map)
  );
}

function notesMarkup(notes: readonly string[]): string {
  const paragraphs = notes.map(words =>
    tag("a:p", {}, tag("a:r", {}, '<a:rPr lang="zh-CN" sz="1200"/>', tag("a:t", {}, text(words))))
  );
  return tag(
    "p:notes",
    spaces,
    tag(
      "p:cSld",
      {},
      tree(
        notesHolder(2, "幻灯片", "sldImg", 2, image, ""),
        notesHolder(
          3,
          "备注",
          "body",
          3,
          notesBox,
          tag(
            "p:txBody",
            {},
            "<a:bodyPr/><a:lstStyle/>",
            ...(paragraphs.length > 0 ? paragraphs : ['<a:p><a:endParaRPr lang="zh-CN"/></a:p>'])
          )
        )
      )
    ),
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
  );
}

/** Colours and faces of the house as a theme. */
function theme(): string {
  const colour = (name: string, value: string) => tag(`a:${name}`, {}, tag("a:srgbClr", { val: value }));
  const fonts = (name: string) =>
    tag(
      `a:${name}`,
      {},
      tag("a:latin", { typeface: face.latin }),
      tag("a:ea", { typeface: face.asian }),
      tag("a:cs", { typeface: "" }),
      tag("a:font", { script: "Hans", typeface: "微软雅黑" })
    );
  const solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
  const three = (each: string) => each.repeat(3);
  return tag(
    "a:theme",
    { "xmlns:a": spaces["xmlns:a"], name: "fangfanpin" },
    tag(
      "a:themeElements",
      {},
      tag(
        "a:clrScheme",
        { name: "fangfanpin" },
        colour("dk1", colours.ink),
        colour("lt1", colours.paper),
        colour("dk2", colours.second),
        colour("lt2", colours.wash),
        ...["184E45", "337566", "5A9D8A", "8AC0AE", "BADCCF", "E2F1EA"].map((value, at) =>
          colour(`accent${at + 1}`, value)
        ),
        colour("hlink", colours.accent),
        colour("folHlink", colours.second)
      ),
      tag("a:fontScheme", { name: "fangfanpin" }, fonts("majorFont"), fonts("minorFont")),
      tag(
        "a:fmtScheme",
        { name: "fangfanpin" },
        tag("a:fillStyleLst", {}, three(solid)),
        tag("a:lnStyleLst", {}, three(`<a:ln w="9525">${solid}</a:ln>`)),
        tag("a:effectStyleLst", {}, three("<a:effectStyle><a:effectLst/></a:effectStyle>")),
        tag("a:bgFillStyleLst", {}, three(solid))
      )
    )
  );
}
