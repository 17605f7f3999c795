import { group, mean } from "d3-array";
import type { Signal, SignalScan } from "../../src/lib/signal-data.ts";
import { falseDiscovery } from "../risk/discovery.ts";
import { type Scan, scan } from "../risk/scan.ts";
import { blank, type Cell } from "./cells.ts";
import type { Job, Methods } from "./methods.ts";
import type { Seats } from "./seats.ts";

/** A region and the places in it that are scanned together: cells of one job and period. */
export interface ScanScope {
  readonly within: string;
  readonly period: string;
  readonly cells: readonly Cell[];
}

/**
 * Do the unusual places lie together? Kulldorff's scan of each scope; its row stands at the scope's region, p being that
 * of the most likely cluster and q over all scopes of the period. With too few places it is off and says so.
 */
export function clusters(
  job: Job,
  scopes: readonly ScanScope[],
  seats: Seats,
  methods: Methods
): { readonly rows: Signal[]; readonly scans: SignalScan[] } {
  const number = (key: string): number => methods.number("scan", key);
  const done = scopes.map(scope => {
    const [x, y] = project(scope.cells, seats);
    return {
      scope,
      found: scan(
        {
          x: x!,
          y: y!,
          cases: scope.cells.map(cell => cell.events),
          // Cases where nobody is said to live: the base is not known.
          population: scope.cells.map(({ events, base }) => (events && base === 0 ? null : base))
        },
        {
          family: "poisson",
          share: number("share"),
          replications: number("replications"),
          seed: number("seed"),
          leastPlaces: number("least_places"),
          alpha: number("alpha")
        }
      )
    };
  });
  const q = new Map(
    [...group(done, ({ scope }) => scope.period).values()].flatMap(list => {
      const adjusted = falseDiscovery(list.map(({ found }) => found.clusters[0]?.p ?? null));
      return list.map(({ scope }, at) => [scope, adjusted[at]!] as const);
    })
  );
  const all = done.map(({ scope, found }) => {
    const isSmall = scope.cells.length < number("least_places");
    const verdict = verdictOf(found, isSmall, q.get(scope)!, methods.number("all", "discovery"));
    return {
      row: rowOf(job, scope, found, q.get(scope)!, verdict),
      scan: scanOf(job, scope, found, verdict)
    };
  });
  return { rows: all.map(each => each.row), scans: all.map(each => each.scan) };
}

type Told = Pick<Signal, "verdict" | "reason">;

function verdictOf({ off, clusters: [best] }: Scan, isSmall: boolean, q: number | null, level: number): Told {
  if (off === "no_excess" || off === "no_cases" || off === "all_cases")
    return { verdict: "无信号", reason: off };
  if (off) return { verdict: "数据不足", reason: isSmall ? off : "missing" };
  if (q !== null && q <= level) return { verdict: "信号", reason: "" };
  return { verdict: "无信号", reason: best!.p <= level ? "discovery" : "within" };
}

function rowOf(job: Job, { within, period }: ScanScope, found: Scan, q: number | null, told: Told): Signal {
  const best = found.clusters[0];
  return {
    ...blank(job, within, within, period),
    ...told,
    made: "scan_poisson",
    side: told.verdict === "信号" ? "高于" : "",
    ...(best
      ? {
          numerator: best.cases,
          denominator: best.population,
          value: best.cases / best.population,
          expected: best.expected,
          p: best.p,
          q
        }
      : {})
  };
}

function scanOf(job: Job, { within, period, cells }: ScanScope, found: Scan, told: Told): SignalScan {
  const code = (at: number): string => cells[at]!.region_code;
  return {
    job: job.id,
    within,
    period,
    ...told,
    seed: found.seed,
    replications: found.replications,
    leftOut: found.leftOut.map(code),
    clusters: found.clusters.map(({ places, cases, expected, population, llr, p }) => ({
      places: places.map(code),
      cases,
      expected,
      population,
      llr,
      p
    }))
  };
}

/** Degrees on a plane in kilometres, true to length at the middle of the places: a province is small enough for that. */
function project(cells: readonly Cell[], seats: Seats): (number | null)[][] {
  const points = cells.map(cell => seats.get(cell.region_code) ?? null);
  const middle = mean(points, point => point?.[1]) ?? 0;
  const east = degree * Math.cos((middle * Math.PI) / 180);
  return [
    points.map(point => (point ? point[0] * east : null)),
    points.map(point => (point ? point[1] * degree : null))
  ];
}

/** Kilometres of a degree of latitude. */
const degree = 111.2;
