import { type Context, ContextStore } from "../lib/context.js";
import { Dataset } from "../lib/dataset.js";
import { Regions } from "../lib/regions.js";
import type { Indicator, Intake, Meta, Region } from "../lib/site.js";

/** All a page works with: data, catalogue and the shared context. */
export interface Site {
  readonly meta: Meta;
  readonly regions: Regions;
  readonly catalogue: ReadonlyMap<string, Indicator>;
  readonly intake: Intake;
  readonly dataset: Dataset;
  readonly context: ContextStore;
  /** A table's Chinese name, from its id. */
  readonly tableName: (table: string) => string;
  /** Loads a region's county slices when its rows are not in hand yet. */
  readonly ensure: (region: string) => Promise<void>;
  /** Reads another published JSON file, e.g. `boundaries.json`; each is fetched once. */
  readonly json: <T>(name: string) => Promise<T>;
}

/** Loads what every page needs and reads the context from the URL. */
export async function loadSite(): Promise<Site> {
  const jsons = new Map<string, Promise<unknown>>();
  const json = <T>(name: string): Promise<T> => {
    const known = jsons.get(name) ?? get(name).then(response => response.json());
    jsons.set(name, known);
    return known as Promise<T>;
  };
  const families = (mark()?.dataset.families ?? "").split(" ").filter(Boolean);
  const figures = (folder: string): Promise<ArrayBuffer[]> =>
    Promise.all(
      families.map(family => get(`${folder}/${family}.arrow`).then(response => response.arrayBuffer()))
    );
  const [meta, regionList, catalogue, intake, names, parts] = await Promise.all([
    json<Meta>("meta.json"),
    json<readonly Region[]>("regions.json"),
    json<readonly Indicator[]>("catalogue.json"),
    json<Intake>("intake.json"),
    json<Readonly<Record<string, string>>>("tables.json"),
    figures("indicator")
  ]);
  const regions = new Regions(regionList, meta.root);
  const dataset = new Dataset(meta.profile);
  for (const part of parts) dataset.add(part);
  const slices = new Map<string, Promise<void>>();
  const ensure = (region: string): Promise<void> => {
    const county = regions.county(region);
    if (!county) return Promise.resolve();
    let slice = slices.get(county.code);
    if (!slice) {
      slice = figures(`county/${county.code}`).then(slices => {
        for (const bytes of slices) dataset.add(bytes);
      });
      slices.set(county.code, slice);
    }
    return slice;
  };
  const defaults: Context = {
    region: meta.root,
    period: meta.periods.month.at(-1) ?? "",
    basis: "户",
    profile: meta.profile
  };
  const context = new ContextStore({
    defaults,
    regions: code => regions.get(code) !== undefined,
    periods: meta.periods.month,
    profiles: meta.computed
  });
  return {
    meta,
    regions,
    catalogue: new Map(catalogue.map(each => [each.id, each])),
    intake,
    dataset,
    context,
    tableName: id => names[id] ?? id,
    ensure,
    json
  };
}

/** The URL of a page or file of the site, from its path under the root. */
export function siteUrl(path: string): URL {
  return new URL((mark()?.dataset.root ?? "./") + path, document.baseURI);
}

async function get(name: string): Promise<Response> {
  const url = siteUrl(`${mark()?.dataset.files ?? "data/"}site/${name}`);
  url.search = `v=${mark()?.dataset.version ?? ""}`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`读不到 data/site/${name}（${response.status}）`);
  return response;
}

function mark(): HTMLElement | null {
  return document.querySelector<HTMLElement>('meta[name="site"]');
}
