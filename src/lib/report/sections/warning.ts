import { count, percent } from "../../format.js";
import { levels } from "../../levels.js";
import { profileName } from "../../masthead.js";
import { lastMonth } from "../../periods.js";
import { Reader } from "../../reader.js";
import type { WarningRules } from "../../site.js";
import { stateWords } from "../../state.js";
import {
  agreement,
  agreementTitle,
  closings,
  colouredProfile,
  type LevelRow,
  type LevelTable,
  levelMeasure,
  levelTable,
  type Movement,
  type Movements,
  movementMark,
  movements,
  movementTitle,
  quarterWord,
  trendTitle,
  waiting,
  warningTitle
} from "../../warnings.js";
import {
  type ChartFigure,
  categoryName,
  type Grid,
  type GridColumn,
  grid,
  lackingOf,
  placed,
  type Section,
  stopped,
  type View
} from "../content.js";
import { levelLooks } from "../look.js";

const indicators = ["K16", "K17"];

/** 预警分布: official levels by region, the quarter's movements, and what the computed levels say beside them. */
export function warning(view: View): Section {
  const { source, context, reader } = view;
  const rules = source.json<WarningRules>("warning.json");
  const coloured = colouredProfile(rules, context.profile, source.meta.computed);
  // What the rules of a document give is that document's own, whichever document judges the report.
  const graded = new Reader(source, { ...context, profile: coloured ?? context.profile });
  const { basis } = context;
  const data = levelTable(reader, "official", basis);
  const title = placed(view, data.whole.region, warningTitle(reader, data, "official", basis));
  const moved = movements(reader);
  const quarter = reader.period("quarter");
  const movement = moved
    ? movementTitle(quarterWord(lastMonth(quarter)), moved)
    : `${quarter} 的升降级${stateWords.missing}`;
  const agreed = coloured === null ? null : agreement(graded);
  const chart = levelChart(view, data, title);
  const byRegion = levelGrid(view, data);
  const unit = `预警级别 K16，${basis}，${context.period} 月末，官方级别`;
  return {
    id: "warning",
    name: "预警分布",
    paragraphs: [
      title,
      trendTitle(reader, "official", basis),
      movement,
      agreed ? `${agreementTitle(agreed)}（计算级别按${profileName(source.meta, coloured!)}）` : "",
      coloured === null ? "" : waitingText(waiting(graded, rules))
    ]
      .filter(Boolean)
      .map(stopped),
    lacking: lackingOf(view, indicators),
    figures: [...(chart ? [chart] : []), byRegion, ...(moved ? [movementGrid(view, moved, movement)] : [])],
    slides: [
      {
        title,
        figures: chart ? [chart, summary(view, data)] : [byRegion],
        bigs: [],
        lines: [trendTitle(reader, "official", basis), movement],
        unit
      }
    ],
    evidence: [
      ...levels.map(({ word }) => ({
        name: `${word}（官方级别）`,
        key: reader.key(levelMeasure(word, "official", basis))
      })),
      ...data.rows.map(({ region }) => ({
        name: `${region.name}红色（官方级别）`,
        key: reader.key(levelMeasure("红色", "official", basis), { region: region.code })
      }))
    ],
    indicators
  };
}

/** “待核定 2 户缺的输入（可重复）：Y2 没有创业能力 2 户”. */
function waitingText({ title, rows }: ReturnType<typeof waiting>): string {
  const said = rows.map(({ id, name, count: number }) => `${id} ${name} ${count(number)} 户`);
  return [title, said.join("、")].filter(Boolean).join("：");
}

