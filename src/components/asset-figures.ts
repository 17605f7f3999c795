import { inCodeOrder } from "../lib/code-order.js";
import { count, inPercent, share } from "../lib/format.js";
import {
  type AssetPlace,
  type AssetRow,
  assetMeasures,
  assetPlaces,
  assetPlaceTitle,
  assetRows,
  assetTitle,
  contractMeasure,
  contractTitle,
  contractYear,
  moneyYears
} from "../lib/funds.js";
import { fractionText, judgingLine } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions, Dictionary } from "../lib/site.js";
import { judgementWord, type State, stateWords, valueState } from "../lib/state.js";
import type { Child } from "./dom.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { type StackPart, stackBar } from "./stack-bar.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { thresholdNote } from "./threshold-note.js";

/** Kinds of works and trades, contracts apart, in the order of their list. */
export function assetKinds(reader: Reader, dictionary: Dictionary): string[] {
  return inCodeOrder(reader.values("K52", "类型"), dictionary, "industry_asset", "类型");
}

/** K52 by kind: what stands over the years, and of the records with an aim how many reach it. */
export function assets(
  site: Site,
  reader: Reader,
  kinds: readonly string[],
  definitions: Definitions
): HTMLElement {
  const years = moneyYears(reader);
  const rows = assetRows(reader, kinds, years);
  const { reached: measure } = assetMeasures("");
  const whole = reader.cell(measure, { kind: "year" });
  const title = assetTitle(whole);
  const name: TableColumn<AssetRow> = { key: "name", label: "类型", value: row => row.name };
  const amounts = years.map(
    (year, index): TableColumn<AssetRow> => ({
      key: year,
      label: `${year} 年 个`,
      unit: "个",
      strong: index === years.length - 1,
      value: ({ amounts: cells }) => cells[index]?.value ?? null,
      text: ({ amounts: cells }) => (cells[index]?.value == null ? "" : count(cells[index].value)),
      state: ({ states }) => (states[index] ? stateWords[states[index]] : null),
      cell: ({ states }) => (states[index] ? stateMark(states[index]) : null)
    })
  );
  const rate: TableColumn<AssetRow> = {
    key: "rate",
    label: "达到 %",
    unit: "%",
    value: ({ reached }) => inPercent(reached?.value),
    text: ({ reached }) => (reached?.value == null ? "" : share(reached.value)),
    state: ({ reached }) => unreached(reached),
    cell: ({ reached }) => {
      const state = valueState(reached);
      return state === "na" ? "没有填目标" : state ? stateMark(state) : null;
    }
  };
  const fraction: TableColumn<AssetRow> = {
    key: "fraction",
    label: "达到 / 填了目标",
    head: () => h("span", { class: "unbroken" }, "达到 / 填了目标"),
    value: ({ reached }) => reachedText(reached),
    cell: ({ reached }) => h("span", { class: "unbroken" }, reachedText(reached))
  };
  return figure<AssetRow>(site, {
    id: "assets",
    title,
    unit: `设施或产业达标数 K52 ・ 按个（不随户、人切换） ・ ${reader.region.name}，${reader.period("year")} ・ 条长为填了目标的记录，绿色为达到目标的`,
    picture: width => {
      const room = Math.max(0, Math.min(420, width - 380 - 90 * Math.min(2, years.length)));
      const max = Math.max(1, ...rows.map(({ reached }) => reached?.denominator ?? 0));
      const bars: TableColumn<AssetRow>[] =
        room < 70
          ? []
          : [
              {
                key: "picture",
                label: "达到",
                picture: true,
                value: () => null,
                cell: ({ reached }) => stackBar(reachedParts(reached), max, room)
              }
            ];
      return table<AssetRow>({
        caption: title,
        sortable: false,
        columns: [name, ...amounts.slice(-2), rate, fraction, ...bars],
        rows
      });
    },
    note: [
      "目标数量空白的不除；文件写“力争”的目标不作考核。",
      thresholdNote(definitions, "K52", reader.context.profile)
    ],
    level: 3,
    table: { caption: title, columns: [name, ...amounts, rate, fraction], rows },
    about: [{ indicator: "K52", key: reader.key(measure, { kind: "year" }) }]
  });
}

function reachedText(cell: AssetRow["reached"]): string {
  return cell?.numerator == null || !cell.denominator ? "" : fractionText(cell.numerator, cell.denominator);
}

function reachedParts(cell: AssetRow["reached"]): StackPart[] {
  const [over, of] = [cell?.numerator ?? 0, cell?.denominator ?? 0];
  return [
    { value: over, look: "accent" },
    { value: of - over, look: "context" }
  ];
}

