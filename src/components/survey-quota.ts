import { scaleLinear } from "d3-scale";
import { count } from "../lib/format.js";
import {
  type Clock,
  clockText,
  pace,
  type Quota,
  type QuotaLine,
  quotaAsked,
  quotaMeasure,
  quotaTitle
} from "../lib/quota.js";
import type { Reader } from "../lib/reader.js";
import { type State, stateWords } from "../lib/state.js";
import { barAxis } from "./bars.js";
import { type Child, s } from "./dom.js";
import { figure } from "./figure.js";
import { certaintyMark } from "./policy-mark.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

interface Row {
  readonly name: string;
  readonly number: number | null;
  readonly state: State | null;
  readonly look: QuotaLine["kind"] | "ask" | "none";
  readonly text: string;
  readonly note: Child;
  readonly strong: boolean;
}

const height = 16;

/** The quarter's surveys against what is asked: requirement, done by way, short, and the pace that is left. */
export function surveyQuota(site: Site, reader: Reader, asked: Quota, clock: Clock): HTMLElement {
  const rows = rowsOf(asked, clock);
  const title = quotaTitle(asked, clock);
  const max = Math.max(
    1,
    asked.required ?? 0,
    ...rows.map(row => (row.look === "none" ? 0 : (row.number ?? 0)))
  );
  const columns: TableColumn<Row>[] = [
    { key: "name", label: "项", value: row => row.name },
    {
      key: "number",
      label: "户",
      strong: true,
      value: row => row.number,
      text: row => (row.number === null ? "" : count(row.number)),
      state: row => row.state && stateWords[row.state],
      cell: row => (row.state ? stateMark(row.state) : null)
    }
  ];
  const note: TableColumn<Row> = {
    key: "note",
    label: "说明",
    value: row => row.text,
    cell: row => row.note
  };
  return figure<Row>(site, {
    id: "prefecture",
    level: 3,
    title,
    unit: [
      "季度实地调研覆盖率 K18",
      "户（不随户、人切换）",
      `${asked.place.name}，${asked.quarter}，数据截至 ${site.meta.asOf}`,
      clockText(clock),
      asked.required === null ? "" : "竖线 要求"
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      const room = Math.max(90, Math.min(480, width - (width < 720 ? 190 : 560)));
      return table<Row>({
        caption: title,
        sortable: false,
        columns: [
          ...columns,
          {
            key: "picture",
            label: "户",
            picture: true,
            head: () => barAxis(max, "户", room),
            value: () => null,
            cell: row => quotaBar(row, max, asked.required, room)
          },
          ...(width < 720 ? [] : [note])
        ],
        rows
      });
    },
    note: "同一户季内只计一次，县、乡所做不计；分母口径为季末在册户，季初并列。",
    table: { caption: title, columns: [...columns, note], rows },
    about: [{ indicator: "K18", key: reader.key(quotaMeasure, { kind: "quarter" }) }]
  });
}

function rowsOf(asked: Quota, clock: Clock): Row[] {
  const { text, state } = quotaAsked(asked);
  const plain = { look: "none", strong: false } as const;
  const needed = pace(asked.short, clock);
  const mark = asked.threshold && asked.required !== null ? certaintyMark(asked.threshold.mark) : null;
  const rows: Row[] = [
    {
      ...plain,
      look: "ask",
      name: "要求",
      number: asked.required,
      state,
      text,
      note: [mark, mark ? " " : "", text]
    },
    ...asked.lines.map(line => ({
      name: line.name,
      number: line.cell?.numerator ?? null,
      state: line.cell?.numerator == null ? (line.state ?? "missing") : null,
      look: line.kind,
      text: line.note,
      note: line.note,
      strong: line.kind === "sum"
    }))
  ];
  if (asked.short !== null)
    rows.push({
      ...plain,
      name: "还差",
      number: asked.short,
      state: null,
      text: clockText(clock),
      note: clockText(clock)
    });
  if (needed) {
    const words = `每周约 ${count(needed.week)} 户，按工作日历，向上取整`;
    rows.push({ ...plain, name: "每个工作日须", number: needed.day, state: null, text: words, note: words });
  }
  return rows;
}

function quotaBar(row: Row, max: number, required: number | null, width: number): SVGSVGElement | null {
  if (row.look === "none") return null;
  const x = scaleLinear([0, max], [0, width - 1]);
  const size = row.number ? Math.max(1, x(row.number)) : 0;
  return s(
    "svg",
    { class: "bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    size > 0 && row.look !== "ask"
      ? s("rect", {
          class: { sum: "bar-accent", part: "bar-context", apart: "bar-hollow" }[row.look],
          x: row.look === "apart" ? 0.5 : 0,
          y: row.look === "apart" ? 2.5 : 2,
          width: size,
          height: row.look === "apart" ? height - 5 : height - 4
        })
      : null,
    required === null
      ? null
      : s("line", { class: "bar-line", x1: x(required), x2: x(required), y1: 0, y2: height })
  );
}
