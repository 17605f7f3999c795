import type { Chart } from "../../src/lib/report/chart.ts";
import { colours, levelLooks } from "../../src/lib/report/look.ts";
import { addChart, type ChartType, chartGraphic } from "./chart.ts";
import { addProperties, OfficePackage, type Properties } from "./package.ts";
import { tag, text, xmlFile } from "./xml.ts";

const main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const word = "word/document.xml";

const spaces = {
  "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
  "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
  "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
  "xmlns:mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
  "xmlns:wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
  "xmlns:wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
};

/** Twentieths of a point in a millimetre, and EMU. */
const twips = (millimetres: number) => Math.round((millimetres * 1440) / 25.4);
const emu = (millimetres: number) => Math.round(millimetres * 36000);

/** The page of an official document (GB/T 9704): A4, 上37 下35 左28 右26 mm. */
const page = { width: 210, height: 297, top: 37, bottom: 35, left: 28, right: 26 } as const;

/** Room between the margins, in millimetres. */
export const textWidth = page.width - page.left - page.right;

/** Words of charts in a document. */
export const documentType: ChartType = { latin: "Times New Roman", asian: "仿宋_GB2312", size: 10 };

/** A cell of a document's table. */
export interface WordCell {
  readonly text: string;
  readonly isNumber: boolean;
  readonly level?: string;
}

/** A table of a document; heads of one group share a cell above. */
export interface WordTable {
  readonly heads: readonly (WordCell & { readonly group?: string })[];
  readonly rows: readonly (readonly WordCell[])[];
  readonly total: readonly WordCell[] | null;
  /** Shares of the width, one a column. */
  readonly widths: readonly number[];
}

/** A document being written from top to bottom, in the styles of an official document. */
export class WordDocument {
  readonly #file = new OfficePackage();
  readonly #body: string[] = [];
  readonly #footer = this.#file.relate(word, "footer", "word/footer1.xml");
  readonly #numbers = { 表: 0, 图: 0 };
  #drawings = 0;
  #charts = 0;

