import { type BulletinRow, bulletinNote, itemWord, readBulletin } from "../bulletin.js";
import { formulasOf, formulaText, judgingText, markWords } from "../catalogue.js";
import { readClauses } from "../clauses.js";
import type { Context } from "../context.js";
import { count, measure, percent, periodWord } from "../format.js";
import { intakeTotals, missingTables } from "../intake.js";
import { badge, profileName } from "../masthead.js";
import { Reader } from "../reader.js";
import { bulletinTitle, dataSentence, plain } from "../sentence.js";
import { type Definitions, type FileAccount, type Indicator, missingFiles } from "../site.js";
import { judgementWord, stateWords, valueState } from "../state.js";
import { type Evidence, type Grid, type GridColumn, grid, type Section, type View } from "./content.js";
import { hazard } from "./sections/hazard.js";
import { matter } from "./sections/matter.js";
import { outcome } from "./sections/outcome.js";
import { scale } from "./sections/scale.js";
import { situation } from "./sections/situation.js";
import { survey } from "./sections/survey.js";
import { warning } from "./sections/warning.js";
import type { ReportSource } from "./source.js";

/** A report on one region and month, before it is written in any format. */
export interface Report {
  readonly view: View;
  /** “云岭市防返贫监测帮扶情况通报”. */
  readonly title: string;
  /** “2023 年 12 月”. */
  readonly month: string;
  /** “数据截至 2023 年 12 月 31 日”. */
  readonly date: string;
  /** Who it is for, and whether its data are made up. */
  readonly badge: string;
  readonly sections: readonly Section[];
  readonly bulletin: Grid;
  /** How each indicator of the report is counted, and by which clause. */
  readonly definitions: Grid;
  readonly files: Grid;
  /** The document that judges, what was read, what is missing. */
  readonly notes: readonly string[];
}

const builders = [situation, warning, scale, survey, outcome, hazard, matter];

/** Reads a report for a place and month; its numbers and sentences are those of the site. */
export function readReport(source: ReportSource, context: Context): Report {
  const { period } = context;
  const reader = new Reader(source, context);
  const view: View = { source, context, reader, region: reader.region };
  const sections = builders.map(build => build(view));
  const { meta } = source;
  const used = [...new Set(sections.flatMap(({ indicators }) => indicators))].sort();
  return {
    view,
    title: `${reader.region.name}防返贫监测帮扶情况通报`,
    month: periodWord(period),
    date: `数据截至 ${periodWord(meta.asOf)}`,
    badge: badge(meta),
    sections,
    bulletin: bulletinGrid(view),
    definitions: definitionGrid(view, used),
    files: fileGrid(view),
    notes: notesOf(view)
  };
}

/** The statistical table of the bulletin, B01. */
function bulletinGrid({ source, context, region }: View): Grid {
  const data = readBulletin(source.dataset, context, region.level === "town" || region.level === "village");
  const { basis } = context;
  const columns = data.items.flatMap(item =>
    (["户", "人"] as const).map(
      (each): GridColumn<BulletinRow> => ({
        key: `${item}-${each}`,
        group: itemWord(item),
        label: each,
        isNumber: true,
        value: row => row.counts[item][each],
        text: row => count(row.counts[item][each]!),
        state: row => (row.counts[item][each] === null ? stateWords.missing : null)
      })
    )
  );
  const title = bulletinTitle({
    basis,
    total: data.total.counts.累计[basis],
    cleared: data.total.counts.已消除[basis],
    byHousehold: data.rates.户?.value ?? null,
    byPerson: data.rates.人?.value ?? null
  });
  return grid<BulletinRow>(
    { title, unit: `通报表 B01，${context.period} 月末，${region.name}`, note: bulletinNote(data) },
    [{ key: "category", label: "类别", value: ({ category }) => category }, ...columns],
    data.rows,
    data.total
  );
}

