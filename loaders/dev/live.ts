import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Contract, Table } from "../contract/contract.ts";
import { affectedBy } from "../indicators/affected.ts";
import { indicators } from "../indicators/indicators.ts";
import { intake } from "../intake/intake.ts";
import { Duck, identifier, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { cachePath } from "../lib/paths.ts";
import type { Settings } from "../lib/settings.ts";
import { anywhereAgain, factTable, groundTables, model } from "../model/model.ts";
import { overviewCondition, publishIndicators } from "../publish/publish.ts";

export interface LiveOptions {
  readonly exports: string;
  readonly asOf: string;
  readonly profile: string;
  readonly settings: Settings;
}

/** What an update came to. */
export interface LiveUpdate {
  /** Indicators whose files were written anew. */
  readonly indicators: readonly string[];
}

/**
 * The figures of a folder of exports, held in memory, so that a changed log changes the published figures within seconds: its rows
 * are read, the families that read it run again, and their files are written. What follows from figures (signals, checks,
 * reconciliation) is left to a whole run.
 */
export class Live {
  readonly #duck: Duck;
  readonly #contract: Contract;
  readonly #options: LiveOptions;

  private constructor(duck: Duck, contract: Contract, options: LiveOptions) {
    this.#duck = duck;
    this.#contract = contract;
    this.#options = options;
  }

  /** Works everything out once. */
  static async open(contract: Contract, options: LiveOptions): Promise<Live> {
    const duck = await Duck.open(":memory:");
    const { settings, profile } = options;
    const asked = { exports: options.exports, asOf: options.asOf || settings.asOf };
    const { asOf } = await intake(duck, contract, { ...asked, shelf: cachePath("kept") });
    await model(duck, contract, { asOf, root: settings.root, profile, defaultProfile: settings.profile });
    // The site shows no village.
    await duck.run(
      "DELETE FROM region_shown WHERE region_code IN (SELECT region_code FROM region WHERE region_level = 'village')"
    );
    await indicators(duck, contract);
    // Grain: a row of the tidy table that 总览 shows.
    await duck.run(
      `CREATE TABLE overview_row AS FROM indicator WHERE ${overviewCondition(contract)}; DROP TABLE indicator`
    );
    return new Live(duck, contract, { ...options, asOf });
  }

  close(): void {
    this.#duck.close();
  }

  /** Takes the largest log in once more, which changes nothing: the first update is then as quick as the next. */
  async warm(published: string): Promise<void> {
    const [log] = await this.#duck.rows(`SELECT name FROM source_file
      WHERE status = 'accepted' AND table_id NOT IN (${[...groundTables()].map(literal).join(", ")}) ORDER BY rows_read DESC, name LIMIT 1`);
    if (log) await this.update([String(log.name)], published);
  }

  /**
   * Takes changed files in and writes the figures that follow from them into the published folder.
   * @param names files of the exports folder that were there before
   * @returns null where only a whole run can tell: a file is new to us or refused, or the change touches what every figure
   *   rests on. Nothing is written then, and this object is of no more use
   */
  async update(names: readonly string[], published: string): Promise<LiveUpdate | null> {
    const duck = this.#duck;
    const tables = await this.#tablesOf(names);
    if (!tables || !(await this.#take(tables)) || !(await this.#factsOf(tables))) return null;
    const affected = affectedBy(
      this.#contract,
      tables.map(({ id }) => id)
    );
    await indicators(duck, this.#contract, affected.families);
    const shown = await this.#overviewOf(affected.indicators);
    if (shown === null) return null;
    await publishIndicators(duck, this.#contract, published, affected.indicators);
    await duck.run("DROP TABLE indicator");
    if (shown) {
      await duck.run("ALTER TABLE overview_row RENAME TO indicator");
      await publishIndicators(duck, this.#contract, published, ["overview"]);
      await duck.run("ALTER TABLE indicator RENAME TO overview_row");
    }
    return { indicators: affected.indicators };
  }

  /** The tables of files; null where one is not known, or too much hangs on it. */
  async #tablesOf(names: readonly string[]): Promise<Table[] | null> {
    const rows = await this.#duck.rows(
      `SELECT name, file_id AS id, status FROM source_file WHERE name IN (${names.map(literal).join(", ")})`
    );
    if (rows.length < names.length || rows.some(({ status }) => status !== "accepted")) return null;
    const found = await this.#duck.rows(
      `SELECT DISTINCT table_id AS id FROM source_sheet WHERE file_id IN (${rows.map(({ id }) => id).join(", ")})`
    );
    const tables = found.map(({ id }) => this.#contract.tables.get(String(id))!);
    const grounds = groundTables();
    return tables.some(({ id }) => grounds.has(id)) ? null : tables;
  }

  /** Reads all files of the tables anew and puts their rows in the place of what was staged; false where one is refused. */
  async #take(tables: readonly Table[]): Promise<boolean> {
    const duck = this.#duck;
    const ids = tables.map(({ id }) => literal(id)).join(", ");
    const known = await duck.rows(`SELECT f.name FROM source_file AS f
      WHERE EXISTS (FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.table_id IN (${ids}))`);
    mkdirSync(cachePath(), { recursive: true });
    const folder = mkdtempSync(cachePath(`intake-${process.pid}-live-`));
    try {
      for (const { name } of known) {
        mkdirSync(dirname(join(folder, String(name))), { recursive: true });
        copyFileSync(join(this.#options.exports, String(name)), join(folder, String(name)));
      }
      await duck.run("ATTACH ':memory:' AS fresh; USE fresh");
      const narrow = { ...this.#contract, tables: new Map(tables.map(table => [table.id, table])) };
      await intake(duck, narrow, { exports: folder, asOf: this.#options.asOf });
      const refused = await duck.rows("SELECT name FROM source_file WHERE status <> 'accepted'");
      if (refused.length > 0) return false;
      await duck.run(`USE memory;
        CREATE OR REPLACE TEMP TABLE renumbered AS
          SELECT n.file_id AS id, o.file_id AS known FROM fresh.source_file AS n JOIN source_file AS o USING (name)`);
      const replaced = `REPLACE ((SELECT known FROM renumbered WHERE id = file_id) AS file_id)`;
      for (const { id } of tables) {
        const name = `staging.${identifier(id)}`;
        const [view] = await duck.rows(
          `SELECT 1 AS there FROM duckdb_views() WHERE schema_name = 'staging' AND view_name = ${literal(id)} AND database_name = 'memory'`
        );
        await duck.run(`DROP ${view ? "VIEW" : "TABLE"} ${name};
          CREATE TABLE ${name} AS SELECT * ${replaced} FROM fresh.${name} ORDER BY file_id, sheet_no, row_no`);
      }
      for (const name of ["source_file", "source_sheet"])
        await duck.run(`DELETE FROM ${name} WHERE file_id IN (SELECT known FROM renumbered);
          INSERT INTO ${name} SELECT * ${replaced} FROM fresh.${name}`);
      return true;
    } catch (error) {
      // What is wrong with the file the whole run says.
      if (error instanceof CliError) return false;
      throw error;
    } finally {
      await duck.run("USE memory; DETACH DATABASE IF EXISTS fresh");
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Puts the indicators' rows in the place of those 总览 showed; whether there are any, null where one has a word of its own. */
  async #overviewOf(indicators: readonly string[]): Promise<boolean | null> {
    const duck = this.#duck;
    const own = `indicator IN (${indicators.map(literal).join(", ")})`;
    try {
      await duck.run(`DELETE FROM overview_row WHERE ${own};
        INSERT INTO overview_row FROM indicator WHERE ${own} AND ${overviewCondition(this.#contract)}`);
    } catch (error) {
      if (/could not convert/i.test((error as Error).message)) return null;
      throw error;
    }
    const [found] = await duck.rows(`SELECT count(*) AS n FROM overview_row WHERE ${own}`);
    return Boolean(found!.n);
  }

  /** The fact tables; false where what is so anywhere in the data has changed with them. */
  async #factsOf(tables: readonly Table[]): Promise<boolean> {
    for (const table of tables) await factTable(this.#duck, table, true);
    return anywhereAgain(this.#duck);
  }
}
