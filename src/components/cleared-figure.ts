import type { Cell } from "../lib/dataset.js";
import type { ClearedRow } from "../lib/elimination.js";
import { count, inPercent, percent, share } from "../lib/format.js";
import { emWidth } from "../lib/geo-label.js";
import { fractionText } from "../lib/rates.js";
import { stateWords, valueState } from "../lib/state.js";
import { dotAxis } from "./bars.js";
import { basisDots, basisKey } from "./basis-dots.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

export interface ClearedFigureSpec {
  readonly id: string;
  readonly title: string;
  readonly head: string;
  readonly rows: readonly ClearedRow[];
  readonly whole: ClearedRow;
  /** 本月, 本季 or 本年, with the period itself. */
  readonly span: string;
  readonly unit: string;
  /** Whether rates without households that nobody of can work have columns of their own. */
  readonly able: boolean;
  readonly selected?: string;
  readonly note?: Child;
  readonly about: { readonly indicator: string; readonly key: Parameters<Site["dataset"]["cell"]>[0] };
}

type Key = Exclude<keyof ClearedRow, "name" | "region">;

/** K33 by household and by person side by side: 累计 as a pair of dots, 期内 and the version without 无劳动能力户 in figures. */
export function clearedFigure(site: Site, spec: ClearedFigureSpec): HTMLElement {
  const { rows, whole } = spec;
  const groups: readonly (readonly [group: string, households: Key, persons: Key])[] = [
    ["累计", "households", "persons"],
    ...(spec.able ? ([["累计，剔除无劳动能力户", "ableHouseholds", "ablePersons"]] as const) : []),
    [`期内（${spec.span}）`, "spanHouseholds", "spanPersons"]
  ];
  const name: TableColumn<ClearedRow> = { key: "name", label: spec.head, value: row => row.name };
  const rates = groups.flatMap(([group, households, persons], index) => [
    rate(group, households, "按户", index === 0),
    rate(group, persons, "按人", index === 0)
  ]);
  const full = groups.flatMap(([group, households, persons]) => [
    part(group, households, "numerator", "消除户", "户"),
    part(group, households, "denominator", "应计户", "户"),
    rate(group, households, "按户", false),
    part(group, persons, "numerator", "消除人", "人"),
    part(group, persons, "denominator", "应计人", "人"),
    rate(group, persons, "按人", false)
  ]);
  const known = [...rows, whole].flatMap(({ households, persons }) =>
    [households?.value, persons?.value].filter(value => value != null)
  );
  const domain: [number, number] = [
    Math.max(0, Math.floor(Math.min(1, ...known) * 10 - 0.5) / 10),
    Math.min(1, Math.ceil(Math.max(0.1, ...known) * 10) / 10)
  ];
  const lists = { rows, total: whole };
  const selection = spec.selected
    ? { rowKey: (row: ClearedRow) => row.region?.code ?? row.name, selected: spec.selected }
    : {};
  return figure<ClearedRow>(site, {
    id: spec.id,
    title: spec.title,
    unit: spec.unit,
    picture: width => {
      const fraction: TableColumn<ClearedRow> = {
        key: "fraction",
        label: "已消除 / 累计识别 户",
        value: row => row.households?.numerator ?? 0,
        cell: ({ households }) =>
          households?.numerator == null || households.denominator === null
            ? ""
            : fractionText(households.numerator, households.denominator)
      };
      const names = Math.max(...[...rows, whole].map(row => emWidth(row.name))) * 15;
      const room = Math.max(
        110,
        Math.min(460, width - names - 40 - rates.length * 66 - (width > 900 ? 200 : 0))
      );
      return table<ClearedRow>({
        caption: spec.title,
        sortable: false,
        columns: [
          name,
          ...rates.slice(0, 2),
          {
            key: "picture",
            label: "累计",
            picture: true,
            head: () => dotAxis(domain, value => percent(value, 0), room),
            value: () => null,
            cell: row =>
              basisDots({
                households: row.households?.value ?? null,
                persons: row.persons?.value ?? null,
                domain,
                width: room
              })
          },
          ...(width > 900 ? [fraction] : []),
          ...rates.slice(2)
        ],
        ...lists,
        ...selection
      });
    },
    legend: basisKey(),
    level: 3,
    ...(spec.note ? { note: spec.note } : {}),
    table: { caption: spec.title, columns: [name, ...full], ...lists, ...selection },
    about: [spec.about]
  });
}

function rate(group: string, key: Key, label: string, strong: boolean): TableColumn<ClearedRow> {
  const value = (row: ClearedRow) => row[key]?.value ?? null;
  return {
    key: `${group}-${key}`,
    group,
    label: `${label} %`,
    strong,
    value: row => inPercent(value(row)),
    text: row => (value(row) === null ? "" : share(value(row)!, group.startsWith("期内") ? 2 : 1)),
    state: row => {
      const state = valueState(row[key]);
      return state && stateWords[state];
    },
    cell: row => {
      const state = valueState(row[key]);
      return state ? stateMark(state) : null;
    }
  };
}

function part(
  group: string,
  key: Key,
  side: "numerator" | "denominator",
  label: string,
  unit: string
): TableColumn<ClearedRow> {
  const value = (cell: Cell | undefined) => cell?.[side] ?? null;
  return {
    key: `${group}-${key}-${side}`,
    group,
    label,
    unit,
    value: row => value(row[key]),
    text: row => (value(row[key]) === null ? "—" : count(value(row[key])!))
  };
}
