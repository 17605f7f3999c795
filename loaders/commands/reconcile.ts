import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brokenIdentities, causeCounts, causeText, reconcileColumns } from "../../src/lib/reconciliation.ts";
import { toCsv } from "../../src/lib/tabular.ts";
import { type Contract, tableOf } from "../contract/contract.ts";
import { intake } from "../intake/intake.ts";
import { Duck } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { cachePath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { reconcile as compare, readStated, type Stated } from "../reconcile/reconcile.ts";
import { defaultOut, type Options } from "./options.ts";
import { overRiver } from "./run.ts";

/** `reconcile`: a published bulletin against our figures, each difference with its cause, as CSV. */
export async function reconcile(options: Options, progress: Progress): Promise<number> {
  const out = options.out || defaultOut;
  if (options.bulletin && !existsSync(options.bulletin))
    throw new CliError(`--bulletin：没有文件 ${basename(options.bulletin)}；请核对位置`, {
      exit: exitCode.usage
    });
  return overRiver(options, progress, async ({ duck, contract, intake: report }) => {
    const stated = options.bulletin
      ? await statedIn(options.bulletin, contract, report.asOf)
      : await readStated(duck);
    const table = tableOf(contract, "stated_figure").name;
    if (stated.length === 0)
      throw new CliError(
        `没有可核对的数：请照模板填“${table}.csv”（npm run templates），放进导出文件夹，或用 --bulletin 给出`
      );
    const found = await compare(duck, contract, stated);
    const sources = new Map(stated.map((each, i) => [found.rows[i]!, each.source]));
    mkdirSync(out, { recursive: true });
    const columns = [
      ...reconcileColumns(code => code),
      { key: "source", label: "来源", value: (row: (typeof found.rows)[number]) => sources.get(row) ?? "" }
    ];
    writeFileSync(join(out, "通报核对.csv"), toCsv(columns, found.rows));
    progress.line(`已写出  通报核对.csv：${causeText(causeCounts(found))}`);
    const broken = brokenIdentities(found);
    progress.line(`通报自身的等式 ${found.identities.length} 条，不成立 ${broken.length} 条`);
    for (const { region, period, basis, identity, whole, parts } of broken)
      progress.line(`  ${region} ${period} 按${basis} ${identity}：${whole} 对 ${parts}`);
  });
}

/** Reads one bulletin through intake, in a warehouse of its own. */
async function statedIn(file: string, contract: Contract, day: string): Promise<Stated[]> {
  mkdirSync(cachePath(), { recursive: true });
  const folder = mkdtempSync(cachePath(`intake-${process.pid}-bulletin-`));
  const duck = await Duck.open(":memory:");
  try {
    copyFileSync(file, join(folder, `${tableOf(contract, "stated_figure").name}${extname(file)}`));
    const { files } = await intake(duck, contract, { exports: folder, asOf: day });
    const refused = files.find(({ status }) => status === "refused");
    if (refused) throw new CliError(`${basename(file)}：${refused.reason}`);
    return await readStated(duck);
  } finally {
    duck.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
