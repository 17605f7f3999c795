import type { Context } from "../lib/context.js";
import {
  clearedByKind,
  clearedByRegion,
  clearedMeasure,
  eliminationTitle,
  kindTitle,
  regionTitle,
  spans
} from "../lib/elimination.js";
import { inOrder } from "../lib/order.js";
import { Reader, readerFor } from "../lib/reader.js";
import type { Definitions, MeasureRules, PlatformNumbers } from "../lib/site.js";
import { clearedFigure } from "./cleared-figure.js";
import { h } from "./dom.js";
import {
  cumulativeTrend,
  months,
  procedure,
  reentries,
  relapse,
  spanTrend,
  undue,
  undueMonths
} from "./elimination-figures.js";
import { chapter, frame, pair } from "./frame.js";
import { late } from "./late.js";
import { pick, picked } from "./pick.js";
import type { Site } from "./site.js";

/** 风险消除: how much was eliminated, by household and by person; whether it holds; whether it came back. */
export async function elimination(site: Site, context: Context): Promise<Node> {
  const [rules, definitions, numbers] = await Promise.all([
    site.json<MeasureRules>("measures.json"),
    site.json<Definitions>("definitions.json"),
    site.json<PlatformNumbers>("platform.json")
  ]);
  const reader = new Reader(site, context);
  const kind = picked(
    site,
    "span",
    spans.map(each => each.kind)
  );
  const span = `${spans.find(each => each.kind === kind)!.text} ${reader.period(kind)}`;
  const watch = numbers.reentry_watch_months;
  const comingBack = await late("coming-back", async () =>
    (await import("./survival-figure.js")).survivalFigure(site, context.region, "relapse", 3)
  );
  const watchText = watch ? `${watch.value} 个${watch.unit}` : "观察期";
  return frame(site, context, {
    name: "elimination",
    question: "消除了多少、消除得实不实、有没有再回来？",
    title: eliminationTitle(reader),
    unit: [
      `${reader.region.name}，${context.period} 月末`,
      "累计 = 已消除 ÷ 累计识别；期内 = 期内消除 ÷（期初在册＋期内纳入）",
      "按户、按人并列；任何文件都没有消除率的目标值，只显示数值"
    ].join(" ・ "),
    controls: pick(site, {
      param: "span",
      label: "期内",
      value: kind,
      options: spans.map(each => ({ value: each.kind, text: `期内看${each.text}` }))
    }),
    body: [
      chapter(
        "cleared",
        "消除了多少",
        byRegion(site, reader, kind, span),
        pair(cumulativeTrend(site, reader), spanTrend(site, reader)),
        pair(byKind(site, reader, rules, kind, span), months(site, reader))
      ),
      chapter(
        "sound",
        "消除得实不实",
        pair(undue(site, reader, definitions), undueMonths(site, reader)),
        h("div", { class: "frame-trio" }, procedure(site, reader, definitions))
      ),
      chapter(
        "back",
        "有没有再回来",
        pair(
          reentries(site, readerFor(site, context, "K35"), watchText),
          relapse(site, readerFor(site, context, "K41"))
        ),
        comingBack
      )
    ],
    indicators: ["K33", "B01", "K34", "K10", "K59", "K60", "K35", "K41"]
  });
}

function byRegion(site: Site, reader: Reader, kind: "month" | "quarter" | "year", span: string): HTMLElement {
  const { rows, whole, word } = clearedByRegion(reader, kind);
  const own = rows.some(({ region }) => region === reader.region);
  return clearedFigure(site, {
    id: "regions",
    title: regionTitle(rows, whole, word),
    head: word,
    rows,
    whole,
    span,
    able: true,
    unit: `风险消除率 K33 ・ %，按户、按人并列（不随户、人切换） ・ ${whole.name}，${reader.context.period} ・ 按区划代码排列，不排名`,
    note: "取消资格、消亡、迁出、误录不算消除。剔除无劳动能力户：剔去全部成员无或丧失劳动能力的户，未知的保留。",
    ...(own ? { selected: reader.region.code } : {}),
    about: {
      indicator: "K33",
      key: { ...reader.key(clearedMeasure("累计", reader.context.basis), { region: whole.region!.code }) }
    }
  });
}

function byKind(
  site: Site,
  reader: Reader,
  rules: MeasureRules,
  kind: "month" | "quarter" | "year",
  span: string
): HTMLElement {
  const kinds = inOrder(reader.values("K33", "监测对象类别"), rules.monitored);
  const { rows, whole } = clearedByKind(reader, kinds, kind);
  return clearedFigure(site, {
    id: "kinds",
    title: kindTitle(rows, whole),
    head: "对象类别",
    rows,
    whole,
    span,
    able: false,
    unit: `风险消除率 K33 ・ %，按户、按人并列（不随户、人切换） ・ ${reader.region.name}，${reader.context.period}`,
    about: { indicator: "K33", key: reader.key(clearedMeasure("累计", reader.context.basis)) }
  });
}
