import { breakdownText } from "../lib/breakdown.js";
import { count, percent } from "../lib/format.js";
import type { Measure } from "../lib/measures.js";
import type { PeriodKind } from "../lib/periods.js";
import { draftNote, fractionText, ownRateTitle, rateDomain, rateTitle, smallDomain } from "../lib/rates.js";
import type { Part, Parts, Reader, Total } from "../lib/reader.js";
import { dot, dotAxis } from "./bars.js";
import { judgementColumn, rateColumn } from "./columns.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { type TableColumn, table } from "./table.js";

export interface RateFigureSpec {
  readonly id: string;
  readonly measure: Measure;
  readonly kind?: PeriodKind;
  /** How the rate is called in the title; the indicator's name by default. */
  readonly name?: string;
  readonly title?: (parts: Parts) => string;
  /** Heads of the columns of numerator and denominator. */
  readonly heads: readonly [numerator: string, denominator: string];
  /** The judging line, where one is drawn. */
  readonly line?: { readonly value: number; readonly label: string } | null;
  readonly digits?: number;
  /** Measure whose row shows that a missing breakdown row of a town is none, not unknown. */
  readonly total?: Total;
  /** Starts the axis at nought and ends it above the highest rate, for rates of a few per cent. */
  readonly fromZero?: boolean;
  /** Columns after the rate's own, e.g. what the numerator lacks by its kinds. */
  readonly extra?: readonly TableColumn<Part>[];
  readonly note?: Child;
  /** Level of the title among the page's headings, 2 by default. */
  readonly level?: 2 | 3;
}

/** A rate over the regions below: a dot for each against the line, numerator and denominator beside it. */
export function rateFigure(site: Site, reader: Reader, spec: RateFigureSpec): HTMLElement {
  const { measure, digits = 1 } = spec;
  const indicator = site.catalogue.get(measure.indicator)!;
  const data = reader.parts(measure, spec.kind ? { kind: spec.kind } : {}, spec.total);
  const name = spec.name ?? indicator.name;
  const own = data.parts.find(({ region }) => region === reader.region);
  const words = { name, basis: measure.basis, digits };
  const title = spec.title?.(data) ?? (own ? ownRateTitle(own, data.total, words) : rateTitle(data, words));
  const line = spec.line ?? null;
  const unit = [
    `${indicator.name} ${indicator.id}`,
    breakdownText(measure.breakdown, site.tableName),
    basisText(measure.basis),
    `${data.total.region.name}，${reader.period(spec.kind)}`,
    line ? `虚线 ${line.label}` : "",
    draftNote(
      site.meta,
      reader.context.profile,
      [...data.parts, data.total].map(({ cell }) => cell)
    )
  ];
  const columns = rateColumns(spec, data, digits);
  const rows = { rows: data.parts, total: data.total };
  const selection = own ? { rowKey: (part: Part) => part.region.code, selected: reader.region.code } : {};
  const domain = (spec.fromZero ? smallDomain : rateDomain)(
    [...data.parts, data.total].map(({ cell }) => cell?.value).concat(line?.value ?? [])
  );
  return figure<Part>(site, {
    id: spec.id,
    title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width => {
      const extra = width < 720 ? [] : (spec.extra ?? []);
      const rest = (width < 480 ? 230 : 290) + 108 * extra.length;
      const room = Math.max(90, Math.min(460, width - rest));
      const picture: TableColumn<Part> = {
        key: "picture",
        label: "率",
        picture: true,
        head: () => dotAxis(domain, value => percent(value, domain[1] < 0.05 ? 1 : 0), room),
        value: () => null,
        cell: ({ cell }) =>
          dot({ value: cell?.value ?? null, domain, line: line?.value ?? null, width: room })
      };
      return table<Part>({
        caption: title,
        sortable: false,
        columns: [
          columns[0]!,
          picture,
          columns[3]!,
          {
            key: "fraction",
            label: `${spec.heads[0]} / ${spec.heads[1]}`,
            value: ({ cell }) => cell?.denominator ?? 0,
            cell: ({ cell }) =>
              cell?.numerator == null || cell.denominator == null
                ? ""
                : fractionText(cell.numerator, cell.denominator)
          },
          ...extra
        ],
        ...rows,
        ...selection
      });
    },
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: title, columns, ...rows, ...selection },
    about: [
      {
        indicator: measure.indicator,
        key: reader.key(measure, {
          ...(spec.kind ? { kind: spec.kind } : {}),
          region: data.total.region.code
        })
      }
    ]
  });
}

/** “按条（不随户、人切换）”: a figure whose basis does not follow the page's says so. */
export function basisText(basis: string): string {
  return basis === "户" || basis === "人" ? `按${basis}` : `按${basis}（不随户、人切换）`;
}

function rateColumns(
  { heads, measure, extra = [] }: RateFigureSpec,
  { word }: Parts,
  digits: number
): TableColumn<Part>[] {
  const number = (key: "numerator" | "denominator", label: string): TableColumn<Part> => ({
    key,
    label,
    unit: measure.basis,
    value: ({ cell }) => cell?.[key] ?? null,
    text: ({ cell }) => (cell?.[key] == null ? "—" : count(cell[key]))
  });
  return [
    { key: "name", label: word, value: ({ region }) => region.name },
    number("numerator", heads[0]),
    number("denominator", heads[1]),
    rateColumn("率 %", digits),
    judgementColumn(),
    ...extra
  ];
}
