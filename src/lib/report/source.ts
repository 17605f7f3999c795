import type { ReaderSource } from "../reader.js";
import type { Intake } from "../site.js";

/** What was published, as the site's own functions read it. */
export interface ReportSource extends ReaderSource {
  readonly intake: Intake;
  /** A table's Chinese name, from its id. */
  readonly tableName: (table: string) => string;
  /** Another published file, e.g. `definitions.json`. */
  readonly json: <T>(name: string) => T;
}
