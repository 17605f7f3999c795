import type { Cell } from "../../dataset.js";
import { count, percent } from "../../format.js";
import type { Measure } from "../../measures.js";
import {
  clockText,
  type Quota,
  quarterClock,
  quota,
  quotaAsked,
  quotaMeasure,
  quotaTitle,
  quotaWord
} from "../../quota.js";
import { shortfall } from "../../rates.js";
import { type At, readerFor, type Total } from "../../reader.js";
import type { Definitions, QuarterLeft, Region } from "../../site.js";
import { judgementWord, type State, stateWords } from "../../state.js";
import {
  coverageLevels,
  coverageMeasure,
  coverageTitle,
  foundMeasure,
  foundTitle,
  quarterTotal,
  surveysTitle,
  visitMeasure,
  visitTitle
} from "../../surveys.js";
import {
  type Big,
  type ChartFigure,
  categoryName,
  charted,
  type GridColumn,
  grid,
  lackingOf,
  type Section,
  stopped,
  type View
} from "../content.js";
import { ramp } from "../look.js";

const indicators = ["K18", "K19", "K20"];

interface Rate {
  readonly name: string;
  readonly measure: Measure;
  readonly at: At;
  readonly total?: Total;
}

/** What every household should get: a county's and a town's survey each quarter, and a visit each month. */
const rates: readonly Rate[] = [
  ...coverageLevels.map(level => ({
    name: `${level}调研覆盖`,
    measure: coverageMeasure(level),
    at: { kind: "quarter" } as const,
    total: quarterTotal
  })),
  { name: "入户走访达标", measure: visitMeasure(), at: {} }
];

interface Row {
  readonly region: Region;
  readonly cells: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
}

/** 抽样调研与走访: the quarter's quota, the coverage of counties and towns, the month's visits, what was found. */
export function survey(view: View): Section {
  const { source, context, reader } = view;
  const above = readerFor(source, context, "K18");
  const asked = quota(above, source.json<Definitions>("definitions.json"));
  const clock = quarterClock(asked.quarter, source.json<QuarterLeft>("quarter.json"));
  const title = surveysTitle(reader, asked, clock);
  const quarter = { kind: "quarter" } as const;
  const levels = ["设区市级", ...coverageLevels] as const;
  const shown =
    levels.find(level => reader.cell(foundMeasure(level), quarter, quarterTotal)?.value != null) ?? "县级";
  const need = quotaAsked(asked);
  const isOwn = asked.place.code === reader.region.code;
  const rows = rowsOf(view);
  const unit = `按户，调研 ${asked.quarter}，走访 ${context.period}，${clockText(clock)}`;
  const table = rateGrid(view, rows, unit);
  const chart = rateChart(view, rows, unit, title);
  return {
    id: "survey",
    name: "抽样调研与走访",
    paragraphs: [
      title,
      quotaTitle(asked, clock),
      need.state === null ? `要求${need.text}` : need.text,
      ...coverageLevels.map(level =>
        coverageTitle(
          reader.parts(coverageMeasure(level), quarter, quarterTotal),
          `${level}调研覆盖`,
          reader.region
        )
      ),
      visitTitle(reader.parts(visitMeasure()), context.period, reader.region),
      foundTitle(shown, reader.period("quarter"), reader.cell(foundMeasure(shown), quarter, quarterTotal))
    ].map(stopped),
    lacking: lackingOf(view, indicators),
    figures: [...(chart ? [chart] : []), table],
    slides: [
      {
        title,
        figures: [chart ?? table],
        bigs: isOwn
          ? [quotaBig(asked), rateBig(view, rates[0]!), rateBig(view, rates[2]!)]
          : rates.map(rate => rateBig(view, rate)),
        lines: isOwn ? [quotaTitle(asked, clock)] : [],
        unit: `调研 ${asked.quarter}、走访 ${context.period}，按户`
      }
    ],
    evidence: [
      { name: `${quotaWord(asked.place)}实地调研`, key: above.key(quotaMeasure, quarter) },
      ...rates.map(({ name, measure, at }) => ({ name, key: reader.key(measure, at) })),
      { name: `${shown}调研发现问题`, key: reader.key(foundMeasure(shown), quarter) }
    ],
    indicators
  };
}

