import type { Cell } from "../lib/dataset.js";
import { count, inPercent, share } from "../lib/format.js";
import type { Measure } from "../lib/measures.js";
import type { PeriodKind } from "../lib/periods.js";
import type { Reader, Total } from "../lib/reader.js";
import { type State, stateWords } from "../lib/state.js";
import { bar, barAxis } from "./bars.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import { basisText } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** One kind of what is counted: a channel, a department, a source of funds. */
export interface Kind {
  readonly name: string;
  readonly measure: Measure;
}

export interface ShareFigureSpec {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly Kind[];
  readonly period?: PeriodKind;
  /** Head of the first column, e.g. 渠道. */
  readonly head: string;
  readonly countHead: string;
  /** Whether each kind is a share of one whole, or a rate of its own denominator. */
  readonly shareHead?: string | null;
  readonly unit?: string;
  readonly note?: Child;
  /** Level of the title among the page's headings, 2 by default. */
  readonly level?: 2 | 3;
  /** The total row's measure, if there is one. */
  readonly whole?: Kind;
  /** Measure whose row shows that a missing row of a town is none. */
  readonly total?: Total;
}

interface Row {
  readonly name: string;
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

/** Kinds of one thing with counts, shares and a bar each, in the order given. */
export function shareFigure(site: Site, reader: Reader, spec: ShareFigureSpec): HTMLElement {
  const first = spec.kinds[0]!.measure;
  const indicator = site.catalogue.get(first.indicator)!;
  const at = spec.period ? { kind: spec.period } : {};
  const read = ({ name, measure }: Kind): Row => {
    const cell = reader.cell(measure, at, spec.total);
    return { name, cell, state: reader.state(measure, cell) };
  };
  const rows = spec.kinds.map(read);
  const whole = spec.whole && read(spec.whole);
  const counted = ({ cell }: Row): number | null =>
    cell?.numerator ?? (cell?.denominator == null ? (cell?.value ?? null) : null);
  const max = Math.max(1, ...rows.map(row => counted(row) ?? 0));
  const columns: TableColumn<Row>[] = [
    { key: "name", label: spec.head, value: row => row.name },
    {
      key: "count",
      label: spec.countHead,
      unit: first.basis,
      strong: true,
      value: counted,
      text: row => (counted(row) === null ? "" : count(counted(row)!)),
      state: row => (counted(row) === null ? stateWords[row.state ?? "missing"] : null),
      cell: row => (counted(row) === null ? stateMark(row.state ?? "missing") : null)
    }
  ];
  if (spec.shareHead)
    columns.push({
      key: "share",
      label: `${spec.shareHead} %`,
      value: ({ cell }) => inPercent(cell?.value),
      text: ({ cell }) => (cell?.value == null ? "" : share(cell.value)),
      state: row => row.state && stateWords[row.state],
      cell: row => (row.state ? stateMark(row.state) : null)
    });
  const lists = { rows, ...(whole ? { total: whole } : {}) };
  const unit = [
    `${indicator.name} ${indicator.id}`,
    basisText(first.basis),
    `${reader.region.name}，${reader.period(spec.period)}`,
    spec.unit ?? ""
  ];
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width => {
      const room = Math.max(60, Math.min(420, width - 270));
      return table<Row>({
        caption: spec.title,
        sortable: false,
        columns: [
          ...columns,
          {
            key: "picture",
            label: spec.countHead,
            picture: true,
            head: () => barAxis(max, first.basis, room),
            value: () => null,
            cell: row => (row === whole ? "" : bar(counted(row), max, room, "accent"))
          }
        ],
        ...lists
      });
    },
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: spec.title, columns, ...lists },
    about: [{ indicator: first.indicator, key: reader.key(spec.whole?.measure ?? first, at) }]
  });
}
