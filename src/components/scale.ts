import type { Context } from "../lib/context.js";
import { count, decimal, inPercent, percent, share, signedPoints } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { registerOf, scaleShare } from "../lib/measures.js";
import { overviewChildren } from "../lib/overview.js";
import { type Reader, readerFor } from "../lib/reader.js";
import {
  type DocumentRow,
  documentRows,
  farBelow,
  gapText,
  gapTitle,
  intervalTitle,
  type Makeup,
  type MakeupRow,
  makeup,
  makeupTitle,
  questionTitle,
  type ScaleRow,
  type ScaleTable,
  scaleTable,
  scaleTitle,
  shareWord,
  type TownRow,
  townTable,
  townTitle
} from "../lib/scale.js";
import { type ScaleTerms, scaleTerms } from "../lib/scale-terms.js";
import type { Definitions, PlatformNumbers, Threshold } from "../lib/site.js";
import { type State, stateWords } from "../lib/state.js";
import { bar, barAxis, dot, dotAxis } from "./bars.js";
import { type Child, h } from "./dom.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import { late } from "./late.js";
import { certaintyMark } from "./policy-mark.js";
import { regionMonths } from "./region-months.js";
import { scatter } from "./scatter.js";
import { type Site, siteUrl } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** What the page's figures share. */
interface View {
  readonly site: Site;
  readonly context: Context;
  readonly reader: Reader;
  readonly terms: ScaleTerms;
  readonly data: ScaleTable;
  /** The part of the reference below which a share is asked about, as a fraction, and what it is for. */
  readonly part: number;
  readonly partNote: string;
}

const question = "各县区监测规模占多少，与参考相差多少，有没有该纳未纳？";

/** 规模参考: shares beside the reference, what may have been left out, and what each document says of the scale. */
export async function scale(site: Site, context: Context): Promise<Node> {
  const [definitions, platform] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<PlatformNumbers>("platform.json")
  ]);
  const reader = readerFor(site, context, scaleShare.indicator);
  const terms = scaleTerms(definitions, context.profile);
  const data = scaleTable(site, reader, terms);
  const below = platform.scale_below_hint_pct!;
  const funnel = await late("funnel", async () =>
    (await import("./funnel-figure.js")).funnelFigure(site, context)
  );
  const view: View = { site, context, reader, terms, data, part: below.value / 100, partNote: below.note };
  return frame(site, context, {
    name: "scale",
    question,
    title: scaleTitle(data, terms, view.part, reader.region.code),
    unit: [
      "监测规模占比 K01 = 期末在册监测对象人数 ÷ 建档立卡人口，按人（不随户、人切换）",
      `${context.period} 月末`,
      `口径 ${profileName(site.meta, context.profile)}`,
      reader.region.code === context.region ? "" : "乡镇没有建档立卡人口，不出占比，与县参考"
    ]
      .filter(Boolean)
      .join(" ・ "),
    body: [
      shares(view),
      pair(questions(view), documents(view, definitions)),
      pair(sizes(view), kinds(view)),
      funnel,
      months(view),
      towns(view)
    ],
    indicators: ["K01", "K02", "K03"]
  });
}

