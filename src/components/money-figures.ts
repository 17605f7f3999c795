import { inCodeOrder } from "../lib/code-order.js";
import { count, inPercent, share } from "../lib/format.js";
import {
  type MoneyItem,
  type MoneyRow,
  type MoneyTable,
  moneyByKind,
  moneyByRegion,
  moneyChange,
  moneyKindTitle,
  moneyMeasure,
  moneyRegionTitle,
  moneyScale,
  moneyShareTitle,
  moneyText,
  perHouseholdTitle
} from "../lib/funds.js";
import { lastMonth } from "../lib/periods.js";
import type { Reader } from "../lib/reader.js";
import type { Dictionary } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { barAxis } from "./bars.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stepBars } from "./stack-bar.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** K46 金额 by region, years side by side. */
export function moneyPlaces(site: Site, reader: Reader): HTMLElement {
  const data = moneyByRegion(reader, "金额");
  return moneyFigure(site, reader, data, {
    id: "money",
    item: "金额",
    title: moneyRegionTitle(data),
    shares: true
  });
}

/** K46 户均 by region, years side by side. */
export function moneyEach(site: Site, reader: Reader): HTMLElement {
  const data = moneyByRegion(reader, "户均");
  return moneyFigure(site, reader, data, {
    id: "money-each",
    item: "户均",
    title: perHouseholdTitle(data),
    shares: false,
    note: "户均 = 金额 ÷ 年末在册户；上级的户均由金额与户数各自相加后再除，不是下级户均的平均。"
  });
}

/** K46 金额 by source. */
export function moneySources(site: Site, reader: Reader, dictionary: Dictionary): HTMLElement {
  const kinds = inCodeOrder(reader.values("K46", "资金来源"), dictionary, "fund", "资金来源");
  const data = moneyByKind(reader, "资金来源", kinds);
  return moneyFigure(site, reader, data, {
    id: "money-sources",
    item: "金额",
    title: moneyKindTitle(data, "来源"),
    shares: true,
    note: "多来源的资金按拆分后的金额计入各来源，各来源之和等于合计。"
  });
}

/** K46 金额 by category of household. */
export function moneyCategories(site: Site, reader: Reader, dictionary: Dictionary): HTMLElement {
  const kinds = inCodeOrder(reader.values("K46", "监测对象类别"), dictionary, "fund", "监测对象类别");
  const data = moneyByKind(reader, "监测对象类别", kinds);
  return moneyFigure(site, reader, data, {
    id: "money-categories",
    item: "金额",
    title: moneyShareTitle(data, "监测对象类别"),
    shares: true,
    note: "没有填类别的资金列“未分类别”，不摊到各类。"
  });
}

interface MoneyFigureSpec {
  readonly id: string;
  readonly item: MoneyItem;
  readonly title: string;
  readonly shares: boolean;
  readonly note?: Child;
}

