import type { Context } from "../lib/context.js";
import { count, decimal, inPercent, percent } from "../lib/format.js";
import { periodOf } from "../lib/periods.js";
import { levelWord } from "../lib/regions.js";
import {
  type DrawRow,
  drawCommand,
  drawRows,
  drawTitle,
  type FoundRow,
  foundRows,
  foundTitle,
  householdsText,
  planSentence,
  planText,
  sampleCaution
} from "../lib/sample.js";
import { type SignalMethods, type SignalSample, signalReasons } from "../lib/signal-data.js";
import { platformNumber, signalOwner } from "../lib/signal-place.js";
import { platformWords } from "../lib/signal-text.js";
import { noneText } from "../lib/state.js";
import { dot, dotAxis } from "./bars.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { pair } from "./frame.js";
import { methodNote } from "./method-note.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** What samples show and cannot show: what surveys found among how many, and the draw of the next quarter. */
export async function sampleFigures(site: Site, context: Context): Promise<HTMLElement> {
  const [methods, sample] = await Promise.all([
    site.json<SignalMethods>("signal-methods.json"),
    site.json<SignalSample>("signal-sample.json")
  ]);
  return pair(inferred(site, context, sample), nextDraw(site, context, methods, sample));
}

function inferred(site: Site, context: Context, sample: SignalSample): HTMLElement {
  const { rows, whole, quarter } = foundRows(
    sample,
    site.regions,
    context.region,
    periodOf("quarter", context.period)
  );
  const own = whole ?? rows.find(({ code }) => code === quarter) ?? null;
  const owner = signalOwner(site.regions, context.region);
  const title = foundTitle(own && { ...own, name: owner });
  const ends = [...rows, ...(whole ? [whole] : [])].flatMap(({ found }) => found.high ?? []);
  const domain: [number, number] = [0, Math.min(1, Math.ceil(Math.max(0.1, ...ends) * 10) / 10)];
  const name: TableColumn<FoundRow> = {
    key: "name",
    label: whole ? levelWord(site.regions.get(rows[0]?.code ?? "")?.level ?? "county") : "季度",
    value: row => row.name
  };
  const share: TableColumn<FoundRow> = {
    key: "share",
    label: "占比 %",
    strong: true,
    value: row => inPercent(row.found.share),
    text: ({ found }) => (found.share === null ? nothingText(found) : decimal(found.share * 100, 1))
  };
  const columns: TableColumn<FoundRow>[] = [
    name,
    size("hits", "有问题"),
    size("size", "调研到"),
    size("population", "季末在册"),
    share,
    limit("low", "威尔逊下限 %"),
    limit("high", "威尔逊上限 %"),
    size("least", "全体至少"),
    size("most", "全体至多")
  ];
  const lists = { rows, ...(whole ? { total: whole } : {}) };
  return figure<FoundRow>(site, {
    id: "inferred",
    title,
    unit: [
      "季度实地调研 K18 发现问题的户，推到季末在册的户",
      "按户（不随户、人切换）",
      owner,
      quarter,
      "横线 95% 区间（威尔逊），“全体”为有限总体的精确界限"
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      if (rows.length === 0)
        return h(
          "p",
          {},
          stateMark("missing"),
          noneText(" 没有季度调研记录，样本说明不了什么；请导入季度调研表。", " 由逐户调研算出的结果")
        );
      const room = Math.max(100, Math.min(320, width - (width < 560 ? 200 : 330)));
      const picture: TableColumn<FoundRow> = {
        key: "picture",
        label: "占比",
        picture: true,
        head: () => dotAxis(domain, value => percent(value, 0), room),
        value: () => null,
        cell: ({ found }) =>
          dot({
            value: found.share,
            domain,
            line: null,
            interval: found.low === null || found.high === null ? null : [found.low, found.high],
            width: room
          })
      };
      const of: TableColumn<FoundRow> = {
        key: "of",
        label: "有问题 / 调研到",
        value: ({ found }) =>
          found.reason ? signalReasons[found.reason] : `${count(found.hits)} / ${count(found.size)}`
      };
      const all: TableColumn<FoundRow> = {
        key: "all",
        label: "全体约有",
        value: row => householdsText(row.found)
      };
      return table<FoundRow>({
        caption: title,
        sortable: false,
        columns: width < 560 ? [name, picture, all] : [name, picture, of, all],
        ...lists
      });
    },
    note: `${sampleCaution}各地区间宽，不能拿来排名次。${platformWords}。`,
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K18" }],
    level: 3,
    method: () =>
      methodNote(site, "sample", [
        ["分子", "x：市级实地、随机调研到的户中发现问题的户"],
        ["分母", "n：市级实地、随机调研到的户；全体为季末在册的户"],
        ["没有发现", "不写 0：写全体里至多还可能有几户"]
      ])
  });
}

