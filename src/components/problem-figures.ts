import { count, inPercent, share } from "../lib/format.js";
import {
  type ProblemRow,
  problemPlacesTitle,
  problemSource,
  problemStock,
  problems,
  problemTitle
} from "../lib/problems.js";
import type { Reader } from "../lib/reader.js";
import { levelWord } from "../lib/regions.js";
import { stateWords } from "../lib/state.js";
import { barAxis } from "./bars.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stackBar, stackKey } from "./stack-bar.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

interface ProblemFigure {
  readonly id: string;
  readonly title: string;
  readonly head: string;
  readonly rows: readonly ProblemRow[];
  readonly whole: ProblemRow;
  readonly unit: string;
}

/** K54 by who found the problems, as they stand on the data's day. */
export function problemsBySource(site: Site, reader: Reader): HTMLElement {
  const whole = problemStock(reader, problems, { key: "", name: "合计" });
  const rows = reader
    .values("K54", "问题来源")
    .map(source => problemStock(reader, problemSource(source), { key: source, name: source }));
  return problemFigure(site, reader, {
    id: "problems",
    title: problemTitle(whole),
    head: "来源",
    rows,
    whole,
    unit: reader.region.name
  });
}

/** The same by region. */
export function problemsByPlace(site: Site, reader: Reader): HTMLElement {
  const { regions, total } = reader.places("K54");
  const rows = regions.map(({ code, name }) =>
    problemStock(reader, problems, { key: code, name }, { region: code })
  );
  const word = levelWord(regions[0]?.level ?? "");
  return problemFigure(site, reader, {
    id: "problem-places",
    title: problemPlacesTitle(rows, word),
    head: word,
    rows,
    whole: problemStock(reader, problems, { key: total.code, name: total.name }, { region: total.code }),
    unit: "按区划代码排列，不排名"
  });
}

function problemFigure(
  site: Site,
  reader: Reader,
  { id, title, head, rows, whole, unit }: ProblemFigure
): HTMLElement {
  const number = (
    key: "found" | "mended" | "overdue" | "pending" | "blank",
    label: string
  ): TableColumn<ProblemRow> => ({
    key,
    label,
    unit: "个",
    strong: key === "overdue",
    value: row => row[key],
    text: row => (row[key] === null ? "" : count(row[key])),
    state: row => (row[key] === null ? stateWords[row.state ?? "missing"] : null),
    cell: row => (row[key] === null ? stateMark(row.state ?? "missing") : null)
  });
  const name: TableColumn<ProblemRow> = { key: "name", label: head, value: row => row.name };
  const numbers = [
    number("found", "发现"),
    number("mended", "已整改"),
    number("overdue", "逾期未整改"),
    number("pending", "未到期"),
    number("blank", "期限空白")
  ];
  const rate: TableColumn<ProblemRow> = {
    key: "rate",
    label: "整改率 %",
    value: ({ rate: value }) => inPercent(value),
    text: ({ rate: value }) => (value === null ? "" : share(value)),
    state: row => (row.rate === null ? stateWords[row.state ?? "na"] : null),
    cell: row => (row.rate === null ? stateMark(row.state ?? "na") : null)
  };
  const max = Math.max(4, ...rows.map(({ found }) => found ?? 0));
  const quarters = reader.periods("quarter", Number.POSITIVE_INFINITY);
  const lists = {
    rows,
    total: whole,
    rowKey: (row: ProblemRow) => row.key,
    selected: reader.region.code
  };
  return figure<ProblemRow>(site, {
    id,
    level: 3,
    title,
    unit: [
      "督导问题整改率 K54",
      "按个（不随户、人切换）",
      `${quarters[0]} 至 ${quarters.at(-1)} 发现，整改截至 ${site.meta.asOf}`,
      unit
    ].join(" ・ "),
    picture: width => {
      const room = Math.min(220, width - 470);
      const picture: TableColumn<ProblemRow> = {
        key: "picture",
        label: "问题",
        picture: true,
        head: () => barAxis(max, "个", room),
        value: () => null,
        cell: row => (row === whole ? "" : stackBar(partsOf(row), max, room))
      };
      return table<ProblemRow>({
        caption: title,
        sortable: false,
        columns: [name, ...(room < 80 ? [] : [picture]), ...numbers],
        ...lists
      });
    },
    legend: stackKey([
      { look: "context", word: "已整改" },
      { look: "ink", word: "逾期未整改" },
      { look: "hollow", word: "未到期或期限空白" }
    ]),
    note: "一个问题只归发现的那一季；没有写期限又未整改的单列，不算逾期，也不进整改率。各文件没有比率的判断线。",
    table: { caption: title, columns: [name, ...numbers, rate], ...lists },
    about: [{ indicator: "K54", key: reader.key(problems, { kind: "quarter" }) }]
  });
}

function partsOf({ mended, overdue, pending, blank }: ProblemRow) {
  return [
    { value: mended ?? 0, look: "context" },
    { value: overdue ?? 0, look: "ink" },
    { value: (pending ?? 0) + (blank ?? 0), look: "hollow" }
  ] as const;
}
