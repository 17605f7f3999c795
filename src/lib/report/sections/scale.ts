import { count, inPercent, percent, signedPoints } from "../../format.js";
import { scaleShare, scaleStatus } from "../../measures.js";
import { readerFor } from "../../reader.js";
import {
  gapTitle,
  intervalTitle,
  makeup,
  makeupTitle,
  questionTitle,
  type ScaleRow,
  type ScaleTable,
  scaleTable,
  scaleTitle,
  townTable,
  townTitle
} from "../../scale.js";
import { type ScaleTerms, scaleTerms } from "../../scale-terms.js";
import type { Definitions, PlatformNumbers } from "../../site.js";
import { stateWords } from "../../state.js";
import {
  type ChartFigure,
  categoryName,
  charted,
  type Grid,
  grid,
  lackingOf,
  type Section,
  stopped,
  type View
} from "../content.js";
import { colours, ramp } from "../look.js";

const indicators = ["K01", "K02", "K03"];

/** 规模: shares beside the reference, which is never a limit, and what may have been left out. */
export function scale(view: View): Section {
  const { source, context } = view;
  const reader = readerFor(source, context, scaleShare.indicator);
  const terms = scaleTerms(source.json<Definitions>("definitions.json"), context.profile);
  const data = scaleTable(source, reader, terms);
  const part = source.json<PlatformNumbers>("platform.json").scale_below_hint_pct!.value / 100;
  const title = scaleTitle(data, terms, part, reader.region.code);
  const towns = townTable(source, reader);
  const chart = shareChart(view, data, terms, title);
  const table = shareGrid(view, data, gapTitle(data, terms));
  const unit = `监测规模占比 K01，按人，${context.period} 月末`;
  return {
    id: "scale",
    name: "规模",
    paragraphs: [
      title,
      gapTitle(data, terms),
      intervalTitle(data, terms),
      makeupTitle(makeup(reader, data)),
      questionTitle(data, terms, part),
      towns ? townTitle(towns, terms) : "",
      terms.reference
        ? `${terms.reference.value} 是参考值，非上限；占比低不等于做得好，也不能说明有没有该纳未纳`
        : ""
    ]
      .filter((each, at, all) => each !== "" && all.indexOf(each) === at)
      .map(stopped),
    lacking: lackingOf(view, indicators),
    figures: [...(chart ? [chart] : []), table],
    slides: [
      {
        title,
        figures: [chart ?? table],
        bigs: [],
        lines: [gapTitle(data, terms), questionTitle(data, terms, part)],
        unit
      }
    ],
    evidence: [...data.rows, ...(data.whole ? [data.whole] : [])].flatMap(({ region }) => [
      { name: `${region.name}监测规模占比`, key: reader.key(scaleShare, { region: region.code }) },
      { name: `${region.name}规模口径状态`, key: reader.key(scaleStatus, { region: region.code }) }
    ]),
    indicators
  };
}

function shareChart(
  { context }: View,
  { rows, word }: ScaleTable,
  { reference }: ScaleTerms,
  title: string
): ChartFigure | null {
  if (rows.every(({ cell }) => cell?.value == null)) return null;
  const line = reference?.number == null ? null : Number((reference.number * 100).toFixed(4));
  return {
    kind: "chart",
    title,
    unit: [
      `监测规模占比 K01，%，按人，${context.period} 月末`,
      line === null ? "" : `虚线 ${reference!.value} 参考，非上限`,
      "按区划代码排列"
    ]
      .filter(Boolean)
      .join("，"),
    alt: `柱形图：各${word}监测规模占比，${rows
      .map(
        ({ region, cell }) =>
          `${region.name} ${cell?.value == null ? stateWords.missing : percent(cell.value, 2)}`
      )
      .join("，")}`,
    chart: {
      kind: "columns",
      categories: rows.map(({ region, cell }) => categoryName(region.name, cell?.value != null)),
      series: [
        {
          name: "占比",
          values: rows.map(({ cell }) => charted(cell)),
          look: ramp[3]!,
          labelled: true
        },
        ...(line === null
          ? []
          : [
              {
                name: `${reference!.value} 参考`,
                values: rows.map(() => line),
                look: { colour: colours.ink, dashed: true },
                over: true
              }
            ])
      ],
      format: '0.00"%"',
      range: [0, null]
    }
  };
}

function shareGrid({ context }: View, { rows, whole, word }: ScaleTable, title: string): Grid {
  const isWhole = (row: ScaleRow) => row === whole;
  const number = (key: string, label: string, value: (row: ScaleRow) => number | null) => ({
    key,
    label,
    isNumber: true,
    value,
    text: (row: ScaleRow) => count(value(row)!),
    state: (row: ScaleRow) => (value(row) === null ? stateWords[row.state ?? "missing"] : null)
  });
  return grid<ScaleRow>(
    {
      title,
      unit: `监测规模占比 K01、规模口径状态 K02，按人，${context.period} 月末，按区划代码排列，不排名`,
      note: "参考只对县，市级不与参考比。"
    },
    [
      { key: "name", label: word, value: ({ region }) => region.name },
      {
        key: "share",
        label: "占比",
        isNumber: true,
        value: ({ cell }) => cell?.value ?? null,
        text: ({ cell }) => percent(cell!.value!, 2),
        state: ({ state }) => (state === null ? null : stateWords[state])
      },
      {
        key: "gap",
        label: "偏离 百分点",
        isNumber: true,
        value: ({ standing }) => inPercent(standing.gap),
        text: ({ standing }) => (standing.gap === null ? "—" : signedPoints(standing.gap))
      },
      {
        key: "standing",
        label: "与所用口径",
        value: row =>
          isWhole(row) ? "—" : row.standing.state ? stateWords[row.standing.state] : row.standing.word
      },
      number("numerator", "在册人数", ({ cell }) => cell?.numerator ?? null),
      number("denominator", "建档立卡人口", ({ cell }) => cell?.denominator ?? null)
    ],
    rows,
    whole
  );
}
