import { breakdownText } from "../lib/breakdown.js";
import type { Cell } from "../lib/dataset.js";
import { inPercent, share } from "../lib/format.js";
import type { PeriodKind } from "../lib/periods.js";
import type { Reader } from "../lib/reader.js";
import { type State, stateWords } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { figure } from "./figure.js";
import { gridLegend } from "./grid-figure.js";
import { basisText } from "./rate-figure.js";
import type { Kind } from "./share-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

export interface KindGridSpec {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly Kind[];
  readonly whole: Kind;
  readonly head: string;
  readonly kind: PeriodKind;
  /** The periods shown, where not all up to the one in hand are. */
  readonly periods?: readonly string[];
  /** Lower bounds of ramp steps 2 to 6, as fractions. */
  readonly breaks: readonly number[];
  readonly unit?: string;
  readonly note?: Child;
  readonly level?: 2 | 3;
}

interface Row {
  readonly name: string;
  readonly cells: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
}

/** Rates of several kinds of one place by periods: each cell shaded by its step, the number in it. */
export function kindGrid(site: Site, reader: Reader, spec: KindGridSpec): HTMLElement {
  const { breaks, kind } = spec;
  const periods = spec.periods ?? reader.periods(kind);
  const { measure } = spec.whole;
  const indicator = site.catalogue.get(measure.indicator)!;
  const read = ({ name, measure: own }: Kind): Row => {
    const cells = reader.series(own, periods);
    return { name, cells, states: cells.map(cell => reader.state(own, cell)) };
  };
  const rows = spec.kinds.map(read);
  const total = read(spec.whole);
  const columns = (drawn: boolean): TableColumn<Row>[] => [
    { key: "name", label: spec.head, value: row => row.name },
    ...periods.map(
      (period, index): TableColumn<Row> => ({
        key: period,
        label: period,
        unit: "%",
        value: ({ cells }) => inPercent(cells[index]?.value),
        text: ({ cells }) => (cells[index]?.value == null ? "" : share(cells[index].value)),
        state: ({ states }) => (states[index] ? stateWords[states[index]] : null),
        cell: ({ cells, states }) => {
          if (states[index]) return stateMark(states[index]);
          const value = cells[index]!.value!;
          return drawn
            ? h(
                "span",
                { class: `grid-cell ramp-${breaks.filter(each => value >= each).length + 1}` },
                share(value)
              )
            : null;
        }
      })
    )
  ];
  const unit = [
    `${indicator.name} ${indicator.id}`,
    breakdownText(measure.breakdown, site.tableName),
    "%",
    basisText(measure.basis),
    reader.region.name,
    spec.unit ?? ""
  ];
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: () =>
      h(
        "div",
        { class: "grid" },
        table<Row>({ caption: spec.title, sortable: false, columns: columns(true), rows, total })
      ),
    legend: gridLegend(breaks, true),
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: spec.title, columns: columns(false), rows, total },
    about: [{ indicator: measure.indicator, key: reader.key(measure, { kind }) }]
  });
}
