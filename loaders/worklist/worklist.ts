import { readdirSync } from "node:fs";
import type { Matter } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import { type Duck, literal, type Row } from "../lib/duck.ts";
import { projectPath } from "../lib/paths.ts";
import { readMatters } from "../publish/matters.ts";
import { readCounts, type UnitCount } from "./counts.ts";

/** A place that has a workbook: a town, the village asked for, or a place whose households match no town. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  /** The county it lies in, itself where it is one or lies above. */
  readonly county: {
    readonly code: string;
    readonly name: string;
    readonly level: string;
    /** The document in force there. */
    readonly profile: string;
  };
}

/** One thing due. Texts are "" where there is nothing to say; no name, id or telephone is among them. */
export interface Item {
  readonly household: string;
  /** Code of a clue, notice, point, fault or check; "" where the household itself is meant. */
  readonly item: string;
  /** Which of the household's members: place in the export and relation to the head. */
  readonly member: string;
  readonly village: { readonly code: string; readonly name: string };
  readonly category: string;
  readonly level: string;
  readonly due: string;
  readonly since: string;
  readonly dueOn: string;
  /** Days or months past the day, null where it is not past or has none. */
  readonly over: { readonly number: number; readonly unit: string } | null;
  readonly fact: string;
  /** File, sheet and row it is read from. */
  readonly source: string;
  /** Members of the household, for matters counted in 户 or 人. */
  readonly members: number | null;
}

/** What is due at one place: matter → items, and what the indicators count there. */
export interface UnitList {
  readonly unit: Unit;
  readonly items: ReadonlyMap<string, readonly Item[]>;
  readonly counts: ReadonlyMap<string, UnitCount>;
}

/** What is due in a month, place by place in the order of their codes. */
export interface Worklist {
  readonly month: string;
  readonly quarter: string;
  /** The day the data stand for. */
  readonly day: string;
  /** Matters that name households or things, in reading order. */
  readonly matters: readonly Matter[];
  readonly lists: readonly UnitList[];
}

export interface WorklistOptions {
  /** Region whose towns are listed. */
  readonly region: string;
  /** Month of the series, YYYY-MM. */
  readonly month: string;
  readonly day: string;
}

/**
 * Reads what is due, from a warehouse whose indicators were worked out on the same connection. Throws an Error where a
 * list is not as long as its indicator counts: both come from the same views.
 */
export async function readWorklist(
  duck: Duck,
  contract: Contract,
  { region, month, day }: WorklistOptions
): Promise<Worklist> {
  const matters = readMatters(contract).filter(({ measure }) => measure !== "pace");
  const quarter = `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  await fillItems(duck, matters, month, quarter);
  const units = await readUnits(duck, region, month);
  const items = await readItems(duck, contract, region, month);
  const counts = await readCounts(duck, contract, matters, { month, quarter });
  const lists = units.map(unit => {
    const own = new Map<string, Item[]>();
    for (const { matter, item } of items.get(unit.code) ?? [])
      own.set(matter, [...(own.get(matter) ?? []), item]);
    const counted = counts(unit);
    for (const [id, { state }] of counted) if (state) own.delete(id);
    return { unit, items: own, counts: counted };
  });
  const worklist = { month, quarter, day, matters, lists };
  await check(duck, region, worklist);
  return worklist;
}

/** Fills `worklist_item`. */
async function fillItems(
  duck: Duck,
  matters: readonly Matter[],
  month: string,
  quarter: string
): Promise<void> {
  const rows = matters.map(
    ({ id, indicator, breakdowns }) =>
      `(${literal(id)}, ${literal(indicator)}, [${breakdowns.map(literal).join(", ")}])`
  );
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE worklist_matter AS SELECT * FROM (VALUES ${rows.join(", ")}) AS m(id, indicator, breakdowns)`
  );
  const folder = projectPath("loaders/worklist");
  for (const file of readdirSync(folder)
    .filter(name => name.endsWith(".sql"))
    .sort())
    await duck.file(`${folder}/${file}`, { month, quarter });
}

/** A place's unit: the village asked for, its town, else itself where it matches none. */
export const unitOf = (region: string): string => `
  SELECT d.descendant AS region_code,
    CASE WHEN any_value(whole.region_level) = 'village' THEN any_value(whole.region_code)
      ELSE coalesce(any_value(a.region_code) FILTER (a.region_level = 'town'), d.descendant) END AS unit
  FROM region_tree AS d JOIN region_tree AS up ON up.descendant = d.descendant JOIN region AS a ON a.region_code = up.ancestor
  JOIN region AS whole ON whole.region_code = d.ancestor
  WHERE d.ancestor = ${literal(region)} GROUP BY d.descendant`;

/** Every town of the region, and other places only where something is due. */
async function readUnits(duck: Duck, region: string, month: string): Promise<Unit[]> {
  const rows = await duck.rows(
    `WITH unit_of AS (${unitOf(region)})
     SELECT r.region_code AS code, r.region_name AS name, r.region_level AS level, k.region_code AS county, k.region_name AS county_name, k.region_level AS county_level, p.profile_id
     FROM (SELECT DISTINCT unit FROM unit_of) AS u JOIN region AS r ON r.region_code = u.unit
     JOIN region_county AS c ON c.region_code = r.region_code JOIN region AS k ON k.region_code = c.county_code
     JOIN profile_in_force AS p ON p.region_code = k.region_code AND p.stat_year = ${Number(month.slice(0, 4))} AND p.is_chosen
     WHERE r.region_level IN ('town', 'village') OR r.region_code IN (SELECT region_code FROM worklist_item)
     ORDER BY k.region_code, r.region_code`
  );
  return rows.map(row => ({
    code: String(row.code),
    name: String(row.name),
    level: String(row.level),
    county: {
      code: String(row.county),
      name: String(row.county_name),
      level: String(row.county_level),
      profile: String(row.profile_id)
    }
  }));
}

