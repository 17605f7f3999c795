import { type Duck, literal } from "../lib/duck.ts";

const one = (value: string): string => `CASE WHEN ${value} IS NOT NULL THEN [${value}] END`;

/**
 * The conversions of a cell's text: the macro of `sql/convert.sql`, and the short expression that gives the same for
 * the plain spelling. A plain expression is NULL for what it does not take; where it is the text itself it takes all.
 */
const conversions = {
  id: { macro: v => `to_text(${v})`, plain: v => v },
  thing: { macro: v => `without_ids(to_text(${v}))`, plain: v => v },
  said: { macro: v => `without_numbers(to_text(${v}))`, plain: v => v },
  normal: { macro: v => `plain_text(to_text(${v}))`, plain: v => v },
  kept: { macro: v => `kept_code(${v})`, plain: v => v },
  items: { macro: v => `to_items(${v})`, plain: one },
  said_items: { macro: v => `to_items(without_numbers(${v}))`, plain: one },
  whole: { macro: v => `to_whole(${v})`, plain: v => `plain_whole(${v})` },
  number: { macro: v => `to_number(${v})`, plain: v => `plain_number(${v})` },
  day: { macro: v => `to_day(${v})`, plain: v => `plain_day(${v})` },
  month: { macro: v => `to_month(${v})`, plain: v => `plain_month(${v})` }
} satisfies Record<string, { macro: (value: string) => string; plain: (value: string) => string }>;

export type Conversion = keyof typeof conversions;

/** SQL that converts a text. */
export type Convert = (conversion: Conversion, value: string) => string;

/** Every text by the macro: dear to plan, for each column anew, and the cheapest for many rows. */
export const byMacro: Convert = (conversion, value) => conversions[conversion].macro(value);

/** A column's text and what it is converted by. */
export interface Spelled {
  readonly conversion: Conversion;
  readonly value: string;
}

/** A map is searched from its start: with more spellings than this the macro is faster. */
const mostSpellings = 500;

/**
 * Converts the texts of small tables: each distinct text once by its macro, all columns together. What the plain
 * expression does not give stays in a map variable a conversion. Planning a macro takes DuckDB far longer than
 * running it on a few rows.
 * @param tables the raw tables and the columns of each
 * @returns SQL that gives for those texts what `byMacro` gives
 */
export async function bySpelling(
  duck: Duck,
  tables: readonly { raw: string; columns: readonly Spelled[] }[]
): Promise<Convert> {
  await duck.run("CREATE OR REPLACE TEMP TABLE spelling (conversion VARCHAR, text VARCHAR)");
  for (const { raw, columns } of tables) {
    if (columns.length === 0) continue;
    const by = columns.map(column => literal(column.conversion)).join(", ");
    const values = columns.map(column => column.value).join(", ");
    await duck.run(`INSERT INTO spelling SELECT DISTINCT conversion, text
      FROM (SELECT unnest([${by}]) AS conversion, unnest([${values}]) AS text FROM ${raw}) WHERE text IS NOT NULL`);
  }
  await duck.run(`INSERT INTO spelling SELECT unnest(['normal', 'kept']), item
    FROM (SELECT DISTINCT unnest(to_items(text)) AS item FROM spelling WHERE conversion = 'items')`);
  const counts = new Map<string, number>();
  for (const [conversion, { macro, plain }] of Object.entries(conversions)) {
    const [found] = await duck.rows(`CREATE OR REPLACE TEMP TABLE odd_spelling AS SELECT text, value
      FROM (SELECT text, ${macro("text")} AS value, ${plain("text")} AS plain
        FROM (SELECT DISTINCT text FROM spelling WHERE conversion = ${literal(conversion)}))
      WHERE value IS DISTINCT FROM plain`);
    counts.set(conversion, Number(found!.Count));
    if (found!.Count && counts.get(conversion)! <= mostSpellings)
      await duck.run(
        `SET VARIABLE ${variable(conversion)} = (SELECT map(list(text), list(value)) FROM odd_spelling)`
      );
  }
  return (conversion, value) => {
    const { macro, plain } = conversions[conversion];
    const count = counts.get(conversion)!;
    if (count === 0) return plain(value);
    if (count > mostSpellings) return macro(value);
    return `coalesce(getvariable('${variable(conversion)}')[${value}], ${plain(value)})`;
  };
}

function variable(conversion: string): string {
  return `spelling_${conversion}`;
}
