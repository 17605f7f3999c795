import type { Contract, Table } from "../contract/contract.ts";
import { type Affected, madeBy, neededBy, sidesOf } from "../indicators/affected.ts";
import { figures, leaves } from "../indicators/indicators.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { projectPath } from "../lib/paths.ts";
import { factTable, factTables, groundModel, model, tablesMadeBy } from "../model/model.ts";
import { above, sharedTables, type Whole } from "../parts/layout.ts";
import { type Leaf, leafTables, placedRows, seenTables, summed } from "../parts/leaf.ts";
import { keepEpisodes, put } from "../parts/part.ts";
import { givenTables } from "../parts/split.ts";
import { isOfHouseholds, keysOf, labelParts, partedRows } from "../parts/unit.ts";
import { placeRegions } from "../publish/publish.ts";

/** Made once: rules, regions and what only the whole can tell. */
const given = ["10_policy.sql", "20_region.sql", "25_region_check.sql", ...Object.values(givenTables)];

const convertSql = projectPath("loaders/intake/sql/convert.sql");

/** What occurs anywhere, whatever is asked for. */
const always = ["frame_row", "category_row"];

/** A connection that works families out, and which. */
interface Side extends Affected {
  readonly duck: Duck;
}

/**
 * The leaves of all parts of a whole (docs/scale.md), held in memory: where rows of one part change, its leaves alone are worked out
 * again, and the figures of the regions at and above its places alone.
 */
export class Held {
  readonly #whole: Duck;
  readonly #part: Duck;
  /** Works families out side by side with that. */
  readonly #other: Duck;
  readonly #upper: Duck;
  readonly #contract: Contract;
  readonly #options: Omit<Whole, "parts">;
  readonly #tables: readonly Table[];
  /** What is missing in the data, as one text. */
  #gaps = "";
  /** Parts whose ground stands ready in a database of their own, with the tables whose facts are not those of the rows held. */
  readonly #stale = new Map<string, Set<Table>>();
  /** Of each table, the digests of its parts' rows. */
  readonly #digests = new Map<string, Map<string, string>>();
  /** Of each leaf table and part, a digest per county; of the tally, per county and indicator. */
  readonly #sums = new Map<string, ReadonlyMap<string, string>>();
  /** Of each part, the tables that hold its tally place by place, and the indicators each is held for. */
  readonly #tallies = new Map<string, ReadonlyMap<string, readonly string[]>>();
  /** Counts these tables. */
  #made = 0;
  /** Tables of all parts' rows that are there. */
  readonly #shared = new Set<string>();

  private constructor(
    whole: Duck,
    [part, other, upper]: readonly [Duck, Duck, Duck],
    contract: Contract,
    options: Omit<Whole, "parts">
  ) {
    this.#whole = whole;
    this.#part = part;
    this.#other = other;
    this.#upper = upper;
    this.#contract = contract;
    this.#options = options;
    this.#tables = [...contract.tables.values()].filter(({ id }) => !sharedTables.includes(id));
  }

  /** @param whole holds what intake read, and its model; it is to be closed after this */
  static async open(whole: Duck, contract: Contract, options: Omit<Whole, "parts">): Promise<Held> {
    await whole.run(
      "ATTACH ':memory:' AS upper; CREATE SCHEMA parted; CREATE SCHEMA leaf; CREATE SCHEMA leaf_up"
    );
    const besides = [await whole.beside(), await whole.beside(), await whole.beside()] as const;
    await besides[1].file(convertSql);
    const held = new Held(whole, besides, contract, options);
    await labelParts(whole, held.#tables);
    for (const table of held.#tables) {
      await held.#cut(table, "staging");
      if (!(await isView(whole, table.id))) await whole.run(`DROP TABLE staging.${identifier(table.id)}`);
      await held.#showParted(table);
      held.#digests.set(table.id, await held.#digestsOf(table));
    }
    await held.#foundUpper();
    await held.#upper.run(
      `DELETE FROM region_shown WHERE region_code IN (SELECT region_code FROM region WHERE region_level = 'village');
       CREATE TABLE region_all AS FROM region_shown`
    );
    await placeRegions(held.#upper);
    return held;
  }

  /** Where `figuresOf` puts the indicator table. */
  get figures(): Duck {
    return this.#upper;
  }

  close(): void {
    this.#part.close();
    this.#other.close();
    this.#upper.close();
  }

  /** All parts, `above` with them. */
  async parts(): Promise<string[]> {
    const rows = await this.#whole.rows(
      `SELECT part FROM region_part UNION SELECT ${literal(above)} AS part ORDER BY part`
    );
    return rows.map(({ part }) => String(part));
  }

