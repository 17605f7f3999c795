import { count, periodWord } from "../lib/format.js";
import { classCounts } from "../lib/geo-breaks.js";
import type { Measure } from "../lib/geo-measure.js";
import type { Scene } from "../lib/geo-scene.js";
import { thresholdTexts } from "../lib/geo-thresholds.js";
import { levelWord } from "../lib/regions.js";
import type { Signal, SignalIndex, SignalMethods, SignalPlace, SignalScan } from "../lib/signal-data.js";
import {
  type IndexLayer,
  indexLayer,
  indexTitle,
  jobOf,
  type LayerName,
  type LayerRow,
  layerNames,
  type RateLayer,
  rankText,
  rateLayer,
  type ScanLayer,
  scanLayer,
  signalCounts,
  signalTitle,
  smoothedText,
  smoothedTitle
} from "../lib/signal-layer.js";
import { signalRows } from "../lib/signal-rows.js";
import {
  fractionText,
  parameter,
  platformWords,
  reasonText,
  type SignalJob,
  shareText,
  valueText,
  verdictText
} from "../lib/signal-text.js";
import { toCsv } from "../lib/tabular.js";
import { type Child, h } from "./dom.js";
import type { AreaPaint } from "./map-canvas.js";
import { mapCluster, mapKey, mapSwatch } from "./map-key.js";
import { hooked, type TableHooks } from "./map-table.js";
import { facts, signalFacts, signalHistory } from "./signal-facts.js";
import { type Site, siteUrl } from "./site.js";
import { type TableColumn, table } from "./table.js";

/** What the map shows in place of the values as they are, and all that is said of it. */
export interface MapLayer {
  readonly name: LayerName;
  /** Codes of the towns of each cluster, the centre first. */
  readonly clusters: readonly (readonly string[])[];
  /** What stands under the map beside its legend. */
  readonly aside: HTMLElement;
  /** Null where only clusters are drawn over the values as they are. */
  readonly view: LayerView | null;
}

/** The page's parts where a layer stands in for the values. */
interface LayerView {
  readonly title: string;
  readonly unit: string;
  readonly paints: readonly AreaPaint[];
  readonly legend: (width: number) => Node[];
  readonly list: (hooks: TableHooks, selected: string | null) => Node[];
  /** What the panel tells of a region of the map, or of the map as a whole. */
  readonly panel: (code: string, enter: Child, width: number) => Node[];
  readonly csv: () => string;
}

/** Layers that speak of what the map shows. */
export async function openLayers(site: Site, { measure, view }: Scene): Promise<ReadonlySet<string>> {
  const methods = await site.json<SignalMethods>("signal-methods.json");
  const isJudged = jobOf(methods, measure, "funnel") !== undefined;
  return new Set(
    layerNames.filter(name =>
      name === "index"
        ? view.level === "county"
        : isJudged || (name === "signal" && hasScan(methods, measure))
    )
  );
}

function hasScan(methods: SignalMethods, measure: Measure): boolean {
  return jobOf(methods, measure, "scan") !== undefined;
}

/** The layer of a name for a scene, or in words why there is none. */
export async function readLayer(site: Site, scene: Scene, name: string): Promise<MapLayer | string> {
  if (!layerNames.includes(name as LayerName)) return "没有这个图层，已显示原值";
  if (name === "index") return readIndex(site, scene);
  const { measure, view, month } = scene;
  const methods = await site.json<SignalMethods>("signal-methods.json");
  const job = jobOf(methods, measure, "funnel");
  if (!job && !(name === "signal" && hasScan(methods, measure))) return noMethod(methods, measure);
  const folder = view.level === "town" ? `${view.parent.code}/` : "";
  const [bytes, scans] = await Promise.all([
    site.bytes(`figures/${folder}signal.arrow`),
    site.json<readonly SignalScan[]>("signal-clusters.json")
  ]);
  const signals = signalRows(bytes);
  const nameOf = (code: string) => site.regions.get(code)?.name ?? code;
  const scan = scanLayer(methods, measure, scans, view, month, nameOf);
  const clusters = name === "signal" ? scan.clusters.map(({ places }) => places) : [];
  const under = aside(site, name === "signal" ? scan.words : [], clusters.length > 0);
  if (!job) return { name: "signal", clusters, aside: under, view: null };
  const kind = name as "smoothed" | "signal";
  const rates = rateLayer(kind, job, view.areas, signals, month);
  if (!rates.isKnown) return unknownMonth(methods, scene);
  return {
    name: kind,
    clusters,
    aside: under,
    view: rateView({ scene, methods, job, signals, rates, scan, name: kind })
  };
}

function noMethod({ jobs }: SignalMethods, measure: Measure): string {
  const titles = [...new Set(jobs.filter(({ method }) => method === "funnel").map(({ title }) => title))];
  return `${measure.label}没有统计图层，已显示原值；有的是：${titles.join("、")}`;
}

