import { readContract } from "../../loaders/contract/contract.ts";
import { intake } from "../../loaders/intake/intake.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import type { Reading } from "./peers.ts";

/** The whole of intake on one file of persons: bytes to a typed DuckDB table, hashes, faults and accounts. */
export async function withIntake(file: string): Promise<Reading> {
  const duck = await Duck.open(":memory:");
  await intake(duck, readContract(), { exports: file, asOf: "2023-12-31" });
  const [sum] = await duck.rows(
    "SELECT count(*) AS rows FROM staging.monitored_person WHERE household_id IS NOT NULL"
  );
  return { rows: Number(sum!.rows), cells: 0, bytes: 0 };
}
