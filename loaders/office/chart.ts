import type { Chart, ChartSeries } from "../../src/lib/report/chart.ts";
import type { Look } from "../../src/lib/report/look.ts";
import { type OfficePackage, types } from "./package.ts";
import { fill, line } from "./paint.ts";
import { workbookBytes } from "./workbook.ts";
import { tag, text, xmlFile } from "./xml.ts";

/** Type of a chart's words. */
export interface ChartType {
  readonly latin: string;
  readonly asian: string;
  /** Points. */
  readonly size: number;
}

const spaces = {
  "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
  "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
  "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
};

/**
 * Adds a native chart with the workbook its values are edited in, and relates it to the part it stands in.
 * @returns the relationship's id
 */
export async function addChart(
  file: OfficePackage,
  from: string,
  number: number,
  chart: Chart,
  type: ChartType
): Promise<string> {
  const folder = from.slice(0, from.indexOf("/"));
  const part = `${folder}/charts/chart${number}.xml`;
  const book = `${folder}/embeddings/chart${number}.xlsx`;
  file.add(book, types.workbook, await dataBook(chart));
  const data = file.relate(part, "package", book);
  file.add(part, types.chart, xmlFile(chartMarkup(chart, type, data)));
  return file.relate(from, "chart", part);
}

/** The graphic that shows a chart, by its relationship's id. */
export function chartGraphic(id: string): string {
  return tag(
    "a:graphic",
    { "xmlns:a": spaces["xmlns:a"] },
    tag(
      "a:graphicData",
      { uri: spaces["xmlns:c"] },
      tag("c:chart", { "xmlns:c": spaces["xmlns:c"], "xmlns:r": spaces["xmlns:r"], "r:id": id })
    )
  );
}

async function dataBook({ categories, series, format }: Chart): Promise<Uint8Array> {
  return workbookBytes(workbook => {
    const sheet = workbook.addWorksheet(dataSheet);
    sheet.addRow(["", ...series.map(({ name }) => name)]);
    categories.forEach((category, at) => {
      const row = sheet.addRow([category, ...series.map(({ values }) => values[at] ?? null)]);
      series.forEach((_, index) => {
        row.getCell(index + 2).numFmt = format;
      });
    });
    sheet.getColumn(1).width = 18;
  });
}

const dataSheet = "数据";

function chartMarkup(chart: Chart, type: ChartType, data: string): string {
  const main = chart.series.filter(({ over }) => !over);
  const over = chart.series.filter(each => each.over);
  const lying = chart.kind === "bars" || chart.kind === "stack";
  const axes = tag("c:axId", { val: 1 }) + tag("c:axId", { val: 2 });
  const one = (each: ChartSeries, isLine: boolean) =>
    seriesMarkup(chart, each, chart.series.indexOf(each), isLine, type);
  const lines = (list: readonly ChartSeries[]) =>
    list.length === 0
      ? ""
      : tag(
          "c:lineChart",
          {},
          tag("c:grouping", { val: "standard" }),
          tag("c:varyColors", { val: "0" }),
          ...list.map(each => one(each, true)),
          tag("c:marker", { val: "1" }),
          axes
        );
  const bars = tag(
    "c:barChart",
    {},
    tag("c:barDir", { val: lying ? "bar" : "col" }),
    tag("c:grouping", { val: chart.kind === "stack" ? "stacked" : "clustered" }),
    tag("c:varyColors", { val: "0" }),
    ...main.map(each => one(each, false)),
    tag("c:gapWidth", { val: chart.kind === "stack" ? 45 : 60 }),
    tag("c:overlap", { val: chart.kind === "stack" ? 100 : 0 }),
    axes
  );
  const body = chart.kind === "lines" ? lines(chart.series) : bars + lines(over);
  return tag(
    "c:chartSpace",
    spaces,
    tag("c:date1904", { val: "0" }),
    tag("c:roundedCorners", { val: "0" }),
    tag(
      "c:chart",
      {},
      tag("c:autoTitleDeleted", { val: "1" }),
      tag("c:plotArea", {}, tag("c:layout"), body, categoryAxis(chart, lying), valueAxis(chart, lying)),
      chart.series.length > 1
        ? tag(
            "c:legend",
            {},
            tag("c:legendPos", { val: "t" }),
            tag("c:overlay", { val: "0" }),
            words(type, type.size)
          )
        : "",
      tag("c:plotVisOnly", { val: "1" }),
      tag("c:dispBlanksAs", { val: "gap" })
    ),
    tag("c:spPr", {}, "<a:noFill/>", "<a:ln><a:noFill/></a:ln>"),
    words(type, type.size),
    tag("c:externalData", { "r:id": data }, tag("c:autoUpdate", { val: "0" }))
  );
}

