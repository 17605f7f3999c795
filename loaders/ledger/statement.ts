import type { Contract } from "../contract/contract.ts";
import { ledgerPolicies } from "../indicators/ledger-parts.ts";
import { type Duck, literal } from "../lib/duck.ts";

/** What a line of the form counts beside the policies (names of 70_ledger.sql): listed households and persons, and contacts. */
export const counted = {
  households: "户",
  persons: "人",
  named: "有姓名",
  complete: "有姓名和单位"
} as const;

/** One line of the form: a village, or the total of a town or of the whole form. */
export interface StatementLine {
  readonly kind: "village" | "town" | "whole";
  readonly district: string;
  readonly town: string;
  readonly village: string;
  /** Item → count; null where the ledgers of the place lack its column. */
  readonly counts: ReadonlyMap<string, number | null>;
}

/** The form of one place and month, all counts and no person. */
export interface Statement {
  readonly code: string;
  readonly name: string;
  /** YYYY-MM. */
  readonly month: string;
  /** Last day of its ledgers, YYYY-MM-DD. */
  readonly day: string;
  /** Lines of each section, by the contract's value of it; the last one is the whole. */
  readonly sections: ReadonlyMap<string, readonly StatementLine[]>;
}

/** Written for a name that the region table does not have. */
const unmatched = "待对照";

/**
 * The form of each county or zone with a ledger, for the last month its ledgers state, by region code; places that match
 * no county make one of their own.
 * @param region a region's code: only the counties in it, or for a town or village that place itself; "" = all
 */
export async function readStatements(
  duck: Duck,
  contract: Contract,
  region: string
): Promise<readonly Statement[]> {
  const within = region ? `AND t.ancestor = ${literal(region)}` : "";
  const own = `(SELECT region_code FROM region WHERE region_code = ${literal(region)} AND region_level IN ('town', 'village'))`;
  const places = await duck.rows(
    `SELECT code, r.region_name AS name, max(l.period) AS month, CAST(max(l.as_of) AS VARCHAR) AS day, r.region_level AS level
     FROM (SELECT l.period, l.as_of, coalesce(${own}, c.county_code) AS code
       FROM ledger_row AS l JOIN region_county AS c ON c.region_code = l.region_code
       WHERE EXISTS (SELECT 1 FROM region_tree AS t WHERE t.descendant = l.region_code ${within})) AS l
     JOIN region AS r ON r.region_code = l.code GROUP BY ALL ORDER BY code`
  );
  const statements: Statement[] = [];
  for (const place of places) {
    const { code, name, month, day, level } = place as Record<string, string>;
    const isMatched = ["county", "zone", "town", "village"].includes(level!);
    const lines = new LineReader(duck, contract, { code: code!, month: month!, isMatched });
    statements.push({ code: code!, name: name!, month: month!, day: day!, sections: await lines.read() });
  }
  return statements;
}

/** A place and month to read. Of a place above all counties only what matched none is read, which is `isMatched` false. */
interface Scope {
  readonly code: string;
  readonly month: string;
  readonly isMatched: boolean;
}

/** The lines of one place and month. */
class LineReader {
  readonly #duck: Duck;
  readonly #contract: Contract;
  readonly #scope: Scope;
  /** `region|item` that a sheet lacks a column for. */
  #lacks = new Set<string>();

  constructor(duck: Duck, contract: Contract, scope: Scope) {
    this.#duck = duck;
    this.#contract = contract;
    this.#scope = scope;
  }

