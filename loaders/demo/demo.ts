import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CliError, exitCode } from "../lib/errors.ts";
import { type Day, monthOfDay, parseDay, yearOf } from "./calendar.ts";
import { readContract } from "./contract.ts";
import { createGeography } from "./geography.ts";
import { createHousehold } from "./household.ts";
import { createHouseholds } from "./households.ts";
import { createOutput, type WrittenFile } from "./output.ts";
import { createPlaces } from "./places.ts";
import { createPopulations } from "./populations.ts";
import {
  writeArchiveChecks,
  writeFilings,
  writeFunds,
  writeIndustryAssets,
  writeProblems,
  writeSweeps,
  writeTaskDeadlines
} from "./tables/administration.ts";
import { writeStatedFigures } from "./tables/bulletins.ts";
import { openAssistPlans, openContactPersons, openSurveys, openVisits } from "./tables/care.ts";
import { openClues } from "./tables/clues.ts";
import { writeDataMatches, writeDeptAlerts } from "./tables/departments.ts";
import { openEliminationSteps } from "./tables/elimination.ts";
import { openHazards, writeMarketSignals, writeResettlementSites, writeRiskPoints } from "./tables/events.ts";
import { openExemptions } from "./tables/exemptions.ts";
import { openMigrantWork, writeVillages } from "./tables/exports.ts";
import { openIdentificationSteps } from "./tables/identification.ts";
import { openHouseholdFinance, openIncomeYears } from "./tables/incomes.ts";
import { openLedger } from "./tables/ledger.ts";
import { openMonitoredPersons } from "./tables/monitored.ts";
import { writeRegionStat } from "./tables/regions.ts";
import { openSafeguardChecks } from "./tables/safeguards.ts";
import { openJobPushes, openMeasures, openSubsidyPayments } from "./tables/support.ts";
import { openWarningConfirmations } from "./tables/warnings.ts";
import { countTruth, type Truth } from "./truth.ts";
import type { World } from "./world.ts";

export interface DemoOptions {
  /** Monitored households ever identified. */
  households: number;
  seed: number;
  /** Folder to write to; made when missing. Files of an earlier demo there are removed, others are left alone. */
  out: string;
  /** The snapshot day. Defaults to 2023-12-31. */
  asOf?: string;
  /** Months the local tables cover. Defaults to 24. */
  months?: number;
}

export interface Demo {
  readonly files: readonly WrittenFile[];
  /** Regions in the region table, all levels. */
  readonly regions: number;
  readonly truth: Truth;
}

/** The file in a demo folder that says it is made up, and by which options. */
export const demoManifest = "demo.json";
/** Tables filled in one pass over the households. */
const householdTables = [
  openMonitoredPersons,
  openMigrantWork,
  openLedger,
  openHouseholdFinance,
  openIncomeYears,
  openWarningConfirmations,
  openClues,
  openIdentificationSteps,
  openEliminationSteps,
  openMeasures,
  openVisits,
  openSurveys,
  openContactPersons,
  openAssistPlans,
  openJobPushes,
  openHazards,
  openSubsidyPayments,
  openSafeguardChecks,
  openExemptions
];
/** Tables of regions and events. */
const otherTables = [
  writeRegionStat,
  writeVillages,
  writeDeptAlerts,
  writeDataMatches,
  writeRiskPoints,
  writeMarketSignals,
  writeResettlementSites,
  writeSweeps,
  writeFunds,
  writeProblems,
  writeArchiveChecks,
  writeFilings,
  writeTaskDeadlines,
  writeIndustryAssets,
  writeStatedFigures
];

/** Writes the exports of a fictional prefecture; the same options give the same bytes. */
export async function generateDemo(options: DemoOptions): Promise<Demo> {
  const { households, seed, out, asOf, months } = normalize(options);
  const contract = readContract();
  const places = createPlaces();
  const geography = createGeography(places);
  const last = monthOfDay(asOf);
  const all = createHouseholds({ places, households, seed, last, months });
  const world: World = {
    seed,
    asOf,
    first: last - months + 1,
    last,
    contract,
    places,
    geography,
    households: all,
    populations: createPopulations(places, all, seed)
  };
  mkdirSync(out, { recursive: true });
  removeEarlier(out);
  const output = createOutput(out, contract);
  for (const write of otherTables) write(world, output);
  const tables = householdTables.map(open => open(world, output));
  for (const number of world.households.order) {
    const household = createHousehold(world, number);
    for (const table of tables) table.add(household);
  }
  for (const table of tables) table.close();
  const boundaries = output.path("boundaries.geojson");
  writeFileSync(boundaries, JSON.stringify(geography.boundaries));
  output.note({ path: boundaries, rows: geography.boundaries.features.length });
  const manifest = { synthetic: true, households, seed, asOf: options.asOf ?? defaultAsOf, months };
  const names = output.files.map(file => basename(file.path));
  writeFileSync(join(out, demoManifest), `${JSON.stringify({ ...manifest, files: names }, null, 2)}\n`);
  return {
    files: output.files,
    regions: 1 + places.counties.length + places.towns.length + places.villages.length,
    truth: countTruth(world)
  };
}

const defaultAsOf = "2023-12-31";

function normalize(options: DemoOptions): {
  households: number;
  seed: number;
  out: string;
  asOf: Day;
  months: number;
} {
  const { households, seed, out, asOf: asOfText = defaultAsOf, months = 24 } = options;
  const asOf = parseDay(asOfText);
  const year = asOf === undefined ? 0 : yearOf(monthOfDay(asOf));
  if (asOf === undefined || year < 2022 || year > 2026)
    throw new CliError(`演示数据的快照日应为 2022—2026 年的 YYYY-MM-DD，现为 ${asOfText}`, {
      exit: exitCode.usage
    });
  if (!Number.isInteger(households) || households < 50 || households > 500_000)
    throw new CliError(`演示数据的户数应为 50—500000 的整数，现为 ${households}`, { exit: exitCode.usage });
  if (!Number.isInteger(seed)) throw new CliError(`种子应为整数，现为 ${seed}`, { exit: exitCode.usage });
  if (!Number.isInteger(months) || months < 6 || months > 60)
    throw new CliError(`演示数据的月数应为 6—60 的整数，现为 ${months}`, { exit: exitCode.usage });
  return { households, seed, out, asOf, months };
}

/** Removes the files an earlier demo listed in its manifest. */
function removeEarlier(folder: string): void {
  const path = join(folder, demoManifest);
  if (!existsSync(path)) return;
  const { files } = JSON.parse(readFileSync(path, "utf8")) as { files?: unknown };
  if (!Array.isArray(files)) return;
  for (const name of files)
    if (typeof name === "string") rmSync(join(folder, basename(name)), { force: true });
}