function unreached(cell: AssetRow["reached"]): string | null {
  const state = valueState(cell);
  return state === "na" ? "没有填目标" : state && stateWords[state];
}

/** K52 数量 by region and kind, with the verdict where the document in force gives one. */
export function assetRegions(site: Site, reader: Reader, kinds: readonly string[]): HTMLElement {
  const data = assetPlaces(reader, kinds);
  const own = data.rows.find(({ code }) => code === reader.region.code) ?? data.total;
  const year = reader.period("year");
  const title = assetPlaceTitle(kinds, own, year, own === data.total ? "" : own.name);
  const judged = data.rows.some(({ cells }) =>
    cells.some(cell => cell?.judgement === "met" || cell?.judgement === "unmet")
  );
  const columns: TableColumn<AssetPlace>[] = [
    { key: "name", label: data.word, value: row => row.name },
    ...kinds.map(
      (kind, index): TableColumn<AssetPlace> => ({
        key: kind,
        label: kind,
        unit: "个",
        value: ({ cells }) => cells[index]?.value ?? null,
        text: ({ cells }) => (cells[index]?.value == null ? "" : count(cells[index].value)),
        state: ({ states }) => (states[index] ? stateWords[states[index]] : null),
        cell: ({ cells, states }) => verdict(cells[index], states[index] ?? null)
      })
    )
  ];
  const listed = own !== data.total;
  const lists = { rows: data.rows, total: data.total };
  const selection = listed ? { rowKey: (row: AssetPlace) => row.code, selected: reader.region.code } : {};
  return figure<AssetPlace>(site, {
    id: "asset-regions",
    title,
    unit: [
      "设施或产业达标数 K52 ・ 数量，按个（不随户、人切换）",
      `${data.total.name}，${year}`,
      judged ? "有判断的数后注明达到、未达到" : ""
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: () => table<AssetPlace>({ caption: title, sortable: false, columns, ...lists, ...selection }),
    note: "各类数量单位不同，不相加。",
    level: 3,
    table: { caption: title, columns, ...lists, ...selection },
    about: [
      {
        indicator: "K52",
        key: reader.key(assetMeasures(kinds[0] ?? "").amount, { kind: "year", region: data.total.code })
      }
    ]
  });
}

function verdict(cell: AssetPlace["cells"][number], state: State | null): Child {
  if (state) return stateMark(state);
  if (cell?.judgement !== "met" && cell?.judgement !== "unmet") return null;
  return [h("span", { class: "note" }, `${judgementWord(cell).word} `), count(cell.value!)];
}

/** K53 by region: contracts that ended in the document's year. */
export function contracts(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const year = contractYear(site.dataset);
  const { regions, total } = reader.places("K53");
  const at = (code: string) => ({ region: code, period: year ?? reader.period("year") });
  const own = regions.find(({ code }) => code === reader.region.code) ?? total;
  const title = contractTitle(
    year,
    reader.cell(contractMeasure, at(own.code)),
    own === total ? "" : own.name
  );
  const note = [
    year ? `期间固定为 ${year} 年：只有一份文件问到带贫合同，问的是这一年到期的。` : "",
    thresholdNote(definitions, "K53", reader.context.profile)
  ];
  const whole = reader.cell(contractMeasure, at(total.code));
  if (valueState(whole) === "na")
    return figure<AssetPlace>(site, {
      id: "contracts",
      title,
      unit: `带贫合同续签率 K53 ・ 按份（不随户、人切换） ・ ${total.name}，${year}`,
      picture: () =>
        h("p", {}, stateMark("na"), ` ${total.name}没有 ${year} 年到期的带贫合同，没有可除的数。`),
      note,
      level: 3,
      table: {
        caption: title,
        columns: [
          { key: "name", label: "区域", value: row => row.name },
          {
            key: "value",
            label: "率 %",
            value: () => null,
            state: () => stateWords.na,
            cell: () => stateMark("na")
          }
        ],
        rows: [{ name: total.name, code: total.code, cells: [whole], states: ["na"] }]
      },
      about: [{ indicator: "K53", key: reader.key(contractMeasure, at(total.code)) }]
    });
  return rateList(site, reader, {
    id: "contracts",
    title,
    rates: regions.map(({ code, name }) => ({ name, measure: contractMeasure, at: at(code) })),
    whole: { name: total.name, measure: contractMeasure, at: at(total.code) },
    head: "县区",
    heads: ["已续签", "到期"],
    line: judgingLine(definitions, "K53", reader.context.profile),
    judged: true,
    unit: year ? `只看 ${year} 年到期的合同，不随期间切换` : "",
    note,
    level: 3
  });
}
