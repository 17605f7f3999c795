import type { Cell } from "../lib/dataset.js";
import { count, percent, share } from "../lib/format.js";
import type { Measure } from "../lib/measures.js";
import type { PeriodKind } from "../lib/periods.js";
import { fractionText, rateDomain } from "../lib/rates.js";
import type { Reader, Total } from "../lib/reader.js";
import { judgementWord, type State, stateWords } from "../lib/state.js";
import { dot, dotAxis } from "./bars.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import { basisText } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** One row: a rate, or a count where the measure has no denominator. */
export interface ListedRate {
  readonly name: string;
  readonly measure: Measure;
  readonly kind?: PeriodKind;
  readonly total?: Total;
  /** What stands in the column `extra`, e.g. where a pair comes from. */
  readonly extra?: string | Node;
}

export interface RateListSpec {
  readonly id: string;
  readonly title: string;
  readonly rates: readonly ListedRate[];
  readonly whole?: ListedRate;
  /** Head of the first column. */
  readonly head: string;
  readonly heads: readonly [numerator: string, denominator: string];
  /** Head of a further column of words. */
  readonly extraHead?: string;
  readonly line?: { readonly value: number; readonly label: string } | null;
  /** Whether the judgement stands beside the rates that the document in force judges. */
  readonly judged?: boolean;
  readonly unit?: string;
  readonly note?: Child;
  readonly level?: 2 | 3;
}

interface Row extends ListedRate {
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

/** Rates of several kinds of one place, a dot for each, with numerator and denominator. */
export function rateList(site: Site, reader: Reader, spec: RateListSpec): HTMLElement {
  const read = (rate: ListedRate): Row => {
    const cell = reader.cell(rate.measure, rate.kind ? { kind: rate.kind } : {}, rate.total);
    return { ...rate, cell, state: reader.state(rate.measure, cell) };
  };
  const rows = spec.rates.map(read);
  const whole = spec.whole && read(spec.whole);
  const all = whole ? [...rows, whole] : rows;
  const line = spec.line ?? null;
  const rated = (cell: Cell | undefined) => (cell?.unit === "%" ? cell.value : null);
  const domain = rateDomain(all.map(({ cell }) => rated(cell)).concat(line?.value ?? []));
  const bases = [...new Set(all.map(({ measure }) => measure.basis))];
  const columns: TableColumn<Row>[] = [
    { key: "name", label: spec.head, value: row => row.name },
    ...(spec.extraHead
      ? [
          {
            key: "extra",
            label: spec.extraHead,
            value: (row: Row) => (row.extra instanceof Node ? row.extra.textContent : (row.extra ?? "")),
            cell: (row: Row) => row.extra
          }
        ]
      : []),
    number("numerator", spec.heads[0], bases),
    number("denominator", spec.heads[1], bases),
    {
      key: "value",
      label: "率 %",
      strong: true,
      value: ({ cell }) => (rated(cell) === null ? null : Number((rated(cell)! * 100).toFixed(6))),
      text: ({ cell }) => (rated(cell) === null ? "" : share(rated(cell)!)),
      state: ({ state }) => state && stateWords[state],
      cell: ({ state }) => (state ? stateMark(state) : null)
    },
    ...(spec.judged ? [judgement] : [])
  ];
  const names = [...new Set(all.map(({ measure }) => measure.indicator))].map(
    id => `${site.catalogue.get(id)!.name} ${id}`
  );
  const unit = [
    names.join("、"),
    bases.map(basisText).join("、"),
    `${reader.region.name}，${[...new Set(all.map(({ kind }) => reader.period(kind)))].join("、")}`,
    line && all.some(({ cell }) => isJudged(cell)) ? `虚线 ${line.label}` : "",
    spec.unit ?? ""
  ];
  const lists = { rows, ...(whole ? { total: whole } : {}) };
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width => {
      const used = 230 + (spec.extraHead ? 90 : 0) + (spec.judged ? 80 : 0) + (width < 480 ? 0 : 60);
      const room = Math.max(90, Math.min(460, width - used));
      const drawn = all.some(({ cell }) => rated(cell) !== null);
      return table<Row>({
        caption: spec.title,
        sortable: false,
        columns: [
          columns[0]!,
          ...(spec.extraHead ? [columns[1]!] : []),
          ...(drawn
            ? [
                {
                  key: "picture",
                  label: "率",
                  picture: true,
                  head: () => dotAxis(domain, value => percent(value, 0), room),
                  value: () => null,
                  cell: ({ cell }: Row) =>
                    rated(cell) === null
                      ? null
                      : dot({
                          value: rated(cell),
                          domain,
                          line: isJudged(cell) ? (line?.value ?? null) : null,
                          width: room
                        })
                }
              ]
            : []),
          {
            ...columns.find(({ key }) => key === "value")!,
            cell: row => (row.state ? stateMark(row.state) : null)
          },
          {
            key: "fraction",
            label: `${spec.heads[0]} / ${spec.heads[1]}`,
            value: ({ cell }) => cell?.numerator ?? 0,
            cell: ({ cell, measure }) =>
              cell?.numerator == null
                ? ""
                : cell.denominator === null
                  ? `${count(cell.numerator)} ${measure.basis}`
                  : fractionText(cell.numerator, cell.denominator)
          },
          ...(all.some(({ cell }) => isJudged(cell))
            ? [{ ...judgement, cell: (row: Row) => (isJudged(row.cell) ? judgement.cell!(row) : "") }]
            : [])
        ],
        ...lists
      });
    },
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: spec.title, columns, ...lists },
    about: all
      .filter(
        ({ measure }, index) =>
          all.findIndex(other => other.measure.indicator === measure.indicator) === index
      )
      .map(({ measure, kind }) => {
        const shown = whole?.measure.indicator === measure.indicator ? whole : null;
        const key = reader.key(
          shown?.measure ?? measure,
          (shown?.kind ?? kind) ? { kind: (shown?.kind ?? kind)! } : {}
        );
        return { indicator: measure.indicator, key };
      })
  });
}

function isJudged(cell: Cell | undefined): boolean {
  return cell?.judgement === "met" || cell?.judgement === "unmet" || cell?.judgement === "undetermined";
}

const judgement: TableColumn<Row> = {
  key: "judgement",
  label: "判断",
  value: ({ cell }) => judgementWord(cell).word,
  cell: ({ cell }) => {
    const { word, state } = judgementWord(cell);
    return state ? stateMark(state) : word;
  }
};

function number(key: "numerator" | "denominator", label: string, bases: readonly string[]): TableColumn<Row> {
  return {
    key,
    label,
    ...(bases.length === 1 ? { unit: bases[0]! } : {}),
    value: ({ cell }) => cell?.[key] ?? null,
    text: ({ cell }) => (cell?.[key] == null ? "—" : count(cell[key]))
  };
}