function levelChart({ context }: View, { rows, whole, word }: LevelTable, title: string): ChartFigure | null {
  const shown = rows.length > 0 ? rows : [whole];
  if (shown.every(({ state }) => state !== null)) return null;
  const alt = shown.map(
    ({ region, counts }) =>
      `${region.name} ${levels.map((level, at) => `${level.word} ${counts[at] ?? stateWords.missing}`).join("、")}`
  );
  return {
    kind: "chart",
    title,
    unit: `预警级别 K16，${context.basis}，${context.period} 月末，官方级别，按区划代码排列`,
    alt: `条形图：各${word || "地区"}的官方级别，${alt.join("；")}`,
    chart: {
      kind: "stack",
      categories: shown.map(({ region, state }) => categoryName(region.name, state === null)),
      series: levels.map(({ word: name, look }, at) => ({
        name: `${levelLooks[look]!.mark} ${name}`,
        values: shown.map(({ counts }) => counts[at] ?? null),
        look: levelLooks[look]!
      })),
      format: "#,##0",
      range: [0, null]
    }
  };
}

function levelColumn<Row>(
  word: string,
  look: string,
  value: (row: Row) => number | null,
  state = stateWords.missing
): GridColumn<Row> {
  return {
    key: word,
    label: word,
    ...(look ? { level: look } : {}),
    isNumber: true,
    value,
    text: row => count(value(row)!),
    state: row => (value(row) === null ? state : null)
  };
}

function levelGrid({ context, region }: View, { rows, whole, word }: LevelTable): Grid {
  return grid<LevelRow>(
    {
      title: `${rows.length > 0 ? `${rows.length} 个${word}` : region.name}的官方级别，待核定与未分级都列出`,
      unit: `预警级别 K16，${context.basis}，${context.period} 月末，按区划代码排列，不排名`
    },
    [
      { key: "name", label: word || "地区", value: row => row.region.name },
      ...levels.map(({ word: name, look }, at) =>
        levelColumn<LevelRow>(name, look, ({ counts }) => counts[at] ?? null)
      ),
      levelColumn<LevelRow>("在册", "", ({ total }) => total)
    ],
    rows,
    whole
  );
}

/** The whole region's levels with their shares of the register. */
function summary({ context, region }: View, { whole }: LevelTable): Grid {
  const rows = levels.map(({ word, look }, at) => ({ word, look, value: whole.counts[at] ?? null }));
  return grid(
    { title: `${region.name}官方级别`, unit: `${context.basis}，占在册 %` },
    [
      { key: "word", label: "级别", value: ({ word }) => word, levelOf: ({ look }) => look },
      {
        key: "value",
        label: context.basis,
        isNumber: true,
        value: ({ value }) => value,
        text: ({ value }) => count(value!),
        state: ({ value }) => (value === null ? stateWords.missing : null)
      },
      {
        key: "share",
        label: "占在册",
        isNumber: true,
        value: ({ value }) => (value === null || !whole.total ? null : value / whole.total),
        text: ({ value }) => (value === null || !whole.total ? "—" : percent(value / whole.total))
      }
    ],
    rows
  );
}

function movementGrid({ reader }: View, data: Movements, title: string): Grid {
  return grid<Movement>(
    {
      title,
      unit: `升降级 K17，户，${reader.period("quarter")}，官方级别，↑ 升级　↓ 降级`,
      note: `升降只计红、黄、蓝与未分级之间；进出待核定的不算升降。期初在册 ${count(data.opened)} + 纳入 ${count(data.entered)} − 退出 ${count(data.left)} = 期末 ${count(data.closed)}。`
    },
    [
      {
        key: "opening",
        label: "期初 ↓　期末 →",
        value: ({ opening }) => opening,
        levelOf: ({ opening }) => levels.find(({ word }) => word === opening)?.look
      },
      ...closings.map(
        (closing, at): GridColumn<Movement> => ({
          ...levelColumn<Movement>(
            closing,
            levels.find(({ word }) => word === closing)?.look ?? "",
            ({ counts }) => counts[at] ?? null,
            stateWords.na
          ),
          text: ({ opening, counts }) => `${movementMark(opening, closing)}${count(counts[at]!)}`
        })
      ),
      levelColumn<Movement>("合计", "", ({ total }) => total)
    ],
    data.rows,
    data.whole
  );
}