function definitionGrid({ source, context }: View, used: readonly string[]): Grid {
  const { indicators } = source.json<Definitions>("definitions.json");
  const rows = used.flatMap(id => source.catalogue.get(id) ?? []);
  const judging = ({ id }: Indicator) =>
    indicators.find(each => each.id === id)?.judging.find(({ profile }) => profile === context.profile);
  const own = source.meta.profiles.find(({ id }) => id === context.profile);
  const labels = source.meta.profiles.map(({ label }) => label);
  const columns: GridColumn<Indicator>[] = [
    { key: "id", label: "编号", value: ({ id }) => id },
    { key: "name", label: "指标", value: ({ name }) => name },
    {
      key: "formula",
      label: "公式",
      value: indicator =>
        `${formulasOf(indicator).map(formulaText).join("；")}（${indicator.unit.replaceAll("|", "、")}，按${indicator.basis}）`
    },
    {
      key: "line",
      label: "判断",
      value: indicator => {
        const said = judging(indicator);
        if (!said?.line) return "只显示数值";
        return `${judgingText({ ...said, note: "" })}${said.mark ? `（${markWords[said.mark]}）` : ""}`;
      }
    },
    {
      key: "clause",
      label: "条款",
      value: ({ clauses }) =>
        readClauses(clauses, source.meta.profiles)
          .filter(({ source: from }) => from === own?.label || !labels.includes(from))
          .map(({ source: from, clause }) => (from === own?.label ? clause : `${from} ${clause}`.trim()))
          .join("；") || "所用口径没有写"
    },
    {
      key: "tables",
      label: "来源表",
      value: ({ tables }) => tables.map(source.tableName).join("、")
    }
  ];
  return grid(
    {
      title: "指标口径",
      unit: `判断与条款按${profileName(source.meta, context.profile)}；换口径只换判断，数值不变`
    },
    columns,
    rows
  );
}

function fileGrid({ source }: View): Grid {
  const number = (
    key: "read" | "accepted" | "refused" | "blank",
    label: string
  ): GridColumn<FileAccount> => ({
    key,
    label,
    isNumber: true,
    value: row => row[key],
    text: row => count(row[key])
  });
  return grid<FileAccount>(
    { title: "来源文件", unit: "行；读入 = 接收 + 拒收 + 空行" },
    [
      { key: "file", label: "文件", value: ({ file }) => file },
      { key: "name", label: "表", value: ({ name }) => name ?? "未认出" },
      { key: "snapshot", label: "快照日", value: ({ snapshot }) => snapshot ?? "" },
      number("read", "读入"),
      number("accepted", "接收"),
      number("refused", "拒收"),
      number("blank", "空行")
    ],
    source.intake.files
  );
}

function notesOf({ source, context }: View): string[] {
  const { meta, intake, catalogue, tableName } = source;
  const missing = missingTables(catalogue.values(), meta).map(tableName);
  const lacking = missingFiles(meta);
  return [
    `口径：${profileName(meta, context.profile)}。`,
    plain(dataSentence({ ...intakeTotals(intake), missing })),
    missing.length > 0
      ? `未导入的表：${missing.map(name => `“${name}”`).join("、")}；相关指标没有数字，不等于零。`
      : "",
    lacking.length > 0 ? `本次未含整份拒收的文件：${lacking.join("、")}。` : "",
    meta.demo ? "数据为演示数据（合成），与任何真实地方无关。" : "",
    "没有一份文件给出规模性返贫的数值；凡写“平台设置”的都非政策阈值。",
    "没有数字时写明原因：不适用、缺数据、未规定、口径未定、已遮蔽、不可判，都不是零。"
  ].filter(Boolean);
}

/** One number with its numerator, denominator, judgement and clause, for whoever has to answer for it. */
export function evidenceText({ source, context }: View, { name, key }: Evidence): string {
  const indicator = source.catalogue.get(key.indicator);
  const cell = source.dataset.cell(key, context.profile);
  const state = valueState(cell);
  const head = `${name}（${key.indicator} ${indicator?.name ?? ""}，${source.regions.get(key.region)?.name ?? key.region}，${periodWord(key.period)}，按${key.basis}）`;
  if (!cell || state !== null) return `${head}：${stateWords[state ?? "missing"]}`;
  const value = cell.unit === "%" ? percent(cell.value!, 2) : `${measure(cell)} ${cell.unit}`;
  const number = (each: number) => (Number.isInteger(each) ? count(each) : String(each));
  const fraction =
    cell.numerator !== null && cell.denominator !== null
      ? `分子 ${number(cell.numerator)}，分母 ${number(cell.denominator)}，`
      : "";
  const judged = judgementWord(cell);
  return `${head}：${fraction}值 ${value}；判断 ${judged.word}${cell.clause ? `；条款 ${cell.clause}` : ""}`;
}