/** Items by unit, villages and households in the order of their codes. */
async function readItems(
  duck: Duck,
  contract: Contract,
  region: string,
  month: string
): Promise<Map<string, { matter: string; item: Item }[]>> {
  const rows = await duck.rows(
    `WITH unit_of AS (${unitOf(region)}), standing AS (
       SELECT e.household_id, e.category, l.official FROM episode_month AS e
       LEFT JOIN warning_level AS l ON l.period = e.period AND l.household_id = e.household_id WHERE e.period = ${literal(month)}
     )
     SELECT u.unit, i.* EXCLUDE (lacking), array_to_string(i.lacking, '|') AS lacking,
       CASE WHEN r.region_level = 'village' THEN r.region_code END AS village_code, CASE WHEN r.region_level = 'village' THEN r.region_name END AS village_name,
       s.category, (SELECT label FROM policy_code WHERE list = 'warning_level' AND code = s.official) AS level, f.name AS file, nullif(w.sheet, '') AS sheet
     FROM worklist_item AS i JOIN unit_of AS u ON u.region_code = i.region_code JOIN region AS r ON r.region_code = i.region_code
     LEFT JOIN standing AS s ON s.household_id = i.household_id
     LEFT JOIN source_file AS f ON f.file_id = i.file_id LEFT JOIN source_sheet AS w ON w.file_id = i.file_id AND w.sheet_no = i.sheet_no
     ORDER BY u.unit, i.matter, village_code NULLS LAST, i.household_id NULLS LAST, i.file_id, i.sheet_no, i.row_no, i.item`
  );
  const units = new Map<string, { matter: string; item: Item }[]>();
  const inputs = inputsOf(contract);
  for (const row of rows) {
    const unit = String(row.unit);
    const own = units.get(unit) ?? [];
    own.push({ matter: String(row.matter), item: itemOf(row, inputs) });
    units.set(unit, own);
  }
  return units;
}

function itemOf(row: Row, inputs: ReadonlyMap<string, string>): Item {
  const text = (name: string): string => String(row[name] ?? "");
  const lacking = text("lacking")
    .split("|")
    .filter(Boolean)
    .map(id => `${id}（${inputs.get(id)}）`);
  const at = [text("sheet"), row.row_no === null ? "" : `第 ${row.row_no} 行`].filter(Boolean).join(" ");
  return {
    household: text("household_id"),
    item: text("item"),
    member: text("member"),
    village: { code: text("village_code"), name: text("village_name") },
    category: text("category"),
    level: text("level"),
    due: text("due"),
    since: text("since"),
    dueOn: text("due_on"),
    over: row.over === null ? null : { number: Number(row.over), unit: text("over_unit") },
    fact: text("fact") + (lacking.length > 0 ? `，要补：${lacking.join("；")}` : ""),
    source: [text("file"), at].filter(Boolean).join(" "),
    members: row.members === null ? null : Number(row.members)
  };
}

/** What each predicate of the colours is read from: “收支补充表：刚性支出、刚性支出原因”. */
function inputsOf(contract: Contract): Map<string, string> {
  return new Map(
    contract.predicates.map(({ id, inputs }) => {
      const tables = new Map<string, string[]>();
      for (const input of inputs) {
        const [table, column] = input.split(".") as [string, string];
        const { name, columns } = contract.tables.get(table)!;
        const { header } = columns.find(each => each.id === column)!;
        tables.set(name, [...(tables.get(name) ?? []), header]);
      }
      return [id, [...tables].map(([name, headers]) => `${name}：${headers.join("、")}`).join("；")];
    })
  );
}

/** Every list is as long as its indicator counts, in towns and over counties that are listed whole. */
async function check(duck: Duck, region: string, { matters, lists }: Worklist): Promise<void> {
  const inside = new Set(
    (await duck.rows(`SELECT descendant FROM region_tree WHERE ancestor = ${literal(region)}`)).map(row =>
      String(row.descendant)
    )
  );
  for (const { id } of matters) {
    const counties = new Map<string, { listed: number; counted: number | null }>();
    for (const { unit, items, counts } of lists) {
      const { number, county } = counts.get(id)!;
      const listed = items.get(id)?.length ?? 0;
      if (number !== null && number !== listed)
        throw new Error(`${id} ${unit.code}: ${listed} listed, ${number} counted`);
      const { code, level } = unit.county;
      if (!inside.has(code) || (level !== "county" && level !== "zone")) continue;
      counties.set(code, { listed: (counties.get(code)?.listed ?? 0) + listed, counted: county });
    }
    for (const [code, { listed, counted }] of counties)
      if (counted !== null && counted !== listed)
        throw new Error(`${id} ${code}: ${listed} listed, ${counted} counted`);
  }
}