function unknownMonth(methods: SignalMethods, { view }: Scene): string {
  const months = parameter(methods, "all", "months");
  return view.level === "town"
    ? "乡镇的统计只算各季末和最近一个月，已显示原值"
    : `统计只公布近 ${months} 个月，已显示原值`;
}

interface RateMap {
  readonly scene: Scene;
  readonly methods: SignalMethods;
  readonly job: SignalJob;
  readonly signals: readonly Signal[];
  readonly rates: RateLayer;
  readonly scan: ScanLayer;
  readonly name: "smoothed" | "signal";
}

type Row = LayerRow<Signal>;

function rateView(spec: RateMap): LayerView {
  const { scene, job, rates, scan, name, methods } = spec;
  const { view, measure, overlay } = scene;
  const { rows } = rates;
  const collective = levelWord(view.level);
  const level = parameter(methods, "all", "discovery");
  const coverage = shareText(parameter(methods, "funnel", "coverage"));
  const title = name === "signal" ? signalTitle(job, rows, collective) : smoothedTitle(job, rows, collective);
  const compared = view.level === "county" ? "与全域的县区相比" : `与${view.parent.name}的乡镇相比`;
  const unit =
    name === "signal"
      ? [`漏斗图，越出 ${coverage} 控制限且 q 不大于 ${level} 才是信号，${compared}`, "低于也要看"]
      : ["经验贝叶斯：基数越小，越往平均拉，单位 %", "会盖住孤立的高点，原值见右"];
  return {
    title,
    unit: [...unit, `按${measure.basis} ・ ${periodWord(rates.period)}`, platformWords].join(" ・ "),
    paints: rows.map(row => ({
      code: row.region.code,
      look: row.look,
      name: row.region.name,
      value: row.text,
      small: false,
      // Names stand clear of the hatching and of the edges of clusters.
      hatched: overlay?.inside.get(row.region.code) === "whole" || scan.clusters.length > 0,
      spoken: spokenRow(row, job)
    })),
    legend: width => rateLegend(spec, width),
    list: (hooks, selected) =>
      listOf(
        `${rows.length} 个${collective}的原值、平滑值和结论`,
        table({
          caption: title,
          columns: columnsOf(collective),
          rows,
          rowKey: ({ region }) => region.code,
          selected: selected ?? undefined,
          onSelect: ({ region }) => hooks.onSelect(region.code)
        }),
        hooks
      ),
    panel: (code, enter, width) => ratePanel(spec, code, enter, width),
    csv: () => toCsv([...columnsOf(collective), ...fileColumns], rows)
  };
}

function spokenRow({ region, of, text }: Row, job: SignalJob): string {
  if (!of) return [region.name, text].filter(Boolean).join("，");
  const why = reasonText(of);
  const parts = [
    `${region.name}，${job.title} ${valueText(of)}（${fractionText(of)}）`,
    `平滑值 ${smoothedText(of)}`,
    verdictText(of) + (why ? `，${why}` : "")
  ];
  return parts.join("；");
}

const categories = [
  ["above", "信号：高于"],
  ["below", "信号：低于"],
  ["beyond", "越限，不排除碰巧"],
  ["within", "无信号"],
  ["scant", "数据不足"],
  ["missing", "缺数据"]
] as const;

function rateLegend({ rates: { rows, breaks }, name }: RateMap, width: number): Node[] {
  const swatch = (look: string, words: string) => h("span", {}, mapSwatch(look, 28, 14), words);
  if (name === "signal") {
    const counts = signalCounts(rows);
    const looks = categories.map(([look, words]) => swatch(look, `${words} ${counts[look]} 个`));
    return [h("div", { class: "map-looks unit" }, looks)];
  }
  const values = rows.flatMap(({ of }) => (of?.state === "smoothed" ? of.smoothed! * 100 : []));
  const isFlat = rows.some(({ of }) => of?.state === "flat");
  const unshaded = isFlat ? "各地相差不超过偶然，同取一率，不着色" : "没有事件，只写至多多少";
  return [
    mapKey({ thresholds: thresholdTexts(breaks), counts: classCounts(values, breaks), unit: "%", width }),
    h(
      "div",
      { class: "map-looks unit" },
      swatch("missing", "缺数据"),
      rows.some(({ look }) => look === "within") ? swatch("within", unshaded) : null
    )
  ];
}

/** What the scan says, and the way to how all of it is done. */
function aside(site: Site, words: readonly string[], isRinged: boolean): HTMLElement {
  const href = `${siteUrl("methods.html").pathname}${site.context.href()}`;
  return h(
    "p",
    { class: "note map-aside" },
    isRinged ? [mapCluster(), " 聚集的范围："] : null,
    words.map(each => `${each}。`),
    `${platformWords}，只提示先看哪里，不改变预警级别。`,
    h("a", { href }, "统计方法"),
    "。"
  );
}