  /** Shows the whole rows of some tables in the place of those held, until they are taken. @param source the schema they are in */
  async show(tables: readonly Table[], source: string): Promise<void> {
    for (const { id } of tables)
      await this.#whole.run(
        `CREATE OR REPLACE VIEW staging.${identifier(id)} AS FROM ${source}.${identifier(id)}`
      );
  }

  /**
   * Takes rows of some tables that are shown in the place of those held.
   * @param source the schema they are in
   * @param isGround whether places or households may be others than before
   * @returns the parts whose rows are others than before; null where rows of other tables are now counted together with them
   */
  async take(tables: readonly Table[], source: string, isGround: boolean): Promise<string[] | null> {
    const whole = this.#whole;
    const found = new Set<string>();
    if (!(await this.#isLabelled(tables, source, isGround))) {
      const moved = await this.#labelAgain(tables);
      // Other logs' rows went with their households.
      if (!moved || (moved.length > 0 && !isGround)) return null;
      for (const part of moved) found.add(part);
    } else
      for (const { id } of tables)
        await whole.run(`DELETE FROM unit_part WHERE starts_with(unit, ${literal(`${id}/`)})`);
    for (const table of tables) {
      await this.#cut(table, source);
      await this.#showParted(table);
      const before = this.#digests.get(table.id)!;
      const now = await this.#digestsOf(table);
      this.#digests.set(table.id, now);
      for (const part of new Set([...before.keys(), ...now.keys()]))
        if (before.get(part) !== now.get(part)) found.add(part);
    }
    if (isGround) for (const part of found) this.#stale.delete(part);
    for (const part of found) for (const table of tables) this.#stale.get(part)?.add(table);
    return [...found].sort();
  }

  /** Lets staging be what is held. */
  async #showParted({ id }: Table): Promise<void> {
    await this.#whole.run(
      `CREATE OR REPLACE VIEW staging.${identifier(id)} AS SELECT * EXCLUDE (part) FROM parted.${identifier(id)}`
    );
  }

  /**
   * Whether every household is known with its part, and none is counted together with others than before. One that is gone may stay
   * where it was: that its other rows then stand above all counties does not matter to which part they are in.
   */
  async #isLabelled(tables: readonly Table[], source: string, isGround: boolean): Promise<boolean> {
    if (isGround) {
      const [row] =
        await this.#whole.rows(`SELECT count(*) AS n FROM household_place AS h JOIN region_part AS p USING (region_code)
        LEFT JOIN household_part AS b USING (household_id) WHERE b.part IS DISTINCT FROM p.part`);
      if (row!.n) return false;
    }
    for (const table of tables) {
      const isNew = isOfHouseholds(table)
        ? [
            "household_id IS NOT NULL AND NOT EXISTS (FROM unit_part AS u WHERE u.unit = 'h' || s.household_id)"
          ]
        : [];
      const isKept = isOfHouseholds(table)
        ? (key: string) =>
            `EXISTS (FROM unit_key AS k WHERE k.unit = 'h' || s.household_id AND k.key = ${key})`
        : () => "FALSE";
      const isTogether = keysOf(table).map(
        key => `s.state <> 'refused' AND ${key} IS NOT NULL AND NOT ${isKept(key)}`
      );
      for (const condition of [...isNew, ...isTogether]) {
        const [row] = await this.#whole.rows(
          `SELECT count(*) AS n FROM ${source}.${identifier(table.id)} AS s WHERE ${condition}`
        );
        if (row!.n) return false;
      }
    }
    return true;
  }

  /** Says anew what belongs to which part. @returns parts that gave or got rows; null where such rows are of no household */
  async #labelAgain(tables: readonly Table[]): Promise<string[] | null> {
    const whole = this.#whole;
    // A household that is gone stays in its part (`#isLabelled`).
    await whole.run(`CREATE OR REPLACE TEMP TABLE unit_before AS FROM unit_part;
      CREATE OR REPLACE TEMP TABLE household_gone AS SELECT b.household_id, u.part FROM household_part AS b
        JOIN unit_part AS u ON u.unit = 'h' || b.household_id ANTI JOIN household_place AS h ON h.household_id = b.household_id`);
    await labelParts(whole, this.#tables, "household_gone");
    // Grain: household, or row of none, that is in another part than before.
    await whole.run(`CREATE OR REPLACE TEMP TABLE unit_moved AS
      SELECT n.unit, o.part AS before, n.part FROM unit_part AS n JOIN unit_before AS o USING (unit) WHERE n.part <> o.part`);
    const own = tables.map(({ id }) => `NOT starts_with(unit, ${literal(`${id}/`)})`).join(" AND ");
    const [lost] = await whole.rows(
      `SELECT count(*) AS n FROM unit_moved WHERE contains(unit, '/') AND ${own}`
    );
    if (lost!.n) return null;
    const moved = await whole.rows(
      "SELECT DISTINCT part, before FROM unit_moved WHERE NOT contains(unit, '/')"
    );
    const others = this.#tables.filter(table => isOfHouseholds(table) && !tables.includes(table));
    if (moved.length > 0)
      for (const table of others) {
        await whole.run(`UPDATE parted.${identifier(table.id)} SET part = m.part FROM unit_moved AS m
          WHERE m.unit = 'h' || household_id AND parted.${identifier(table.id)}.part <> m.part`);
        this.#digests.set(table.id, await this.#digestsOf(table));
      }
    return moved.flatMap(({ part, before }) => [String(part), String(before)]);
  }

  /**
   * Works the leaves of parts out again, and holds them.
   * @returns counties whose rows of these parts are others than before; null, for all, where what occurs anywhere is no longer the same
   */
  async leavesOf(parts: readonly string[], asked: Affected): Promise<string[] | null> {
    const made = madeBy(this.#contract, asked.families);
    const seen = seenTables.filter(table => always.includes(table) || made.has(table));
    const own = asked.indicators.map(literal).join(", ");
    const ducks = [this.#part, this.#other];
    const sides = sidesOf(this.#contract, asked, "leaves", ducks.length).map((side, i) => ({
      ...side,
      duck: ducks[i]!
    }));
    const counties = new Set<string>();
    const isFirst = this.#sums.size === 0;
    const told = isFirst ? "" : await this.#told(seen, own);
    for (const part of parts) {
      await this.#workOut(part, sides);
      for (const county of await this.#holdAll(part, sides, own)) counties.add(county);
    }
    return isFirst || (await this.#told(seen, own)) === told ? [...counties] : null;
  }

  /** Works a part's leaves out, which then stand in temporary tables of the sides' connections. */
  async #workOut(part: string, sides: readonly Side[]): Promise<void> {
    const needed = sides.map(({ families }) => neededBy(this.#contract, families, "leaves"));
    await this.#stage(part, new Set(needed.flatMap(({ names }) => [...names])));
    await Promise.all(
      sides.map(async ({ duck }, i) => {
        await duck.run(`USE ${identifier(`part ${part}`)}`);
        await leaves(duck, this.#contract, needed[i]!.families);
      })
    );
  }

  /** Holds a part's leaves. @returns counties whose rows are others than before */
  async #holdAll(part: string, sides: readonly Side[], own: string): Promise<string[]> {
    const tally = leafTables.find(({ table }) => table === "tally")!;
    const changed = await this.#holdTally(part, tally, sides, own);
    await Promise.all(
      sides.map(async ({ duck, families }, i) => {
        const made = madeBy(this.#contract, families);
        const isMine = (table: string): boolean => made.has(table) || (i === 0 && table === "category_row");
        for (const leaf of leafTables.filter(({ table }) => isMine(table)))
          changed.push(...(await this.#hold(duck, part, leaf)));
        for (const table of seenTables.filter(isMine)) {
          await this.#clear(duck, part, `leaf.${table}`, "");
          await this.#add(duck, part, `leaf.${table}`, `SELECT DISTINCT * FROM ${table}`);
        }
      })
    );
    await this.#clear(this.#part, part, "leaf.frame_row", own);
    // One after the other: the first of all makes the table.
    for (const { duck, indicators } of sides) {
      const rows = `SELECT DISTINCT * FROM frame_row WHERE indicator IN (${indicators.map(literal).join(", ")})`;
      await this.#add(duck, part, "leaf.frame_row", rows);
    }
    return changed;
  }

  /** The places with files in which figures of some counties, or of regions above them, stand; all places where null. */
  async placesOf(counties: readonly string[] | null): Promise<string[]> {
    if (counties?.length === 0) return [];
    const list = (counties ?? []).map(literal).join(", ");
    const near = counties
      ? `WHERE region_code IN (SELECT t.ancestor FROM region_tree AS t JOIN region_county AS c ON c.region_code = t.descendant
          WHERE c.county_code IN (${list}) UNION SELECT region_code FROM region_county WHERE county_code IN (${list}))`
      : "";
    const rows = await this.#upper.rows(`SELECT DISTINCT place FROM place_region ${near} ORDER BY place`);
    return rows.map(({ place }) => String(place));
  }

  /**
   * Fills the indicator table for the regions in the files of places.
   * @param kept which figures go into it, as SQL; all by default
   * @returns false where what is missing in the data is no longer the same
   */
  async figuresOf(
    places: readonly string[],
    { families, indicators }: Affected,
    kept = ""
  ): Promise<boolean> {
    const upper = this.#upper;
    await upper.run(
      `CREATE OR REPLACE TABLE region_shown AS SELECT DISTINCT region_code FROM place_region WHERE place IN (${places.map(literal).join(", ")})`
    );
    const needed = neededBy(this.#contract, families, "figures", indicators);
    const load = (): Promise<void> => this.#load(needed.names, indicators);
    await figures(upper, this.#contract, load, needed.families, kept);
    const gaps = JSON.stringify(await upper.rows("FROM data_gap ORDER BY ALL"));
    const isSame = !this.#gaps || gaps === this.#gaps;
    this.#gaps = gaps;
    return isSame;
  }

  /**
   * Puts the leaf tables that are named where the figures are made: place by place in the counties of which regions below them
   * are shown, summed in all others.
   */
  async #load(names: ReadonlySet<string>, indicators: readonly string[]): Promise<void> {
    const shown = await this.#upper.rows(
      "SELECT DISTINCT county_code FROM region_county SEMI JOIN region_shown USING (region_code) WHERE region_code <> county_code"
    );
    const counties = shown.map(({ county_code }) => String(county_code));
    const list = counties.map(literal).join(", ") || "''";
    const own = `indicator IN (${indicators.map(literal).join(", ")})`;
    for (const leaf of leafTables.filter(({ table }) => table === "tally" || names.has(table))) {
      const asked = leaf.table === "tally" ? own : "TRUE";
      const near = this.#detailsOf(leaf.table, counties).map(
        rows => `SELECT * EXCLUDE (county_code) FROM (${rows}) WHERE ${asked} AND county_code IN (${list})`
      );
      const far = `SELECT * EXCLUDE (part, county_code) FROM memory.leaf_up.${leaf.table} WHERE ${asked} AND county_code NOT IN (${list})`;
      const query = [...near, far].join(" UNION ALL BY NAME ");
      await put(this.#upper, leaf.table, leaf.isAdded ? query : summed(leaf, query));
    }
    for (const table of seenTables.filter(name => always.includes(name) || names.has(name)))
      await put(
        this.#upper,
        table,
        `SELECT DISTINCT * EXCLUDE (part) FROM memory.leaf.${table} ${table === "frame_row" ? `WHERE ${own}` : ""}`
      );
  }

  /** The rules, the regions and what only the whole can tell, in a database without rows: that of the figures. */
  async #foundUpper(): Promise<void> {
    const upper = this.#upper;
    await this.#found(upper, "upper", ({ id }) =>
      sharedTables.includes(id)
        ? `FROM memory.staging.${identifier(id)}`
        : `FROM memory.staging.${identifier(id)} WHERE FALSE`
    );
    await model(upper, this.#contract, this.#options);
    for (const table of Object.keys(givenTables))
      await upper.run(`DROP TABLE ${table}; CREATE VIEW ${table} AS FROM memory.main.${table}`);
    await model(upper, this.#contract, { ...this.#options, given });
  }

  /** An empty database to run a model in. @param rows SQL for a table's rows */
  async #found(duck: Duck, catalog: string, rows: (table: Table) => string): Promise<void> {
    await duck.run(`USE ${identifier(catalog)}`);
    await duck.file(convertSql);
    await duck.file(projectPath("loaders/intake/sql/accounts.sql"));
    const tables = [...this.#contract.tables.values()];
    const views = tables.map(table => `CREATE VIEW staging.${identifier(table.id)} AS ${rows(table)}`);
    await duck.run(views.join(";\n"));
    for (const table of ["source_file", "source_sheet", "policy_table"])
      await duck.run(`DROP TABLE ${table}; CREATE VIEW ${table} AS FROM memory.main.${table}`);
  }

  /** Grain of `parted.…`: a staged row, with its part. */
  async #cut(table: Table, source: string): Promise<void> {
    await this.#whole.run(`CREATE OR REPLACE TABLE parted.${identifier(table.id)} AS
      SELECT * EXCLUDE (region) FROM (${partedRows(table, false, source)}) ORDER BY part, file_id, sheet_no, row_no`);
  }

  /** A digest of each part's rows in their order; where they stand in a file does not count. */
  async #digestsOf(table: Table): Promise<Map<string, string>> {
    const rows =
      await this.#whole.rows(`SELECT part, CAST(hash(list(row_hash ORDER BY file_id, sheet_no, row_no)) AS VARCHAR) AS digest
      FROM (SELECT part, file_id, sheet_no, row_no, hash(*COLUMNS(* EXCLUDE (row_no))) AS row_hash FROM parted.${identifier(table.id)})
      GROUP BY part`);
    return new Map(rows.map(({ part, digest }) => [String(part), String(digest)]));
  }

  /** Turns to a part's database, and brings its ground up to date, and the facts that are named. */
  async #stage(part: string, names: ReadonlySet<string>): Promise<void> {
    const duck = this.#part;
    const catalog = `part ${part}`;
    const [known] = await duck.rows(
      `SELECT 1 AS there FROM duckdb_databases() WHERE database_name = ${literal(catalog)}`
    );
    if (!known) {
      await duck.run(`ATTACH ':memory:' AS ${identifier(catalog)}`);
      await this.#found(duck, catalog, ({ id }) =>
        sharedTables.includes(id)
          ? `FROM memory.staging.${identifier(id)}`
          : `SELECT * EXCLUDE (part) FROM memory.parted.${identifier(id)} WHERE part = ${literal(part)}`
      );
      // What is shown changes from write to write, the leaves do not.
      for (const table of [...tablesMadeBy(given), "workday"])
        await duck.run(
          `CREATE VIEW ${table} AS FROM upper.main.${table === "region_shown" ? "region_all" : table}`
        );
    }
    await duck.run(`USE ${identifier(catalog)}`);
    // Remarks on rows are the whole run's.
    await duck.run("DELETE FROM reject");
    const stale = this.#stale.get(part) ?? new Set(factTables(this.#contract));
    if (!this.#stale.has(part)) {
      await groundModel(duck, this.#contract, { ...this.#options, given });
      await keepEpisodes(duck);
      this.#stale.set(part, stale);
    }
    const due = [...stale].filter(({ id }) => names.has(id));
    await Promise.all(
      [duck, this.#other].map(async (side, i, sides) => {
        await side.run(`USE ${identifier(catalog)}`);
        for (const table of due.filter((_, at) => at % sides.length === i)) {
          await factTable(side, table, false);
          stale.delete(table);
        }
      })
    );
  }

  /**
   * Puts a part's rows of a leaf table in the place of those held, place by place and summed to counties.
   * @returns counties whose rows are others than before
   */
  async #hold(duck: Duck, part: string, leaf: Leaf): Promise<string[]> {
    const name = detail(leaf.table, part);
    await duck.run(`CREATE OR REPLACE TABLE ${name} AS ${placedRows(leaf)}`);
    return this.#sumUp(duck, part, leaf, name, "");
  }

  /**
   * As `#hold`, of the tally of the sides' indicators. It goes to tables of its own, and what is held of these indicators elsewhere
   * counts no more: to take that out and put this in costs three times as much.
   */
  async #holdTally(part: string, leaf: Leaf, sides: readonly Side[], own: string): Promise<string[]> {
    const now = new Map<string, readonly string[]>();
    await Promise.all(
      sides.map(async ({ duck, indicators }) => {
        this.#made += 1;
        const name = detail(leaf.table, `${part}/${this.#made}`);
        now.set(name, indicators);
        await duck.run(
          `CREATE TABLE ${name} AS SELECT * FROM (${placedRows(leaf)}) WHERE indicator IN (${indicators.map(literal).join(", ")})`
        );
      })
    );
    const made = [...now.keys()].map(name => `FROM ${name}`).join(" UNION ALL ");
    const asked = new Set(sides.flatMap(({ indicators }) => indicators));
    for (const [table, held] of this.#tallies.get(part) ?? []) {
      const rest = held.filter(id => !asked.has(id));
      if (rest.length > 0) now.set(table, rest);
      else await this.#part.run(`DROP TABLE ${table}`);
    }
    this.#tallies.set(part, now);
    return this.#sumUp(this.#part, part, leaf, `(${made})`, own);
  }

  /**
   * Sums a part's rows of a leaf table to counties where they are others than before.
   * @param rows a table, or a query in brackets
   * @param own the indicators the rows are of, all where blank
   * @returns counties whose rows are others
   */
  async #sumUp(duck: Duck, part: string, leaf: Leaf, rows: string, own: string): Promise<string[]> {
    const found = await duck.rows(
      `SELECT county_code, ${own ? "indicator" : "'' AS indicator"}, CAST(sum(CAST(hash(*COLUMNS(*)) AS HUGEINT)) AS VARCHAR) AS digest FROM ${rows} GROUP BY ALL`
    );
    const id = `${leaf.table}/${part}`;
    const before = this.#sums.get(id);
    const now = new Map<string, string>();
    for (const [key, digest] of before ?? [])
      if (own && !own.includes(literal(key.split(" ")[1]!))) now.set(key, digest);
    for (const row of found) now.set(`${row.county_code} ${row.indicator}`, String(row.digest));
    this.#sums.set(id, now);
    const changed = [...new Set([...(before?.keys() ?? []), ...now.keys()])].filter(
      key => before?.get(key) !== now.get(key)
    );
    if (!before || changed.length > 0) {
      const up = `SELECT * REPLACE (county_code AS region_code) FROM ${rows}`;
      await this.#clear(duck, part, `leaf_up.${leaf.table}`, own);
      await this.#add(duck, part, `leaf_up.${leaf.table}`, summed(leaf, up));
    }
    return [...new Set(changed.map(key => key.split(" ")[0]!))];
  }

  /** SQL for the rows held place by place in the parts that have any of the counties, a text for each table. */
  #detailsOf(table: string, counties: readonly string[]): string[] {
    const parts = [...this.#sums].flatMap(([id, sums]) => {
      const [name, part] = id.split("/");
      return name === table && [...sums.keys()].some(key => counties.includes(key.split(" ")[0]!))
        ? [part!]
        : [];
    });
    if (table !== "tally") return parts.map(part => `FROM ${detail(table, part)}`);
    return parts.flatMap(part =>
      [...this.#tallies.get(part)!].map(
        ([name, held]) => `FROM ${name} WHERE indicator IN (${held.map(literal).join(", ")})`
      )
    );
  }

  /** Takes a part's rows out of a table of all parts. @param own those of which indicators, all where blank */
  async #clear(duck: Duck, part: string, table: string, own: string): Promise<void> {
    if (this.#shared.has(table))
      await duck.run(
        `DELETE FROM memory.${table} WHERE part = ${literal(part)} ${own ? `AND indicator IN (${own})` : ""}`
      );
  }

  /** Puts a part's rows into a table of all parts, which the first makes. */
  async #add(duck: Duck, part: string, table: string, query: string): Promise<void> {
    const rows = `SELECT ${literal(part)} AS part, * FROM (${query})`;
    const isThere = this.#shared.has(table);
    this.#shared.add(table);
    await duck.run(
      isThere ? `INSERT INTO memory.${table} BY NAME ${rows}` : `CREATE TABLE memory.${table} AS ${rows}`
    );
  }

  /** What occurs anywhere, as one text. */
  async #told(tables: readonly string[], own: string): Promise<string> {
    const digests: string[] = [];
    for (const table of tables) {
      const asked = table === "frame_row" ? `WHERE indicator IN (${own})` : "";
      const [row] =
        await this.#whole.rows(`SELECT CAST(hash(list(row_hash ORDER BY row_hash)) AS VARCHAR) AS digest FROM (
          SELECT hash(*COLUMNS(*)) AS row_hash FROM (SELECT DISTINCT * EXCLUDE (part) FROM memory.leaf.${table} ${asked}))`);
      digests.push(String(row!.digest));
    }
    return digests.join(" ");
  }
}

/** Where a part's rows of a leaf table are held, place by place. */
function detail(table: string, part: string): string {
  return `memory.leaf.${identifier(`${table}/${part}`)}`;
}

/** Whether a table of staging is a view. */
async function isView(duck: Duck, id: string): Promise<boolean> {
  const found = await duck.rows(
    `SELECT 1 AS there FROM duckdb_views() WHERE schema_name = 'staging' AND view_name = ${literal(id)} AND database_name = 'memory'`
  );
  return found.length > 0;
}