function shares({ site, context, reader, terms, data }: View): HTMLElement {
  const { rows, whole, word } = data;
  const lists = { rows, ...(whole ? { total: whole } : {}), ...selection(reader) };
  const title = gapTitle(data, terms);
  const columns: TableColumn<ScaleRow>[] = [
    { key: "name", label: word, value: ({ region }) => region.name },
    shareColumn("value", "占比 %", row => row.cell?.value ?? null, true),
    {
      key: "gap",
      label: "偏离 百分点",
      value: ({ standing }) => points(standing.gap),
      text: ({ standing }) => (standing.gap === null ? "" : signedPoints(standing.gap)),
      state: row => (row === whole ? "" : (gapState(row)?.word ?? null)),
      cell: row => (row === whole ? "" : (gapState(row)?.mark ?? null))
    },
    {
      key: "standing",
      label: "与所用口径",
      value: row => (row === whole ? "" : standingText(row)),
      cell: row =>
        row === whole
          ? h("span", { class: "note" }, "参考只对县，市级不与参考比")
          : row.standing.state
            ? stateMark(row.standing.state)
            : standingText(row)
    },
    personColumn("numerator", "在册人数"),
    personColumn("denominator", "建档立卡人口"),
    shareColumn("low", "区间下限 %", row => row.interval?.[0] ?? null),
    shareColumn("high", "区间上限 %", row => row.interval?.[1] ?? null)
  ];
  const domain = domainOf(data);
  return figure<ScaleRow>(site, {
    id: "shares",
    title,
    unit: [
      `监测规模占比 K01、规模口径状态 K02 ・ %，按人，${context.period} 月末`,
      `虚线 ${lineWords(terms)}，不是上限`,
      "灰横线 95% 区间"
    ]
      .filter((_, index) => index !== 1 || terms.reference !== null)
      .join(" ・ "),
    picture: width => {
      const room = Math.max(90, Math.min(560, width - (width < 560 ? 200 : 560)));
      const picture: TableColumn<ScaleRow> = {
        key: "picture",
        label: "占比",
        picture: true,
        head: () => dotAxis(domain, value => percent(value, 0), room),
        value: () => null,
        cell: row =>
          dot({
            value: row.cell?.value ?? null,
            domain,
            line: row.standing.line?.number ?? null,
            interval: row.interval,
            width: room
          })
      };
      const [name, value, gap, standing, numerator, denominator] = columns as [
        TableColumn<ScaleRow>,
        ...TableColumn<ScaleRow>[]
      ];
      return table<ScaleRow>({
        caption: title,
        sortable: false,
        columns: (width < 560
          ? [name, picture, value, gap]
          : [name, picture, value, gap, standing, numerator, denominator]
        ).filter(column => column !== undefined),
        ...lists
      });
    },
    note: "区间是威尔逊 95% 区间：在册是全数，不是抽样，区间只表示人口少的地方占比容易摆动多少。在册人数里有不在建档立卡人口内的人，占比可以超过 100%，那时称“相当于”。",
    table: { caption: title, columns, ...lists },
    about: [
      { indicator: "K01", key: reader.key(scaleShare, whole ? { region: whole.region.code } : {}) },
      { indicator: "K02", key: reader.key({ indicator: "K02", breakdown: "", basis: "人" }) }
    ]
  });
}

function questions({ site, context, reader, terms, data, part, partNote }: View): HTMLElement {
  const far = farBelow(data.rows, part);
  const title = questionTitle(data, terms, part);
  const columns: TableColumn<ScaleRow>[] = [
    { key: "name", label: data.word, value: ({ region }) => region.name },
    shareColumn("value", "占比 %", row => row.cell?.value ?? null, true),
    shareColumn("of", "为参考的 %", row => row.ofReference, false, 0),
    {
      key: "sinceYear",
      label: "较上年同月 百分点",
      value: row => points(row.sinceYear),
      text: row => (row.sinceYear === null ? "—" : signedPoints(row.sinceYear))
    },
    personColumn("numerator", "在册人数")
  ];
  const link = (page: string, words: string) =>
    h("a", { href: `${siteUrl(`${page}.html`).pathname}${site.context.href()}` }, words);
  return figure<ScaleRow>(site, {
    id: "questions",
    title,
    unit: `占比不到参考的 ${percent(part, 0)} 的${data.word} ・ %，按人，${context.period} 月末`,
    picture: width =>
      h(
        "div",
        {},
        far.length > 0
          ? table<ScaleRow>({
              caption: title,
              sortable: false,
              columns: width < 560 ? columns.slice(0, 4) : columns,
              rows: far
            })
          : null,
        h("p", { class: "asks-lead" }, questionText(terms, far.length > 0)),
        h(
          "ul",
          { class: "asks" },
          h("li", {}, "村村户户是否走到：", link("surveys", "排查与走访")),
          h("li", {}, "核实为“不符合”的线索是否判得准：", link("identification", "识别流程")),
          h("li", {}, "部门推送的预警是否都核实：", link("departments", "部门预警"))
        )
      ),
    note: [certaintyMark("platform"), ` ${percent(part, 0)}：${partNote}`],
    table: { caption: title, columns, rows: far },
    about: [{ indicator: "K01", key: reader.key(scaleShare) }]
  });
}

