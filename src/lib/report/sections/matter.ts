import { markWords } from "../../catalogue.js";
import { count } from "../../format.js";
import { lackOf } from "../../lack.js";
import { profileName } from "../../masthead.js";
import { countMatters, type MatterCount, missingMatters, missingText, openMatters } from "../../matters.js";
import type { Matter } from "../../site.js";
import { stateWords } from "../../state.js";
import { type Grid, type GridColumn, grid, type Section, stopped, type View } from "../content.js";

interface Row {
  readonly name: string;
  readonly number: number;
  readonly unit: string;
  readonly where: string;
  readonly clause: string;
}

/** 需研究的事项: what is overdue, due or not settled, in the order of the list; what the data lack comes last. */
export function matter(view: View): Section {
  const { source, context } = view;
  const counts = countMatters(source, context, source.json<readonly Matter[]>("matters.json"));
  const open = openMatters(counts);
  const missing = missingMatters(counts);
  const lack = lackOf(source, context);
  const rows: Row[] = [
    ...open.map(each => rowOf(view, each)),
    ...(lack.number > 0
      ? [{ name: "数据缺失与待核", number: lack.number, unit: "项", where: lack.where, clause: "" }]
      : [])
  ];
  const title = rows.length > 0 ? `需要研究的事项 ${rows.length} 类` : "没有需要研究的事项";
  const lost = missing.length > 0 ? `没有数字，不等于零：${missingText(missing)}` : "";
  return {
    id: "matter",
    name: "需研究的事项",
    paragraphs: [`${title}，按办理期限排列，不排名`, lost].filter(Boolean).map(stopped),
    lacking: [],
    figures: rows.length > 0 ? [table(view, rows, title)] : [],
    slides: [
      {
        title,
        figures: rows.length > 0 ? [brief(rows, title)] : [],
        bigs: [],
        lines: rows.length > 0 ? [] : [lost].filter(Boolean),
        unit: `按办理期限排列，不排名，${context.period}`
      }
    ],
    evidence: open.map(({ matter: each, name, unit }) => ({
      name,
      key: {
        indicator: each.indicator,
        breakdown: each.breakdowns[0] ?? "",
        basis: each.basis === "context" ? unit : each.basis,
        region: context.region,
        period: view.reader.period(each.period === "snapshot" ? "month" : each.period)
      }
    })),
    indicators: [...new Set(open.map(({ matter: { indicator } }) => indicator))]
  };
}

function rowOf(
  { source }: View,
  { matter: { profile, clause, mark }, name, number, unit, where, partial }: MatterCount
): Row {
  return {
    name,
    number: number!,
    unit,
    where: partial ? `${where}（部分${stateWords.missing}）` : where,
    clause: [profile ? profileName(source.meta, profile) : "", clause, `（${markWords[mark]}）`]
      .filter(Boolean)
      .join(" ")
  };
}

const columns: readonly GridColumn<Row>[] = [
  { key: "name", label: "事项", value: ({ name }) => name },
  {
    key: "number",
    label: "数",
    isNumber: true,
    value: ({ number }) => number,
    text: ({ number, unit }) => `${count(number)} ${unit}`
  },
  { key: "where", label: "在哪里", value: ({ where }) => where },
  { key: "clause", label: "依据", value: ({ clause }) => clause }
];

function table({ context }: View, rows: readonly Row[], title: string): Grid {
  return grid({ title, unit: `${context.period}，按办理期限排列，不排名` }, columns, rows);
}

function brief(rows: readonly Row[], title: string): Grid {
  return grid({ title, unit: "" }, columns.slice(0, 3), rows);
}
