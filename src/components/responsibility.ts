import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { inOrder } from "../lib/order.js";
import { problemStock, problems } from "../lib/problems.js";
import { judgingLine, shortfall } from "../lib/rates.js";
import { Reader, readerFor } from "../lib/reader.js";
import {
  adjusted,
  analysed,
  analysedEntered,
  contactCategory,
  contactRank,
  contactSource,
  contactSources,
  contactsAll,
  paired,
  planTitle,
  rankMonthsTitle,
  rankState,
  responsibilityTitle,
  supervised,
  townTitle
} from "../lib/responsibility.js";
import type { Definitions, MeasureRules, Task } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { draftNodes, taskPeriod, taskRows, taskTitle } from "../lib/tasks.js";
import { files, filesByDocument } from "./archive-figures.js";
import { chapter, frame, pair } from "./frame.js";
import { problemsByPlace, problemsBySource } from "./problem-figures.js";
import { rank } from "./rank-figure.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { trendFigure } from "./trend-figure.js";

/** 责任落实: who is in charge of each household, whether plans and files are kept, and what is overdue. No ranking of staff. */
export async function responsibility(site: Site, context: Context): Promise<Node> {
  const [definitions, rules, tasks] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<MeasureRules>("measures.json"),
    site.json<readonly Task[]>("tasks.json")
  ]);
  const reader = new Reader(site, context);
  const at = (indicator: string) => readerFor(site, context, indicator);
  const found = at("K54");
  const isTown = reader.region.code !== found.region.code;
  const line = (indicator: string) => ({ line: judgingLine(definitions, indicator, context.profile) });
  return frame(site, context, {
    name: "responsibility",
    question: "每户有没有人管，计划和档案落实了没有，问题整改了没有？",
    title: isTown
      ? townTitle(reader)
      : responsibilityTitle(reader, problemStock(found, problems, { key: "", name: "" })),
    unit: `${reader.region.name}，${context.period} 月末，按季的为 ${reader.period("quarter")} ・ 只到县区、乡镇，不给干部和村排名`,
    body: [
      chapter(
        "charge",
        "每户有没有人管",
        rank(site, at("K21"), definitions),
        pair(
          rateFigure(site, reader, {
            id: "paired",
            level: 3,
            measure: paired,
            heads: ["结对户", "在册户"],
            ...line("K22"),
            note: "本村党员或致富带头人结对；多人算一户。"
          }),
          rateFigure(site, reader, {
            id: "supervised",
            level: 3,
            measure: supervised,
            kind: "quarter",
            heads: ["督导户", "在册户"],
            ...line("K23"),
            note: "文件没有写周期，按季为推定。"
          })
        ),
        pair(contacts(site, reader, rules), rankTrend(site, at("K21")))
      ),
      chapter(
        "plans",
        "计划和档案落实了没有",
        plans(site, at("K24")),
        pair(
          rateFigure(site, at("K24"), {
            id: "analysed",
            level: 3,
            measure: analysed,
            kind: "quarter",
            heads: ["已分析户", "在册户"],
            ...line("K24")
          }),
          rateFigure(site, at("K25"), {
            id: "adjusted",
            level: 3,
            measure: adjusted,
            kind: "quarter",
            heads: ["更新计划户", "在册户"],
            note: "只作描述：调整多不等于好，少也不等于差。"
          })
        ),
        pair(files(site, reader, definitions), filesByDocument(site, reader, definitions)),
        stages(site, at("K44"), tasks, definitions)
      ),
      chapter("mended", "问题整改了没有", pair(problemsBySource(site, found), problemsByPlace(site, found)))
    ],
    indicators: ["K21", "K22", "K23", "K49", "K24", "K25", "K50", "K44", "K54"]
  });
}

function rankTrend(site: Site, reader: Reader): HTMLElement {
  const at = (text: string) => ({ name: text, measure: rankState(text), total: contactRank });
  return trendFigure(site, reader, {
    id: "rank-months",
    level: 3,
    title: rankMonthsTitle(reader),
    counts: true,
    lines: [
      { ...at("不达标"), look: "accent" },
      { ...at("未知"), look: "comparison" }
    ]
  });
}

function contacts(site: Site, reader: Reader, rules: MeasureRules): HTMLElement {
  const cell = reader.cell(contactsAll);
  const short = shortfall(cell);
  const categories = inOrder(reader.values("K49", "监测对象类别"), rules.monitored);
  return rateList(site, reader, {
    id: "contact-names",
    level: 3,
    title:
      short === null
        ? `联系人配备${stateWords.missing}`
        : short === 0
          ? `在册 ${count(cell!.denominator!)} 户都有联系人`
          : `在册 ${count(cell!.denominator!)} 户中 ${count(short)} 户联系人不全`,
    head: "来源与类别",
    heads: ["俱全户", "应有户"],
    short: "不全",
    judged: true,
    rates: [
      ...contactSources.map(source => ({
        name: `来源：${source}`,
        measure: contactSource(source),
        total: { ...contactsAll, apart: true }
      })),
      ...categories.map(category => ({
        name: category,
        measure: contactCategory(category),
        total: { ...contactsAll, apart: true }
      }))
    ],
    whole: { name: "合计", measure: contactsAll },
    note: "姓名和单位俱全才算；来源里没有单位一列的，只看姓名。判断只落在边缘易致贫户。"
  });
}

function plans(site: Site, reader: Reader): HTMLElement {
  return trendFigure(site, reader, {
    id: "plan-quarters",
    level: 3,
    title: planTitle(reader),
    kind: "quarter",
    lines: [
      { name: "成效分析", measure: analysed, look: "accent" },
      { name: "季内纳入户", measure: analysedEntered, look: "comparison" },
      { name: "计划调整", measure: adjusted, look: "ink" }
    ],
    unit: "季内纳入户 指其成效分析；计划调整 K25 只作描述，不判"
  });
}

function stages(site: Site, reader: Reader, tasks: readonly Task[], definitions: Definitions): HTMLElement {
  const isHere = (region: string) =>
    site.regions.path(region).some(({ code }) => code === reader.region.code);
  const rows = taskRows(tasks, site.meta.asOf, isHere);
  return rateList(site, reader, {
    id: "tasks",
    level: 3,
    title: taskTitle(reader, rows),
    head: "任务",
    heads: ["按时", "应完成"],
    extraHead: "期限",
    short: "未按时",
    judged: true,
    line: judgingLine(definitions, "K44", reader.context.profile),
    rates: rows.map(({ name, measure, due, isDue }) => ({
      name,
      measure,
      extra: due,
      at: { period: taskPeriod(reader) },
      ...(isDue ? {} : { absent: "na" as const })
    })),
    note: `未到期的不进分母；数截至数据日所在月，不随期间切换。${draftNodes(definitions, site.meta)}`
  });
}