function listOf(title: string, view: HTMLElement, hooks: TableHooks): Node[] {
  return [
    h(
      "div",
      { class: "map-panel-head" },
      h("h2", { id: "map-list-title" }, title),
      h("span", { class: "unit" }, "按区划代码排列")
    ),
    hooked(view, hooks)
  ];
}

function countsTitle(rows: readonly Row[], collective: string): string {
  const { above, below, beyond, scant } = signalCounts(rows);
  const found = above + below;
  const parts = [found > 0 ? ` ${found} 个有信号` : "没有信号"];
  if (beyond > 0) parts.push(`${beyond} 个不排除碰巧`);
  if (scant > 0) parts.push(`${scant} 个数据不足`);
  return `${rows.length} 个${collective}中${parts.join("，")}`;
}

function columnsOf(collective: string): TableColumn<Row>[] {
  const number = (key: string, label: string, read: (row: Signal) => number | null): TableColumn<Row> => ({
    key,
    label,
    value: ({ of }) => (of ? read(of) : null),
    text: ({ of }) => (of && read(of) !== null ? count(read(of)!) : "缺数据")
  });
  const worded = (column: TableColumn<Row>, text: (row: Signal) => string): TableColumn<Row> => ({
    ...column,
    text: ({ of }) => (of ? text(of) : "缺数据"),
    cell: ({ of }) => (of ? text(of) : "缺数据")
  });
  return [
    {
      key: "name",
      label: collective,
      value: ({ region }) => region.name,
      cell: ({ region, look }) => [mapSwatch(look), region.name]
    },
    number("numerator", "分子", of => of.numerator),
    number("denominator", "分母", of => of.denominator),
    worded(
      number("value", "原值", of => of.value),
      valueText
    ),
    worded(
      number("smoothed", "平滑值", of => of.smoothed),
      smoothedText
    ),
    {
      key: "verdict",
      label: "结论",
      value: ({ of }) => (of ? verdictText(of) : "缺数据"),
      strong: true
    }
  ];
}

const fileColumns: TableColumn<Row>[] = [
  ...(
    [
      ["low", "区间下限"],
      ["high", "区间上限"],
      ["expected", "预期"],
      ["limit_low", "控制限下"],
      ["limit_high", "控制限上"],
      ["p", "p"],
      ["q", "q"]
    ] as const
  ).map(([key, label]): TableColumn<Row> => ({ key, label, value: ({ of }) => of?.[key] ?? null })),
  { key: "reason", label: "为什么", value: ({ of }) => (of ? reasonText(of) : "") },
  { key: "made", label: "方法", value: ({ of }) => of?.made ?? "" }
];

function ratePanel(spec: RateMap, code: string, enter: Child, width: number): Node[] {
  const { job, scene, methods, name, signals, rates } = spec;
  const row = rates.rows.find(({ region }) => region.code === code);
  if (!row) return wholePanel(spec, enter);
  const { of } = row;
  if (!of) return [panelHead(`${row.region.name}：缺数据，没有判断`, enter)];
  return [
    panelHead(`${row.region.name}：${job.title} ${valueText(of)}，${verdictText(of)}`, enter),
    signalFacts(of, job, methods),
    ...signalHistory(signals, of, job, row.region.name, width),
    h(
      "p",
      { class: "note" },
      `${levelWord(scene.view.level)}之间相比；${name === "signal" ? "信号" : "平滑值"}不是结论。${platformWords}。`
    )
  ];
}

function wholePanel({ scene, rates: { rows } }: RateMap, enter: Child): Node[] {
  const { parent, level } = scene.view;
  const counts = signalCounts(rows);
  return [
    panelHead(`${parent.name}：${countsTitle(rows, levelWord(level))}`, enter),
    facts(categories.map(([look, words]) => [words, `${counts[look]} 个`])),
    h(
      "p",
      { class: "note" },
      `点选一个${levelWord(level)}，看分子、分母、区间、结论和理由。${platformWords}。`
    )
  ];
}

function panelHead(title: string, enter: Child): HTMLElement {
  return h("div", { class: "map-panel-head" }, h("h2", { id: "map-panel-title" }, title), enter);
}

type IndexRow = LayerRow<SignalPlace>;

