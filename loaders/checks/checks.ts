import { type Column, type Contract, tableOf } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { type CheckRule, checkFiles, readChecks, readCheckWords } from "./rules.ts";

/**
 * Runs the checks of checks.tsv, on the connection the indicators were worked out on. Writes `check_found` (what each speaks of),
 * `check_result` (how many by place), `check_household_count` and `check_gap` (what keeps a check from being run).
 */
export async function runChecks(duck: Duck, contract: Contract): Promise<void> {
  const rules = readChecks(contract);
  await fillRules(duck, rules);
  const lacking = await lackingChecks(duck);
  const replace = partsOf(contract, rules);
  const files = checkFiles();
  const last = files.at(-1)!;
  for (const file of files.slice(0, -1)) await duck.file(file, replace);
  await duck.run(`CREATE OR REPLACE TEMP TABLE check_hit
      (check_id VARCHAR, region_code VARCHAR, household_id VARCHAR, place_no BIGINT, fact VARCHAR);
    CREATE OR REPLACE TEMP TABLE check_examined (check_id VARCHAR, region_code VARCHAR, examined BIGINT)`);
  const views = new Map<string, CheckRule[]>();
  for (const rule of rules)
    if (!lacking.has(rule.id)) views.set(rule.view, [...(views.get(rule.view) ?? []), rule]);
  for (const [view, own] of views) {
    const answers = answersOf(view, own);
    await duck.run(`INSERT INTO check_hit BY NAME SELECT * EXCLUDE (hit) FROM (${answers}) WHERE hit`);
    await duck.run(
      `INSERT INTO check_examined SELECT check_id, region_code, count(*) FROM (${answers}) GROUP BY check_id, region_code`
    );
  }
  await duck.file(last);
  await fillFacts(duck, contract, rules);
}

/** Grain of `check_rule`: one check; of `check_need`: one column it cannot do without. */
async function fillRules(duck: Duck, rules: readonly CheckRule[]): Promise<void> {
  const rule = rules.map(
    ({ id, title, grain, level }) => `(${[id, title, grain, level].map(literal).join(", ")})`
  );
  await duck.run(`CREATE OR REPLACE TEMP TABLE check_rule AS
    SELECT * FROM (VALUES ${rule.join(", ")}) AS r(check_id, title, grain, level)`);
  const need = rules.flatMap(({ id, columns }) =>
    columns.map(column => `(${[id, column.table, column.id].map(literal).join(", ")})`)
  );
  await duck.run(`CREATE OR REPLACE TABLE check_gap AS
    WITH at_hand AS (
      SELECT table_id, list_reduce(list(columns), lambda a, b: list_intersect(a, b)) AS columns FROM source_sheet
      WHERE table_id IN (SELECT table_id FROM source_file WHERE status = 'accepted' AND rows_accepted > 0) GROUP BY table_id
    )
    SELECT DISTINCT n.check_id, n.table_id, CASE WHEN h.table_id IS NOT NULL THEN n.column_id END AS column_id
    FROM (VALUES ${need.join(", ")}) AS n(check_id, table_id, column_id) LEFT JOIN at_hand AS h USING (table_id)
    WHERE NOT coalesce(list_contains(h.columns, n.column_id), FALSE) ORDER BY ALL`);
}

async function lackingChecks(duck: Duck): Promise<Set<string>> {
  const rows = await duck.rows("SELECT DISTINCT check_id FROM check_gap ORDER BY check_id");
  return new Set(rows.map(row => String(row.check_id)));
}

/** What stands for `{{…}}` in the SQL: numbers of the checks, words, and the columns that list help. */
function partsOf(contract: Contract, rules: readonly CheckRule[]): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const { id, params } of rules)
    for (const [name, value] of Object.entries(params)) parts[`${id}.${name}`] = String(value);
  for (const [key, pattern] of readCheckWords()) parts[`words.${key}`] = pattern.replaceAll("'", "''");
  const own = new Set(
    (contract.codes.get("measure_category") ?? [])
      .filter(code => code.properties.development_support?.startsWith("1"))
      .map(({ code }) => code)
  );
  const lists = tableOf(contract, "monitored_person").columns.filter(
    column => column.properties.measure_category
  );
  const items = (among: readonly Column[]): string =>
    among.map(column => `coalesce(${identifier(column.id)}, [])`).join(", ");
  parts.support_items = items(lists);
  parts.own_items = items(lists.filter(column => own.has(column.properties.measure_category!)));
  parts.own_categories = [...own].map(literal).join(", ");
  return parts;
}

