import {
  ableOnly,
  changeTitle,
  clearedMeasure,
  clearedThisMonth,
  grounds,
  monthBreaks,
  monthTitle,
  procedures,
  procedureTitle,
  type RelapseRow,
  reentry,
  reentryTitle,
  registerTotal,
  relapseRows,
  relapseTitle,
  spanTitle,
  type UndueRow,
  undueMeasure,
  undueMonthsTitle,
  undueRows,
  undueTitle,
  undueTotal
} from "../lib/elimination.js";
import { count, inPercent, share } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { judgingLine } from "../lib/rates.js";
import type { Part, Reader } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import { judgementWord, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { gridFigure } from "./grid-figure.js";
import { certaintyMark } from "./policy-mark.js";
import { rateFigure } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** K33 累计 over 24 months, by household and by person, with and without 无劳动能力户. */
export function cumulativeTrend(site: Site, reader: Reader): HTMLElement {
  const line = (
    name: string,
    basis: string,
    look: "accent" | "ink" | "comparison" | "context",
    rest = ""
  ) => ({
    name,
    look,
    measure: clearedMeasure("累计", basis, rest)
  });
  return trendFigure(site, reader, {
    id: "cumulative",
    title: changeTitle(reader),
    lines: [
      line("按户", "户", "accent"),
      line("按人", "人", "ink"),
      line("剔除后按户", "户", "comparison", ableOnly),
      line("剔除后按人", "人", "context", ableOnly)
    ],
    fromZero: false,
    unit: "口径：累计；按户、按人并列；灰线为剔除无劳动能力户；纵轴不从零起",
    height: 280,
    level: 3
  });
}

/** K33 期内 of each month. */
export function spanTrend(site: Site, reader: Reader): HTMLElement {
  return trendFigure(site, reader, {
    id: "span",
    title: spanTitle(reader),
    lines: [
      { name: "按户", look: "accent", measure: clearedMeasure("期内", "户") },
      { name: "按人", look: "ink", measure: clearedMeasure("期内", "人") }
    ],
    digits: 2,
    unit: "口径：期内，每月 = 本月消除 ÷（月初在册＋本月纳入）；按户、按人并列",
    height: 280,
    level: 3
  });
}

/** B01 本月消除 by region and month. */
export function months(site: Site, reader: Reader): HTMLElement {
  const { basis } = reader.context;
  const level = reader.places("B01").regions[0]?.level ?? "county";
  return gridFigure(site, reader, {
    id: "months",
    title: monthTitle(reader),
    measure: clearedThisMonth(basis),
    total: registerTotal(basis),
    breaks: monthBreaks(level, basis),
    unit: "每格为当月消除数",
    level: 3
  });
}

/** K34 of the month by the two grounds, with what the document in force asks. */
export function undue(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const shown = reader.periods("month", 12);
  const data = undueRows(reader, shown);
  const title = undueTitle(reader);
  const cell = (row: UndueRow, index: number): Part => row.parts[index]!;
  const columns: TableColumn<UndueRow>[] = [
    { key: "name", label: data.word, value: row => row.region.name },
    ...grounds.flatMap((ground, index): TableColumn<UndueRow>[] => [
      {
        key: ground,
        label: `${ground} 户`,
        strong: index === 0,
        value: row => cell(row, index).cell?.value ?? null,
        text: row => (cell(row, index).cell?.value == null ? "" : count(cell(row, index).cell!.value!)),
        state: row => {
          const { state } = cell(row, index);
          return state && stateWords[state];
        },
        cell: row => {
          const { state } = cell(row, index);
          return state ? stateMark(state) : null;
        }
      },
      {
        key: `${ground}-judgement`,
        label: "判断",
        value: row => judgementWord(row.judged[index]).word,
        cell: row => {
          const { word, state } = judgementWord(row.judged[index]);
          return state ? stateMark(state) : word;
        }
      }
    ]),
    {
      key: "year",
      label: `近 ${shown.length} 个月（成员推算）`,
      unit: "户",
      value: row => row.year,
      text: row => (row.year === null ? "—" : count(row.year))
    }
  ];
  const judged = [...data.rows, data.whole].some(row =>
    row.judged.some(found => found?.judgement != null && found.judgement !== "not_judged")
  );
  const lists = { rows: data.rows, total: data.whole };
  const chosen = data.rows.some(({ region }) => region === reader.region)
    ? { rowKey: (row: UndueRow) => row.region.code, selected: reader.region.code }
    : {};
  return figure<UndueRow>(site, {
    id: "undue",
    title,
    unit: `不当消除数 K34 ・ 户（不随户、人切换），${data.whole.region.name}，${reader.context.period} 当月标注消除的户`,
    picture: () =>
      table<UndueRow>({
        caption: title,
        sortable: false,
        columns: judged ? columns : columns.filter(({ key }) => !key.endsWith("-judgement")),
        ...lists,
        ...chosen
      }),
    note: undueNote(site, definitions),
    level: 3,
    table: { caption: title, columns, ...lists, ...chosen },
    about: [
      {
        indicator: "K34",
        key: reader.key(undueMeasure("成员推算"), { region: data.whole.region.code })
      }
    ]
  });
}

/** Which documents keep a household where nobody can work from being marked, in words. */
function undueNote(site: Site, { indicators }: Definitions): (Node | string)[] {
  const judging = indicators.find(({ id }) => id === "K34")?.judging ?? [];
  const rules = judging.flatMap(({ profile, thresholds }) =>
    thresholds.map(threshold => ({ profile, ...threshold }))
  );
  const told = rules.flatMap(({ profile, mark, clause, note }) => [
    `${profileName(site.meta, profile)} ${clause}：${note} `,
    certaintyMark(mark),
    "。"
  ]);
  return [
    "无劳动能力户：全部成员都无或丧失劳动能力。",
    ...told,
    rules.length > 0 ? "其余文件没有这一条，只作提示。" : "",
    "成员推算看逐个成员的劳动能力（用当前值），导出标记看国家系统的标记；两者不同时并列，不取其一。成员有空白的为未知，不计入。户编码见督办清单。"
  ];
}

/** K34 over twelve months. */
export function undueMonths(site: Site, reader: Reader): HTMLElement {
  const shown = reader.periods("month", 12);
  const { rows, whole, word } = undueRows(reader, shown);
  return gridFigure(site, reader, {
    id: "undue-months",
    title: undueMonthsTitle(rows, whole, shown.length, word),
    measure: undueMeasure("成员推算"),
    total: undueTotal,
    breaks: [1, 2, 3, 4, 5],
    unit: "按标注消除的月份",
    level: 3
  });
}

/** K10, K59 and K60: what has to be done before and after the mark. */
export function procedure(site: Site, reader: Reader, definitions: Definitions): HTMLElement[] {
  const total = { ...clearedMeasure("累计", "户"), apart: true };
  return procedures.map(({ id, name, measure, heads }) =>
    rateFigure(site, reader, {
      id,
      measure,
      title: () => procedureTitle(reader.cell(measure, {}, total), name, measure.basis),
      heads,
      line: judgingLine(definitions, measure.indicator, reader.context.profile),
      total,
      level: 3
    })
  );
}

/** K35 by region. */
export function reentries(site: Site, reader: Reader, watch: string): HTMLElement {
  return rateFigure(site, reader, {
    id: "reentry",
    measure: reentry,
    title: ({ total }) =>
      `${total.region === reader.region ? "" : `${reader.region.name}`}${reentryTitle(reader.cell(reentry), watch)}`,
    heads: ["再纳入", `满 ${watch}`],
    digits: 2,
    fromZero: true,
    note: `不随户、人切换。消除后至少观察 ${watch}，未满的不进分母；一户多次再纳入只计一次。再纳入是重新识别为监测对象，不是返贫。`,
    level: 3
  });
}

/** K41: fallen back and newly fallen, apart, by region in the year. */
export function relapse(site: Site, reader: Reader): HTMLElement {
  const { rows, whole, word } = relapseRows(reader);
  const year = reader.period("year");
  const own = rows.find(({ region }) => region === reader.region);
  const title = own ? `${own.region.name} ${relapseTitle(own, year)}` : relapseTitle(whole, year);
  const columns: TableColumn<RelapseRow>[] = [
    { key: "name", label: word, value: row => row.region.name },
    relapseColumn("返贫", "persons", "返贫人数 人", value => count(value)),
    relapseColumn("返贫", "rate", "返贫率 %", value => (value === 0 ? "0" : share(value, 3))),
    relapseColumn("新致贫", "households", "新致贫户数 户", value => count(value))
  ];
  const lists = { rows, total: whole };
  const chosen = own ? { rowKey: (row: RelapseRow) => row.region.code, selected: reader.region.code } : {};
  return figure<RelapseRow>(site, {
    id: "relapse",
    title,
    unit: `返贫率与新致贫户 K41 ・ 返贫按人、新致贫按户（不随户、人切换） ・ ${whole.region.name}，${year}`,
    picture: () => table<RelapseRow>({ caption: title, sortable: false, columns, ...lists, ...chosen }),
    note: [
      h("b", {}, "纳入监测不等于返贫。"),
      `返贫只计脱贫不稳定户转为建档立卡的人，新致贫只计边缘易致贫户转为建档立卡的户，两者分列、不相加；没有退出记录的写${stateWords.missing}，不写 0。`
    ],
    level: 3,
    table: { caption: title, columns, ...lists, ...chosen },
    about: [
      {
        indicator: "K41",
        key: reader.key(
          { indicator: "K41", breakdown: "分项=返贫率", basis: "人" },
          { kind: "year", region: whole.region.code }
        )
      }
    ]
  });
}

function relapseColumn(
  group: string,
  key: "persons" | "rate" | "households",
  label: string,
  text: (value: number) => string
): TableColumn<RelapseRow> {
  const value = (row: RelapseRow) => row[key].cell?.value ?? null;
  return {
    key,
    group,
    label,
    value: row => (key === "rate" ? inPercent(value(row)) : value(row)),
    text: row => (value(row) === null ? "" : text(value(row)!)),
    state: row => {
      const { state } = row[key];
      return state && stateWords[state];
    },
    cell: row => {
      const { state } = row[key];
      return state ? stateMark(state) : null;
    }
  };
}
