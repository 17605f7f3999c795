import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rollup } from "d3-array";
import { overviewRows } from "../../src/lib/overview-rows.ts";
import type { FileAccount, Meta, Region, Reject } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { literal } from "../lib/duck.ts";
import type { Settings } from "../lib/settings.ts";
import { type AuditReport, audit, refuseFaults } from "../privacy/audit.ts";
import { publicEdition } from "../privacy/edition.ts";
import { noChanges, noFindings, noIntake, publicSignals } from "../privacy/withheld.ts";
import { insideSite, readStated, reconcile } from "../reconcile/reconcile.ts";
import type { BoundaryTopology } from "../regions/topology.ts";
import { topologyText } from "../regions/topology.ts";
import { signals } from "../signals/signals.ts";
import { type Agreement, agreementOf, refuseDisagreement } from "./agreement.ts";
import { arrowFiles, emptyFile } from "./arrow.ts";
import { catalogueOf, definitionsOf, lackingTables } from "./catalogue.ts";
import { changesOf } from "./changes.ts";
import { quarterLeftOf, tasksOf } from "./deadlines.ts";
import { ledgerFormOf, publishDownloads } from "./downloads.ts";
import { eventsOf, signalsOf } from "./events.ts";
import { mapOf } from "./map.ts";
import { readMatters } from "./matters.ts";
import { measureRulesOf } from "./measures.ts";
import { platformOf } from "./platform.ts";
import { bandsOf, policyOf, scopeOf } from "./policy.ts";
import { underRoot } from "./root.ts";
import { publishSignals } from "./signal.ts";
import { suspectsOf } from "./suspects.ts";
import { warningOf } from "./warning.ts";
import { readWording } from "./wording.ts";

export interface PublishOptions {
  readonly settings: Settings;
  readonly asOf: string;
  readonly demo: boolean;
  /** Digest of what the figures follow from besides the exports: rules, settings and SQL. */
  readonly edition: string;
  /** Files a `--partial` build goes without. */
  readonly missing: readonly string[];
  readonly boundaries: BoundaryTopology;
  /** Source line of the map, "" when none is known. */
  readonly mapSource: string;
  /** Folder the site's loaders read. */
  readonly folder: string;
}

/** What the checks over the published files came to; no audit where everything is shown. */
export interface Published {
  readonly agreement: Agreement;
  readonly audit: AuditReport | null;
}

/** A value that follows from numerator and denominator is left out; the page divides (see Dataset). */
const leanValue = `CASE WHEN value = numerator / denominator OR (denominator IS NULL AND value = numerator) THEN NULL ELSE value END`;

/** The columns of the tidy table as pages read them. */
export const figureColumns = {
  text: [
    "indicator",
    "region_code",
    "period",
    "breakdown",
    "basis",
    "unit",
    "status",
    "judgement",
    "profile_id",
    "clause"
  ],
  numbers: ["numerator", "denominator", "value"]
};

/**
 * Writes what the site reads: for each indicator, and for what 总览 shows, `figures/<id>.arrow` (root to county) and
 * `figures/<code>/<id>.arrow` (a county with its townships), and small JSON files. Villages are not published; no table
 * of persons or households is. A public edition is decided before anything is written, and attacked after. The folder is
 * replaced as a whole, or left as it is when a check of it fails.
 */