  async read(): Promise<Map<string, StatementLine[]>> {
    await this.#readLacks();
    const { code, isMatched } = this.#scope;
    const inside = `JOIN region_tree AS t ON t.descendant = u.region_code AND t.ancestor = ${literal(code)}${isMatched ? "" : " AND t.distance = 0"}`;
    const month = literal(this.#scope.month);
    const leaves = await this.#duck.rows(
      `SELECT u.section, u.region_code AS code, u.item, count(DISTINCT u.unit_key) AS n
       FROM ledger_unit AS u ${inside} WHERE u.period = ${month} AND u.section IS NOT NULL GROUP BY ALL ORDER BY ALL`
    );
    const totals = isMatched
      ? await this.#duck.rows(
          `SELECT u.section, u.region_code AS code, u.item, u.n
           FROM ledger_count AS u ${inside} WHERE u.period = ${month} AND u.section IS NOT NULL ORDER BY ALL`
        )
      : leaves;
    const places = await this.#duck.rows(
      `SELECT u.region_code AS code, u.region_level AS level,
         arg_max(a.region_name, up.distance) FILTER (a.region_level IN ('county', 'zone')) AS district,
         arg_max(a.region_name, up.distance) FILTER (a.region_level = 'town') AS town,
         arg_max(a.region_code, up.distance) FILTER (a.region_level = 'town') AS town_code,
         any_value(a.region_name) FILTER (a.region_level = 'village') AS village
       FROM region AS u ${inside} JOIN region_tree AS up ON up.descendant = u.region_code
       JOIN region AS a ON a.region_code = up.ancestor GROUP BY ALL ORDER BY town_code NULLS LAST, village IS NULL, code`
    );
    const sections = new Map<string, StatementLine[]>();
    for (const section of this.#contract.tables.get("ledger_zz")!.sections) {
      const value = section.value;
      sections.set(value, this.#linesOf(places, countsBy(leaves, value), countsBy(totals, value)));
    }
    return sections;
  }

  async #readLacks(): Promise<void> {
    const columns = new Map<string, string[]>();
    for (const { policy, id } of ledgerPolicies(this.#contract)) columns.set(id, [policy]);
    columns.set("contact_name", [counted.named, counted.complete]);
    columns.set("contact_unit", [counted.complete]);
    const rows = await this.#duck.rows(
      `SELECT region_code, column_id FROM ledger_lack WHERE period = ${literal(this.#scope.month)}`
    );
    this.#lacks = new Set(
      rows.flatMap(row => columns.get(String(row.column_id))!.map(item => `${row.region_code}|${item}`))
    );
  }

  #linesOf(
    places: readonly Record<string, unknown>[],
    leaves: ReadonlyMap<string, Map<string, number>>,
    totals: ReadonlyMap<string, Map<string, number>>
  ): StatementLine[] {
    const lines: StatementLine[] = [];
    let town = "";
    const isWhole = (code: string): boolean => code === this.#scope.code;
    const closeTown = (): void => {
      const place = places.find(entry => entry.code === town);
      if (place && !isWhole(town)) lines.push(this.#line("town", place, totals.get(town)));
      town = "";
    };
    for (const place of places) {
      const own = leaves.get(String(place.code));
      if (!own) continue;
      if (place.town_code !== town) closeTown();
      town = String(place.town_code ?? "");
      lines.push(this.#line("village", place, own));
    }
    closeTown();
    const whole = places.find(place => isWhole(String(place.code)))!;
    lines.push(this.#line("whole", whole, totals.get(this.#scope.code)));
    return lines;
  }

  #line(
    kind: StatementLine["kind"],
    place: Readonly<Record<string, unknown>>,
    counts: ReadonlyMap<string, number> | undefined
  ): StatementLine {
    const items = [
      ...Object.values(counted),
      ...ledgerPolicies(this.#contract).map(({ policy }) => policy)
    ].map(item => {
      const isLacking = this.#lacks.has(`${place.code}|${item}`);
      return [item, isLacking ? null : (counts?.get(item) ?? 0)] as const;
    });
    const name = (level: string): string => String(place[level] ?? unmatched);
    return {
      kind,
      district: name("district"),
      town: kind === "whole" && place.level !== "town" && place.level !== "village" ? "" : name("town"),
      village: kind === "village" || place.level === "village" ? name("village") : "",
      counts: new Map(items)
    };
  }
}

/** Rows of one section as region → item → count. */
function countsBy(
  rows: readonly Readonly<Record<string, unknown>>[],
  section: string
): Map<string, Map<string, number>> {
  const regions = new Map<string, Map<string, number>>();
  for (const row of rows) {
    if (String(row.section) !== section) continue;
    const code = String(row.code);
    const items = regions.get(code) ?? new Map<string, number>();
    regions.set(code, items.set(String(row.item), Number(row.n)));
  }
  return regions;
}
