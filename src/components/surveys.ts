import type { Context } from "../lib/context.js";
import { clockText, quarterClock, quota } from "../lib/quota.js";
import { Reader, readerFor } from "../lib/reader.js";
import type { Definitions, QuarterLeft } from "../lib/site.js";
import { coverageLevels, surveysTitle } from "../lib/surveys.js";
import { chapter, column, frame, pair } from "./frame.js";
import { late } from "./late.js";
import { pick, picked } from "./pick.js";
import type { Site } from "./site.js";
import {
  coverage,
  found,
  foundByRegion,
  quotaByCounty,
  quotaTrend,
  supervision,
  type VisitView,
  visits,
  visitsByCategory,
  visitViews
} from "./survey-figures.js";
import { surveyQuota } from "./survey-quota.js";
import { everyone, groupKinds, groups, sweeps } from "./sweep-figures.js";

const viewWords: Readonly<Record<VisitView, string>> = { rate: "走访：达标率", short: "走访：未走访户数" };

/** 调研与走访: what is due this quarter and month, how much of it is short, what was found, and sweeps by round. */
export async function surveys(site: Site, context: Context): Promise<Node> {
  const [definitions, left] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<QuarterLeft>("quarter.json")
  ]);
  const reader = new Reader(site, context);
  const above = readerFor(site, context, "K18");
  const asked = quota(above, definitions);
  const clock = quarterClock(asked.quarter, left);
  const level = picked(site, "level", coverageLevels);
  const view = picked(site, "show", visitViews);
  const samples = await late("inferred", async () =>
    (await import("./sample-figures.js")).sampleFigures(site, context)
  );
  return frame(site, context, {
    name: "surveys",
    question: "本季该调研、该走访的，还差多少，来得及吗？",
    title: surveysTitle(reader, asked, clock),
    unit: `${reader.region.name}，按户（不随户、人切换，农村人口排查除外） ・ 调研 ${asked.quarter}，走访 ${context.period}，数据截至 ${site.meta.asOf}，${clockText(clock)}`,
    controls: [
      pick(site, {
        param: "level",
        label: "调研层级",
        value: level,
        options: coverageLevels.map(value => ({ value, text: `${value}调研` }))
      }),
      pick(site, {
        param: "show",
        label: "走访图所示",
        value: view,
        options: visitViews.map(value => ({ value, text: viewWords[value] }))
      })
    ],
    body: [
      chapter(
        "quarter",
        "本季的实地调研",
        asked.place === reader.region
          ? [surveyQuota(site, above, asked, clock), coverage(site, reader, level)]
          : [coverage(site, reader, level), surveyQuota(site, above, asked, clock)],
        pair(quotaTrend(site, above, asked), quotaByCounty(site, above, asked))
      ),
      chapter(
        "month",
        "每月的入户走访",
        visits(site, reader, view),
        pair(visitsByCategory(site, reader, definitions), supervision(site, reader, definitions))
      ),
      chapter("findings", "调研发现了什么", pair(found(site, reader), foundByRegion(site, reader, level))),
      chapter("samples", "样本说明什么，下季怎样抽", samples),
      chapter(
        "rounds",
        "集中排查到了哪一步",
        pair(
          column(sweeps(site, readerFor(site, context, "K36")), groupKinds(site, reader, definitions)),
          column(everyone(site, reader), groups(site, reader))
        )
      )
    ],
    indicators: ["K18", "K19", "K20", "K23", "K36", "K56", "K57"]
  });
}
