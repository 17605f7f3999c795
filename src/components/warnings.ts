import type { Context } from "../lib/context.js";
import { count, inPercent, percent, share } from "../lib/format.js";
import { levels } from "../lib/levels.js";
import { profileName } from "../lib/masthead.js";
import { lastMonth } from "../lib/periods.js";
import { Reader } from "../lib/reader.js";
import type { WarningRules } from "../lib/site.js";
import { isUnknownWithheld, noneText, stateWords } from "../lib/state.js";
import {
  type Agreement,
  type AgreementRow,
  agreement,
  agreementTitle,
  closings,
  colouredProfile,
  type LevelRow,
  type LevelTable,
  levelMeasure,
  levelTable,
  type Movement,
  movementMark,
  movements,
  movementTitle,
  openingMonth,
  quarterWord,
  type ReadingRow,
  type ReasonRow,
  readings,
  readingTitle,
  reasons,
  reasonTitle,
  type Source,
  shareLine,
  sourceWords,
  trendTitle,
  type WaitingRow,
  waiting,
  warningTitle
} from "../lib/warnings.js";
import { bar, barAxis, levelBar } from "./bars.js";
import { type Child, h } from "./dom.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import { levelName } from "./level-mark.js";
import { pick, picked } from "./pick.js";
import { certaintyMark } from "./policy-mark.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

const sources: readonly Source[] = ["official", "computed"];

/** 三色预警: levels by region and month, who moved, why red, official against computed, and what is not known. */
export async function warnings(site: Site, context: Context): Promise<Node> {
  const rules = await site.json<WarningRules>("warning.json");
  const source = picked(site, "source", sources);
  const coloured = colouredProfile(rules, context.profile, site.meta.computed);
  // What the rules of a document give is that document's own, whichever document judges the page.
  const graded = new Reader(site, { ...context, profile: coloured ?? context.profile });
  const reader = source === "computed" ? graded : new Reader(site, context);
  const { basis } = context;
  const data = levelTable(reader, source, basis);
  return frame(site, context, {
    name: "warnings",
    question: "哪些户在红、黄、蓝哪一级，谁升了谁降了，还有多少没有核定？",
    title: warningTitle(reader, data, source, basis),
    of: data.whole.counts[0] == null ? reader.region : data.whole.region,
    unit: [
      source === "official"
        ? "官方级别取自分类预警确认表，无有效记录者列待核定；未分级不并入蓝色"
        : `计算级别按${draftName(site, coloured)}的条件得出，不覆盖官方级别`,
      `${basis}，${context.period} 月末`,
      data.whole.total === null ? "" : `在册 ${count(data.whole.total)} ${basis}`
    ]
      .filter(Boolean)
      .join(" ・ "),
    controls: pick(site, {
      param: "source",
      label: "级别来源",
      value: source,
      options: sources.map(value => ({ value, text: sourceWords[value] }))
    }),
    body: [
      distribution(site, reader, data, source),
      pair(trend(site, reader, source), moved(site, reader)),
      pair(agreed(site, graded, rules, coloured), read(site, graded, rules)),
      pair(why(site, graded, rules), waits(site, graded, rules))
    ],
    indicators: ["K16", "K17"]
  });
}

function draftName({ meta }: Site, coloured: string | null): string {
  return coloured === null ? "没有红黄蓝条件的口径" : profileName(meta, coloured);
}

function levelColumns<Row>(
  value: (row: Row, index: number) => number | null,
  words: readonly string[] = levels.map(({ word }) => word)
): TableColumn<Row>[] {
  return words.map((word, index) => ({
    key: word,
    label: word,
    head: () => levelName(word),
    strong: index === 0,
    value: row => value(row, index),
    text: row => (value(row, index) === null ? "" : count(value(row, index)!)),
    state: row => (value(row, index) === null ? stateWords.missing : null),
    cell: row => (value(row, index) === null ? stateMark("missing") : null)
  }));
}

