import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { formulaStart } from "../../src/lib/cell.ts";

/** A row of a small result: column → value (bigint as number, dates as ISO text). */
export type Row = Record<string, string | number | boolean | null>;

/** One DuckDB database with one connection, or a further one beside it; extensions are never fetched. */
export class Duck {
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #isFirst: boolean;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, isFirst: boolean) {
    this.#instance = instance;
    this.connection = connection;
    this.#isFirst = isFirst;
  }

  /**
   * Opens a database file, or one in memory with ":memory:".
   * @param options threads: as many as FANGFANPIN_THREADS says by default, or as there are cores; memory is bounded by
   *   FANGFANPIN_MEMORY (as in `4GB`), what does not fit goes to a folder beside the file
   */
  static async open(path: string, options: { readOnly?: boolean; threads?: number } = {}): Promise<Duck> {
    const threads = options.threads ?? process.env.FANGFANPIN_THREADS;
    const instance = await DuckDBInstance.create(path, {
      ...(options.readOnly ? { access_mode: "READ_ONLY" } : {}),
      ...(threads ? { threads: String(threads) } : {}),
      ...(process.env.FANGFANPIN_MEMORY ? { memory_limit: process.env.FANGFANPIN_MEMORY } : {}),
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false"
    });
    return Duck.#connect(instance, true);
  }

  static async #connect(instance: DuckDBInstance, isFirst: boolean): Promise<Duck> {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    return new Duck(instance, connection, isFirst);
  }

  /** A further connection to the same database, with temporary tables of its own; to be closed before this one. */
  beside(): Promise<Duck> {
    return Duck.#connect(this.#instance, false);
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /**
   * Runs a SQL file, statement by statement.
   * @param take what of its text to run; all by default
   */
  async file(
    path: string,
    replace: Readonly<Record<string, string>> = {},
    take: (sql: string) => string = sql => sql
  ): Promise<void> {
    let sql = take(readFileSync(path, "utf8"));
    if (!sql) return;
    for (const [name, value] of Object.entries(replace)) sql = sql.replaceAll(`{{${name}}}`, value);
    try {
      await this.connection.run(sql);
    } catch (cause) {
      throw new Error(`${path.split(/[\\/]/).slice(-2).join("/")}: ${(cause as Error).message}`, { cause });
    }
  }

  /** A small result as rows; for figures and lists, never for person tables. */
  async rows(sql: string): Promise<Row[]> {
    const reader = await this.connection.runAndReadAll(sql);
    const names = reader.deduplicatedColumnNames();
    const columns = reader.getColumns();
    return Array.from({ length: reader.currentRowCount }, (_, row) => {
      const plain: Row = {};
      for (let i = 0; i < names.length; i += 1) plain[names[i]!] = plainValue(columns[i]![row]!);
      return plain;
    });
  }

  close(): void {
    this.connection.closeSync();
    if (this.#isFirst) this.#instance.closeSync();
  }
}

/** A SQL string literal. */
export function literal(text: string | null | undefined): string {
  return text === null || text === undefined ? "NULL" : `'${text.replaceAll("'", "''")}'`;
}

/** A text column as SQL, with an apostrophe before what a spreadsheet would run as a formula (as `csvField`). */
export function neutral(column: string): string {
  return `CASE WHEN regexp_matches(${column}, ${literal(formulaStart)}) THEN '''' || ${column} ELSE ${column} END`;
}

/** A SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function plainValue(value: DuckDBValue): string | number | boolean | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null && "toDouble" in value)
    return (value as { toDouble(): number }).toDouble();
  return String(value);
}