export async function publish(duck: Duck, contract: Contract, options: PublishOptions): Promise<Published> {
  const next = `${options.folder}-next`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  const json = (name: string, value: unknown): void =>
    writeFileSync(join(next, name), `${JSON.stringify(value)}\n`);
  const edition = options.settings.audience === "public" ? await publicEdition(duck, contract) : null;
  await publishIndicators(duck, contract, next);
  const statistics = await signals(duck, contract, options.boundaries);
  await publishSignals(duck, edition ? await publicSignals(duck, statistics) : statistics, next);
  json("meta.json", await metaOf(duck, contract, options));
  json("regions.json", await regionsOf(duck));
  // Nothing of a village is in a public edition.
  json("villages.json", edition ? [] : await villagesOf(duck));
  const wording = readWording(contract);
  json("catalogue.json", catalogueOf(contract, await lackingTables(duck)));
  json("definitions.json", await definitionsOf(duck, contract, wording));
  json("policy.json", policyOf(contract, wording));
  json("scope.json", await scopeOf(duck, contract));
  json("warning.json", warningOf(contract));
  json("ledger.json", ledgerFormOf(contract));
  json("dictionary.json", await publishDownloads(duck, contract, next));
  json("matters.json", readMatters(contract));
  json("bands.json", bandsOf(contract));
  json("platform.json", platformOf());
  json("measures.json", measureRulesOf(contract));
  json("map.json", await mapOf(duck, contract, wording));
  json("events.json", await eventsOf(duck));
  json("signals.json", await signalsOf(duck));
  json("changes.json", edition ? noChanges : await changesOf(duck));
  json("quarter.json", await quarterLeftOf(duck));
  json("tasks.json", await tasksOf(duck, contract));
  const suspects = await suspectsOf(duck, contract);
  json("suspects.json", edition ? noFindings(suspects) : suspects);
  const stated = edition ? [] : await insideSite(duck, await readStated(duck));
  json("reconciliation.json", await reconcile(duck, contract, stated));
  json("intake.json", edition ? noIntake : { files: await filesOf(duck), rejects: await rejectsOf(duck) });
  writeFileSync(join(next, "boundaries.json"), topologyText(options.boundaries));
  const agreement = agreementOf(next);
  refuseDisagreement(agreement);
  const attacked = edition && (await audit(duck, edition, next));
  if (attacked) refuseFaults(attacked.faults);
  mkdirSync(dirname(options.folder), { recursive: true });
  const last = `${options.folder}-last`;
  rmSync(last, { recursive: true, force: true });
  if (existsSync(options.folder)) renameSync(options.folder, last);
  renameSync(next, options.folder);
  rmSync(last, { recursive: true, force: true });
  return { agreement, audit: attacked?.report ?? null };
}

/**
 * A file for each place and indicator, and one of what 总览 shows, so that a page loads what it shows and no more. Their rows stay in
 * the temporary table `site_row`.
 * @param only names of the files to write, all by default
 * @param near places to write files for, all by default; the table holds whatever is in these
 * @returns names of the files that are new or others than before, `K18` or `990102/K18`
 */
export async function publishIndicators(
  duck: Duck,
  contract: Contract,
  folder: string,
  only: readonly string[] = [...contract.indicators.keys(), "overview"],
  near: readonly string[] | null = null
): Promise<string[]> {
  await placeRegions(duck);
  const asked = near ? `WHERE place IN (${near.map(literal).join(", ")})` : "";
  await duck.run(`-- Grain: as the indicator table, in the order of its key; regions of the site without villages. What is asked of a row is a column
    -- of it, because a list of words in WHERE is a join, which loses the order.
    CREATE OR REPLACE TEMP TABLE site_row AS
      SELECT *, ${overviewCondition(contract)} AS is_overview
      FROM indicator WHERE region_level <> 'village' AND region_code IN ${near ? `(SELECT region_code FROM place_region ${asked})` : underRoot}
      ORDER BY indicator, region_code, period, breakdown, basis, profile_id;
    CREATE OR REPLACE TEMP VIEW published AS SELECT * REPLACE (${leanValue} AS value) FROM site_row;
    CREATE OR REPLACE TEMP VIEW published_overview AS FROM published WHERE is_overview`);
  const found = await duck.rows(
    `SELECT place, region_code FROM place_region ${asked} ORDER BY place, region_code`
  );
  const parts = rollup(
    found,
    rows => rows.map(({ place }) => String(place)),
    row => String(row.region_code)
  );
  const places = [...new Set(found.map(({ place }) => String(place)))];
  const pathOf = (place: string, file: string): string => join(folder, "figures", place, `${file}.arrow`);
  for (const place of places) mkdirSync(join(folder, "figures", place), { recursive: true });
  const missing = new Map(
    places.flatMap(place => only.map(file => [pathOf(place, file), [place, file] as const]))
  );
  const changed: string[] = [];
  const write = (place: string, file: string, bytes: Uint8Array): void => {
    const path = pathOf(place, file);
    missing.delete(path);
    if (existsSync(path) && readFileSync(path).equals(bytes)) return;
    writeFileSync(path, bytes);
    changed.push(place ? `${place}/${file}` : file);
  };
  const cut = { by: ["indicator"], spread: { column: "region_code", parts }, order: null };
  if (only.some(file => file !== "overview"))
    await arrowFiles(duck, "published", figureColumns, cut, ([file, place], bytes) => {
      if (only.includes(file!)) write(place!, file!, bytes);
    });
  if (only.includes("overview"))
    await arrowFiles(duck, "published_overview", figureColumns, { ...cut, by: [] }, ([place], bytes) =>
      write(place!, "overview", bytes)
    );
  for (const [place, file] of [...missing.values()]) write(place, file, emptyFile(figureColumns));
  return changed;
}

