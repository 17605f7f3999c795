import {
  allHazards,
  allowanceTitle,
  anyAllowance,
  hazardTitle,
  tapering,
  taperTitle
} from "../../assurance.js";
import { anyMeasure, measuresTitle, unhelped, unhelpedTitle } from "../../coverage.js";
import type { Cell } from "../../dataset.js";
import {
  type ClearedRow,
  changeTitle,
  clearedByRegion,
  clearedMeasure,
  eliminationTitle,
  monthTitle,
  reentry,
  reentryTitle,
  regionTitle,
  relapseRows,
  relapseTitle,
  undueTitle
} from "../../elimination.js";
import { count, percent } from "../../format.js";
import { gapRows, gapTitle, matchMeasure } from "../../matching.js";
import {
  changeMeasure,
  type IncomeRow,
  changeTitle as incomeChangeTitle,
  incomeRows,
  incomeTitle,
  turnTitle
} from "../../outcomes.js";
import { readerFor } from "../../reader.js";
import { plain } from "../../sentence.js";
import type { Bands, MeasureRules, PlatformNumbers } from "../../site.js";
import { stateWords, valueState } from "../../state.js";
import {
  type ChartFigure,
  categoryName,
  charted,
  type Grid,
  grid,
  lackingOf,
  placed,
  type Section,
  stopped,
  type View
} from "../content.js";
import { ramp } from "../look.js";

const indicators = ["K27", "K28", "K29", "K30", "K31", "K33", "K34", "K35", "K41"];

/** 帮扶与成效: whom help reached, whether it answers the risk, what was eliminated and whether it holds. */
export function outcome(view: View): Section {
  const { source, context, reader } = view;
  const rules = source.json<MeasureRules>("measures.json");
  const bands = source.json<Bands>("bands.json");
  const watch = source.json<PlatformNumbers>("platform.json").reentry_watch_months;
  const at = (indicator: string) => readerFor(source, context, indicator);
  const [help, match, after, guard] = ["K27", "K28", "K29", "K30"].map(at) as [
    typeof reader,
    typeof reader,
    typeof reader,
    typeof reader
  ];
  const taper = at("K31");
  const matched = match.cell(matchMeasure());
  const any = help.cell(anyMeasure(context.basis), { kind: "quarter" });
  const helped = placed(view, help.region, measuresTitle(any, matched, context.basis));
  const cleared = clearedByRegion(reader, "month");
  const elimination = plain(eliminationTitle(reader));
  const relapse = relapseRows(at("K41"));
  const relapsed = placed(view, relapse.whole.region, relapseTitle(relapse.whole, reader.period("year")));
  const again = at("K35");
  const checked = at("K15");
  const chart = clearedChart(view, cleared);
  const table = clearedGrid(view, cleared);
  const incomes = incomeRows(after, bands);
  const income = incomeChart(incomes, after.period("year"));
  return {
    id: "outcome",
    name: "帮扶与成效",
    paragraphs: [
      helped,
      placed(view, help.region, unhelpedTitle(help.cell(unhelped))),
      placed(view, match.region, gapTitle(gapRows(match, rules), matched)),
      elimination,
      changeTitle(reader),
      monthTitle(reader),
      undueTitle(reader),
      watch
        ? placed(view, again.region, reentryTitle(again.cell(reentry), `${watch.value} 个${watch.unit}`))
        : "",
      relapsed,
      placed(view, after.region, turnTitle(after)),
      placed(view, after.region, incomeTitle(incomes)),
      placed(view, after.region, incomeChangeTitle(after.cell(changeMeasure(null), { kind: "year" }))),
      placed(view, guard.region, allowanceTitle(guard.cell(anyAllowance.measure))),
      placed(
        view,
        taper.region,
        taperTitle(taper.cell(tapering[0]!.measure), taper.cell(tapering[1]!.measure))
      ),
      placed(
        view,
        checked.region,
        hazardTitle(
          checked.cell(allHazards.measure),
          checked.cell({ indicator: "K15", breakdown: "分项=隐患户数", basis: "户" })
        )
      ),
      "成效只作前后描述，没有对照组，不作因果"
    ]
      .filter(Boolean)
      .map(stopped),
    lacking: lackingOf(view, indicators),
    figures: [...(chart ? [chart] : []), table, ...(income ? [income] : [])],
    slides: [
      {
        title: elimination,
        figures: [chart ?? table],
        bigs: [],
        lines: [helped, relapsed, "只作前后描述，不作因果"],
        unit: `风险消除率 K33，${context.period} 月末`
      }
    ],
    evidence: [
      ...(["户", "人"] as const).map(basis => ({
        name: `累计消除率（按${basis}）`,
        key: reader.key(clearedMeasure("累计", basis))
      })),
      { name: "有已落实措施", key: help.key(anyMeasure(context.basis), { kind: "quarter" }) },
      { name: "满一个月无措施", key: help.key(unhelped) },
      { name: "风险与措施匹配", key: match.key(matchMeasure()) },
      { name: "消除后再纳入", key: again.key(reentry) },
      { name: "收入变化中位数", key: after.key(changeMeasure(null), { kind: "year" }) },
      { name: "无劳动能力户保障", key: guard.key(anyAllowance.measure) }
    ],
    indicators
  };
}

