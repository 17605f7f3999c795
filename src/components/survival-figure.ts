import { count, inPercent, percent } from "../lib/format.js";
import type { SignalCurve, SignalCurves, SignalMethods } from "../lib/signal-data.js";
import { platformNumber, signalFile, signalOwner } from "../lib/signal-place.js";
import { platformWords } from "../lib/signal-text.js";
import { noneText } from "../lib/state.js";
import {
  type CurveRow,
  curveRows,
  endText,
  groupings,
  lastMonthOf,
  leftOutText,
  medianText,
  monthTicks,
  testText,
  type Wait,
  waitTitle,
  waitWords
} from "../lib/survival.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { methodNote } from "./method-note.js";
import { pick, picked } from "./pick.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { survivalChart } from "./survival-chart.js";
import { type TableColumn, table } from "./table.js";

/** What differs between the two waits. */
const waits = {
  elimination: {
    id: "waiting",
    param: "wait",
    indicator: "K33",
    label: "消除曲线的分组",
    what: "风险消除的累计比例",
    note: "还没有消除的户也在内：看到哪个月就算到哪个月，所以不偏短。消除有程序和时限，曲线快不等于帮得好。",
    since: "识别（纳入）那个月起算；数据开始之前就纳入的户从数据开始那个月起在看",
    count: "当月风险消除的户",
    grouped:
      "有无措施按月分：措施从开始那个月起才算“有措施”，之前的时间算“尚无措施”。两条线之差不是措施的效果。"
  },
  relapse: {
    id: "coming-back",
    param: "back",
    indicator: "K35",
    label: "再纳入曲线的分组",
    what: "消除之后再纳入的累计比例",
    note: "再纳入是重新识别为监测对象，不是返贫。每次消除之后重新起算。",
    since: "风险消除那个月起算，每次消除各算一次",
    count: "当月再纳入的户",
    grouped: ""
  }
} as const;

/** How long until a risk is eliminated, or a household is back: curves by group, households still watched, the test. */
export async function survivalFigure(
  site: Site,
  region: string,
  wait: Wait,
  level: 2 | 3
): Promise<HTMLElement> {
  const [methods, all] = await Promise.all([
    site.json<SignalMethods>("signal-methods.json"),
    site.json<readonly SignalCurves[]>(signalFile(site.regions, region, "curves.json"))
  ]);
  const { id, param, indicator, label, what, note, since, count: counted, grouped } = waits[wait];
  const options = groupings(methods, wait);
  const job = picked(
    site,
    param,
    options.map(each => each.job)
  );
  const found = all.find(each => each.job === job);
  const owner = signalOwner(site.regions, region);
  const discovery = platformNumber(methods, "all", "discovery");
  const title = waitTitle(found, wait, options.find(each => each.job === job)?.text ?? "", discovery);
  const last = found ? lastMonthOf(found) : 0;
  const rows = found ? curveRows(found, monthTicks(last, 6)) : [];
  const columns: TableColumn<CurveRow>[] = [
    { key: "group", label: "组", value: row => row.group },
    { key: "month", label: "第几个月", value: row => row.month },
    { key: "atRisk", label: "还在看", unit: "户", value: row => row.atRisk, text: row => count(row.atRisk) },
    share("estimate", "累计比例 %", row => row.estimate),
    share("low", "区间下限 %", row => row.low),
    share("high", "区间上限 %", row => row.high),
    share("other", "其他去向 %", row => row.other)
  ];
  const choose = pick(site, {
    param,
    label,
    value: job,
    options: options.map(each => ({ value: each.job, text: each.text }))
  });
  return figure<CurveRow>(site, {
    id,
    title,
    unit: [
      what,
      `%，按户（不随户、人和期间切换）`,
      owner,
      `数据截至 ${site.meta.asOf}`,
      wait === "elimination" ? "色带 95% 区间，虚线是一半的户" : "色带 95% 区间"
    ].join(" ・ "),
    picture: width =>
      h(
        "div",
        {},
        options.length > 1 ? h("p", { class: "figure-pick" }, choose) : null,
        found && found.curves.length > 0
          ? [
              survivalChart({
                curves: found.curves,
                last,
                width,
                label: `${title}。${found.curves.map(curve => `${curve.group} ${endWords(curve)}`).join("；")}`
              }),
              groupTable(found, wait, title)
            ]
          : h(
              "p",
              {},
              stateMark("missing"),
              found && found.withheld.length > 0
                ? ` ${leftOutText(found).join("")}`
                : noneText(
                    " 没有可画的户：要有历次导出的监测对象信息，才看得到哪个月纳入、哪个月消除。",
                    " 由逐户记录画出的曲线"
                  )
            ),
        found && found.curves.length > 0
          ? h(
              "p",
              { class: "note" },
              [testText(found) ?? "", ...leftOutText(found)].filter(Boolean).join(" ")
            )
          : null
      ),
    note: [note, job.endsWith("_help") ? grouped : "", `${platformWords}。`].filter(Boolean).join(" "),
    table: { caption: title, columns, rows },
    about: [{ indicator }],
    level,
    method: () =>
      methodNote(site, "incidence", [
        ["分子", `d(s)：${counted}`],
        ["分母", "Y(s)：那个月之前还在看的户，即图下的“在看的户”"],
        ["起点", since],
        ["其他去向", `${found?.causes.slice(1).join("、") ?? ""}：是竞争的去向，不当作还没等到`],
        ["检验", "q 是与其他地区的同类检验一起看的（Benjamini–Hochberg）"]
      ])
  });
}

function endWords({ points }: SignalCurve): string {
  const [month, , estimate] = points.at(-1)!;
  return `${month} 个月 ${percent(estimate)}`;
}

/** Each group's households, what became of them, and when half of them were through. */
function groupTable(found: SignalCurves, wait: Wait, title: string): HTMLElement {
  const size = (
    key: string,
    label: string,
    value: (row: SignalCurve) => number
  ): TableColumn<SignalCurve> => ({
    key,
    label,
    value,
    text: row => count(value(row))
  });
  const median: TableColumn<SignalCurve> = {
    key: "median",
    label: "一半的户用多久（95% 区间）",
    value: medianText
  };
  return table<SignalCurve>({
    caption: `${title}：各组户数`,
    sortable: false,
    columns: [
      { key: "group", label: "组", value: row => row.group },
      size("households", "户", row => row.households),
      size("events", waitWords[wait].event, row => row.events[0] ?? 0),
      size("other", "其他去向", row => row.events.slice(1).reduce((sum, each) => sum + each, 0)),
      wait === "elimination" ? median : { key: "end", label: "到末月的累计比例", value: endText }
    ],
    rows: found.curves
  });
}

function share(key: string, label: string, value: (row: CurveRow) => number | null): TableColumn<CurveRow> {
  return {
    key,
    label,
    strong: key === "estimate",
    value: row => inPercent(value(row)),
    text: row => (value(row) === null ? "—" : percent(value(row)!).replace("%", ""))
  };
}
