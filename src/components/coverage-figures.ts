import {
  anyMeasure,
  type CategoryRow,
  categoryRows,
  categoryTitle,
  stackMeasures,
  stackTitle,
  unhelped,
  unhelpedTitle
} from "../lib/coverage.js";
import { count, inPercent, share } from "../lib/format.js";
import { inOrder } from "../lib/order.js";
import { fractionText, judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions, MeasureRules } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { bar, barAxis } from "./bars.js";
import { figure } from "./figure.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import { shareFigure } from "./share-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** K27 任一措施 by region, against the line of the document in force. */
export function coverage(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const { basis, profile } = reader.context;
  return rateFigure(site, reader, {
    id: "coverage",
    measure: anyMeasure(basis),
    kind: "quarter",
    name: "有任一措施的占",
    heads: ["有措施", "在册"],
    line: judgingLine(definitions, "K27", profile),
    note: "计划和已终止的不算；实施中与已完成的都算。",
    level: 3
  });
}

/** K27 满一个月无措施 by region. */
export function withoutMeasure(site: Site, reader: Reader): HTMLElement {
  return rateFigure(site, reader, {
    id: "unhelped",
    measure: unhelped,
    title: ({ total }) =>
      `${total.region === reader.region ? "" : `${reader.region.name} `}${unhelpedTitle(reader.cell(unhelped))}`,
    heads: ["无措施", "纳入满一个月"],
    fromZero: true,
    note: "不随户、人切换；期限一个月为平台设置，非政策阈值。户编码见督办清单。",
    level: 3
  });
}

/** K27 by category of the monitored, each judged where the document judges. */
export function coverageByKind(
  site: Site,
  reader: Reader,
  rules: MeasureRules,
  definitions: Definitions
): HTMLElement {
  const { basis, profile } = reader.context;
  const kinds = inOrder(reader.values("K27", "监测对象类别"), rules.monitored);
  const rates = kinds.map(name => ({
    name,
    measure: { ...anyMeasure(basis), breakdown: `监测对象类别=${name};分项=任一措施` },
    kind: "quarter" as const
  }));
  const whole = { name: "合计", measure: anyMeasure(basis), kind: "quarter" as const };
  const cells = rates.map(({ name, measure }) => ({ name, cell: reader.cell(measure, { kind: "quarter" }) }));
  const gaps = cells.flatMap(({ name, cell }) => {
    const without = cell?.value == null ? 0 : cell.denominator! - cell.numerator!;
    return without > 0 ? [`${name} ${count(without)} ${basis}`] : [];
  });
  return rateList(site, reader, {
    id: "coverage-kinds",
    title: cells.every(({ cell }) => cell?.value == null)
      ? `各类对象的措施覆盖${stateWords.missing}`
      : gaps.length > 0
        ? `没有措施的：${gaps.join("、")}`
        : "各类对象都有已落实的措施",
    rates,
    whole,
    head: "监测对象类别",
    heads: ["有措施", "在册"],
    line: judgingLine(definitions, "K27", profile),
    judged: true,
    level: 3
  });
}

/** K27 by category of measures: those helped, and a rate only where it is known who is eligible. */
export function categories(site: Site, reader: Reader, rules: MeasureRules): HTMLElement {
  const { basis } = reader.context;
  const { rows, development } = categoryRows(reader, rules, basis);
  const title = categoryTitle(rows, development, basis);
  const max = Math.max(1, ...[...rows, development].map(({ cell }) => cell?.numerator ?? 0));
  const helped = ({ cell }: CategoryRow) => cell?.numerator ?? null;
  const rate = ({ cell }: CategoryRow) => (cell?.value == null ? null : cell.value);
  const counts: TableColumn<CategoryRow> = {
    key: "helped",
    label: "享受",
    unit: basis,
    strong: true,
    value: helped,
    text: row => (helped(row) === null ? "" : count(helped(row)!)),
    state: row => (helped(row) === null ? stateWords.missing : null),
    cell: row => (helped(row) === null ? stateMark("missing") : null)
  };
  const eligible: TableColumn<CategoryRow> = {
    key: "eligible",
    label: "符合条件",
    unit: basis,
    value: ({ cell }) => cell?.denominator ?? null,
    text: ({ cell }) => (cell?.denominator == null ? "" : count(cell.denominator))
  };
  const name: TableColumn<CategoryRow> = { key: "name", label: "措施类别", value: row => row.name };
  const rates: TableColumn<CategoryRow> = {
    key: "rate",
    label: "覆盖率 %",
    value: row => inPercent(rate(row)),
    text: row => (rate(row) === null ? "" : share(rate(row)!)),
    state: row => (rate(row) === null ? stateWords.missing : null)
  };
  const lists = { rows, total: development };
  return figure<CategoryRow>(site, {
    id: "categories",
    title,
    unit: [
      "措施覆盖率 K27",
      `按${basis}`,
      `${reader.region.name}，${reader.period("quarter")}`,
      "一户可有多类，各类相加不等于有措施的户"
    ].join(" ・ "),
    picture: width => {
      const narrow = width < 480;
      const room = Math.max(60, Math.min(420, width - (narrow ? 260 : 360)));
      return table<CategoryRow>({
        caption: title,
        sortable: false,
        columns: [
          name,
          counts,
          {
            key: "picture",
            label: "享受",
            picture: true,
            head: () => barAxis(max, basis, room),
            value: () => null,
            cell: row => bar(helped(row), max, room, row.development ? "accent" : "context")
          },
          {
            key: "rate",
            label: narrow ? "覆盖率" : "覆盖率（享受 / 符合条件）",
            value: row => rate(row) ?? "",
            cell: row =>
              rate(row) === null
                ? ""
                : `${share(rate(row)!)}%${narrow ? "" : `（${fractionText(row.cell!.numerator!, row.cell!.denominator!)}）`}`
          }
        ],
        ...lists
      });
    },
    note: [
      "深色为开发式帮扶的四类。只有知道谁符合条件的类别才有覆盖率，其余只列享受数，覆盖率",
      stateMark("missing"),
      "：没有资格的记录，不能拿在册户当分母。"
    ],
    level: 3,
    table: { caption: title, columns: [name, counts, eligible, rates], ...lists },
    about: [{ indicator: "K27", key: reader.key(anyMeasure(basis), { kind: "quarter" }) }]
  });
}

/** K27 by how many categories of measures a household has. */
export function stacking(site: Site, reader: Reader): HTMLElement {
  const kinds = stackMeasures(reader);
  const title = stackTitle(
    kinds.map(({ name, measure }) => ({ name, cell: reader.cell(measure, { kind: "quarter" }) }))
  );
  return shareFigure(site, reader, {
    id: "stacking",
    title,
    kinds: kinds.length > 0 ? kinds : [{ name: "—", measure: { ...unhelped, breakdown: "措施数=" } }],
    period: "quarter",
    head: "措施类别数",
    countHead: "户",
    shareHead: "占在册",
    unit: "不随户、人切换",
    note: "按措施的类别计，同一类的几项算一类。",
    level: 3
  });
}