/**
 * Temporary table `place_region`. Grain: one place of the site and one region in its files; the root's place is ''. A county's files hold
 * its towns; those of a prefecture or province what is below it down to the next such place, so that no page of a province loads all
 * counties.
 */
export async function placeRegions(duck: Duck): Promise<void> {
  await duck.run(`CREATE OR REPLACE TEMP TABLE place_region AS
      WITH inside AS (
        SELECT r.region_code, r.region_level FROM region AS r JOIN region_tree AS t ON t.descendant = r.region_code
        AND t.ancestor = (SELECT region_code FROM region_root)
      ), upper AS (
        SELECT region_code FROM inside
        WHERE region_level IN ('province', 'prefecture') OR region_code = (SELECT region_code FROM region_root)
      )
      SELECT CASE WHEN u.region_code = (SELECT region_code FROM region_root) THEN '' ELSE u.region_code END AS place, r.region_code
      FROM upper AS u JOIN region_tree AS t ON t.ancestor = u.region_code
      JOIN inside AS r ON r.region_code = t.descendant AND r.region_level NOT IN ('town', 'village')
      WHERE NOT EXISTS (
        FROM upper AS n JOIN region_tree AS a ON a.ancestor = n.region_code JOIN region_tree AS b ON b.descendant = n.region_code
        WHERE a.descendant = r.region_code AND b.ancestor = u.region_code AND n.region_code NOT IN (u.region_code, r.region_code)
      )
      UNION ALL
      SELECT c.region_code, t.descendant FROM inside AS c JOIN region_tree AS t ON t.ancestor = c.region_code
      JOIN inside AS r ON r.region_code = t.descendant AND r.region_level <> 'village'
      WHERE c.region_level IN ('county', 'zone')`);
}

/** The rows of `overview.arrow`: what 总览 shows, by months, quarters and years; weeks are not. */
export function overviewCondition(contract: Contract): string {
  const parts = overviewRows(readMatters(contract)).map(({ indicator, breakdowns }) =>
    breakdowns === null
      ? `indicator = ${literal(indicator)}`
      : `indicator = ${literal(indicator)} AND breakdown IN (${breakdowns.map(literal).join(", ")})`
  );
  return `period NOT LIKE '%W%' AND (${parts.map(part => `(${part})`).join(" OR ")})`;
}

async function metaOf(duck: Duck, contract: Contract, options: PublishOptions): Promise<Meta> {
  const [root] = await duck.rows(
    `SELECT r.region_code AS code, p.profile_id AS profile FROM region_root AS r
     LEFT JOIN (SELECT region_code, arg_max(profile_id, stat_year) AS profile_id FROM profile_in_force WHERE is_chosen GROUP BY region_code) AS p
     ON p.region_code = r.region_code`
  );
  const periods = await duck.rows("SELECT kind, period FROM period ORDER BY kind, period");
  const ofKind = (kind: string): string[] =>
    periods.filter(row => row.kind === kind).map(row => String(row.period));
  const profile = String(root!.profile);
  const reference = contract.profiles.get(profile)?.params.get("scale_reference_pct");
  const tables = await duck.rows(
    `SELECT t.table_id AS "table", t.name, count(DISTINCT f.file_id) AS files, sum(f.rows_accepted) AS rows
     FROM source_file AS f JOIN policy_table AS t ON t.table_id = f.table_id WHERE f.status = 'accepted'
     GROUP BY ALL ORDER BY t.table_id`
  );
  return {
    title: options.settings.title,
    short: options.settings.shortTitle,
    audience: options.settings.audience,
    demo: options.demo,
    asOf: options.asOf,
    edition: options.edition,
    root: String(root!.code),
    profile,
    profiles: [...contract.profiles.values()].map(({ id, label, params }) => ({
      id,
      label,
      doc: params.get("doc_no")?.value ?? "",
      draft: params.get("doc_status")?.value === "consultation_draft"
    })),
    computed: (await duck.rows("SELECT DISTINCT profile_id FROM profile_in_force ORDER BY profile_id")).map(
      row => String(row.profile_id)
    ),
    scaleReference:
      reference && reference.certainty !== "absent"
        ? { value: Number(reference.value), clause: reference.clause, certainty: reference.certainty }
        : null,
    periods: { month: ofKind("month"), quarter: ofKind("quarter"), year: ofKind("year") },
    partial: options.missing.length > 0 ? { files: options.missing } : null,
    map: { source: options.mapSource, approval: options.settings.map.approval || null },
    // How many rows a table has may be how few households it is about.
    tables: (options.settings.audience === "public"
      ? tables.map(table => ({ ...table, files: null, rows: null }))
      : tables) as unknown as Meta["tables"]
  };
}

