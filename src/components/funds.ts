import { subsidyTitle } from "../lib/assurance.js";
import type { Context } from "../lib/context.js";
import { fundsTitle, moneyMeasure } from "../lib/funds.js";
import { lastMonth } from "../lib/periods.js";
import { readerFor } from "../lib/reader.js";
import type { Definitions, Dictionary } from "../lib/site.js";
import { quarterWord } from "../lib/warnings.js";
import { assetKinds, assetRegions, assets, contracts } from "./asset-figures.js";
import { chapter, frame, pair } from "./frame.js";
import { moneyCategories, moneyEach, moneyPlaces, moneySources } from "./money-figures.js";
import type { Site } from "./site.js";
import { houseGrades, houses, subsidyKinds, subsidyRegions } from "./support-figures.js";

/** 资金与项目: money by place, source and category, works and trades, contracts, subsidies, unsafe houses. */
export async function funds(site: Site, context: Context): Promise<Node> {
  const [definitions, dictionary] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<Dictionary>("dictionary.json")
  ]);
  const at = (indicator: string) => readerFor(site, context, indicator);
  const money = at("K46");
  const asset = at("K52");
  const paid = at("K45");
  const house = at("K51");
  const kinds = assetKinds(asset, dictionary);
  const quarter = quarterWord(lastMonth(paid.period("quarter")));
  const subsidy = paid.cell({ indicator: "K45", breakdown: "", basis: "人次" }, { kind: "quarter" });
  return frame(site, context, {
    name: "funds",
    question: "钱和项目投到哪里，户均多少，该续的合同、该发的补贴落实了没有？",
    of: money.region,
    title: fundsTitle(
      money.period("year"),
      money.cell(moneyMeasure("金额"), { kind: "year" }),
      money.cell(moneyMeasure("户均"), { kind: "year" }),
      quarter,
      subsidy
    ),
    unit: [
      `${money.region.name}，资金、项目与住房按年（${money.period("year")}），补贴按季（${paid.period("quarter")}）`,
      money.region.code === context.region ? "" : "这些指标不分乡镇，列所在县区",
      "金额与户均分开列，都不随户、人切换"
    ]
      .filter(Boolean)
      .join(" ・ "),
    body: [
      chapter(
        "put",
        "钱投到哪里，户均多少",
        pair(moneyPlaces(site, money), moneyEach(site, money)),
        pair(moneySources(site, money, dictionary), moneyCategories(site, money, dictionary))
      ),
      chapter(
        "built",
        "项目投到哪里，合同续了没有",
        pair(assets(site, asset, kinds, definitions), assetRegions(site, asset, kinds)),
        contracts(site, at("K53"), definitions)
      ),
      chapter(
        "paid",
        "补贴发了没有",
        pair(
          subsidyRegions(site, paid, definitions),
          subsidyKinds(site, paid, dictionary, subsidyTitle(subsidy))
        )
      ),
      chapter(
        "housed",
        "危房处置了没有",
        pair(houses(site, house, definitions), houseGrades(site, house, definitions, dictionary))
      )
    ],
    indicators: ["K46", "K52", "K53", "K45", "K51"]
  });
}
