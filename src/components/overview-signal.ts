import { methodTexts } from "../lib/method-texts.js";
import type { SignalMethods, SignalScan } from "../lib/signal-data.js";
import type { Found } from "../lib/signal-found.js";
import { chanceText, platformWords } from "../lib/signal-text.js";
import { h } from "./dom.js";
import { signalFacts, signalHistory } from "./signal-facts.js";
import { type Site, siteUrl } from "./site.js";

/** What a signal of 总览 stands on: counts, interval, series with its limits, and what it means and does not. */
export async function signalDetails(
  site: Site,
  methods: SignalMethods,
  { row, job }: Found,
  name: string,
  width: number
): Promise<Node[]> {
  const [signals, scans] = await Promise.all([
    site.signals(row.region_code),
    row.method === "scan" ? site.json<readonly SignalScan[]>("signal-clusters.json") : []
  ]);
  const id = row.made.startsWith("farrington") ? "farrington" : row.method;
  const text = methodTexts.find(each => each.id === id);
  const methodsHref = `${siteUrl("methods.html").pathname}${site.context.href()}#${id}`;
  return [
    signalFacts(row, job, methods),
    ...clusterWords(site, scans, row.job, row.region_code, row.period),
    ...signalHistory(signals, row, job, name, Math.min(width, 720)),
    h("p", {}, text?.means ?? ""),
    h(
      "p",
      { class: "note" },
      row.method === "series" ? null : [h("a", { href: mapHref(site, row) }, "在地图上看"), " ・ "],
      h("a", { href: methodsHref }, `${text?.title ?? ""}怎样算`),
      ` ・ ${platformWords}`
    )
  ];
}

function mapHref(site: Site, row: Found["row"]): string {
  const region = row.method === "scan" ? row.region_code : row.within;
  const url = siteUrl("map.html");
  url.search = site.context.href({ region });
  url.searchParams.set("measure", row.breakdown ? `${row.indicator}:${row.breakdown}` : row.indicator);
  url.searchParams.set("layer", "signal");
  if (row.method !== "scan") url.searchParams.set("area", row.region_code);
  return url.pathname + url.search;
}

/** Each cluster with its towns, p, seed and replications. */
function clusterWords(
  { regions }: Site,
  scans: readonly SignalScan[],
  job: string,
  within: string,
  period: string
): Node[] {
  const scan = scans.find(each => each.job === job && each.within === within && each.period === period);
  if (!scan) return [];
  return scan.clusters.map(({ places, cases, expected, p }) =>
    h(
      "p",
      {},
      `${places.map(code => regions.get(code)?.name ?? code).join("、")}：${cases} 件，预期 ${expected.toFixed(1)} 件，p ${p < 0.001 ? "" : "= "}${chanceText(p)}（模拟 ${scan.replications} 次，种子 ${scan.seed}）。`
    )
  );
}