type Cleared = ReturnType<typeof clearedByRegion>;

function clearedChart({ context }: View, { rows, whole, word }: Cleared): ChartFigure | null {
  const shown = rows.length > 0 ? rows : [whole];
  if (shown.every(({ households, persons }) => households?.value == null && persons?.value == null))
    return null;
  const title = regionTitle(rows, whole, word);
  return {
    kind: "chart",
    title,
    unit: `累计消除率 K33，%，按户、按人并列，${context.period} 月末，按区划代码排列`,
    alt: `柱形图：${shown
      .map(
        ({ name, households, persons }) => `${name} 按户 ${rateText(households)}、按人 ${rateText(persons)}`
      )
      .join("；")}`,
    chart: {
      kind: "columns",
      categories: shown.map(({ name, households }) => categoryName(name, households?.value != null)),
      series: [
        {
          name: "按户",
          values: shown.map(({ households }) => charted(households)),
          look: ramp[4]!,
          labelled: true
        },
        { name: "按人", values: shown.map(({ persons }) => charted(persons)), look: ramp[2]!, labelled: true }
      ],
      format: "0.0",
      range: [0, null]
    }
  };
}

function clearedGrid({ context, reader }: View, { rows, whole, word }: Cleared): Grid {
  const rate = (key: keyof ClearedRow, group: string, label: string) => {
    const cell = (row: ClearedRow) => row[key] as Cell | undefined;
    return {
      key,
      group,
      label,
      isNumber: true,
      value: (row: ClearedRow) => cell(row)?.value ?? null,
      text: (row: ClearedRow) => percent(cell(row)!.value!, group === "累计" ? 1 : 2),
      state: (row: ClearedRow) => {
        const state = valueState(cell(row));
        return state === null ? null : stateWords[state];
      }
    };
  };
  const number = (key: "numerator" | "denominator", label: string) => ({
    key,
    label,
    isNumber: true,
    value: ({ households }: ClearedRow) => households?.[key] ?? null,
    text: ({ households }: ClearedRow) => (households?.[key] == null ? "—" : count(households[key]))
  });
  return grid<ClearedRow>(
    {
      title: regionTitle(rows, whole, word),
      unit: `风险消除率 K33，按户、按人并列，累计 ${context.period} 月末，期内 ${reader.context.period}，按区划代码排列，不排名`,
      note: "累计 = 已消除 ÷ 累计识别；期内 = 期内消除 ÷（期初在册＋期内纳入）。取消资格、消亡、迁出、误录不算消除。任何文件都没有消除率的目标值。"
    },
    [
      { key: "name", label: word || "地区", value: ({ name }) => name },
      number("numerator", "已消除 户"),
      number("denominator", "累计识别 户"),
      rate("households", "累计", "按户"),
      rate("persons", "累计", "按人"),
      rate("spanHouseholds", "期内", "按户"),
      rate("spanPersons", "期内", "按人")
    ],
    rows,
    whole
  );
}

function incomeChart(rows: readonly IncomeRow[], year: string): ChartFigure | null {
  if (rows.length === 0) return null;
  const title = incomeTitle(rows);
  const series = (key: "before" | "after", name: string, at: number) => ({
    name,
    values: rows.map(row => row[key]?.numerator ?? null),
    look: ramp[at]!,
    labelled: true
  });
  return {
    kind: "chart",
    title,
    unit: `人均年收入 K29，户，前后两年收入都有的户，不作因果`,
    alt: `柱形图：${rows
      .map(
        ({ name, before, after }) =>
          `${name} 由 ${before?.numerator ?? stateWords.missing} 户到 ${after?.numerator ?? stateWords.missing} 户`
      )
      .join("；")}`,
    chart: {
      kind: "columns",
      categories: rows.map(({ name }) => name),
      series: [series("before", `${Number(year) - 1} 年`, 2), series("after", `${year} 年`, 4)],
      format: "#,##0",
      range: [0, null]
    }
  };
}

function rateText(cell: Cell | undefined): string {
  return cell?.value == null ? stateWords.missing : percent(cell.value);
}