export async function regionsOf(duck: Duck): Promise<Region[]> {
  const rows = await duck.rows(
    `SELECT r.region_code AS code, r.region_name AS name, r.region_level AS level,
       CASE WHEN r.region_code = root.region_code THEN '' ELSE coalesce(r.parent_code, '') END AS parent,
       r.longitude AS lon, r.latitude AS lat
     FROM region AS r CROSS JOIN region_root AS root
     JOIN region_tree AS t ON t.descendant = r.region_code AND t.ancestor = root.region_code
     WHERE r.region_level <> 'village' ORDER BY r.region_code`
  );
  return rows as unknown as Region[];
}

/** Names of the villages of each town that has any, in the order of codes: the search leads from them to their town. */
export async function villagesOf(duck: Duck): Promise<[town: string, names: string[]][]> {
  const rows = await duck.rows(
    `SELECT r.parent_code AS town, to_json(list(r.region_name ORDER BY r.region_code))::VARCHAR AS names
     FROM region AS r JOIN region_tree AS t ON t.descendant = r.region_code AND t.ancestor = (SELECT region_code FROM region_root)
     WHERE r.region_level = 'village' AND r.region_name IS NOT NULL AND r.parent_code IS NOT NULL GROUP BY r.parent_code ORDER BY r.parent_code`
  );
  return rows.map(({ town, names }) => [String(town), JSON.parse(String(names)) as string[]]);
}

async function filesOf(duck: Duck): Promise<FileAccount[]> {
  const rows = await duck.rows(
    `SELECT f.name AS file, f.table_id AS "table", t.name AS name, CAST(f.as_of AS VARCHAR) AS snapshot,
       coalesce((SELECT string_agg(s.sheet, '、' ORDER BY s.sheet) FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.sheet <> ''), '') AS sheet,
       f.rows_read AS read, f.rows_accepted AS accepted, f.rows_refused AS refused, f.rows_blank AS blank,
       f.rows_duplicate AS duplicate, f.status, f.digest,
       concat_ws('；', nullif(f.reason, ''), CASE WHEN f.hidden_sheets <> '' THEN '隐藏工作表未读：' || f.hidden_sheets END,
         (SELECT string_agg(DISTINCT '缺列：' || s.lacking, '；' ORDER BY '缺列：' || s.lacking) FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.lacking <> ''),
         CASE WHEN f.status = 'accepted' AND f.rows_read = 0 THEN '只有表头，没有数据行' END) AS note
     FROM source_file AS f LEFT JOIN policy_table AS t ON t.table_id = f.table_id ORDER BY f.file_id`
  );
  return rows as unknown as FileAccount[];
}

async function rejectsOf(duck: Duck): Promise<Reject[]> {
  const rows = await duck.rows(
    `SELECT coalesce(f.table_id, '') AS "table", coalesce(t.name, f.name) AS name, r.column_zh AS "column", r.reason, r.action, count(*) AS count, r.kind
     FROM reject AS r JOIN source_file AS f ON f.file_id = r.file_id LEFT JOIN policy_table AS t ON t.table_id = f.table_id
     GROUP BY ALL ORDER BY kind DESC, count DESC, name, "column", reason, action, "table"`
  );
  return rows as unknown as Reject[];
}
