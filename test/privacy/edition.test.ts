import { copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { attack } from "../../loaders/privacy/attack.ts";
import { audit, refuseFaults } from "../../loaders/privacy/audit.ts";
import { type Edition, isShown, publicEdition, reveal } from "../../loaders/privacy/edition.ts";
import { readPublicRules } from "../../loaders/privacy/rules.ts";
import { agreementOf, refuseDisagreement } from "../../loaders/publish/agreement.ts";
import { publishIndicators } from "../../loaders/publish/publish.ts";
import { contract, exportsFolder, type Run, removeFolders, runAll } from "../support/exports.ts";
import { asOf, golden } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

const county = "990101";

const wanted = [
  "K03 ",
  "K03 监测对象类别=*",
  "B01 监测对象类别=合计;统计项=未消除",
  "B01 监测对象类别=*;统计项=累计",
  "B01 监测对象类别=*;统计项=已消除"
];

let run: Run;
let edition: Edition;
/** The edition as published. */
let sound: string;
/** The same with one county row shown that was withheld for another's sake. */
let spoiled: string;
beforeAll(async () => {
  run = await runAll(golden, { asOf, families: ["10"] });
  // The register by category and the totals it is bound to, at the ends of quarters: all kinds of relations, few cells.
  const rules = readPublicRules(contract());
  const tables = rules.tables
    .filter(({ indicator, breakdown }) => wanted.includes(`${indicator} ${breakdown}`))
    .map(table => ({ ...table, isQuarterly: true }));
  await run.duck.run("DELETE FROM indicator WHERE indicator NOT IN ('K03', 'B01')");
  edition = await publicEdition(run.duck, contract(), { ...rules, tables });
  sound = await published();
});
afterAll(() => {
  run.close();
  removeFolders();
});

/** What stands in the table now, published. */
async function published(): Promise<string> {
  const folder = exportsFolder({});
  mkdirSync(join(folder, "downloads"));
  await publishIndicators(run.duck, contract(), folder);
  await run.duck.run(
    `COPY (SELECT * FROM indicator) TO '${join(folder, "downloads/indicator.parquet")}' (FORMAT parquet)`
  );
  return folder;
}

test("no small count is published, no number stands on a withheld row, and the attacker finds nothing", async () => {
  const { report, faults } = await audit(run.duck, edition, sound);
  expect(faults).toEqual([]);
  expect(report.primary).toBeGreaterThan(0);
  expect(report.secondary).toBeGreaterThan(0);
  expect(report.narrowest).toBeGreaterThanOrEqual(report.width);
  const [small] = await run.rows(
    `SELECT count(*) FILTER (numerator BETWEEN 1 AND 4 AND basis IN ('户', '人')) AS small,
       count(*) FILTER (status = 'suppressed' AND (coalesce(numerator, denominator, value) IS NOT NULL OR judgement <> 'not_judged')) AS told,
       count(*) FILTER (region_level = 'village') AS villages, count(*) FILTER (status = 'ok' AND numerator > 0) AS shown FROM indicator`
  );
  expect(small).toMatchObject({ small: 0, told: 0, villages: 0 });
  expect(Number(small!.shown)).toBeGreaterThan(0);
  const agreement = agreementOf(sound);
  expect(agreement.faults).toEqual([]);
  expect(agreement.rows).toBeGreaterThan(0);
});

test("a row shown that had to be withheld for another's sake fails the build, and says where", async () => {
  const { system, known, rules } = edition;
  const withheld = system.rows.filter(
    each =>
      each.row.region === county &&
      each.row.indicator === "K03" &&
      !isShown(each, known) &&
      !system.cells[each.n]!.sensitive
  );
  let found: (typeof withheld)[number] | undefined;
  for (const row of withheld) {
    const shown = [...known];
    shown[row.n] = true;
    if (row.d >= 0) shown[row.d] = true;
    const near = system.relations.filter(({ cells }) => cells.includes(row.n)).flatMap(({ cells }) => cells);
    const among = [...new Set(near)].filter(cell => system.cells[cell]!.sensitive);
    if ((await attack(system, shown, rules.width, true, among)).failing.length === 0) continue;
    found = row;
    break;
  }
  await reveal(run.duck, found!);
  spoiled = await published();
  const { report, faults } = await audit(run.duck, edition, spoiled);
  expect(report.failing).toBeGreaterThan(0);
  expect(() => refuseFaults(faults)).toThrow(CliError);
  expect(() => refuseFaults(faults)).toThrow(/公开版核验没有通过.*原来的网站保持不变/s);
});

test("a county that has another value on its own page than above fails the build", () => {
  const other = exportsFolder({});
  cpSync(sound, other, { recursive: true });
  const file = `figures/${county}/K03.arrow`;
  copyFileSync(join(spoiled, file), join(other, file));
  expect(agreementOf(spoiled).faults).toEqual([]);
  const agreement = agreementOf(other);
  expect(agreement.faults.length).toBeGreaterThan(0);
  expect(() => refuseDisagreement(agreement)).toThrow(/990101.*不一致/s);
});
