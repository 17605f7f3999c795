import type { Context } from "../lib/context.js";
import { anyMeasure, measuresTitle } from "../lib/coverage.js";
import { matchMeasure } from "../lib/matching.js";
import { readerFor } from "../lib/reader.js";
import type { Bands, Definitions, MeasureRules } from "../lib/site.js";
import { assurance, posts, safeguards, strain, subsidies, taper } from "./assurance-figures.js";
import { categories, coverage, coverageByKind, stacking, withoutMeasure } from "./coverage-figures.js";
import { chapter, column, frame, pair } from "./frame.js";
import { late } from "./late.js";
import { matched, matchedByRegion, matrix } from "./match-figures.js";
import { changes, elapsed, incomes, turns } from "./outcome-figures.js";
import type { Site } from "./site.js";

/** 措施与成效: whom help reached, whether it answers the risk, what came after, and the allowances one by one. */
export async function measures(site: Site, context: Context): Promise<Node> {
  const [rules, bands, definitions] = await Promise.all([
    site.json<MeasureRules>("measures.json"),
    site.json<Bands>("bands.json"),
    site.json<Definitions>("definitions.json")
  ]);
  const at = (indicator: string) => readerFor(site, context, indicator);
  const help = at("K27");
  const match = at("K28");
  const { basis } = context;
  const [waiting, comparison] = await Promise.all([
    late("waiting", async () =>
      (await import("./survival-figure.js")).survivalFigure(site, context.region, "elimination", 3)
    ),
    late("comparison", async () =>
      (await import("./balance-figures.js")).balanceFigures(site, context.region)
    )
  ]);
  return frame(site, context, {
    name: "measures",
    question: "该帮的都帮上了吗，措施对不对症，帮了之后怎样？",
    of: help.region,
    title: measuresTitle(
      help.cell(anyMeasure(basis), { kind: "quarter" }),
      match.cell(matchMeasure()),
      basis
    ),
    unit: [
      `${help.region.name}，措施按${basis}，${help.period("quarter")} 末在册；风险按项，${context.period} 月末`,
      help.region.code === context.region ? "" : "不分乡镇的指标列所在县区"
    ]
      .filter(Boolean)
      .join(" ・ "),
    body: [
      chapter(
        "helped",
        "该帮的都帮上了吗",
        pair(coverage(site, help, definitions), withoutMeasure(site, help)),
        pair(
          categories(site, help, rules),
          column(stacking(site, help), coverageByKind(site, help, rules, definitions))
        )
      ),
      chapter(
        "fitting",
        "措施对不对症",
        matrix(site, match, rules),
        pair(matched(site, match, rules), matchedByRegion(site, match))
      ),
      chapter(
        "after",
        "帮了之后怎样（只作描述，不作因果）",
        pair(incomes(site, at("K29"), bands), changes(site, at("K29"), rules)),
        pair(elapsed(site, at("K33"), bands), turns(site, at("K29")))
      ),
      chapter("evidence", "多久消除，有无措施差多少（关联，不是因果）", waiting, comparison),
      chapter(
        "kinds",
        "就业、保障与补贴",
        pair(
          column(
            posts(site, at("K26"), definitions),
            safeguards(site, at("K15"), definitions),
            strain(site, at("K13"))
          ),
          column(
            assurance(site, at("K30"), definitions),
            taper(site, at("K31"), definitions),
            subsidies(site, at("K45"), rules, definitions)
          )
        )
      )
    ],
    indicators: ["K27", "K28", "K29", "K33", "K26", "K30", "K31", "K32", "K45", "K12", "K13", "K14", "K15"]
  });
}
