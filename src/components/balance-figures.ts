import { scaleLinear } from "d3-scale";
import {
  type BalanceRow,
  balanceDomain,
  balanceRows,
  balanceTitle,
  comparisonTitle,
  differenceDomain,
  differenceText,
  effectiveText,
  eValueText,
  shareText,
  spansOf,
  splitComparisons,
  withheldText
} from "../lib/balance.js";
import { count, decimal, inPercent, signedPoints } from "../lib/format.js";
import type { SignalComparison, SignalMethods } from "../lib/signal-data.js";
import { platformNumber, signalFile, signalOwner } from "../lib/signal-place.js";
import { chanceText, platformWords } from "../lib/signal-text.js";
import { noneText } from "../lib/state.js";
import { dot, dotAxis, dotTicks } from "./bars.js";
import { h, s } from "./dom.js";
import { figure } from "./figure.js";
import { pair } from "./frame.js";
import { methodNote } from "./method-note.js";
import { picked } from "./pick.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** What all the figures of the comparison share. */
interface View {
  readonly site: Site;
  readonly methods: SignalMethods;
  readonly all: readonly SignalComparison[];
  readonly owner: string;
  /** The kind of measure in hand; undefined without any. */
  readonly chosen: SignalComparison | undefined;
}

/** Alike households with and without a measure, beside how alike they are. */
export async function balanceFigures(site: Site, region: string): Promise<HTMLElement> {
  const [methods, all] = await Promise.all([
    site.json<SignalMethods>("signal-methods.json"),
    site.json<readonly SignalComparison[]>(signalFile(site.regions, region, "comparison.json"))
  ]);
  const { shown } = splitComparisons(all);
  // Without a choice the first with a result; a kind without one only where it is asked for.
  const kinds = [...shown.map(({ measure }) => measure), "", ...all.map(({ measure }) => measure)];
  const name = picked(site, "measure", kinds);
  const chosen = all.find(({ measure }) => measure === name);
  const view: View = { site, methods, all, chosen, owner: signalOwner(site.regions, region) };
  return chosen ? pair(comparison(view), balance(view, chosen)) : comparison(view);
}

function comparison(view: View): HTMLElement {
  const { site, methods, all, owner, chosen } = view;
  const spans = spansOf(methods);
  const { shown, withheld } = splitComparisons(all);
  const title = comparisonTitle(all, spans);
  const domain = differenceDomain(shown);
  const least = platformNumber(methods, "comparison", "least_units");
  const name: TableColumn<SignalComparison> = { key: "name", label: "措施类别", value: row => row.measure };
  const difference: TableColumn<SignalComparison> = {
    key: "difference",
    label: "差 百分点（95% 区间）",
    value: row => inPercent(row.difference?.estimate),
    text: row => (row.difference ? differenceText(row.difference) : "不给结果")
  };
  const columns: TableColumn<SignalComparison>[] = [
    name,
    households("treated", "有措施"),
    households("control", "没有"),
    points("treated-share", "有措施的消除 %", row => row.treated?.estimate),
    points("control-share", "没有的消除 %", row => row.control?.estimate),
    points("estimate", "差 百分点", row => row.difference?.estimate),
    points("low", "区间下限", row => row.difference?.low),
    points("high", "区间上限", row => row.difference?.high),
    {
      key: "q",
      label: "q",
      value: row => row.q,
      text: row => (row.q === null ? "—" : chanceText(row.q))
    },
    {
      key: "e",
      label: "E 值",
      value: row => row.eValue?.point ?? null,
      text: row => (row.eValue ? decimal(row.eValue.point, 2) : "—")
    },
    { key: "verdict", label: "结论", value: row => verdictOf(row, least) }
  ];
  return figure<SignalComparison>(site, {
    id: "comparison",
    title,
    unit: [
      `纳入后 ${spans.landmark ?? "?"} 个月内有无该类措施，其后 ${spans.horizon ?? "?"} 个月内风险消除的比例之差`,
      "百分点，按户（不随户、人和期间切换）",
      owner,
      `数据截至 ${site.meta.asOf}`,
      "虚线为没有差别，横线 95% 区间"
    ].join(" ・ "),
    picture: width => {
      const room = Math.max(110, Math.min(300, width - (width < 560 ? 190 : 420)));
      const picture: TableColumn<SignalComparison> = {
        key: "picture",
        label: "差",
        picture: true,
        head: () => dotAxis(domain, value => signedPoints(value, 0), room),
        value: () => null,
        cell: ({ difference: found }) =>
          dot({
            value: found?.estimate ?? null,
            domain,
            line: 0,
            interval: found && [found.low, found.high],
            width: room
          })
      };
      const fewer = width < 560;
      return h(
        "div",
        {},
        shown.length > 0
          ? table<SignalComparison>({
              caption: title,
              sortable: false,
              columns: fewer
                ? [name, picture, points("estimate", "差", row => row.difference?.estimate)]
                : [name, households("treated", "有措施"), households("control", "没有"), picture, difference],
              rows: shown,
              rowKey: row => row.measure,
              selected: chosen?.measure ?? "",
              onSelect: row => site.context.setParam("measure", row.measure)
            })
          : h("p", {}, stateMark("missing"), lackText(view)),
        withheld.length > 0
          ? h(
              "div",
              { class: "reasons" },
              table<SignalComparison>({
                caption: "不给结果的措施与原因",
                sortable: false,
                columns: [
                  { ...name, label: `不给结果的 ${withheld.length} 类` },
                  households("treated", "有措施"),
                  households("control", "没有"),
                  { key: "why", label: "原因", value: row => withheldText(row, least) }
                ],
                rows: withheld,
                rowKey: row => row.measure,
                selected: chosen?.measure ?? "",
                onSelect: row => site.context.setParam("measure", row.measure)
              })
            )
          : null
      );
    },
    note: `这是关联，不是因果：差别不等于措施带来的，也不说明停了措施会怎样；越困难的户越先得到措施，没有记下来的情况加权也扯不平。点措施名看右图的平衡。${platformWords}。`,
    table: { caption: title, columns, rows: all },
    about: [{ indicator: "K27" }, { indicator: "K33" }],
    level: 3,
    method: () => explained(view)
  });
}