/** Every answer a view's checks give; a blank that leaves one open gives none. */
function answersOf(view: string, rules: readonly CheckRule[]): string {
  const ids = rules.map(({ id }) => id);
  if (rules[0]!.grain === "figure")
    return `SELECT check_id, region_code, hit, fact FROM ${view} WHERE hit IS NOT NULL AND check_id IN (${ids.map(literal).join(", ")})`;
  const columns = ids.map(identifier).join(", ");
  return `UNPIVOT (SELECT household_id, place_no, region_code, ${columns} FROM ${view}) ON ${columns} INTO NAME check_id VALUE hit`;
}

/** What the export says in the columns a check reads, of those it speaks of: “年龄 12，务工时间（月） 5”. */
async function fillFacts(duck: Duck, contract: Contract, rules: readonly CheckRule[]): Promise<void> {
  const spoken = new Set(
    (await duck.rows("SELECT DISTINCT check_id FROM check_found")).map(row => String(row.check_id))
  );
  // A map, because a look-up in policy_code is a join for every column.
  for (const [list, codes] of contract.codes)
    await duck.run(`SET VARIABLE labels_${list} = map([${codes.map(({ code }) => literal(code)).join(", ")}],
      [${codes.map(({ label }) => literal(label)).join(", ")}])`);
  for (const { id, grain, columns } of rules.filter(rule => spoken.has(rule.id))) {
    const own = columns.filter(
      ({ table, personal, householdLevel, keep }) =>
        table === "monitored_person" && !personal && keep && (grain === "person" || householdLevel)
    );
    if (own.length === 0) continue;
    const from = grain === "person" ? "check_person" : "check_household";
    await duck.run(`UPDATE check_found AS s SET fact = concat_ws('，', ${own.map(column => said(column, contract)).join(", ")}) FROM ${from} AS r
      WHERE s.check_id = ${literal(id)} AND r.household_id = s.household_id
      ${grain === "person" ? "AND r.place_no = s.place_no" : ""}`);
  }
}

/**
 * A column's header and what stands in it: a code's label, a number, or only whether a free text does. The first of numbered
 * columns stands for all of them: “致贫/返贫风险 因病、因学”.
 */
function said({ id, table, header, type, codes }: Column, contract: Contract): string {
  const name = `r.${identifier(id)}`;
  const labels = `getvariable(${literal(`labels_${codes}`)})`;
  const label = (value: string): string => `coalesce(${labels}[${value}], '不在代码表')`;
  if (id.endsWith("_1")) {
    const series = tableOf(contract, table).columns.filter(each => each.id.replace(/\d$/, "1") === id);
    const parts = series.map(each => `CASE WHEN r.${each.id} IS NOT NULL THEN ${label(`r.${each.id}`)} END`);
    return `${literal(`${header.replace(/\d$/, "")} `)} || coalesce(nullif(concat_ws('、', ${parts.join(", ")}), ''), '空白')`;
  }
  const text = {
    code: label(name),
    bool: `CASE WHEN ${name} THEN '是' ELSE '否' END`,
    month: `month_text(${name})`,
    date: `CAST(${name} AS VARCHAR)`,
    int: `CAST(${name} AS VARCHAR)`,
    decimal: `rtrim(rtrim(CAST(${name} AS VARCHAR), '0'), '.')`,
    list: codes
      ? `array_to_string(list_transform(${name}, lambda c: ${label("c")}), '、')`
      : `len(${name}) || ' 项'`,
    text: `'已填'`
  }[type];
  return `${literal(`${header} `)} || CASE WHEN ${name} IS NULL THEN '空白' ELSE ${text} END`;
}
