import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeBook, changeName } from "../changes/book.ts";
import { readChanges, type Span } from "../changes/changes.ts";
import { literal } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import type { Progress } from "../lib/progress.ts";
import type { River } from "../river.ts";
import { defaultOut, type Options } from "./options.ts";
import { checkPrivate, periodOf, regionOf } from "./place.ts";
import { overRiver } from "./run.ts";

/** `changes`: who entered, left, rose and fell between two ends, and figures that moved unlike before; a month and a quarter by default. */
export async function changes(options: Options, progress: Progress): Promise<number> {
  const out = options.out || join(defaultOut, "changes");
  checkPrivate(out);
  return overRiver(options, progress, async (run, source) => {
    const { duck, contract, intake } = run;
    const region = await regionOf(run, options.region);
    const spans = await spansOf(run, options);
    mkdirSync(out, { recursive: true });
    for (const span of spans) {
      progress.step(`比较 ${span.since} 与 ${span.period}`);
      const report = await readChanges(duck, contract, { span, region, day: intake.asOf });
      const profile = await profileOf(run, region, span);
      writeFileSync(join(out, changeName(report)), await changeBook(report, profile, source.demo));
      const whole = report.regions.find(({ code }) => code === region)!.counts;
      const left = whole.get("风险消除")! + whole.get("其他退出")!;
      progress.line(
        `已写出  ${changeName(report)}：纳入 ${whole.get("纳入")} 户，退出 ${left} 户，升级 ${whole.get("升级")} 户，降级 ${whole.get("降级")} 户；异动 ${report.unusual.length} 个`
      );
    }
  });
}

/**
 * The span asked for, else the last month and the last quarter, each against the one before. Throws a CliError where the
 * data have not both ends, or not in that order.
 */
export async function spansOf(
  run: Pick<River, "duck">,
  options: Pick<Options, "period" | "since">
): Promise<Span[]> {
  const kinds = ["month", "quarter"] as const;
  if (options.period || options.since) {
    const taken = /Q/.test(options.period || options.since) ? "quarter" : "month";
    const { period } = await periodOf(run, "--period", options.period, [taken]);
    return [await spanOf(run, taken, period, options.since)];
  }
  const spans: Span[] = [];
  for (const kind of kinds) {
    const { period } = await periodOf(run, "--period", "", [kind]);
    spans.push(await spanOf(run, kind, period, ""));
  }
  return spans;
}

async function spanOf(
  run: Pick<River, "duck">,
  kind: "month" | "quarter",
  period: string,
  text: string
): Promise<Span> {
  const [before] = await run.duck.rows(
    `SELECT max(period) AS period FROM period WHERE kind = ${literal(kind)} AND period < ${literal(period)}`
  );
  if (!text && before!.period === null)
    throw new CliError(`--period：${period} 是数据的第一期，没有更早的一期可比；请改用较晚的一期`, {
      exit: exitCode.usage
    });
  const { period: since } = await periodOf(run, "--since", text || String(before!.period), [kind]);
  if (since >= period)
    throw new CliError(`--since：${since} 不早于 ${period}；请改用较早的一期`, { exit: exitCode.usage });
  return { kind, since, period };
}

async function profileOf({ duck, contract }: River, region: string, { period }: Span): Promise<string> {
  const [row] = await duck.rows(
    `SELECT profile_id FROM profile_in_force WHERE is_chosen AND region_code = ${literal(region)} AND stat_year = ${Number(period.slice(0, 4))}`
  );
  return contract.profiles.get(String(row!.profile_id))!.label;
}
