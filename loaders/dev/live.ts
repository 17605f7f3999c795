import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Contract, Table } from "../contract/contract.ts";
import { type Affected, affectedBy, everything, neededBy, partOf, quality } from "../indicators/affected.ts";
import { indicators } from "../indicators/indicators.ts";
import { intake } from "../intake/intake.ts";
import { Duck, literal } from "../lib/duck.ts";
import { cachePath } from "../lib/paths.ts";
import type { Settings } from "../lib/settings.ts";
import { anywhereAgain, groundTables, model, placesAgain } from "../model/model.ts";
import { sharedTables, type Whole } from "../parts/layout.ts";
import { overviewCondition, publishIndicators } from "../publish/publish.ts";
import { Fresh } from "./fresh.ts";
import { Held } from "./held.ts";

export interface LiveOptions {
  readonly exports: string;
  readonly asOf: string;
  readonly profile: string;
  readonly settings: Settings;
}

/** The published files that open pages have loaded: names of indicators or `overview`, and places. */
export interface Wanted {
  readonly files: readonly string[];
  readonly places: readonly string[];
}

/** What an update came to. */
export interface LiveUpdate {
  /** Indicators that were worked out again. */
  readonly indicators: readonly string[];
  /** Names of the figure files that are others than before, `K18` or `990102/K18`. */
  readonly files: readonly string[];
}

/**
 * The figures of a folder of exports, held in memory part by part, so that a changed export changes the published figures within
 * seconds: its rows are read, the parts whose rows are others run again, and the files of their places are written. What follows
 * from figures (signals, checks, reconciliation) and data quality (K48) are left to a whole run.
 */
export class Live {
  readonly #duck: Duck;
  readonly #held: Held;
  readonly #fresh: Fresh;
  readonly #contract: Contract;
  readonly #options: LiveOptions;
  /** Indicators with rows on 总览. */
  readonly #shown: readonly string[];

  private constructor(
    duck: Duck,
    held: Held,
    contract: Contract,
    options: LiveOptions,
    shown: readonly string[]
  ) {
    this.#duck = duck;
    this.#held = held;
    this.#contract = contract;
    this.#options = options;
    this.#fresh = new Fresh(duck, contract, options);
    this.#shown = shown;
  }

  /** Works everything out once. */
  static async open(contract: Contract, options: LiveOptions): Promise<Live> {
    // Statements are short, and run side by side: threads of DuckDB's own would wait for each other.
    const duck = await Duck.open(":memory:", { threads: 1 });
    await duck.run(`SET temp_directory = ${literal(spillFolder)}`);
    const { settings } = options;
    const asked = { exports: options.exports, asOf: options.asOf || settings.asOf };
    const { asOf } = await intake(duck, contract, { ...asked, shelf: cachePath("kept") });
    const whole = wholeOf({ ...options, asOf });
    await model(duck, contract, whole);
    const condition = overviewCondition(contract);
    const all = everything(contract);
    // Data quality is worked out over the whole.
    await indicators(duck, contract, neededBy(contract, [quality], "whole").families);
    const held = await Held.open(duck, contract, whole);
    await held.leavesOf(await held.parts(), all);
    await held.figuresOf(await held.placesOf(null), all);
    // Grain: a row of the tidy table that 总览 shows.
    await held.figures.run(`CREATE TABLE overview_row AS
        SELECT * FROM indicator WHERE ${condition}
        UNION ALL BY NAME SELECT * FROM memory.main.indicator WHERE ${condition} AND indicator NOT IN (${all.indicators.map(literal).join(", ")});
      DROP TABLE indicator; DROP TABLE memory.main.indicator`);
    const shown = await held.figures.rows("SELECT DISTINCT indicator FROM overview_row");
    const ids = shown.map(({ indicator }) => String(indicator));
    return new Live(duck, held, contract, { ...options, asOf }, ids);
  }