function nothingText({ hits, size: seen, high, reason }: FoundRow["found"]): string {
  if (hits === 0 && seen > 0 && high !== null) return `至多 ${decimal(high * 100, 1)}`;
  return reason ? signalReasons[reason] : signalReasons.missing;
}

function nextDraw(site: Site, context: Context, methods: SignalMethods, sample: SignalSample): HTMLElement {
  const { next } = sample;
  const { rows, whole } = drawRows(sample, site.regions, context.region);
  const owner = signalOwner(site.regions, context.region);
  const title = drawTitle(sample, whole);
  const chosen = rows.some(({ region }) => region.code === context.region) ? context.region : "";
  const byTown = rows.every(({ region }) => region.level === "town");
  const columns: TableColumn<DrawRow>[] = [
    { key: "name", label: levelWord(rows[0]?.region.level ?? "county"), value: row => row.region.name },
    ...(byTown ? [] : [number("towns", "乡镇（层）", "层")]),
    number("households", "在册", "户"),
    { ...number("drawn", "要抽", "户"), strong: true },
    { key: "plan", label: byTown ? "判这个乡镇须抽" : "判一个乡镇须抽", value: planText }
  ];
  const lists = {
    rows,
    ...(next ? { total: whole } : {}),
    rowKey: (row: DrawRow) => row.region.code,
    selected: chosen
  };
  const share = next ? `${percent(next.share, 0)}（${next.source}）` : "";
  return figure<DrawRow>(site, {
    id: "next-draw",
    title,
    unit: [
      next
        ? `${next.quarter} 抽样：按乡镇分层，按比例分配，每层至少 ${platformNumber(methods, "sample", "least") ?? "?"} 户`
        : "下季抽样",
      "户（不随户、人和期间切换）",
      owner,
      next ? `抽 ${share}` : ""
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: () =>
      next
        ? h(
            "div",
            {},
            table<DrawRow>({ caption: title, sortable: false, columns, ...lists }),
            h(
              "ul",
              { class: "asks" },
              h("li", {}, planSentence(rows, methods)),
              next.margin === null
                ? null
                : h(
                    "li",
                    {},
                    `误差 ±${decimal(next.margin * 100, 1)} 个百分点只对${site.regions.root.name}全体 ${count(next.households)} 户成立；各县区、乡镇抽得少，单独看要宽得多。`
                  ),
              h("li", {}, "名单由数据员在装有本平台的电脑上写出，只有户编码，同一份数据每次抽到同样的户：")
            ),
            h("code", { class: "command" }, drawCommand(next.quarter)),
            h(
              "p",
              { class: "note digest" },
              `抽样框摘要（SHA-256）${next.digest}，种子 ${next.seed}。名单上也有这两个数，对得上才是同一次抽样。`
            )
          )
        : h(
            "p",
            {},
            stateMark("missing"),
            noneText(" 在册户为空，没有抽样框；导入监测对象信息后再抽。", " 抽样名单")
          ),
    note: `找不到的户按名单上的备选次序换，不能当场另找。${platformWords}。`,
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K18" }],
    level: 3,
    method: () =>
      methodNote(site, "sample", [
        ["分子", "要抽的户"],
        ["分母", "数据最近一期的在册户，即抽样框"],
        ["分配", "各层按户数的比例，不少于每层最少数，不多于那一层的户数；余数归余数最大的层"],
        ["误差", "z·√(p(1 − p)/n · (N − n)/(N − 1))，p 取所设的比例，只对全体成立"],
        ["比例", share]
      ])
  });
}

function size(key: "hits" | "size" | "population" | "least" | "most", label: string): TableColumn<FoundRow> {
  return {
    key,
    label,
    unit: "户",
    value: ({ found }) => (found.reason ? null : found[key]),
    text: ({ found }) => (found.reason || found[key] === null ? "—" : count(found[key]))
  };
}

function limit(key: "low" | "high", label: string): TableColumn<FoundRow> {
  return {
    key,
    label,
    value: ({ found }) => inPercent(found[key]),
    text: ({ found }) => (found[key] === null ? "—" : decimal(found[key] * 100, 1))
  };
}

function number(key: "towns" | "households" | "drawn", label: string, unit: string): TableColumn<DrawRow> {
  return { key, label, unit, value: row => row[key], text: row => count(row[key]) };
}