async function readIndex(site: Site, scene: Scene): Promise<MapLayer | string> {
  const { view, month, overlay } = scene;
  if (view.level !== "county") return "综合指数只到县区，已显示原值";
  const [index, methods] = await Promise.all([
    site.json<SignalIndex>("signal-index.json"),
    site.json<SignalMethods>("signal-methods.json")
  ]);
  const layer = indexLayer(index, view.areas, month);
  if (!layer) return "这个月之前没有算过综合指数，已显示原值";
  const collective = levelWord(view.level);
  const columns = indexColumns(index, collective);
  const inputs = index.plan.flatMap(({ components }) => components.flatMap(({ indicators }) => indicators));
  const least = shareText(parameter(methods, "index", "least"));
  const title = indexTitle(layer, collective);
  const shown: LayerView = {
    title,
    unit: `综合指数 0–10，越大越该先看 ・ ${periodWord(layer.period)}末 ・ 括号内是名次的范围，不单独给名次 ・ ${platformWords}`,
    paints: layer.rows.map(row => ({
      code: row.region.code,
      look: row.look,
      name: row.region.name,
      value: row.text,
      small: false,
      hatched: overlay?.inside.get(row.region.code) === "whole",
      spoken: `${row.region.name}，综合指数 ${row.text}${row.of?.withheld ? `，${row.of.withheld}` : ""}`
    })),
    legend: width => [
      mapKey({
        thresholds: thresholdTexts(layer.breaks),
        counts: classCounts(
          layer.rows.flatMap(({ of }) => of?.risk ?? []),
          layer.breaks
        ),
        unit: "",
        width
      }),
      h(
        "div",
        { class: "map-looks unit" },
        h("span", {}, mapSwatch("scant", 28, 14), `输入不足 ${least}，不给指数`)
      )
    ],
    list: (hooks, selected) =>
      listOf(
        `${layer.rows.length} 个${collective}的指数和名次范围`,
        table({
          caption: title,
          columns,
          rows: layer.rows,
          rowKey: ({ region }) => region.code,
          selected: selected ?? undefined,
          onSelect: ({ region }) => hooks.onSelect(region.code)
        }),
        hooks
      ),
    panel: (code, enter) => indexPanel(layer, index, inputs.length, code, enter),
    csv: () => toCsv(columns, layer.rows)
  };
  return { name: "index", clusters: [], aside: aside(site, [testWords(layer)], false), view: shown };
}

/** Whether the index told more than the rate of the quarter before, in one sentence. */
function testWords({ test }: IndexLayer): string {
  if (!test) return "还没有下一季的新增可供检验，指数准不准不知道";
  const auc = (each: { readonly auc: number | null } | null) =>
    each?.auc == null ? "没有" : each.auc.toFixed(2);
  return `检验（${periodWord(test.period)}，${test.places} 个县区，新增 ${test.events} 户）：${test.verdict}；指数 AUC ${auc(test.index)}，上季度的发生率 ${auc(test.naive)}，0.5 等于瞎猜`;
}

function indexColumns({ plan }: SignalIndex, collective: string): TableColumn<IndexRow>[] {
  const scored = (
    key: string,
    label: string,
    read: (of: SignalPlace) => number | null
  ): TableColumn<IndexRow> => ({
    key,
    label,
    value: ({ of }) => (of ? read(of) : null),
    text: ({ of }) => (of && read(of) !== null ? read(of)!.toFixed(1) : "不给"),
    cell: ({ of }) => (of && read(of) !== null ? read(of)!.toFixed(1) : "不给")
  });
  return [
    {
      key: "name",
      label: collective,
      value: ({ region }) => region.name,
      cell: ({ region, look }) => [mapSwatch(look), region.name]
    },
    ...plan.map(({ dimension }, at) => scored(dimension, dimension, of => of.dimensions[at] ?? null)),
    { ...scored("risk", "指数", of => of.risk), strong: true },
    { key: "rank", label: "名次范围", value: ({ of }) => (of ? rankText(of) : "没有名次") }
  ];
}

function indexPanel(
  layer: IndexLayer,
  { plan }: SignalIndex,
  inputs: number,
  code: string,
  enter: Child
): Node[] {
  const row = layer.rows.find(({ region }) => region.code === code);
  const note = h("p", { class: "note" }, `${testWords(layer)}。${platformWords}。`);
  const of = row?.of;
  if (!row || !of) return [panelHead(indexTitle(layer, "县区"), enter), note];
  if (of.risk === null) return [panelHead(`${row.region.name}：不给综合指数，${of.withheld}`, enter), note];
  return [
    panelHead(`${row.region.name}：综合指数 ${of.risk.toFixed(1)}，名次${rankText(of)}`, enter),
    facts([
      ...plan.map(({ dimension }, at): [string, string] => [
        dimension,
        of.dimensions[at] == null ? "没有" : of.dimensions[at].toFixed(1)
      ]),
      ["齐备的输入", `${of.known} / ${inputs} 项`],
      ["换算法、逐项去掉时的名次", rankText(of)],
      [
        "权重上下浮动时的名次",
        of.weightLow === null ? "没有" : rankText({ ...of, low: of.weightLow, high: of.weightHigh })
      ]
    ]),
    note
  ];
}
