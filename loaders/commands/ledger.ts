import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { statementBook, statementName } from "../ledger/book.ts";
import { readChecks } from "../ledger/checks.ts";
import { counted, readStatements, type Statement } from "../ledger/statement.ts";
import { literal } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import type { Progress } from "../lib/progress.ts";
import type { River } from "../river.ts";
import { defaultOut, type Options } from "./options.ts";
import { intakeLines } from "./report.ts";
import { overRiver } from "./run.ts";
import type { Source } from "./source.ts";

const tableId = "ledger_zz";

/** `ledger`: the form 即时帮扶情况台账 summed up, one workbook for each county with a ledger, or for the region given. */
export async function ledger(options: Options, progress: Progress): Promise<number> {
  const act = async (run: River, source: Source): Promise<void> => {
    const statements = await readStatements(run.duck, run.contract, options.region);
    if (statements.length === 0) throw await nothingToSum(run, options.region);
    const out = options.out || defaultOut;
    mkdirSync(out, { recursive: true });
    for (const statement of statements) {
      const checks = await readChecks(run.duck, run.contract, statement);
      const bytes = await statementBook(run.contract, statement, checks, source.demo);
      writeFileSync(join(out, statementName(statement)), bytes);
      progress.line(`已写出  ${statementName(statement)}：${summary(run, statement)}`);
    }
  };
  return overRiver(options, progress, act, async run => {
    await checkRegion(run, options.region);
    return ledgerLines(run);
  });
}

/** What intake says of the ledger's files. */
async function ledgerLines(run: River): Promise<string[]> {
  const names = run.intake.files.filter(file => file.table === tableId).map(file => file.name);
  return (await intakeLines(run)).filter(line => names.some(name => line.includes(name)));
}

async function checkRegion(run: River, region: string): Promise<void> {
  if (!region) return;
  const [found] = await run.duck.rows(
    `SELECT count(*) AS n FROM region WHERE region_code = ${literal(region)}`
  );
  if (!found!.n)
    throw new CliError(`--region：区划统计表里没有代码“${region}”；请改用表中的区划代码`, {
      exit: exitCode.usage
    });
}

/** Why there is no statement, and what to do. */
async function nothingToSum(run: River, region: string): Promise<CliError> {
  const table = run.contract.tables.get(tableId)!;
  const files = run.intake.files.filter(file => file.table === tableId);
  if (files.length === 0)
    return new CliError(
      `没有读到“${table.name}”；请把台账放进导出文件夹（文件名含“${table.name}”；空白表用 npm run templates 生成），再运行一次`
    );
  const reasons = files.filter(file => file.status === "refused").map(file => file.reason);
  if (reasons.length === files.length) return new CliError(`台账整份拒收：\n${reasons.join("\n")}`);
  const [listed] = await run.duck.rows("SELECT count(*) AS n FROM ledger_row");
  if (listed!.n)
    return new CliError(`区划“${region}”没有台账；请换一个代码，或不加 --region`, { exit: exitCode.usage });
  const [sum] = await run.duck.rows(
    `SELECT sum(rows_placeholder) AS placeholder, sum(rows_refused) AS refused FROM source_file WHERE table_id = ${literal(tableId)}`
  );
  return new CliError(
    `“${table.name}”里没有一行可用的数据（占位行 ${sum!.placeholder}，拒收 ${sum!.refused} 行）；请填好后重新放入，逐行原因见 npm run check`
  );
}

/** Households and persons of each section. */
function summary(run: River, { sections }: Statement): string {
  return run.contract.tables
    .get(tableId)!
    .sections.map(({ value, marker }) => {
      const { counts } = sections.get(value)!.at(-1)!;
      return `${marker} ${counts.get(counted.households)} 户 ${counts.get(counted.persons)} 人`;
    })
    .join("；");
}
