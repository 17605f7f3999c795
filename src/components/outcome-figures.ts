import { count, inPercent, share } from "../lib/format.js";
import {
  type ChangeRow,
  changeMeasure,
  changeRows,
  changeTitle,
  elapsedBands,
  elapsedMeasure,
  elapsedTitle,
  type IncomeRow,
  incomeRows,
  incomeTitle,
  signedYuan,
  turnItems,
  turnTitle
} from "../lib/outcomes.js";
import type { Reader } from "../lib/reader.js";
import type { Bands, MeasureRules } from "../lib/site.js";
import { noneText, stateWords, valueState } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { mirror, mirrorAxis } from "./mirror.js";
import { rateList } from "./rate-list.js";
import { shareFigure } from "./share-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** K29: households by income in the year before and in the year itself, back to back. */
export function incomes(site: Site, reader: Reader, bands: Bands): HTMLElement {
  const rows = incomeRows(reader, bands);
  const title = incomeTitle(rows);
  const lacking = valueState(reader.cell(changeMeasure(null), { kind: "year" })) ?? "missing";
  const year = reader.period("year");
  const words = [String(Number(year) - 1), year] as const;
  const max = Math.max(1, ...rows.flatMap(row => [row.before?.numerator ?? 0, row.after?.numerator ?? 0]));
  const columns: TableColumn<IncomeRow>[] = [
    { key: "name", label: "人均年收入", value: row => row.name },
    ...(["before", "after"] as const).flatMap((moment, index): TableColumn<IncomeRow>[] => [
      {
        key: moment,
        label: `${words[index]} 户`,
        value: row => row[moment]?.numerator ?? null,
        text: row => (row[moment]?.numerator == null ? "" : count(row[moment].numerator)),
        state: row => (row[moment]?.numerator == null ? stateWords.missing : null)
      },
      {
        key: `${moment}-share`,
        label: `${words[index]} 占比 %`,
        value: row => inPercent(row[moment]?.value),
        text: row => (row[moment]?.value == null ? "" : share(row[moment].value))
      }
    ])
  ];
  return figure<IncomeRow>(site, {
    id: "incomes",
    title,
    unit: [
      "措施成效 K29",
      `户（不随户、人切换），有措施且 ${words[0]}、${words[1]} 两年纯收入都有的户`,
      `${reader.region.name}，${year}`,
      "收入分档为平台设置"
    ].join(" ・ "),
    picture: width => {
      if (rows.length === 0)
        return h("p", {}, stateMark(lacking), noneText(" 没有前后两年收入都有的户，画不出分布。", " 分布"));
      const room = Math.max(120, Math.min(440, width - 240));
      return table<IncomeRow>({
        caption: title,
        sortable: false,
        columns: [
          columns[0]!,
          { ...columns[1]!, label: words[0] },
          {
            key: "picture",
            label: "户",
            picture: true,
            head: () => mirrorAxis([words[0], words[1]], max, "户", room),
            value: () => null,
            cell: row => mirror(row.before?.numerator ?? 0, row.after?.numerator ?? 0, max, room)
          },
          { ...columns[3]!, label: words[1], strong: true }
        ],
        rows
      });
    },
    level: 3,
    note: caution,
    table: { caption: title, columns, rows },
    about: [{ indicator: "K29", key: reader.key(changeMeasure(null), { kind: "year" }) }]
  });
}

const caution =
  "只作描述：没有对照组；收入特别低的一年之后本来就多半回升（均值回归）；物价、务工行情也在变。不能据此说是措施带来的。";

/** K29: median change of income by category of measures. */
export function changes(site: Site, reader: Reader, rules: MeasureRules): HTMLElement {
  const whole: ChangeRow = {
    name: "有任一措施",
    cell: reader.cell(changeMeasure(null), { kind: "year" })
  };
  const rows = changeRows(reader, rules);
  const title = changeTitle(whole.cell);
  const columns: TableColumn<ChangeRow>[] = [
    { key: "name", label: "享受的措施类别", value: row => row.name },
    {
      key: "value",
      label: "中位数 元",
      strong: true,
      value: ({ cell }) => cell?.value ?? null,
      text: ({ cell }) => (cell?.value == null ? "" : signedYuan(cell.value)),
      state: ({ cell }) => {
        const state = valueState(cell);
        return state && stateWords[state];
      },
      cell: ({ cell }) => {
        const state = valueState(cell);
        return state ? stateMark(state) : null;
      }
    },
    {
      key: "households",
      label: "两年收入都有",
      unit: "户",
      value: ({ cell }) => cell?.denominator ?? null,
      text: ({ cell }) => (cell?.denominator == null ? "—" : count(cell.denominator))
    }
  ];
  return figure<ChangeRow>(site, {
    id: "changes",
    title,
    unit: [
      "措施成效 K29",
      "元，人均纯收入本年减上年的中位数，按户（不随户、人切换）",
      `${reader.region.name}，${reader.period("year")}`
    ].join(" ・ "),
    picture: () => table<ChangeRow>({ caption: title, sortable: false, columns, rows, total: whole }),
    note: "一户有几类措施就进几行，各行不能比高低；不限在册，缺一年收入的剔除。",
    level: 3,
    table: { caption: title, columns, rows, total: whole },
    about: [{ indicator: "K29", key: reader.key(changeMeasure(null), { kind: "year" }) }]
  });
}

/** K29: of those helped, who came to a lower level and whose risk was eliminated, in the quarter and in the year. */
export function turns(site: Site, reader: Reader): HTMLElement {
  return rateList(site, reader, {
    id: "turns",
    title: turnTitle(reader),
    rates: turnItems.flatMap(({ name, measure }) =>
      (["quarter", "year"] as const).map(kind => ({ name: `${name}，${reader.period(kind)}`, measure, kind }))
    ),
    head: "有措施的户",
    heads: ["户数", "期初"],
    unit: "降级以期初有官方级别的户为分母",
    note: "只作描述：没有对照组，降级与消除也可能与措施无关。",
    level: 3
  });
}

/** K33 by the months from identification to elimination. */
export function elapsed(site: Site, reader: Reader, bands: Bands): HTMLElement {
  const whole = reader.cell({ indicator: "K33", breakdown: "口径=累计", basis: "户" });
  const scope =
    whole?.numerator == null || whole.denominator === null
      ? ""
      : `累计识别 ${count(whole.denominator)} 户中只有已消除的 ${count(whole.numerator)} 户在内。`;
  return shareFigure(site, reader, {
    id: "elapsed",
    title: elapsedTitle(reader, bands),
    kinds: elapsedBands(bands).map(name => ({ name, measure: elapsedMeasure(name) })),
    head: "识别到消除",
    countHead: "户",
    shareHead: "占已消除",
    total: { indicator: "K33", breakdown: "口径=累计", basis: "户", apart: true },
    unit: "不随户、人切换；按月计",
    note: `${scope}还没有消除的户不在其中，所以这不是一户一般要多久：久拖未消的越多，这里看起来越短。分档为平台设置。`,
    level: 3
  });
}