function lackText({ all }: View): string {
  return all.length === 0
    ? noneText(" 要有数据开始之后纳入、看得满时间的户，还要有帮扶措施表，才比得了。", " 由逐户记录算出的比较")
    : " 没有一类措施的两组可比，原因在下表。";
}

function balance(view: View, chosen: SignalComparison): HTMLElement {
  const { site, methods, owner } = view;
  const limit = platformNumber(methods, "comparison", "smd") ?? 0;
  const least = platformNumber(methods, "comparison", "effective");
  const rows = balanceRows(chosen);
  const title = balanceTitle(chosen, limit);
  const domain = balanceDomain(rows, limit);
  const columns: TableColumn<BalanceRow>[] = [
    { key: "name", label: "户的情况", value: row => row.name },
    distance("before", "加权前"),
    distance("after", "加权后")
  ];
  return figure<BalanceRow>(site, {
    id: "balance",
    title,
    unit: [
      "两组的标准化均差（绝对值）",
      `${chosen.measure}，有措施 ${count(chosen.units.treated)} 户、没有 ${count(chosen.units.control)} 户`,
      owner,
      `虚线 ${limit} 是可比的上限`
    ].join(" ・ "),
    legend:
      rows.length > 0
        ? h("span", { class: "basis-key" }, mark("dot-open"), "加权前", mark("balance-after"), "加权后")
        : null,
    picture: width => {
      const room = Math.max(90, Math.min(300, width - 270));
      const picture: TableColumn<BalanceRow> = {
        key: "picture",
        label: "均差",
        picture: true,
        head: () => dotAxis(domain, value => decimal(value, 1), room),
        value: () => null,
        cell: row => distances(row, domain, limit, room)
      };
      return h(
        "div",
        {},
        rows.length > 0
          ? table<BalanceRow>({
              caption: title,
              sortable: false,
              columns: [columns[0]!, picture, columns[1]!, columns[2]!],
              rows
            })
          : h("p", {}, stateMark("missing"), " 两组不可比，没有平衡表。"),
        h("ul", { class: "asks" }, chosen ? resultTexts(chosen, least).map(text => h("li", {}, text)) : null)
      );
    },
    note: `均差越近 0，两组在这一项上越像；加权只能让记下来的情况相像。${platformWords}。`,
    table: { caption: title, columns, rows },
    about: [{ indicator: "K27" }],
    level: 3,
    method: () => explained(view)
  });
}

