import { count, inPercent, percent } from "../lib/format.js";
import {
  gapRows,
  gapTitle,
  type MatchMatrix,
  type MatchRow,
  matchMatrix,
  matchMeasure,
  matrixTitle,
  sourceText
} from "../lib/matching.js";
import type { Reader } from "../lib/reader.js";
import type { MeasureRules } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { gridLegend } from "./grid-figure.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

const steps = [0.1, 0.3, 0.5, 0.7, 0.9];
const sources = ["real_check", "platform_setting"];

/** K28: of each risk's open items, those with each category of measures; the pairs that answer it are outlined. */
export function matrix(site: Site, reader: Reader, rules: MeasureRules): HTMLElement {
  const data = matchMatrix(reader, rules);
  const title = data ? matrixTitle(data) : `风险与措施的对照${stateWords.missing}`;
  const place = `${reader.region.name}，${reader.period("quarter")}`;
  return figure<MatchRow>(site, {
    id: "matrix",
    title,
    unit: `风险措施匹配率 K28 ・ 每格为该风险项中有该类措施的占比 %，按项（不随户、人切换） ・ ${place} ・ 实线框 ${site.tableName(sources[0]!)}的配对，虚线框 ${site.tableName(sources[1]!)}的配对`,
    picture: () =>
      data
        ? h(
            "div",
            { class: "grid match" },
            table<MatchRow>({
              caption: title,
              sortable: false,
              columns: matrixColumns(site, data, true),
              rows: data.rows
            })
          )
        : h("p", {}, stateMark("missing")),
    legend: gridLegend(steps, true),
    note: data ? matrixNote(data) : null,
    level: 3,
    table: { caption: title, columns: data ? matrixColumns(site, data, false) : [], rows: data?.rows ?? [] },
    about: [{ indicator: "K28", key: reader.key(matchMeasure()) }]
  });
}

function matrixNote({ idle, absent }: MatchMatrix): string {
  return [
    "方框是应对该风险的措施类别，有其中一类即算匹配；没有方框的行未设配对，不进匹配率的分母。一项风险可有多类措施，各格相加不等于 100%。",
    idle.length > 0 ? `没有落实也不在配对里的类别不列：${idle.join("、")}。` : "",
    absent.length > 0 ? `在册户没有的风险不列：${absent.join("、")}。` : ""
  ].join("");
}

function matrixColumns(site: Site, data: MatchMatrix, drawn: boolean): TableColumn<MatchRow>[] {
  return [
    { key: "name", label: drawn ? "风险 ↓　措施 →" : "风险", value: row => row.name },
    { key: "items", label: "风险项", unit: "项", value: row => row.items, text: row => count(row.items) },
    ...(drawn
      ? []
      : [
          {
            key: "source",
            label: "配对来源",
            value: (row: MatchRow) => (row.source === null ? "未设配对" : site.tableName(row.source))
          }
        ]),
    ...data.categories.map((category, index): TableColumn<MatchRow> => {
      const value = (row: MatchRow) => row.cells[index]?.value ?? null;
      const matched = (row: MatchRow) => row.matches.includes(category);
      return {
        key: category,
        label: category,
        value: row => inPercent(value(row)),
        text: row =>
          value(row) === null ? "" : `${percent(value(row)!, 0)}${!drawn && matched(row) ? "（配对）" : ""}`,
        state: row => (value(row) === null ? stateWords.missing : null),
        cell: row => {
          const share = value(row);
          if (share === null) return stateMark("missing");
          if (!drawn) return null;
          const step = steps.filter(each => share >= each).length + 1;
          const look = matched(row) ? ` matched matched-${row.source}` : "";
          return h(
            "span",
            { class: `grid-cell ramp-${step}${look}` },
            matched(row) ? h("span", { class: "unseen" }, "配对 ") : null,
            row.cells[index]!.numerator === 0 ? "0" : percent(share, 0).replace("%", "")
          );
        }
      };
    })
  ];
}

/** K28 by region. */
export function matchedByRegion(site: Site, reader: Reader): HTMLElement {
  return rateFigure(site, reader, {
    id: "matched-regions",
    measure: matchMeasure(),
    name: "有对应措施的占",
    heads: ["有对应措施", "风险项"],
    level: 3
  });
}

/** K28 by risk, with where its pairs come from. */
export function matched(site: Site, reader: Reader, rules: MeasureRules): HTMLElement {
  const rows = gapRows(reader, rules);
  const whole = reader.cell(matchMeasure());
  const title = gapTitle(rows, whole);
  const both = sources.map(source => sourceText(reader, source, site.tableName(source))).filter(Boolean);
  return rateList(site, reader, {
    id: "matched",
    title,
    rates: rows.map(({ name, source }) => ({
      name,
      measure: matchMeasure(`风险类型=${name}`),
      extra: site.tableName(source)
    })),
    whole: { name: "合计", measure: matchMeasure() },
    head: "风险",
    heads: ["有对应措施", "风险项"],
    extraHead: "配对来源",
    unit: "只显示数值，没有一份文件规定匹配率",
    note: `${both.join("；")}。${site.tableName(sources[0]!)}：数据核查实际使用的配对；${site.tableName(sources[1]!)}：本平台所设，非政策阈值。`,
    level: 3
  });
}
