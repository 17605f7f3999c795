import type { Changes } from "../lib/changes.js";
import type { Context } from "../lib/context.js";
import { percent } from "../lib/format.js";
import { intakeTotals, missingTables } from "../lib/intake.js";
import { profileName } from "../lib/masthead.js";
import { countMatters, dueSentence } from "../lib/matters.js";
import { overviewChildren, overviewSentences, overviewTiles } from "../lib/overview.js";
import { dataSentence, plain, type Sentence } from "../lib/sentence.js";
import type { Matter } from "../lib/site.js";
import { bulletin } from "./bulletin.js";
import { changeFigure } from "./change-figure.js";
import { crumbs } from "./crumbs.js";
import { bold, h } from "./dom.js";
import { issues } from "./issues.js";
import { overviewSignals } from "./overview-signals.js";
import { regionMonths } from "./region-months.js";
import { type Reference, scaleReference } from "./scale-reference.js";
import type { Site } from "./site.js";
import { tile } from "./tile.js";

/** 总览: what changed, where, and what is due; tiles, matters to study, the bulletin, the regions below. */
export async function overview(site: Site, context: Context): Promise<Node> {
  const [matters, reference, changes, signals] = await Promise.all([
    site.json<readonly Matter[]>("matters.json"),
    scaleReference(site, context.profile),
    site.json<Changes>("changes.json"),
    overviewSignals(site, context)
  ]);
  const region = site.regions.get(context.region)!;
  const { change, place } = overviewSentences(site, context, reference?.value ?? null);
  const counts = countMatters(site, context, matters);
  const children = overviewChildren(site, context, reference?.value ?? null);
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
      headline("到期", dueSentence(counts))
    ),
    h(
      "ul",
      { class: "tiles" },
      overviewTiles(site, context).map(spec => tile(site, spec))
    ),
    h(
      "div",
      { class: "overview-body" },
      issues(site, context, counts),
      bulletin(site, context),
      children.parts.length > 0 ? regionMonths(site, context, { id: "below", children, reference }) : null
    ),
    signals,
    changeFigure(site, context, changes),
    h("p", { class: "note foot" }, footText(site, children.share ? reference : null))
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

function footText(
  { meta, context, intake, catalogue, tableName }: Site,
  reference: Reference | null
): string {
  const missing = missingTables(catalogue.values(), meta).map(tableName);
  return [
    "小图折线各取纵轴，空心点为上年同月，率的变化为个百分点",
    `数据截至 ${meta.asOf}`,
    plain(dataSentence({ ...intakeTotals(intake), missing })).replace(/。$/, ""),
    reference
      ? `${percent(reference.value, 0)} 为${profileName(meta, context.value.profile)} ${reference.clause} 参考值，非上限`
      : null
  ]
    .filter(Boolean)
    .join(" ・ ");
}