function questionText({ reference, inclusion }: ScaleTerms, far: boolean): string {
  if (far) return "占比低不等于做得好，可能有该纳未纳；占比也不能说明有没有，须逐项核对：";
  if (reference) return "占比不低也可能有该纳未纳，仍可从这几处核对：";
  return inclusion
    ? "应纳尽纳，多少都不算多或少；有没有该纳未纳从这几处核对："
    : "有没有该纳未纳从这几处核对：";
}

function documents({ site, reader, data }: View, definitions: Definitions): HTMLElement {
  const regions = data.rows.map(({ region }) => region);
  const rows = documentRows(site, reader, definitions, regions);
  const { profile } = reader.context;
  const name = (row: DocumentRow) => profileName(site.meta, row.profile);
  const stated = rows.filter(({ terms }) => terms.reference !== null).length;
  const title = `${rows.length} 份口径中 ${stated} 份有规模参考，换口径占比不变`;
  const term = (
    key: string,
    label: string,
    of: (terms: ScaleTerms) => Threshold | null
  ): TableColumn<DocumentRow> => ({
    key,
    label,
    value: ({ terms }) => of(terms)?.value ?? stateWords.silent,
    cell: ({ terms }) => {
      const found = of(terms);
      return found ? [found.value, " ", certaintyMark(found.mark)] : stateMark("silent");
    }
  });
  const columns: TableColumn<DocumentRow>[] = [
    { key: "name", label: "口径", value: name },
    term("reference", "规模参考", terms => terms.reference),
    term("cap", "深度贫困地区", terms => terms.cap),
    term("inclusion", "应纳尽纳", terms => terms.inclusion),
    {
      key: "stands",
      label: `${regions.length} 个${data.word}`,
      value: ({ stands }) => stands ?? "本次未计算",
      cell: ({ stands }) =>
        stands === null ? stateMark("open") : stands === stateWords.silent ? stateMark("silent") : stands
    }
  ];
  return figure<DocumentRow>(site, {
    id: "documents",
    title,
    unit: `规模口径状态 K02 ・ 按人，${reader.context.period} 月末 ・ 所用口径为有底色的一行`,
    picture: width =>
      width < 560
        ? table<DocumentRow>({
            caption: title,
            sortable: false,
            columns: [columns[0]!, columns[1]!, columns[4]!],
            rows,
            rowKey: row => row.profile,
            selected: profile
          })
        : table<DocumentRow>({
            caption: title,
            sortable: false,
            columns,
            rows,
            rowKey: row => row.profile,
            selected: profile
          }),
    note: "没有一份口径给出规模性返贫的数值。",
    table: { caption: title, columns, rows, rowKey: row => row.profile, selected: profile },
    about: [{ indicator: "K02", key: reader.key({ indicator: "K02", breakdown: "", basis: "人" }) }]
  });
}

