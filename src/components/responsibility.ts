import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { inOrder } from "../lib/order.js";
import { judgingLine, shortfall } from "../lib/rates.js";
import { type Part, Reader, readerFor } from "../lib/reader.js";
import {
  adjusted,
  analysed,
  archiveLevel,
  archiveLevels,
  archives,
  archiveTitle,
  contactCategory,
  contactRank,
  contactSource,
  contactSources,
  contactsAll,
  paired,
  problemSource,
  problems,
  problemTitle,
  rankMonthsTitle,
  rankState,
  rankTitle,
  responsibilityTitle,
  supervised,
  taskRows,
  taskTitle
} from "../lib/responsibility.js";
import type { Definitions, MeasureRules, Task } from "../lib/site.js";
import { chapter, frame, pair } from "./frame.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import type { TableColumn } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** 责任落实: who is in charge of each household, whether plans and files are kept, and what is overdue. No ranking of staff. */
export async function responsibility(site: Site, context: Context): Promise<Node> {
  const [definitions, rules, tasks] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<MeasureRules>("measures.json"),
    site.json<readonly Task[]>("tasks.json")
  ]);
  const reader = new Reader(site, context);
  const line = (indicator: string) => ({ line: judgingLine(definitions, indicator, context.profile) });
  return frame(site, context, {
    name: "responsibility",
    question: "每户有没有人管，计划和档案落实了没有，问题整改了没有？",
    title: responsibilityTitle(reader),
    unit: `${reader.region.name}，${context.period} 月末，按季的为 ${reader.period("quarter")} ・ 只到县区、乡镇，不给干部和村排名`,
    body: [
      chapter(
        "charge",
        "每户有没有人管",
        rank(site, reader, line("K21")),
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
        pair(contacts(site, reader, rules), rankTrend(site, reader))
      ),
      chapter(
        "plans",
        "计划和档案落实了没有",
        pair(
          rateFigure(site, readerFor(site, context, "K24"), {
            id: "analysed",
            level: 3,
            measure: analysed,
            kind: "quarter",
            heads: ["已分析户", "在册户"],
            ...line("K24")
          }),
          rateFigure(site, readerFor(site, context, "K25"), {
            id: "adjusted",
            level: 3,
            measure: adjusted,
            kind: "quarter",
            heads: ["更新计划户", "在册户"],
            note: "只作描述：调整多不等于好，少也不等于差。"
          })
        ),
        pair(
          files(site, reader, line("K50")),
          stages(site, readerFor(site, context, "K44"), tasks, line("K44"))
        )
      ),
      chapter(
        "mended",
        "问题整改了没有",
        pair(
          bySource(site, readerFor(site, context, "K54")),
          problemPlaces(site, readerFor(site, context, "K54"))
        )
      )
    ],
    indicators: ["K21", "K22", "K23", "K49", "K24", "K25", "K50", "K44", "K54"]
  });
}

type Line = { readonly line: { readonly value: number; readonly label: string } | null };

function rank(site: Site, reader: Reader, line: Line): HTMLElement {
  const part = (state: string): TableColumn<Part> => {
    const read = ({ region }: Part) =>
      reader.cell(rankState(state), { region: region.code }, contactRank)?.numerator ?? null;
    return {
      key: state,
      label: `${state} 户`,
      value: read,
      text: row => (read(row) === null ? "—" : count(read(row)!))
    };
  };
  return rateFigure(site, reader, {
    id: "contacts",
    level: 3,
    measure: contactRank,
    title: () => rankTitle(reader),
    heads: ["达标户", "在册户"],
    extra: [part("不达标"), part("未知")],
    total: { indicator: "K03", breakdown: "", basis: "户" },
    ...line,
    note: "职级空白为未知，不算达标，也不算未达标；户编码见督办清单。"
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
        ? "联系人配备缺数据"
        : short === 0
          ? `在册 ${count(cell!.denominator!)} 户都有联系人`
          : `在册 ${count(cell!.denominator!)} 户中 ${count(short)} 户联系人不全`,
    head: "来源与类别",
    heads: ["俱全户", "应有户"],
    short: "不全",
    judged: true,
    rates: [
      ...contactSources.map(source => ({ name: `来源：${source}`, measure: contactSource(source) })),
      ...categories.map(category => ({
        name: category,
        measure: contactCategory(category),
        total: { indicator: "K03", breakdown: `监测对象类别=${category}`, basis: "户" }
      }))
    ],
    whole: { name: "合计", measure: contactsAll },
    note: "姓名和单位俱全才算；来源里没有单位一列的，只看姓名。判断只落在边缘易致贫户。"
  });
}

function files(site: Site, reader: Reader, line: Line): HTMLElement {
  const levels = inOrder(reader.values("K50", "档案层级"), archiveLevels);
  return rateList(site, reader, {
    id: "archives",
    level: 3,
    title: archiveTitle(reader),
    head: "层级",
    heads: ["齐备", "应建"],
    short: "不齐",
    judged: true,
    ...line,
    rates: levels.map(level => ({ name: level, measure: archiveLevel(level), kind: "quarter" as const })),
    whole: { name: "合计", measure: archives, kind: "quarter" },
    note: "应建哪几级由所用口径定，换口径则数随之变。"
  });
}

function stages(site: Site, reader: Reader, tasks: readonly Task[], line: Line): HTMLElement {
  const rows = taskRows(tasks);
  return rateList(site, reader, {
    id: "tasks",
    level: 3,
    title: taskTitle(reader, rows),
    head: "任务",
    heads: ["按时", "应完成"],
    extraHead: "期限",
    short: "未按时",
    judged: true,
    ...line,
    rates: rows.map(({ name, measure, due }) => ({
      name,
      measure,
      extra: due,
      at: { period: reader.meta.asOf.slice(0, 7) }
    })),
    note: "未到期的不进分母；数截至数据日所在月。"
  });
}

function bySource(site: Site, reader: Reader): HTMLElement {
  const sources = reader.values("K54", "问题来源");
  return rateList(site, reader, {
    id: "problems",
    level: 3,
    title: problemTitle(reader),
    head: "来源",
    heads: ["已整改", "应整改"],
    short: "逾期未整改",
    rates: sources.map(source => ({
      name: source,
      measure: problemSource(source),
      kind: "quarter" as const
    })),
    whole: { name: "合计", measure: problems, kind: "quarter" },
    note: "按发现的季度归；整改期限空白的单列，不算逾期。各文件没有比率的判断线。"
  });
}

function problemPlaces(site: Site, reader: Reader): HTMLElement {
  return rateFigure(site, reader, {
    id: "problem-places",
    level: 3,
    measure: problems,
    kind: "quarter",
    heads: ["已整改", "应整改"]
  });
}
