import type { Cell } from "../lib/dataset.js";
import { count, inPercent, percent, share } from "../lib/format.js";
import { emWidth } from "../lib/geo-label.js";
import type { Measure } from "../lib/measures.js";
import type { PeriodKind } from "../lib/periods.js";
import { draftNote, fractionText, rateDomain, shortfall, smallDomain } from "../lib/rates.js";
import type { At, Reader, Total } from "../lib/reader.js";
import { isJudged, type State, stateWords } from "../lib/state.js";
import { wilson } from "../lib/wilson.js";
import { dot, dotAxis } from "./bars.js";
import { judgementColumn } from "./columns.js";
import { type Child, h } from "./dom.js";
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
  /** Another region or period than the one in hand. */
  readonly at?: At;
  readonly total?: Total;
  /** Why there is no number where there is no row: not due yet, say. */
  readonly absent?: State;
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
  /** Head of a column of what the numerator is short of. */
  readonly short?: string;
  /** Draws the interval of a share of those drawn from more (Wilson, 95 %), from nought on. */
  readonly interval?: boolean;
  /** Starts the axis at nought and ends it above the highest rate. */
  readonly fromZero?: boolean;
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
    const cell = reader.cell(rate.measure, atOf(rate), rate.total);
    return { ...rate, cell, state: (!cell && rate.absent) || reader.state(rate.measure, cell) };
  };
  const rows = spec.rates.map(read);
  const whole = spec.whole && read(spec.whole);
  const all = whole ? [...rows, whole] : rows;
  const line = spec.line ?? null;
  const rated = (cell: Cell | undefined) => (cell?.unit === "%" ? cell.value : null);
  const intervalOf = ({ cell }: Row) =>
    spec.interval && cell?.numerator != null && cell.denominator !== null
      ? wilson(cell.numerator, cell.denominator)
      : null;
  const domain = spec.interval
    ? smallDomain(all.map(row => intervalOf(row)?.[1]))
    : (spec.fromZero ? smallDomain : rateDomain)(
        all.map(({ cell }) => rated(cell)).concat(line?.value ?? [])
      );
  const bases = [...new Set(all.map(({ measure }) => measure.basis))];
  const columns: TableColumn<Row>[] = [
    { key: "name", label: spec.head, value: row => row.name },
    ...(spec.extraHead
      ? [
          {
            key: "extra",
            label: spec.extraHead,
            value: extraText,
            cell: (row: Row) => h("span", { class: "unbroken" }, row.extra)
          }
        ]
      : []),
    number("numerator", spec.heads[0], bases),
    number("denominator", spec.heads[1], bases),
    {
      key: "value",
      label: "率 %",
      strong: true,
      value: ({ cell }) => inPercent(rated(cell)),
      text: ({ cell }) => (rated(cell) === null ? "" : share(rated(cell)!)),
      state: ({ state }) => state && stateWords[state],
      cell: ({ state }) => (state ? stateMark(state) : null)
    },
    ...(spec.interval
      ? [
          {
            key: "interval",
            label: "95% 区间",
            value: (row: Row) => {
              const found = intervalOf(row);
              return found ? `${percent(found[0])}–${percent(found[1])}` : "";
            }
          }
        ]
      : []),
    ...(spec.short
      ? [
          {
            key: "short",
            label: spec.short,
            strong: true,
            value: ({ cell }: Row) => shortfall(cell),
            text: ({ cell }: Row) => (shortfall(cell) === null ? "" : count(shortfall(cell)!))
          }
        ]
      : []),
    ...(spec.judged ? [judgement] : [])
  ];
  const beside = columns.filter(({ key }) => key === "interval" || key === "short");
  const names = [...new Set(all.map(({ measure }) => measure.indicator))].map(
    id => `${site.catalogue.get(id)!.name} ${id}`
  );
  const unit = [
    names.join("、"),
    bases.map(basisText).join("、"),
    `${reader.region.name}，${periodText([...new Set(all.map(rate => rate.at?.period ?? reader.period(rate.kind)))])}`,
    line && all.some(({ cell }) => isJudged(cell)) ? `虚线 ${line.label}` : "",
    draftNote(
      site.meta,
      reader.context.profile,
      all.map(({ cell }) => cell)
    ),
    spec.unit ?? ""
  ];
  const lists = { rows, ...(whole ? { total: whole } : {}) };
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width => {
      const verdict = all.some(({ cell }) => isJudged(cell));
      const used =
        widest(all.map(({ name }) => name)) +
        (spec.extraHead ? widest(all.map(extraText)) : 0) +
        Math.max(widest(all.map(fraction)), emWidth(spec.heads.join(" / ")) * 13 + 14) +
        (verdict ? 66 : 0) +
        (spec.interval ? 110 : 0) +
        (spec.short ? 70 : 0) +
        100;
      const room = Math.min(460, width - used);
      // On a narrow screen the figures alone stand, rather than dots too close to tell apart.
      const drawn = room >= 60 && all.some(({ cell }) => rated(cell) !== null);
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
                  cell: (row: Row) =>
                    rated(row.cell) === null
                      ? null
                      : dot({
                          value: rated(row.cell),
                          domain,
                          line: isJudged(row.cell) ? (line?.value ?? null) : null,
                          interval: intervalOf(row),
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
            cell: fraction
          },
          ...beside,
          ...(verdict
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
      .map(row => {
        const shown = whole?.measure.indicator === row.measure.indicator ? whole : row;
        return { indicator: row.measure.indicator, key: reader.key(shown.measure, atOf(shown)) };
      })
  });
}

function atOf({ kind, at }: ListedRate): At {
  return { ...(kind ? { kind } : {}), ...at };
}

/** “2023Q4”, “2022Q1 至 2023Q4”. */
function periodText(periods: readonly string[]): string {
  return periods.length > 3 ? `${periods[0]} 至 ${periods.at(-1)}` : periods.join("、");
}

/** “145 / 150”, or “111 户” of a count. */
function fraction({ cell, measure }: Row): string {
  if (cell?.numerator == null) return "";
  return cell.denominator === null
    ? `${count(cell.numerator)} ${measure.basis}`
    : fractionText(cell.numerator, cell.denominator);
}

function extraText({ extra }: Row): string {
  return extra instanceof Node ? (extra.textContent ?? "") : (extra ?? "");
}

/** Room of a column for its longest text, with the gap before it. */
function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(emWidth)) * 15 + 14;
}

const judgement: TableColumn<Row> = judgementColumn();

function number(key: "numerator" | "denominator", label: string, bases: readonly string[]): TableColumn<Row> {
  return {
    key,
    label,
    ...(bases.length === 1 ? { unit: bases[0]! } : {}),
    value: ({ cell }) => cell?.[key] ?? null,
    text: ({ cell }) => (cell?.[key] == null ? "—" : count(cell[key]))
  };
}