function sizes({ site, context, reader, terms, data }: View): HTMLElement {
  const reference = terms.reference;
  const title = intervalTitle(data, terms);
  const known = data.rows.filter(({ cell }) => cell?.value != null && cell.denominator !== null);
  const columns: TableColumn<ScaleRow>[] = [
    { key: "name", label: data.word, value: ({ region }) => region.name },
    personColumn("denominator", "建档立卡人口"),
    shareColumn("value", "占比 %", row => row.cell?.value ?? null, true),
    shareColumn("low", "区间下限 %", row => row.interval?.[0] ?? null),
    shareColumn("high", "区间上限 %", row => row.interval?.[1] ?? null)
  ];
  return figure<ScaleRow>(site, {
    id: "sizes",
    title,
    unit: [
      `占比与建档立卡人口 ・ %，按人，${context.period} 月末`,
      reference ? `虚线 ${reference.value} 参考` : "",
      "竖线 95% 区间，横轴为平方根"
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width =>
      known.length === 0
        ? h("p", {}, stateMark("missing"))
        : scatter({
            points: known.map(({ region, cell, interval }) => ({
              name: region.name,
              x: cell!.denominator!,
              y: cell!.value!,
              interval,
              chosen: region.code === reader.region.code
            })),
            width,
            xLabel: "建档立卡人口，人",
            xText: count,
            yText: axisText,
            references: reference?.number
              ? [{ value: reference.number, label: `${reference.value} 参考` }]
              : [],
            label: `${title}。${known.map(({ region, cell }) => `${region.name}${shareWord(cell!.value!)}`).join("、")}`
          }),
    note: "人口越少，占比越容易因几户的进出而摆动，先看区间再看高低。",
    table: { caption: title, columns, rows: data.rows, ...selection(reader) },
    about: [{ indicator: "K01", key: reader.key(scaleShare) }]
  });
}

function kinds({ site, context, reader, data }: View): HTMLElement {
  const made: Makeup = makeup(reader, data);
  const title = makeupTitle(made);
  const columns: TableColumn<MakeupRow>[] = [
    { key: "name", label: data.word, value: ({ region }) => region.name },
    ...made.names.map((name, index) => shareColumn<MakeupRow>(name, name, row => row.parts[index] ?? null)),
    shareColumn("total", "占比", row => row.total, true)
  ];
  const lists = {
    rows: made.rows,
    ...(made.whole ? { total: made.whole } : {}),
    rowKey: (row: MakeupRow) => row.region.code,
    selected: reader.region.code
  };
  return figure<MakeupRow>(site, {
    id: "kinds",
    title,
    unit: `各类别在册人数 ÷ 建档立卡人口 ・ 百分点，按人，${context.period} 月末`,
    picture: () => table<MakeupRow>({ caption: title, sortable: false, columns, ...lists }),
    note: "边缘易致贫户不在建档立卡人口之内，仍计入分子；各类别相加为占比。",
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K01", key: reader.key(scaleShare) }]
  });
}

function months({ site, context, reader, terms, data }: View): HTMLElement {
  const { reference } = terms;
  if (data.whole) {
    const above = { ...context, region: data.whole.region.code };
    return regionMonths(site, context, {
      id: "months",
      children: overviewChildren(site, above, reference?.number ?? null),
      reference: reference?.number == null ? null : { value: reference.number, clause: reference.clause }
    });
  }
  return trendFigure(site, reader, {
    id: "months",
    title: `${reader.region.name}占比${data.rows[0]!.cell?.value == null ? stateWords.missing : shareWord(data.rows[0]!.cell.value)}，近 24 个月`,
    lines: [{ name: reader.region.name, measure: scaleShare, look: "accent" }],
    digits: 2,
    fromZero: false,
    references: reference?.number ? [{ value: reference.number, label: `${reference.value} 参考` }] : []
  });
}

function towns({ site, context, reader, terms }: View): Child {
  const data = townTable(site, reader);
  if (!data) return null;
  const title = townTitle(data, terms);
  const max = Math.max(0.001, ...data.rows.map(({ part }) => part ?? 0)) * 100;
  const columns: TableColumn<TownRow>[] = [
    { key: "name", label: "乡镇", value: ({ region }) => region.name },
    {
      key: "persons",
      label: "在册人数",
      unit: "人",
      value: ({ persons }) => persons,
      text: ({ persons }) => (persons === null ? "" : count(persons)),
      state: row => row.state && stateWords[row.state],
      cell: row => (row.state ? stateMark(row.state) : null)
    },
    shareColumn<TownRow>("part", "占县占比 百分点", row => row.part, true, 2),
    { key: "against", label: "参考", value: () => "与县参考" }
  ];
  const chosen = { rowKey: (row: TownRow) => row.region.code, selected: context.region };
  return figure<TownRow>(site, {
    id: "towns",
    title,
    unit: `在册监测对象 K03 ÷ ${data.county.name}建档立卡人口 ・ 百分点，按人，${context.period} 月末 ・ 乡镇没有自己的参考`,
    picture: width => {
      const narrow = width < 560;
      const room = Math.max(60, Math.min(560, width - (narrow ? 270 : 420)));
      return table<TownRow>({
        caption: title,
        sortable: false,
        columns: [
          ...(narrow ? columns.slice(0, 3) : columns),
          {
            key: "picture",
            label: "占县占比",
            picture: true,
            head: () => barAxis(max, "", room, value => decimal(value, 1)),
            value: () => null,
            cell: ({ part }) => bar(part === null ? null : part * 100, max, room)
          }
        ],
        rows: data.rows,
        ...chosen
      });
    },
    note: "区划统计表的乡镇人口不作占比的分母；各乡镇相加为全县占比。",
    table: { caption: title, columns, rows: data.rows, ...chosen },
    about: [{ indicator: "K03", key: reader.key(registerOf("人")) }]
  });
}

function selection(reader: Reader) {
  return { rowKey: ({ region }: ScaleRow) => region.code, selected: reader.region.code };
}

function standingText({ standing }: ScaleRow): string {
  const { state, line, word, gap } = standing;
  if (state) return stateWords[state];
  return line && gap !== null && (word === "达到" || word === "未达到")
    ? `${word}（原则上${line.value}），${gapText(gap)}`
    : word;
}

function gapState(row: ScaleRow): { readonly word: string; readonly mark: Child } | null {
  if (row.standing.gap !== null) return null;
  const state: State | null = row.standing.state ?? (row.standing.line === null ? "na" : null);
  return state && { word: stateWords[state], mark: stateMark(state) };
}

function lineWords({ reference, cap }: ScaleTerms): string {
  if (!reference) return "";
  return cap ? `${reference.value} 参考，深度贫困地区为${cap.value}的原则` : `${reference.value} 参考`;
}

function domainOf({ rows, whole }: ScaleTable): [number, number] {
  const values = [...rows, ...(whole ? [whole] : [])].flatMap(({ cell, interval, standing }) => [
    cell?.value,
    standing.line?.number,
    ...(interval ?? [])
  ]);
  const known = values.filter(value => value != null);
  return [0, Math.max(0.01, Math.ceil(Math.max(0, ...known) * 100) / 100)];
}

function shareColumn<Row extends ScaleRow | MakeupRow | TownRow>(
  key: string,
  label: string,
  value: (row: Row) => number | null,
  strong = false,
  digits = 2
): TableColumn<Row> {
  const state = (row: Row): State => ("state" in row && row.state ? row.state : "missing");
  return {
    key,
    label,
    strong,
    value: row => points(value(row)),
    text: row => (value(row) === null ? "" : share(value(row)!, digits)),
    state: row => (value(row) === null ? stateWords[state(row)] : null),
    cell: row => (value(row) === null ? stateMark(state(row)) : null)
  };
}

function personColumn(key: "numerator" | "denominator", label: string): TableColumn<ScaleRow> {
  return {
    key,
    label,
    unit: "人",
    value: ({ cell }) => cell?.[key] ?? null,
    text: ({ cell }) => (cell?.[key] == null ? "—" : count(cell[key]))
  };
}

/** A share on an axis: whole percents without decimals. */
function axisText(value: number): string {
  return percent(value, Number.isInteger(points(value)) ? 0 : 1);
}

/** A fraction in percent without the tails of binary arithmetic. */
function points(value: number | null): number | null {
  return inPercent(value);
}