function distribution(site: Site, reader: Reader, data: LevelTable, source: Source): HTMLElement {
  const { basis } = reader.context;
  const columns: TableColumn<LevelRow>[] = [
    { key: "name", label: data.word, value: row => row.region.name },
    ...levelColumns<LevelRow>((row, index) => row.counts[index] ?? null),
    {
      key: "total",
      label: "在册",
      unit: basis,
      value: row => row.total,
      text: row => (row.total === null ? "—" : count(row.total))
    }
  ];
  const max = Math.max(1, ...data.rows.map(({ total }) => total ?? 0));
  const title = `${data.rows.length > 0 ? `${data.rows.length} 个${data.word}` : reader.region.name}的${sourceWords[source]}，待核定与未分级都列出`;
  const selection = { rowKey: (row: LevelRow) => row.region.code, selected: reader.region.code };
  return figure<LevelRow>(site, {
    id: "levels",
    title,
    unit: `预警级别 K16 ・ ${basis}，${reader.context.period} 月末 ・ 按区划代码排列，不排名；条长为${basis}数，同一横轴`,
    unitAt: "row",
    picture: width => {
      const room = Math.max(0, Math.min(640, width - 760));
      const bars: TableColumn<LevelRow>[] =
        room < 160
          ? []
          : [
              {
                key: "picture",
                label: "各级",
                picture: true,
                head: () => barAxis(max, basis, room),
                value: () => null,
                cell: row =>
                  row === data.whole
                    ? h("span", { class: "note" }, shareLine(row))
                    : levelBar(
                        levels.map(({ look }, index) => ({ look, value: row.counts[index] ?? 0 })),
                        max,
                        room
                      )
              }
            ];
      return table<LevelRow>({
        caption: title,
        sortable: false,
        columns: [...columns, ...bars],
        rows: data.rows,
        total: data.whole,
        ...selection
      });
    },
    table: { caption: title, columns, rows: data.rows, total: data.whole, ...selection },
    about: [{ indicator: "K16", key: reader.key(levelMeasure("红色", source, basis)) }]
  });
}

function trend(site: Site, reader: Reader, source: Source): HTMLElement {
  const { basis, period } = reader.context;
  return trendFigure(site, reader, {
    id: "months",
    title: trendTitle(reader, source, basis),
    lines: [...levels.slice(0, 4)].map(({ word, look }) => ({
      name: word,
      look,
      measure: levelMeasure(word, source, basis)
    })),
    counts: true,
    mark: { period: openingMonth(reader), label: `${quarterWord(openingMonth(reader))}末` },
    unit: `${sourceWords[source]}，${period} 未分级见上表`,
    height: 300
  });
}

function moved(site: Site, reader: Reader): HTMLElement {
  const data = movements(reader);
  const quarter = reader.period("quarter");
  const title = data
    ? movementTitle(quarterWord(lastMonth(quarter)), data)
    : `${quarter} 的升降级${stateWords.missing}`;
  const columns: TableColumn<Movement>[] = [
    {
      key: "opening",
      label: "期初 ↓　期末 →",
      value: row => row.opening,
      cell: row => levelName(row.opening)
    },
    ...closings.map(
      (closing, index): TableColumn<Movement> => ({
        key: closing,
        label: closing,
        head: () => levelName(closing),
        value: row => row.counts[index] ?? null,
        text: row => (row.counts[index] == null ? "" : count(row.counts[index])),
        state: row => (row.counts[index] == null ? stateWords.na : null),
        cell: row =>
          row.counts[index] == null
            ? stateMark("na")
            : moveCell(movementMark(row.opening, closing), row.counts[index], row.opening === closing)
      })
    ),
    {
      key: "total",
      label: "合计",
      strong: true,
      value: row => row.total,
      text: row => (row.total === null ? "" : count(row.total))
    }
  ];
  const lists = { rows: data?.rows ?? [], ...(data ? { total: data.whole } : {}) };
  return figure<Movement>(site, {
    id: "movements",
    title,
    unit: `升降级 K17 ・ 户（不随户、人切换），${quarter}，官方级别 ・ ↑ 升级　↓ 降级　灰底 未变`,
    picture: () =>
      data
        ? h(
            "div",
            { class: "matrix" },
            table<Movement>({ caption: title, sortable: false, columns, ...lists })
          )
        : h("p", {}, stateMark("missing")),
    note: data
      ? `升降只计红、黄、蓝与未分级之间；进出待核定的不算升降。期初在册 ${count(data.opened)} + 纳入 ${count(data.entered)} − 退出 ${count(data.left)} = 期末 ${count(data.closed)}。`
      : null,
    table: { caption: title, columns, ...lists },
    about: [
      {
        indicator: "K17",
        key: reader.key(
          { indicator: "K17", breakdown: "期初级别=红色;期末级别=红色", basis: "户" },
          { kind: "quarter" }
        )
      }
    ]
  });
}

