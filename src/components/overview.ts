import type { Context } from "../lib/context.js";
import { decimal, measure, percent, signed, signedPoints } from "../lib/format.js";
import { intakeTotals, missingTables } from "../lib/intake.js";
import { profileName } from "../lib/masthead.js";
import {
  type Child,
  type Children,
  overviewChildren,
  overviewSentences,
  overviewTiles
} from "../lib/overview.js";
import { levelWord } from "../lib/regions.js";
import { countTitle, dataSentence, type Sentence, shareTitle } from "../lib/sentence.js";
import { stateWords, valueState } from "../lib/state.js";
import { bulletin } from "./bulletin.js";
import { crumbs } from "./crumbs.js";
import { bold, h } from "./dom.js";
import { figure } from "./figure.js";
import { issues } from "./issues.js";
import { multiples } from "./multiples.js";
import type { Site } from "./site.js";
import { reading } from "./state.js";
import { tile } from "./tile.js";

/** 总览: what changed, where, and what the data lack; tiles, the bulletin, matters to study, the regions below. */
export function overview(site: Site, context: Context): Node {
  const { dataset, meta, regions } = site;
  const region = regions.get(context.region)!;
  const { change, place } = overviewSentences(dataset, context, meta, regions);
  const totals = intakeTotals(site.intake);
  const missing = missingTables(site.catalogue.values(), meta).map(site.tableName);
  const children = overviewChildren(dataset, context, meta, regions);
  return h(
    "div",
    { class: "overview" },
    h("h1", { class: "unseen" }, `总览：${region.name}，${context.period}`),
    crumbs(site, context),
    h(
      "div",
      { class: "headlines" },
      headline("变化", change),
      headline("地区", place),
      headline("数据", dataSentence({ ...totals, missing }))
    ),
    h(
      "ul",
      { class: "tiles" },
      overviewTiles(dataset, context, meta).map(spec => tile(site, spec))
    ),
    h("div", { class: "pair" }, bulletin(site, context), issues(site, context)),
    children.parts.length > 0 ? below(site, context, children) : null,
    h("p", { class: "note foot" }, footText(site, children))
  );
}

function headline(label: string, sentence: Sentence): HTMLElement {
  return h(
    "p",
    { class: "headline" },
    h("span", { class: "headline-label" }, label),
    h("span", {}, bold(sentence))
  );
}

function below(site: Site, context: Context, children: Children): HTMLElement {
  const { meta } = site;
  const { share, parts, parent } = children;
  const word = levelWord(parts[0]!.region.level);
  const place = site.regions.get(context.region)!;
  const reference = share ? meta.scaleReference : null;
  const marked = (part: Child) =>
    reference !== null && (part.trend.now?.value ?? 0) > reference.value && (part.quarter ?? 0) > 0;
  const quarter = (value: number | null) =>
    value === null ? "—" : share ? signedPoints(value) : signed(value);
  const title = share
    ? shareTitle(
        parts.map(part => ({
          name: part.region.name,
          share: part.trend.now?.value ?? null,
          rising: (part.quarter ?? 0) > 0
        })),
        reference?.value ?? null,
        word
      )
    : countTitle(
        parts.map(part => part.quarter),
        word
      );
  const months = parent.months;
  const span = `${months[0]} 至 ${months.at(-1)}`;
  const axis = children.domain.map(value => (share ? decimal(value * 100, 0) : decimal(value, 0))).join("–");
  const unit = [
    share ? "监测规模占比，%，按人" : `在册监测对象，${context.basis}`,
    `${span}，纵轴 ${axis}`,
    share && parent.now?.value != null ? `灰线 ${place.name} ${measure(parent.now, 2)}` : null,
    reference ? `虚线 ${percent(reference.value, 0)} 参考` : null
  ];
  return figure(site, {
    id: "below",
    title,
    unit: unit.filter(Boolean).join(" ・ "),
    unitAt: "row",
    picture: width =>
      multiples({
        width,
        domain: children.domain,
        parent: share ? parent.values : [],
        reference: reference && { value: reference.value, label: `${percent(reference.value, 0)} 参考` },
        items: parts.map(part => ({
          code: part.region.code,
          name: part.region.name,
          values: part.trend.values,
          reading: reading(part.trend.now, 2),
          foot: `近三月 ${quarter(part.quarter)}`,
          marked: marked(part),
          href: site.context.href({ region: part.region.code }) || "?",
          onOpen: () => site.context.set({ region: part.region.code })
        }))
      }),
    table: {
      caption: title,
      columns: [
        { key: "name", label: word, value: part => part.region.name },
        ...(share
          ? [
              {
                key: "numerator",
                label: "在册人数",
                unit: "人",
                value: (part: Child) => part.trend.now?.numerator ?? null
              },
              {
                key: "denominator",
                label: "建档立卡人口",
                unit: "人",
                value: (part: Child) => part.trend.now?.denominator ?? null
              }
            ]
          : []),
        {
          key: "value",
          label: share ? "占比 %" : `在册${context.basis}`,
          strong: true,
          value: part => scaled(part.trend.now?.value ?? null, share),
          text: part => measure(part.trend.now, 2),
          state: part => stateWord(part),
          cell: part => (valueState(part.trend.now) ? reading(part.trend.now) : null)
        },
        changeColumn("sinceMonth", "较上月", share, part => part.trend.sinceMonth),
        changeColumn("quarter", "近三月", share, part => part.quarter),
        changeColumn("sinceYear", "较上年同月", share, part => part.trend.sinceYear)
      ],
      rows: parts
    },
    about: [{ indicator: children.measure.indicator, key: parent.key }]
  });
}

function changeColumn(key: string, label: string, share: boolean, value: (part: Child) => number | null) {
  return {
    key,
    label,
    unit: share ? "百分点" : "",
    value: (part: Child) => scaled(value(part), share),
    text: (part: Child) => {
      const change = value(part);
      return change === null ? "—" : share ? signedPoints(change) : signed(change);
    }
  };
}

/** A fraction in percent without the tails of binary arithmetic. */
function scaled(value: number | null, share: boolean): number | null {
  return value === null || !share ? value : Number((value * 100).toFixed(6));
}

function stateWord(part: Child): string | null {
  const state = valueState(part.trend.now);
  return state && stateWords[state];
}

function footText({ meta, context }: Site, { share }: Children): string {
  const names = meta.tables.map(({ name }) => name);
  const sources =
    names.length > 3 ? `${names.slice(0, 3).join("、")}等 ${names.length} 张表` : names.join("、");
  const reference = meta.scaleReference;
  return [
    "小图折线各取纵轴，空心点为上年同月，率的变化为个百分点",
    `数据截至 ${meta.asOf}`,
    `来源：${sources}`,
    reference && share
      ? `${percent(reference.value, 0)} 为${profileName(meta, context.value.profile)} ${reference.clause} 参考值，非上限`
      : null
  ]
    .filter(Boolean)
    .join(" ・ ");
}