  close(): void {
    this.#held.close();
    this.#duck.close();
    rmSync(spillFolder, { recursive: true, force: true });
  }

  /**
   * Reads the largest log and the largest file of households once more, and works one part out and writes it aside: the first update is
   * then as quick as the next. Nothing of it may be otherwise than before.
   */
  async warm(): Promise<void> {
    const ground = [...groundTables()].map(literal).join(", ");
    const shared = sharedTables.map(literal).join(", ");
    for (const among of ["NOT IN", "IN"]) {
      const [file] = await this.#duck.rows(`SELECT name FROM source_file WHERE status = 'accepted'
        AND table_id ${among} (${ground}) AND table_id NOT IN (${shared}) ORDER BY rows_read DESC, name LIMIT 1`);
      const tables = file && (await this.#tablesOf([String(file.name)]));
      if (!tables) continue;
      const parts = await this.#take(tables, false);
      if (parts?.length !== 0) throw new Error("the exports changed meanwhile: a whole run is due");
    }
    const all = everything(this.#contract);
    const first = (await this.#held.parts()).slice(0, 1);
    await this.#held.leavesOf(first, all);
    mkdirSync(spillFolder, { recursive: true });
    const aside = mkdtempSync(join(spillFolder, "warm-"));
    await this.#write(aside, await this.#held.placesOf(first), all, all.indicators);
    rmSync(aside, { recursive: true, force: true });
  }

  /**
   * Reads changed files ahead of an update, which takes what was read if they are still the same then. What is still being written
   * may not be readable yet.
   */
  async prepare(names: readonly string[]): Promise<void> {
    const tables = await this.#tablesOf(names);
    try {
      if (tables) await this.#fresh.read(tables);
    } catch {
      await this.#fresh.drop();
    }
  }

  /**
   * Takes changed files in and writes the figures that follow from them into the published folder.
   * @param names files of the exports folder that were there before
   * @param wanted what is written first
   * @param onFirst called when that is done
   * @returns null where only a whole run can tell: a file is new to us or refused, has other columns, or is of a table that
   *   every part reads whole; or what only the whole can tell has changed. What was wanted may be written by then. This
   *   object is of no more use after it
   */
  async update(
    names: readonly string[],
    published: string,
    wanted: Wanted = { files: [], places: [] },
    onFirst: (update: LiveUpdate) => void = () => {}
  ): Promise<LiveUpdate | null> {
    const tables = await this.#tablesOf(names);
    const parts = tables && (await this.#take(tables));
    if (!parts) return null;
    if (parts.length === 0) return { indicators: [], files: [] };
    const ids = tables.map(({ id }) => id);
    const all = isGround(tables) ? everything(this.#contract) : affectedBy(this.#contract, ids);
    const first = partOf(
      this.#contract,
      all,
      wanted.files.includes("overview") ? [...wanted.files, ...this.#shown] : wanted.files
    );
    const leaves = async (asked: Affected): Promise<readonly string[] | null> =>
      asked.families.length > 0 ? this.#held.leavesOf(parts, asked) : [];
    const early = await leaves(first);
    const near = (await this.#held.placesOf(early)).filter(place => wanted.places.includes(place));
    const files = await this.#write(published, near, first, wanted.files);
    if (!files) return null;
    onFirst({ indicators: first.indicators, files });
    const rest = all.indicators.filter(id => !first.indicators.includes(id));
    const late = await leaves(partOf(this.#contract, all, rest));
    const counties = early && late && [...new Set([...early, ...late])];
    const others = await this.#write(published, await this.#held.placesOf(counties), all, [
      ...all.indicators,
      "overview"
    ]);
    return others && { indicators: all.indicators, files: others };
  }

  /**
   * Works figures out and writes their files, of some places.
   * @param names which of the files: names of indicators or `overview`
   * @returns names of those changed; null where only a whole run can tell
   */
  async #write(
    published: string,
    places: readonly string[],
    asked: Affected,
    names: readonly string[]
  ): Promise<string[] | null> {
    if (places.length === 0 || asked.indicators.length === 0) return [];
    const { figures } = this.#held;
    const ids = asked.indicators.filter(id => names.includes(id));
    const isOverview = names.includes("overview");
    const kept = [
      ...(ids.length > 0 ? [`indicator IN (${ids.map(literal).join(", ")})`] : []),
      ...(isOverview ? [overviewCondition(this.#contract)] : [])
    ].join(" OR ");
    if (!(await this.#held.figuresOf(places, asked, ids.length < asked.indicators.length ? kept : "")))
      return null;
    const isShown = isOverview && (await this.#overviewOf(asked.indicators));
    if (isShown === null) return null;
    const files =
      ids.length > 0 ? await publishIndicators(figures, this.#contract, published, ids, places) : [];
    await figures.run("DROP TABLE indicator");
    if (isShown) {
      await figures.run("ALTER TABLE overview_row RENAME TO indicator");
      files.push(...(await publishIndicators(figures, this.#contract, published, ["overview"], places)));
      await figures.run("ALTER TABLE indicator RENAME TO overview_row");
    }
    return files;
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
    return tables.some(({ id }) => sharedTables.includes(id)) ? null : tables;
  }

  /**
   * Puts what the files of the tables hold now in the place of what was staged.
   * @param fromShelf takes from what is kept of files read before
   * @returns the parts whose rows are others now; null where a file is refused, or what only the whole can tell has changed
   */
  async #take(tables: readonly Table[], fromShelf = true): Promise<string[] | null> {
    const fresh = this.#fresh;
    try {
      if (!(await fresh.read(tables, fromShelf))) return null;
      await fresh.account();
      await this.#held.show(tables, fresh.rows);
      return (await this.#isSameGround(isGround(tables)))
        ? await this.#held.take(tables, fresh.rows, isGround(tables))
        : null;
    } finally {
      await fresh.drop();
    }
  }

  /** Puts the indicators' rows in the place of those 总览 showed; whether there are any, null where one has a word of its own. */
  async #overviewOf(indicators: readonly string[]): Promise<boolean | null> {
    const { figures } = this.#held;
    const own = `indicator IN (${indicators.map(literal).join(", ")})`;
    try {
      await figures.run(`DELETE FROM overview_row WHERE ${own} AND region_code IN (SELECT region_code FROM region_shown);
        INSERT INTO overview_row FROM indicator WHERE ${own} AND ${overviewCondition(this.#contract)}`);
    } catch (error) {
      if (/could not convert/i.test((error as Error).message)) return null;
      throw error;
    }
    const [found] = await figures.rows(`SELECT count(*) AS n FROM overview_row WHERE ${own}`);
    return Boolean(found!.n) || indicators.some(id => this.#shown.includes(id));
  }

  /** Whether what only the whole can tell is as it was, but for where places and households are. */
  async #isSameGround(hasMoved: boolean): Promise<boolean> {
    const told = async (): Promise<string> =>
      JSON.stringify([
        await this.#duck.rows("FROM anywhere ORDER BY ALL"),
        await this.#duck.rows("FROM county_day ORDER BY ALL")
      ]);
    const before = await told();
    if (hasMoved) await placesAgain(this.#duck, this.#contract, wholeOf(this.#options));
    await anywhereAgain(this.#duck);
    return (await told()) === before;
  }
}

/** Where what does not fit in memory goes; a later run removes it where this process was ended. */
const spillFolder = cachePath(`intake-${process.pid}-spill.tmp`);

/** Whether places or households may be others where these tables are. */
function isGround(tables: readonly Table[]): boolean {
  return tables.some(({ id }) => groundTables().has(id));
}

/** What the parts are worked out with. */
function wholeOf({ asOf, profile, settings }: LiveOptions): Omit<Whole, "parts"> {
  return { asOf, root: settings.root, profile, defaultProfile: settings.profile };
}