  /** A paragraph in a named style: Title, Date, Heading1, Heading2, BodyText, Note. */
  paragraph(style: string, words: string, isKept = false): void {
    this.#body.push(
      tag(
        "w:p",
        {},
        tag("w:pPr", {}, tag("w:pStyle", { "w:val": style }), isKept ? "<w:keepNext/>" : ""),
        run(words)
      )
    );
  }

  /** The numbered title of a table (above it) or picture (below it): “表 1　…”. */
  caption(kind: "表" | "图", words: string): void {
    this.#numbers[kind] += 1;
    this.#body.push(
      tag(
        "w:p",
        {},
        tag("w:pPr", {}, tag("w:pStyle", { "w:val": "Caption" }), kind === "表" ? "<w:keepNext/>" : ""),
        run(`${kind} `),
        field(`SEQ ${kind} \\* ARABIC`, String(this.#numbers[kind])),
        run(`　${words}`)
      )
    );
  }

  /** A table whose head comes again on every page; rows are not broken. */
  table({ heads, rows, total, widths }: WordTable, isWide = false): void {
    const room = twips(isWide ? page.height - page.top - page.bottom : textWidth);
    const sum = widths.reduce((all, each) => all + each, 0);
    const columns = widths.map(each => Math.floor((each / sum) * room));
    const cell = (
      words: WordCell,
      at: number,
      style: string,
      more: { readonly span?: number; readonly merge?: string; readonly isCentred?: boolean } = {}
    ): string =>
      tag(
        "w:tc",
        {},
        tag(
          "w:tcPr",
          {},
          tag("w:tcW", {
            "w:w": columns.slice(at, at + (more.span ?? 1)).reduce((all, each) => all + each, 0),
            "w:type": "dxa"
          }),
          more.span ? tag("w:gridSpan", { "w:val": more.span }) : "",
          more.merge ? tag("w:vMerge", more.merge === "restart" ? { "w:val": "restart" } : {}) : "",
          tag("w:vAlign", { "w:val": "center" })
        ),
        tag(
          "w:p",
          {},
          tag(
            "w:pPr",
            {},
            tag("w:pStyle", { "w:val": style }),
            tag("w:jc", { "w:val": more.isCentred ? "center" : words.isNumber ? "right" : "left" })
          ),
          levelRun(words.level),
          run(words.text, isWide ? small : "")
        )
      );
    const grouped = heads.some(({ group }) => group);
    const headRows = grouped
      ? [groupRow(heads, cell), labelRow(heads, cell)]
      : [heads.map((each, at) => cell(each, at, "TableHead", { isCentred: true })).join("")];
    const row = (content: string, isHead: boolean) =>
      tag("w:tr", {}, tag("w:trPr", {}, "<w:cantSplit/>", isHead ? "<w:tblHeader/>" : ""), content);
    this.#body.push(
      tag(
        "w:tbl",
        {},
        tag(
          "w:tblPr",
          {},
          tag("w:tblStyle", { "w:val": "ReportTable" }),
          tag("w:tblW", { "w:w": columns.reduce((all, each) => all + each, 0), "w:type": "dxa" }),
          tag("w:jc", { "w:val": "center" }),
          tag("w:tblLayout", { "w:type": "fixed" }),
          tag("w:tblLook", {
            "w:val": "0460",
            "w:firstRow": "1",
            "w:lastRow": total ? "1" : "0",
            "w:firstColumn": "0",
            "w:lastColumn": "0",
            "w:noHBand": "0",
            "w:noVBand": "1"
          })
        ),
        tag("w:tblGrid", {}, ...columns.map(width => tag("w:gridCol", { "w:w": width }))),
        ...headRows.map(each => row(each, true)),
        ...rows.map(each => row(each.map((words, at) => cell(words, at, "TableText")).join(""), false)),
        total ? row(total.map((words, at) => cell(words, at, "TableTotal")).join(""), false) : ""
      )
    );
  }

  /** A native chart as wide as the text. */
  async chart(chart: Chart, alt: string, height: number): Promise<void> {
    this.#charts += 1;
    const id = await addChart(this.#file, word, this.#charts, chart, documentType);
    this.#picture(this.#inline(alt, emu(textWidth), emu(height), chartGraphic(id)));
  }

  /**
   * A group of shapes as wide as it is.
   * @param shapes `wps:wsp` elements placed in EMU from the group's corner
   */
  shapes(shapes: readonly string[], alt: string, width: number, height: number): void {
    const box = (offset: string, extent: string) =>
      tag(offset, { x: 0, y: 0 }) + tag(extent, { cx: width, cy: height });
    const graphic = tag(
      "a:graphic",
      { "xmlns:a": spaces["xmlns:a"] },
      tag(
        "a:graphicData",
        { uri: spaces["xmlns:wpg"] },
        tag(
          "wpg:wgp",
          {},
          tag("wpg:cNvGrpSpPr"),
          tag("wpg:grpSpPr", {}, tag("a:xfrm", {}, box("a:off", "a:ext"), box("a:chOff", "a:chExt"))),
          ...shapes
        )
      )
    );
    this.#picture(
      tag(
        "mc:AlternateContent",
        {},
        tag("mc:Choice", { Requires: "wpg" }, this.#inline(alt, width, height, graphic)),
        tag("mc:Fallback", {}, tag("w:t", {}, text(alt)))
      )
    );
  }

  /** Ends the pages so far, which lie on their long side where `isWide` is set; what follows begins a new page. */
  endPages(isWide: boolean): void {
    this.#body.push(
      tag(
        "w:p",
        {},
        tag("w:pPr", {}, tag("w:pStyle", { "w:val": "Gap" }), sectionMarkup(isWide, this.#footer))
      )
    );
  }

  async bytes(properties: Properties): Promise<Uint8Array> {
    const file = this.#file;
    file.relate("", "officeDocument", word);
    addProperties(file, properties);
    for (const [name, type] of [
      ["styles", "styles"],
      ["fontTable", "fontTable"],
      ["settings", "settings"]
    ] as const)
      file.relate(word, type, `word/${name}.xml`);
    file.add(
      word,
      `${main}.document.main+xml`,
      xmlFile(tag("w:document", spaces, tag("w:body", {}, ...this.#body, sectionMarkup(false, this.#footer))))
    );
    file.add("word/styles.xml", `${main}.styles+xml`, xmlFile(styles()));
    file.add("word/fontTable.xml", `${main}.fontTable+xml`, xmlFile(fontTable()));
    file.add("word/footer1.xml", `${main}.footer+xml`, xmlFile(footerMarkup()));
    file.add("word/settings.xml", `${main}.settings+xml`, xmlFile(settings()));
    return file.bytes();
  }

  #picture(content: string): void {
    this.#body.push(
      tag(
        "w:p",
        {},
        tag("w:pPr", {}, tag("w:pStyle", { "w:val": "Picture" }), "<w:keepNext/>"),
        tag("w:r", {}, content)
      )
    );
  }

  #inline(alt: string, width: number, height: number, graphic: string): string {
    this.#drawings += 1;
    return tag(
      "w:drawing",
      {},
      tag(
        "wp:inline",
        { distT: 0, distB: 0, distL: 0, distR: 0 },
        tag("wp:extent", { cx: width, cy: height }),
        tag("wp:effectExtent", { l: 0, t: 0, r: 0, b: 0 }),
        tag("wp:docPr", { id: this.#drawings, name: `图 ${this.#drawings}`, descr: alt }),
        tag("wp:cNvGraphicFramePr"),
        graphic
      )
    );
  }
}

type CellMaker = (
  words: WordCell,
  at: number,
  style: string,
  more?: { readonly span?: number; readonly merge?: string; readonly isCentred?: boolean }
) => string;

/** The upper head: one cell a group, and the upper half of heads without one. */
function groupRow(heads: WordTable["heads"], cell: CellMaker): string {
  const cells: string[] = [];
  for (let at = 0; at < heads.length; ) {
    const head = heads[at]!;
    let span = 1;
    while (head.group && heads[at + span]?.group === head.group) span += 1;
    cells.push(
      head.group
        ? cell({ text: head.group, isNumber: false }, at, "TableHead", { span, isCentred: true })
        : cell(head, at, "TableHead", { merge: "restart", isCentred: true })
    );
    at += span;
  }
  return cells.join("");
}

function labelRow(heads: WordTable["heads"], cell: CellMaker): string {
  return heads
    .map((head, at) =>
      head.group
        ? cell(head, at, "TableHead", { isCentred: true })
        : cell({ text: "", isNumber: false }, at, "TableHead", { merge: "continue" })
    )
    .join("");
}

/** Size of words in a table on a wide page. */
const small = tag("w:sz", { "w:val": 18 }) + tag("w:szCs", { "w:val": 18 });

function run(words: string, properties = ""): string {
  if (words === "") return "";
  return tag(
    "w:r",
    {},
    properties ? tag("w:rPr", {}, properties) : "",
    tag("w:t", { "xml:space": "preserve" }, text(words))
  );
}

/** The mark of a warning level before its word. */
function levelRun(level: string | undefined): string {
  const look = level === undefined ? undefined : levelLooks[level];
  if (!look) return "";
  const colour =
    level === "yellow" ? look.outline! : look.hatched || level === "ungraded" ? look.text : look.colour;
  return run(look.mark, tag("w:color", { "w:val": colour }));
}

function field(code: string, shown: string): string {
  const mark = (type: string) => tag("w:r", {}, tag("w:fldChar", { "w:fldCharType": type }));
  return (
    mark("begin") +
    tag("w:r", {}, tag("w:instrText", { "xml:space": "preserve" }, ` ${code} `)) +
    mark("separate") +
    run(shown) +
    mark("end")
  );
}

function sectionMarkup(isWide: boolean, footer: string): string {
  const [width, height] = isWide ? [page.height, page.width] : [page.width, page.height];
  return tag(
    "w:sectPr",
    {},
    tag("w:footerReference", { "w:type": "default", "r:id": footer }),
    tag("w:type", { "w:val": "nextPage" }),
    tag("w:pgSz", {
      "w:w": twips(width),
      "w:h": twips(height),
      "w:orient": isWide ? "landscape" : null
    }),
    tag("w:pgMar", {
      "w:top": twips(isWide ? page.left : page.top),
      "w:right": twips(isWide ? page.top : page.right),
      "w:bottom": twips(isWide ? page.right : page.bottom),
      "w:left": twips(isWide ? page.bottom : page.left),
      "w:header": twips(15),
      "w:footer": twips(isWide ? 15 : 25),
      "w:gutter": 0
    })
  );
}

function footerMarkup(): string {
  return tag(
    "w:ftr",
    spaces,
    tag(
      "w:p",
      {},
      tag("w:pPr", {}, tag("w:pStyle", { "w:val": "Footer" })),
      run("— "),
      field("PAGE", "1"),
      run(" —")
    )
  );
}

function settings(): string {
  const compat = (name: string, value: string) =>
    tag("w:compatSetting", {
      "w:name": name,
      "w:uri": "http://schemas.microsoft.com/office/word",
      "w:val": value
    });
  return tag(
    "w:settings",
    spaces,
    tag("w:zoom", { "w:percent": 100 }),
    tag("w:defaultTabStop", { "w:val": 420 }),
    tag("w:characterSpacingControl", { "w:val": "compressPunctuation" }),
    tag("w:compat", {}, compat("compatibilityMode", "15")),
    tag("w:themeFontLang", { "w:val": "en-US", "w:eastAsia": "zh-CN" })
  );
}

/** Faces with what stands in for them where they are not installed. */
const faces = {
  body: ["仿宋_GB2312", "FangSong"],
  head: ["黑体", "SimHei"],
  title: ["方正小标宋简体", "FZXiaoBiaoSong-B05S"],
  second: ["楷体_GB2312", "KaiTi"]
} as const;

function fontTable(): string {
  return tag(
    "w:fonts",
    { "xmlns:w": spaces["xmlns:w"] },
    ...Object.values(faces).map(([name, other]) =>
      tag(
        "w:font",
        { "w:name": name },
        tag("w:altName", { "w:val": other }),
        tag("w:charset", { "w:val": "86" }),
        tag("w:family", { "w:val": name.includes("宋") ? "roman" : "modern" }),
        tag("w:pitch", { "w:val": "variable" })
      )
    )
  );
}

interface Style {
  readonly id: string;
  readonly name: string;
  readonly face?: keyof typeof faces;
  /** Points. */
  readonly size?: number;
  /** Line spacing in points; null for as high as what stands on it. */
  readonly line?: number | null;
  readonly jc?: "center" | "left" | "right" | "both";
  /** Characters the first line is indented by. */
  readonly indent?: number;
  readonly before?: number;
  readonly after?: number;
  readonly outline?: number;
  readonly colour?: string;
  readonly isBold?: boolean;
  readonly keepsNext?: boolean;
  readonly next?: string;
}

/** 三号仿宋, 28 磅 lines, as GB/T 9704 asks; tables and notes smaller. */
const list: readonly Style[] = [
  { id: "Normal", name: "Normal", face: "body", size: 16, line: 28, jc: "both" },
  { id: "BodyText", name: "Body Text", indent: 2 },
  {
    id: "Title",
    name: "Title",
    face: "title",
    size: 22,
    line: 36,
    jc: "center",
    after: 6,
    outline: 0,
    next: "Date"
  },
  { id: "Date", name: "Date", face: "second", jc: "center", after: 14, next: "BodyText" },
  {
    id: "Heading1",
    name: "heading 1",
    face: "head",
    indent: 2,
    before: 6,
    outline: 0,
    keepsNext: true,
    next: "BodyText"
  },
  {
    id: "Heading2",
    name: "heading 2",
    face: "second",
    indent: 2,
    before: 4,
    outline: 1,
    keepsNext: true,
    next: "BodyText"
  },
  { id: "Caption", name: "caption", face: "head", size: 12, line: 20, jc: "center", before: 6, after: 2 },
  { id: "Picture", name: "Picture", line: null, jc: "center", before: 6, keepsNext: true },
  { id: "Note", name: "Note", size: 10.5, line: 16, jc: "left", after: 6, colour: colours.second },
  { id: "TableText", name: "Table Text", size: 10.5, line: 15, jc: "left" },
  { id: "TableHead", name: "Table Head", face: "head", size: 10.5, line: 15, jc: "center", keepsNext: true },
  { id: "TableTotal", name: "Table Total", size: 10.5, line: 15, jc: "left", isBold: true },
  { id: "Gap", name: "Gap", size: 1, line: 1 },
  { id: "Footer", name: "footer", size: 14, line: null, jc: "center" }
];

/** Styles that Word does not bring along. */
const own: ReadonlySet<string> = new Set(["Picture", "Note", "TableText", "TableHead", "TableTotal", "Gap"]);

function styleMarkup({
  id,
  name,
  face,
  size,
  line,
  jc,
  indent,
  before,
  after,
  outline,
  colour,
  isBold,
  keepsNext,
  next
}: Style): string {
  const base = id === "Normal";
  return tag(
    "w:style",
    {
      "w:type": "paragraph",
      "w:default": base ? "1" : null,
      "w:customStyle": own.has(id) ? "1" : null,
      "w:styleId": id
    },
    tag("w:name", { "w:val": name }),
    base ? "" : tag("w:basedOn", { "w:val": "Normal" }),
    next ? tag("w:next", { "w:val": next }) : "",
    "<w:qFormat/>",
    tag(
      "w:pPr",
      {},
      keepsNext ? "<w:keepNext/>" : "",
      tag("w:spacing", {
        "w:before": before === undefined ? null : before * 20,
        "w:after": after === undefined ? null : after * 20,
        "w:line": line === undefined ? null : line === null ? 240 : line * 20,
        "w:lineRule": line === undefined ? null : line === null ? "auto" : "exact"
      }),
      indent ? tag("w:ind", { "w:firstLineChars": indent * 100, "w:firstLine": indent * 320 }) : "",
      jc ? tag("w:jc", { "w:val": jc }) : "",
      outline === undefined ? "" : tag("w:outlineLvl", { "w:val": outline })
    ),
    tag(
      "w:rPr",
      {},
      face ? tag("w:rFonts", { "w:eastAsia": faces[face][0] }) : "",
      isBold ? "<w:b/>" : "",
      colour ? tag("w:color", { "w:val": colour }) : "",
      size ? tag("w:sz", { "w:val": size * 2 }) + tag("w:szCs", { "w:val": size * 2 }) : ""
    )
  );
}

function styles(): string {
  const edge = (name: string, size: number, colour: string) =>
    tag(`w:${name}`, { "w:val": "single", "w:sz": size, "w:space": 0, "w:color": colour });
  return tag(
    "w:styles",
    { "xmlns:w": spaces["xmlns:w"] },
    tag(
      "w:docDefaults",
      {},
      tag(
        "w:rPrDefault",
        {},
        tag(
          "w:rPr",
          {},
          tag("w:rFonts", {
            "w:ascii": "Times New Roman",
            "w:hAnsi": "Times New Roman",
            "w:eastAsia": faces.body[0],
            "w:cs": "Times New Roman"
          }),
          tag("w:lang", { "w:val": "en-US", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA" })
        )
      ),
      "<w:pPrDefault/>"
    ),
    ...list.map(styleMarkup),
    tag(
      "w:style",
      { "w:type": "table", "w:default": "1", "w:styleId": "TableNormal" },
      tag("w:name", { "w:val": "Normal Table" }),
      tag("w:tblPr", {}, tag("w:tblInd", { "w:w": 0, "w:type": "dxa" }))
    ),
    tag(
      "w:style",
      { "w:type": "table", "w:customStyle": "1", "w:styleId": "ReportTable" },
      tag("w:name", { "w:val": "Report Table" }),
      tag("w:basedOn", { "w:val": "TableNormal" }),
      tag(
        "w:tblPr",
        {},
        tag(
          "w:tblBorders",
          {},
          edge("top", 12, colours.ink),
          edge("bottom", 8, colours.ink),
          edge("insideH", 4, colours.context)
        ),
        tag(
          "w:tblCellMar",
          {},
          tag("w:top", { "w:w": 28, "w:type": "dxa" }),
          tag("w:left", { "w:w": 57, "w:type": "dxa" }),
          tag("w:bottom", { "w:w": 28, "w:type": "dxa" }),
          tag("w:right", { "w:w": 57, "w:type": "dxa" })
        )
      ),
      tag(
        "w:tblStylePr",
        { "w:type": "firstRow" },
        tag("w:tcPr", {}, tag("w:tcBorders", {}, edge("bottom", 8, colours.ink)))
      ),
      tag(
        "w:tblStylePr",
        { "w:type": "lastRow" },
        tag("w:tcPr", {}, tag("w:tcBorders", {}, edge("top", 8, colours.ink)))
      )
    )
  );
}