function seriesMarkup(
  chart: Chart,
  { name, values, look, labelled }: ChartSeries,
  index: number,
  isLine: boolean,
  type: ChartType
): string {
  const column = String.fromCharCode(66 + index);
  const last = chart.categories.length + 1;
  const sheet = `'${dataSheet}'!`;
  return tag(
    "c:ser",
    {},
    tag("c:idx", { val: index }),
    tag("c:order", { val: index }),
    tag("c:tx", {}, strings(`${sheet}$${column}$1`, [name])),
    isLine
      ? tag("c:spPr", {}, line(look, 28575))
      : tag("c:spPr", {}, fill(look), look.outline ? line({ colour: look.outline }, 9525) : ""),
    isLine ? tag("c:marker", {}, tag("c:symbol", { val: "none" })) : tag("c:invertIfNegative", { val: "0" }),
    labels(chart, labelled === true, look, isLine, type),
    tag("c:cat", {}, strings(`${sheet}$A$2:$A$${last}`, chart.categories)),
    tag(
      "c:val",
      {},
      tag(
        "c:numRef",
        {},
        tag("c:f", {}, `${sheet}$${column}$2:$${column}$${last}`),
        tag(
          "c:numCache",
          {},
          tag("c:formatCode", {}, text(chart.format)),
          tag("c:ptCount", { val: values.length }),
          ...values.map((value, at) =>
            value === null ? "" : tag("c:pt", { idx: at }, tag("c:v", {}, String(value)))
          )
        )
      )
    ),
    isLine ? tag("c:smooth", { val: "0" }) : ""
  );
}

function labels(chart: Chart, isShown: boolean, look: Look, isLine: boolean, type: ChartType): string {
  const shows = (value: string) =>
    ["showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"]
      .map(name => tag(`c:${name}`, { val: name === "showVal" ? value : "0" }))
      .join("");
  if (!isShown) return tag("c:dLbls", {}, shows("0"));
  const place = isLine ? "t" : chart.kind === "stack" ? "ctr" : "outEnd";
  return tag(
    "c:dLbls",
    {},
    tag("c:numFmt", { formatCode: chart.format, sourceLinked: "0" }),
    "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>",
    words(type, type.size, chart.kind === "stack" ? look.on : undefined),
    tag("c:dLblPos", { val: place }),
    shows("1")
  );
}

function categoryAxis({ kind, categories }: Chart, lying: boolean): string {
  return tag(
    "c:catAx",
    {},
    tag("c:axId", { val: 1 }),
    tag("c:scaling", {}, tag("c:orientation", { val: lying ? "maxMin" : "minMax" })),
    tag("c:delete", { val: "0" }),
    tag("c:axPos", { val: lying ? "l" : "b" }),
    tag("c:numFmt", { formatCode: "General", sourceLinked: "0" }),
    tag("c:majorTickMark", { val: "none" }),
    tag("c:minorTickMark", { val: "none" }),
    tag("c:tickLblPos", { val: "low" }),
    tag("c:spPr", {}, line({ colour: "14181A" }, 9525)),
    tag("c:crossAx", { val: 2 }),
    tag("c:crosses", { val: "autoZero" }),
    tag("c:auto", { val: "0" }),
    tag("c:lblAlgn", { val: "ctr" }),
    tag("c:lblOffset", { val: 100 }),
    tag("c:tickLblSkip", { val: kind === "lines" ? Math.max(1, Math.ceil(categories.length / 5)) : 1 }),
    tag("c:noMultiLvlLbl", { val: "1" })
  );
}

function valueAxis({ kind, series, format, range: [from, to] }: Chart, lying: boolean): string {
  // Values written beside their marks need no axis.
  const isTold = kind !== "lines" && series.filter(({ over }) => !over).every(({ labelled }) => labelled);
  return tag(
    "c:valAx",
    {},
    tag("c:axId", { val: 2 }),
    tag(
      "c:scaling",
      {},
      tag("c:orientation", { val: "minMax" }),
      to === null ? "" : tag("c:max", { val: to }),
      from === null ? "" : tag("c:min", { val: from })
    ),
    tag("c:delete", { val: isTold ? "1" : "0" }),
    tag("c:axPos", { val: lying ? "b" : "l" }),
    isTold ? "" : tag("c:majorGridlines", {}, tag("c:spPr", {}, line({ colour: "D7DBD8" }, 6350))),
    tag("c:numFmt", { formatCode: format, sourceLinked: "0" }),
    tag("c:majorTickMark", { val: "none" }),
    tag("c:minorTickMark", { val: "none" }),
    tag("c:tickLblPos", { val: "nextTo" }),
    "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>",
    tag("c:crossAx", { val: 1 }),
    tag("c:crosses", { val: lying ? "max" : "autoZero" }),
    tag("c:crossBetween", { val: "between" })
  );
}

function strings(formula: string, values: readonly string[]): string {
  return tag(
    "c:strRef",
    {},
    tag("c:f", {}, formula),
    tag(
      "c:strCache",
      {},
      tag("c:ptCount", { val: values.length }),
      ...values.map((value, at) => tag("c:pt", { idx: at }, tag("c:v", {}, text(value))))
    )
  );
}

/** Face, size and colour of words. */
function words({ latin, asian }: ChartType, size: number, colour = "14181A"): string {
  return tag(
    "c:txPr",
    {},
    "<a:bodyPr/><a:lstStyle/>",
    tag(
      "a:p",
      {},
      tag(
        "a:pPr",
        {},
        tag(
          "a:defRPr",
          { sz: Math.round(size * 100) },
          fill({ colour }),
          tag("a:latin", { typeface: latin }),
          tag("a:ea", { typeface: asian })
        )
      ),
      '<a:endParaRPr lang="zh-CN"/>'
    )
  );
}
