import { checkAdvice, failedIn } from "./checks.js";
import type { Context } from "./context.js";
import { intakeTotals, missingTables } from "./intake.js";
import { type DataMatter, dataMatter } from "./matters.js";
import { scaleShare } from "./measures.js";
import type { ReaderSource } from "./reader.js";
import type { Intake } from "./site.js";

/** What is asked of the site to tell what the data lack. */
interface LackSource extends ReaderSource {
  readonly intake: Intake;
  readonly tableName: (table: string) => string;
}

/** What the data lack at the place in hand, as the last matter to be studied. */
export function lackOf(source: LackSource, { region, period, profile }: Context): DataMatter {
  const { meta, dataset, regions, intake, catalogue, tableName } = source;
  const totals = intakeTotals(intake);
  const shared = (code: string) => dataset.cell({ ...scaleShare, region: code, period }, profile)?.status;
  return dataMatter({
    tables: missingTables(catalogue.values(), meta).map(tableName),
    shares: regions
      .children(region)
      .flatMap(({ code, name }) => (shared(code) === "missing_data" ? [name] : [])),
    unrecognised: totals.unrecognised,
    refused: totals.refused,
    checks: Object.keys(checkAdvice).filter(
      name => (failedIn(dataset, name, region, meta.asOf, profile) ?? 0) > 0
    ).length
  });
}