/** What came out for one kind, sentence by sentence: shares, households in effect, E-value, who is left out. */
function resultTexts(chosen: SignalComparison, least: number | null): string[] {
  const { treated, control, difference, withheld, leftOut, drawn, q } = chosen;
  return [
    treated && control && difference
      ? `加权后消除的比例：有措施 ${shareText(treated)}，没有的 ${shareText(control)}，差 ${differenceText(difference)} 个百分点${q === null ? "" : `，q ${chanceText(q)}`}。`
      : `不给结果：${withheld}。`,
    effectiveText(chosen, least) ?? "",
    eValueText(chosen) ?? "",
    leftOut.length > 0
      ? `全都有或全都没有这类措施、不在比较里的：${leftOut.map(({ name, households: size }) => `${name.replace("=", "：")} ${count(size)} 户`).join("、")}。`
      : "",
    drawn === null ? "" : `户数太多，随机抽出 ${count(drawn)} 户来算。`
  ].filter(Boolean);
}

function explained({ site }: View): HTMLElement {
  return methodNote(site, "comparison", [
    ["分子", "y：其后规定月数内风险消除的户，按权重计"],
    ["分母", "那时在册、之前纳入的户，按权重计；之后才开始的措施不算有措施"],
    ["差", "Σwy ÷ Σw（有措施）− Σwy ÷ Σw（没有）"],
    ["多重检验", "q 是与同一地方其他类措施一起看的（Benjamini–Hochberg）"]
  ]);
}

function verdictOf(found: SignalComparison, least: number | null): string {
  if (found.verdict === "信号") return "有关联";
  return found.verdict === "无信号" ? "看不出关联" : `不给结果：${withheldText(found, least)}`;
}

function households(key: "treated" | "control", label: string): TableColumn<SignalComparison> {
  return { key, label, unit: "户", value: row => row.units[key], text: row => count(row.units[key]) };
}

function points(
  key: string,
  label: string,
  value: (row: SignalComparison) => number | undefined
): TableColumn<SignalComparison> {
  return {
    key,
    label,
    value: row => inPercent(value(row)),
    text: row =>
      value(row) === undefined
        ? "—"
        : key === "estimate"
          ? signedPoints(value(row)!, 1)
          : decimal(inPercent(value(row))!, 1)
  };
}

function distance(key: "before" | "after", label: string): TableColumn<BalanceRow> {
  return {
    key,
    label,
    strong: key === "after",
    value: row => row[key],
    text: row => (row[key] === null ? "—" : decimal(Math.abs(row[key]), 2))
  };
}

/** Both distances of a covariate with the limit; what is past the end of the axis stands at it. */
function distances(
  row: BalanceRow,
  domain: readonly [number, number],
  limit: number,
  width: number
): SVGSVGElement {
  const x = scaleLinear(domain, [6, width - 6]).clamp(true);
  const at = (value: number | null) => (value === null ? null : x(Math.abs(value)));
  const before = at(row.before);
  const after = at(row.after);
  return s(
    "svg",
    { class: "dot", width, height: 22, viewBox: `0 0 ${width} 22`, "aria-hidden": "true" },
    dotTicks(domain, width).map(tick =>
      s("line", { class: "dot-grid", x1: x(tick), x2: x(tick), y1: 0, y2: 22 })
    ),
    s("line", { class: "dot-line", x1: x(limit), x2: x(limit), y1: 0, y2: 22 }),
    before !== null && after !== null
      ? s("line", { class: "balance-span", x1: before, x2: after, y1: 11, y2: 11 })
      : null,
    before === null ? null : s("circle", { class: "dot-open", cx: before, cy: 11, r: 4 }),
    after === null ? null : s("circle", { class: "balance-after", cx: after, cy: 11, r: 4.5 })
  );
}

function mark(name: string): SVGSVGElement {
  return s(
    "svg",
    { class: "dot", width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    s("circle", { class: name, cx: 7, cy: 7, r: 4 })
  );
}