function rowsOf({ reader }: View): {
  readonly rows: readonly Row[];
  readonly whole: Row;
  readonly word: string;
} {
  const parts = rates.map(({ measure, at, total }) => reader.parts(measure, at, total));
  const first = parts[0]!;
  const row = (pick: (each: (typeof parts)[number]) => (typeof first)["total"]): Row => ({
    region: pick(first).region,
    cells: parts.map(each => pick(each).cell),
    states: parts.map(each => pick(each).state)
  });
  return {
    rows: first.parts.map((_, index) => row(each => each.parts[index]!)),
    whole: row(({ total }) => total),
    word: first.word
  };
}

function rateGrid({ reader }: View, { rows, whole, word }: ReturnType<typeof rowsOf>, unit: string) {
  const columns = rates.flatMap(({ name }, at): GridColumn<Row>[] => {
    const state = ({ states, cells }: Row) => {
      const found = states[at] ?? (cells[at]?.value == null ? "missing" : null);
      return found === null ? null : stateWords[found];
    };
    return [
      {
        key: `${name}-value`,
        group: name,
        label: "%",
        isNumber: true,
        value: ({ cells }) => cells[at]?.value ?? null,
        text: ({ cells }) => percent(cells[at]!.value!),
        state
      },
      {
        key: `${name}-short`,
        group: name,
        label: "差 户",
        isNumber: true,
        value: ({ cells }) => shortfall(cells[at]),
        text: ({ cells }) => (shortfall(cells[at]) === null ? "—" : count(shortfall(cells[at])!))
      },
      {
        key: `${name}-judged`,
        group: name,
        label: "判断",
        value: ({ cells, states }) => (states[at] === null ? judgementWord(cells[at]).word : "—")
      }
    ];
  });
  return grid<Row>(
    {
      title: `${whole.region.name}调研覆盖与走访`,
      unit: `调研覆盖率 K19、走访达标率 K20，${unit}，按区划代码排列，不排名`,
      note: `电话不补实地；${reader.context.period} 纳入、退出的户不计走访。`
    },
    [{ key: "name", label: word || "地区", value: ({ region }) => region.name }, ...columns],
    rows,
    whole
  );
}

function rateChart(
  _: View,
  { rows, whole, word }: ReturnType<typeof rowsOf>,
  unit: string,
  title: string
): ChartFigure | null {
  const shown = rows.length > 0 ? rows : [whole];
  if (shown.every(({ cells }) => cells.every(cell => cell?.value == null))) return null;
  return {
    kind: "chart",
    title,
    unit: `调研覆盖率 K19、走访达标率 K20，%，${unit}；纵轴不从零起`,
    alt: `柱形图：各${word || "地区"}，${shown
      .map(
        ({ region, cells }) =>
          `${region.name} ${rates.map(({ name }, at) => `${name} ${cells[at]?.value == null ? stateWords.missing : percent(cells[at]!.value!)}`).join("、")}`
      )
      .join("；")}`,
    chart: {
      kind: "columns",
      categories: shown.map(({ region, cells }) =>
        categoryName(
          region.name,
          cells.some(cell => cell?.value != null)
        )
      ),
      series: rates.map(({ name }, at) => ({
        name,
        values: shown.map(({ cells }) => charted(cells[at])),
        look: ramp[[5, 3, 1][at]!]!
      })),
      format: '0"%"',
      range: [0, 100]
    }
  };
}

function quotaBig({ place, cell, required }: Quota): Big {
  return {
    name: `${quotaWord(place)}实地调研`,
    value: cell?.numerator == null ? stateWords.missing : count(cell.numerator),
    unit: cell?.numerator == null ? "" : "户",
    aside: required === null ? "" : `要求 ${count(required)} 户`
  };
}

function rateBig({ reader }: View, { name, measure, at, total }: Rate): Big {
  const cell = reader.cell(measure, at, total);
  const state = reader.state(measure, cell);
  const short = shortfall(cell);
  return {
    name,
    value: state === null ? percent(cell!.value!).slice(0, -1) : stateWords[state],
    unit: state === null ? "%" : "",
    aside: short === null ? "" : `差 ${count(short)} 户`
  };
}
