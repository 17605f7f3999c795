import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Contract, Table } from "../contract/contract.ts";
import { intake } from "../intake/intake.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { cachePath } from "../lib/paths.ts";

/** The database of what was read. */
const catalog = "fresh";

/** What the files of some tables hold now, in a database beside what is held of them. */
export class Fresh {
  /** Schema of the rows, their files numbered as those known are. */
  readonly rows = `${catalog}.numbered`;
  readonly #duck: Duck;
  readonly #contract: Contract;
  readonly #exports: string;
  readonly #asOf: string;
  /** What was read last: which files as they stood then, and whether they are as they must be. */
  #last: { readonly stamp: string; readonly isSound: boolean } | null = null;

  /** @param duck holds the account of the files that are known */
  constructor(duck: Duck, contract: Contract, { exports, asOf }: { exports: string; asOf: string }) {
    this.#duck = duck;
    this.#contract = contract;
    this.#exports = exports;
    this.#asOf = asOf;
  }

  /**
   * Reads all files of the tables, unless they were read last and are as they were then.
   * @param fromShelf takes from what is kept of files read before
   * @returns whether they may take the place of those known: none is refused, of another day, or has other columns
   */
  async read(tables: readonly Table[], fromShelf = true): Promise<boolean> {
    const ids = tables.map(({ id }) => literal(id)).join(", ");
    const known = await this.#duck.rows(`SELECT f.name FROM source_file AS f
      WHERE EXISTS (FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.table_id IN (${ids})) ORDER BY f.name`);
    const names = known.map(({ name }) => String(name));
    const stood = this.#stampOf(names);
    const stamp = stood && [ids, stood].join("\n");
    if (stamp && this.#last?.stamp === stamp) return this.#last.isSound;
    await this.drop();
    const isSound = await this.#isRead(tables, names, fromShelf);
    this.#last = { stamp, isSound };
    return isSound;
  }

  /** Puts the account of the files in the place of that known. */
  async account(): Promise<void> {
    for (const name of ["source_file", "source_sheet"])
      await this.#duck.run(`DELETE FROM ${name} WHERE file_id IN (SELECT known FROM ${catalog}.main.renumbered);
        INSERT INTO ${name} ${numbered(name)}`);
  }

  /** Lets go of what was read. */
  async drop(): Promise<void> {
    this.#last = null;
    await this.#duck.run(`USE memory; DETACH DATABASE IF EXISTS ${catalog}`);
  }

  async #isRead(tables: readonly Table[], names: readonly string[], fromShelf: boolean): Promise<boolean> {
    const duck = this.#duck;
    mkdirSync(cachePath(), { recursive: true });
    const folder = mkdtempSync(cachePath(`intake-${process.pid}-live-`));
    try {
      for (const name of names) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        copyFileSync(join(this.#exports, name), join(folder, name));
      }
      await duck.run(`ATTACH ':memory:' AS ${catalog}; USE ${catalog}`);
      const narrow = { ...this.#contract, tables: new Map(tables.map(table => [table.id, table])) };
      const shelf = fromShelf ? { shelf: cachePath("kept"), isReader: true } : {};
      await intake(duck, narrow, { exports: folder, asOf: this.#asOf, ...shelf });
      const refused = await duck.rows("SELECT name FROM source_file WHERE status <> 'accepted'");
      await duck.run("USE memory");
      if (refused.length > 0 || (await this.#isOtherwise())) return false;
      // Files keep the numbers they had.
      const views = tables.map(
        ({ id }) => `CREATE VIEW ${this.rows}.${identifier(id)} AS ${numbered(`staging.${identifier(id)}`)}`
      );
      await duck.run(`
        CREATE TABLE ${catalog}.main.renumbered AS
          SELECT n.file_id AS id, o.file_id AS known FROM ${catalog}.source_file AS n JOIN source_file AS o USING (name);
        CREATE SCHEMA ${this.rows};
        ${views.join(";\n")}`);
      return true;
    } catch (error) {
      // What is wrong with the file the whole run says.
      if (error instanceof CliError) return false;
      throw error;
    } finally {
      await duck.run("USE memory");
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Whether a file just read stands for another day than before, or has other columns. */
  async #isOtherwise(): Promise<boolean> {
    const sheets = (
      database: string
    ): string => `SELECT f.name, f.as_of, s.sheet_no, s.table_id, s.columns FROM ${database}.main.source_file AS f
       JOIN ${database}.main.source_sheet AS s USING (file_id) WHERE f.name IN (SELECT name FROM ${catalog}.main.source_file)`;
    const [now, before] = [sheets(catalog), sheets("memory")];
    const [row] = await this.#duck.rows(
      `SELECT count(*) AS n FROM ((${now} EXCEPT ${before}) UNION ALL (${before} EXCEPT ${now}))`
    );
    return Boolean(row!.n);
  }

  /** How the files stand, blank where that does not tell: one is away, or the disk tells times by the second. */
  #stampOf(names: readonly string[]): string {
    try {
      return names
        .map(name => {
          const { size, mtimeNs, ino } = statSync(join(this.#exports, name), { bigint: true });
          if (mtimeNs % 1_000_000_000n === 0n) throw new Error(name);
          return `${name} ${size} ${mtimeNs} ${ino}`;
        })
        .join("\n");
    } catch {
      return "";
    }
  }
}

function numbered(name: string): string {
  return `SELECT s.* REPLACE (r.known AS file_id) FROM ${catalog}.${name} AS s JOIN ${catalog}.main.renumbered AS r ON r.id = s.file_id`;
}