function moneyFigure(site: Site, reader: Reader, data: MoneyTable, spec: MoneyFigureSpec): HTMLElement {
  const { years, scale } = data;
  const unit = spec.item === "户均" ? "元/户" : scale.unit;
  const all = [...data.rows, data.total];
  const name: TableColumn<MoneyRow> = { key: "name", label: data.word, value: row => row.name };
  const amounts = years.map(
    (year, index): TableColumn<MoneyRow> => ({
      key: year,
      label: `${year} 年 ${unit}`,
      unit,
      strong: index === years.length - 1,
      value: ({ cells }) => valueIn(cells[index]?.value ?? null, scale.size),
      text: ({ cells, states }) => (states[index] ? "" : moneyText(cells[index]!.value!, scale)),
      state: ({ states }) => (states[index] ? stateWords[states[index]] : null),
      cell: ({ states }) => (states[index] ? stateMark(states[index]) : null)
    })
  );
  const change: TableColumn<MoneyRow> = {
    key: "change",
    label: `比上年 ${unit}`,
    unit,
    value: row => valueIn(row.change, scale.size),
    text: row => (row.change === null ? "—" : moneyChange(row.change, scale))
  };
  const part: TableColumn<MoneyRow> = {
    key: "share",
    label: `占 ${years.at(-1) ?? ""} 年 %`,
    unit: "%",
    value: row => inPercent(row.share),
    text: row => (row.share === null ? "—" : share(row.share))
  };
  const opened = spec.item === "户均" ? years.flatMap((year, index) => fraction(year, index, all)) : [];
  const columns = [
    name,
    ...amounts,
    ...(years.length > 1 ? [change] : []),
    ...(spec.shares ? [part] : []),
    ...opened
  ];
  const listed = data.rows.some(({ code }) => code === reader.region.code);
  const lists = { rows: data.rows, total: data.total };
  const selection = listed ? { rowKey: (row: MoneyRow) => row.code, selected: reader.region.code } : {};
  const max =
    Math.max(1, ...data.rows.flatMap(({ cells }) => cells.map(cell => cell?.value ?? 0))) / scale.size;
  const place = data.rows.some(({ code }) => site.regions.get(code)) ? data.total.name : reader.region.name;
  const last = years.at(-1) ?? "";
  return figure<MoneyRow>(site, {
    id: spec.id,
    title: spec.title,
    unit: [
      `资金投入 K46 ・ ${spec.item}，${unit}（不随户、人切换）`,
      `${place}，${years.join("、")}`,
      years.length > 1 ? "条由上到下为各年" : "",
      lastMonth(last) > reader.meta.asOf.slice(0, 7) ? `${last} 年截至 ${reader.meta.asOf}` : ""
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      const slim = width < 480;
      const shown = slim ? [name, ...amounts.slice(-1)] : [name, ...amounts.slice(-2)];
      const more = slim ? [] : [...(years.length > 1 ? [change] : []), ...(spec.shares ? [part] : [])];
      const room = Math.max(70, Math.min(420, width - 120 - 96 * (shown.length + more.length - 1)));
      return table<MoneyRow>({
        caption: spec.title,
        sortable: false,
        columns: [
          ...shown,
          ...more,
          {
            key: "picture",
            label: spec.item,
            picture: true,
            head: () => barAxis(max, unit, room),
            value: () => null,
            cell: row =>
              row === data.total
                ? ""
                : stepBars(
                    row.cells.map(cell => valueIn(cell?.value ?? null, scale.size)),
                    max,
                    room
                  )
          }
        ],
        ...lists,
        ...selection
      });
    },
    ...(spec.note ? { note: spec.note } : {}),
    level: 3,
    table: { caption: spec.title, columns, ...lists, ...selection },
    about: [
      {
        indicator: "K46",
        key: reader.key(moneyMeasure(spec.item), {
          kind: "year",
          ...(site.regions.get(data.total.code) ? { region: data.total.code } : {})
        })
      }
    ]
  });
}

/** What a year's 户均 is made of: the amount, and the households at its end. */
function fraction(year: string, index: number, rows: readonly MoneyRow[]): TableColumn<MoneyRow>[] {
  const scale = moneyScale(rows.map(({ cells }) => cells[index]?.numerator));
  return [
    {
      key: `${year}-money`,
      label: `${year} 年金额 ${scale.unit}`,
      unit: scale.unit,
      value: ({ cells }) => valueIn(cells[index]?.numerator ?? null, scale.size),
      text: ({ cells }) => (cells[index]?.numerator == null ? "—" : moneyText(cells[index].numerator, scale))
    },
    {
      key: `${year}-households`,
      label: `${year} 年末在册 户`,
      unit: "户",
      value: ({ cells }) => cells[index]?.denominator ?? null,
      text: ({ cells }) => (cells[index]?.denominator == null ? "—" : count(cells[index].denominator))
    }
  ];
}

function valueIn(value: number | null, size: number): number | null {
  return value === null ? null : Number((value / size).toFixed(6));
}
