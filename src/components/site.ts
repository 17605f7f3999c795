import { type Context, ContextStore } from "../lib/context.js";
import { Dataset } from "../lib/dataset.js";
import { MemoryWindow } from "../lib/memory-window.js";
import { Regions } from "../lib/regions.js";
import type { Signal } from "../lib/signal-data.js";
import type { Indicator, Intake, Meta, Region } from "../lib/site.js";
import { withholdUnknown } from "../lib/state.js";
import { withheldRows } from "../lib/withheld.js";

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
  /** Loads further indicators, for the places of a region's page. */
  readonly need: (indicators: readonly string[], region: string) => Promise<void>;
  /** Loads indicators for all counties of a region, however many places stand between. */
  readonly needCounties: (indicators: readonly string[], region: string) => Promise<void>;
  /** Whether the page is a file of its own, without the rest of the site. */
  readonly isAlone: boolean;
  /** Reads another published JSON file, e.g. `boundaries.json`; each is fetched once. */
  readonly json: <T>(name: string) => Promise<T>;
  /** Reads a published file that is not JSON, e.g. `figures/signal.arrow`; each is fetched once. */
  readonly bytes: (name: string) => Promise<ArrayBuffer>;
  /** All statistics of root and counties, and of a region's county with its towns. */
  readonly signals: (region: string) => Promise<readonly Signal[]>;
}

/**
 * Loads what every page needs.
 * @param held the context in hand; by default it is read from the URL
 */
export async function loadSite(held?: ContextStore): Promise<Site> {
  const jsons = new Map<string, Promise<unknown>>();
  const json = <T>(name: string): Promise<T> => {
    // What stands beside the figures of a place is read there.
    const path = name.startsWith("figures/") ? name : `site/${name}`;
    const known = jsons.get(name) ?? get(path).then(response => response.json());
    jsons.set(name, known);
    return known as Promise<T>;
  };
  const files = new Map<string, Promise<ArrayBuffer>>();
  const bytes = (name: string): Promise<ArrayBuffer> => {
    const known = files.get(name) ?? get(name).then(response => response.arrayBuffer());
    files.set(name, known);
    return known;
  };
  const wanted = (mark()?.dataset.indicators ?? "").split(" ").filter(Boolean);
  const metaFile = json<Meta>("meta.json");
  const figures = new Figures(
    metaFile.then(({ profile }) => new Dataset(profile)),
    wanted
  );
  const [meta, regionList, catalogue, intake, names] = await Promise.all([
    metaFile,
    json<readonly Region[]>("regions.json"),
    json<readonly Indicator[]>("catalogue.json"),
    json<Intake>("intake.json"),
    json<Readonly<Record<string, string>>>("tables.json")
  ]);
  const regions = new Regions(regionList, meta.root);
  const dataset = await figures.dataset;
  const byId = new Map(catalogue.map(each => [each.id, each]));
  if (meta.audience === "public") {
    dataset.whereAbsent(withheldRows({ regions, catalogue: byId }));
    withholdUnknown();
  }
  const ensure = (region: string): Promise<void> => figures.ensure(placesAbove(regions, region));
  const need = async (indicators: readonly string[], region: string): Promise<void> => {
    figures.want(indicators);
    await ensure(region);
  };
  const needCounties = (indicators: readonly string[], region: string): Promise<void> =>
    figures.load(indicators, placesBelow(regions, region));
  const signals = async (region: string): Promise<readonly Signal[]> => {
    const county = regions.county(region)?.code;
    const [{ signalRows }, above, below] = await Promise.all([
      import("../lib/signal-rows.js"),
      bytes("figures/signal.arrow"),
      county === undefined || county === meta.root ? null : bytes(`figures/${county}/signal.arrow`)
    ]);
    const towns = below ? signalRows(below).filter(({ region_code }) => region_code !== county) : [];
    return [...signalRows(above), ...towns];
  };
  const defaults: Context = {
    region: meta.root,
    period: meta.periods.month.at(-1) ?? "",
    basis: "户",
    profile: meta.profile
  };
  const options = {
    defaults,
    regions: (code: string) => regions.get(code) !== undefined,
    periods: meta.periods.month,
    profiles: meta.computed
  };
  const context =
    held ?? new ContextStore(options, alone ? new MemoryWindow(mark()?.dataset.query ?? "") : window);
  return {
    meta,
    regions,
    catalogue: byId,
    intake,
    dataset,
    context,
    tableName: id => names[id] ?? id,
    ensure,
    need,
    needCounties,
    isAlone: alone,
    json,
    bytes,
    signals
  };
}

/** Places with files of their own from below the root down to a region. */
function placesAbove(regions: Regions, region: string): string[] {
  const path = regions.path(region).filter(({ level }) => level !== "town" && level !== "village");
  return path.filter(each => each !== regions.root || !isUpper(each)).map(({ code }) => code);
}

/** Places whose files hold the counties below a region, itself among them. */
function placesBelow(regions: Regions, region: string): string[] {
  const inside = regions.all.filter(
    each => isUpper(each) && regions.path(each.code).some(({ code }) => code === region)
  );
  return inside.map(each => (each === regions.root ? "" : each.code));
}

function isUpper({ level }: Region): boolean {
  return level === "province" || level === "prefecture";
}

/** The Arrow files of the indicators a page wants: of the root, and of the places down to the one shown on demand. */
class Figures {
  readonly dataset: Promise<Dataset>;
  readonly #wanted = new Set<string>();
  readonly #files = new Map<string, Promise<void>>();

  constructor(dataset: Promise<Dataset>, wanted: readonly string[]) {
    this.dataset = dataset;
    this.want(wanted);
    // On their way while the small files are.
    void this.ensure([]).catch(() => {});
  }

  want(indicators: readonly string[]): void {
    for (const indicator of indicators) this.#wanted.add(indicator);
  }

  ensure(places: readonly string[]): Promise<void> {
    return this.load([...this.#wanted], ["", ...places]);
  }

  async load(indicators: readonly string[], places: readonly string[]): Promise<void> {
    await Promise.all(
      places.flatMap(place => indicators.map(id => this.#load(place === "" ? id : `${place}/${id}`)))
    );
  }

  #load(name: string): Promise<void> {
    let file = this.#files.get(name);
    if (!file) {
      const bytes = get(`figures/${name}.arrow`).then(response => response.arrayBuffer());
      file = Promise.all([this.dataset, bytes]).then(([dataset, file]) => dataset.add(file));
      this.#files.set(name, file);
    }
    return file;
  }
}

/** The URL of a page or file of the site, from its path under the root. */
export function siteUrl(path: string): URL {
  return new URL((mark()?.dataset.root ?? "./") + path, document.baseURI);
}

/** Whether what is published stands in the page itself. */
const alone = document.querySelector('meta[name="site"][data-alone]') !== null;

/** A file that stands in the page: gzip in base64. */
function inlined(name: string): Response {
  const text = document.getElementById(`file:${name}`)?.textContent;
  if (!text) throw new Error(`这份文件里没有 ${name}`);
  const bytes = Uint8Array.from(atob(text), char => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

async function get(name: string): Promise<Response> {
  if (alone) return inlined(name);
  const url = siteUrl(`${mark()?.dataset.files ?? "data/"}${name}`);
  url.search = `v=${mark()?.dataset.version ?? ""}`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`读不到 data/${name}（${response.status}）`);
  return response;
}

function mark(): HTMLElement | null {
  return document.querySelector<HTMLElement>('meta[name="site"]');
}