function moveCell(mark: string, value: number, same: boolean): Child {
  return h(
    "span",
    { class: same ? "same" : undefined },
    mark === ""
      ? null
      : h("span", { class: "move" }, mark, h("span", { class: "unseen" }, mark === "↑" ? "升级" : "降级")),
    count(value)
  );
}

function agreed(site: Site, reader: Reader, rules: WarningRules, coloured: string | null): HTMLElement {
  const data: Agreement | null = agreement(reader);
  const title = data ? agreementTitle(data) : noneText("没有可与官方级别对照的计算级别", "计算级别");
  const words = levels.map(({ word }) => word);
  const columns: TableColumn<AgreementRow>[] = [
    {
      key: "official",
      label: "官方 ↓　计算 →",
      value: row => row.official,
      cell: row => levelName(row.official)
    },
    ...words.map(
      (word, index): TableColumn<AgreementRow> => ({
        key: word,
        label: word,
        head: () => levelName(word),
        value: row => row.counts[index] ?? null,
        text: row => (row.counts[index] == null ? "" : count(row.counts[index])),
        state: row => (row.counts[index] == null ? stateWords.missing : null),
        cell: row => {
          const value = row.counts[index];
          if (value == null) return stateMark("missing");
          const look =
            row.official === word
              ? "same"
              : row.official === "未分级" && word === "红色"
                ? "outlined"
                : undefined;
          return h("span", { class: look }, count(value));
        }
      })
    ),
    {
      key: "total",
      label: "官方合计",
      strong: true,
      value: row => row.total,
      text: row => (row.total === null ? "" : count(row.total))
    }
  ];
  const lists = { rows: data?.rows ?? [], ...(data ? { total: data.whole } : {}) };
  return figure<AgreementRow>(site, {
    id: "agreement",
    title,
    unit: [
      `户，计算级别：${draftName(site, coloured)}，${chosenReading(rules)}`,
      data && data.total > 0 ? `一致 ${percent(data.agreed / data.total)}` : ""
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: () =>
      data
        ? h(
            "div",
            { class: "matrix" },
            table<AgreementRow>({ caption: title, sortable: false, columns, ...lists })
          )
        : h(
            "p",
            {},
            isUnknownWithheld()
              ? stateMark("suppressed")
              : [stateMark("silent"), " 所用口径没有红黄蓝的条件，不出计算级别。"]
          ),
    note: "官方级别优先显示，计算级别并列，不覆盖；方框是计算为红而官方未分级的户，户编码见督办清单。",
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K16" }]
  });
}

function chosenReading({ chosen }: WarningRules): string {
  return chosen.length > 0 ? `读法 ${chosen[0]!.reading}（推定）` : "没有读法";
}

function read(site: Site, reader: Reader, rules: WarningRules): HTMLElement {
  const rows = readings(reader, rules);
  const title = readingTitle(rows);
  const max = Math.max(1, ...rows.map(({ red }) => red ?? 0));
  const columns: TableColumn<ReadingRow>[] = [
    {
      key: "id",
      label: "读法",
      value: row => (row.chosen ? `${row.id} 默认` : row.id),
      cell: row => (row.chosen ? h("b", {}, `${row.id} 默认`) : row.id)
    },
    { key: "text", label: "红色条件", value: row => row.text },
    numberColumn("red", "计算为红 户", row => row.red),
    numberColumn("pending", "待核定 户", row => row.pending)
  ];
  return figure<ReadingRow>(site, {
    id: "readings",
    title,
    unit: `户，${reader.context.period} 月末 ・ ${rules.predicates
      .filter(({ level }) => level === "red")
      .map(({ id, name }) => `${id} ${name}`)
      .join("；")}`,
    picture: width => {
      const room = Math.max(40, Math.min(120, width - 480));
      return table<ReadingRow>({
        caption: title,
        sortable: false,
        columns: [
          ...columns,
          {
            key: "picture",
            label: "红色",
            picture: true,
            value: () => null,
            cell: row => bar(row.red, max, room, row.chosen ? "ink" : "context")
          }
        ],
        rows
      });
    },
    note: [
      certaintyMark("inferred"),
      " 条款没有写清“且”“或”的次序，四种读法并列；",
      certaintyMark("platform"),
      ` ${rules.predicates
        .filter(({ note }) => note.includes("平台设置"))
        .map(({ id, note }) => `${id}：${note}`)
        .join("；")}`
    ],
    table: { caption: title, columns, rows },
    about: [{ indicator: "K16" }]
  });
}

function why(site: Site, reader: Reader, rules: WarningRules): HTMLElement {
  const { basis } = reader.context;
  const rows = reasons(reader, rules, basis);
  const title = reasonTitle(rows, basis);
  const max = Math.max(1, ...rows.map(({ count: number }) => number ?? 0));
  const columns: TableColumn<ReasonRow>[] = [
    { key: "name", label: "条件", value: row => `${row.id} ${row.name}` },
    numberColumn("count", basis, row => row.count),
    {
      key: "share",
      label: "占计算为红 %",
      value: row => inPercent(row.share),
      text: row => (row.share === null ? "—" : share(row.share))
    },
    { key: "note", label: "说明", value: row => row.note }
  ];
  return figure<ReasonRow>(site, {
    id: "reasons",
    title,
    unit: `${basis}，计算级别为红色的户，${reader.context.period} 月末 ・ 一户可合几条，各条之和大于红色户数`,
    picture: width => {
      const room = Math.max(60, Math.min(200, width - 420));
      return table<ReasonRow>({
        caption: title,
        sortable: false,
        columns: [
          ...columns.slice(0, 3),
          {
            key: "picture",
            label: "户",
            picture: true,
            value: () => null,
            cell: row => bar(row.count, max, room)
          }
        ],
        rows
      });
    },
    table: { caption: title, columns, rows },
    about: [{ indicator: "K16" }]
  });
}

function waits(site: Site, reader: Reader, rules: WarningRules): HTMLElement {
  const data = waiting(reader, rules);
  const columns: TableColumn<WaitingRow>[] = [
    { key: "name", label: "缺的输入", value: row => `${row.id} ${row.name}` },
    numberColumn("count", "户", row => row.count),
    { key: "tables", label: "表", value: row => row.tables.join("、") }
  ];
  return figure<WaitingRow>(site, {
    id: "waiting",
    title: data.title,
    unit: `户，计算级别待核定，${reader.context.period} 月末 ・ 一户可缺几项`,
    picture: () =>
      data.rows.length > 0
        ? table<WaitingRow>({ caption: data.title, sortable: false, columns, rows: data.rows })
        : h("p", {}, noneText("没有因缺输入而待核定的户。", "缺的输入")),
    note: "输入未知时不落到较低一级，列待核定；补齐后重新生成即定级。",
    table: { caption: data.title, columns, rows: data.rows },
    about: [{ indicator: "K16", key: reader.key(levelMeasure("待核定", "computed", "户")) }]
  });
}

function numberColumn<Row>(key: string, label: string, value: (row: Row) => number | null): TableColumn<Row> {
  return {
    key,
    label,
    strong: true,
    value,
    text: row => (value(row) === null ? "" : count(value(row)!)),
    state: row => (value(row) === null ? stateWords.missing : null),
    cell: row => (value(row) === null ? stateMark("missing") : null)
  };
}
