import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readReport } from "../../src/lib/report/report.ts";
import type { ReportSource } from "../../src/lib/report/source.ts";
import { digestFile } from "../lib/digest.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { cachePath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { formats, reportName } from "../report/formats.ts";
import { openPublished } from "../report/reading.ts";
import { prepare } from "./build.ts";
import { stampOf } from "./edition.ts";
import { defaultOut, type Options } from "./options.ts";
import { sourceOf } from "./source.ts";

/** What the reports read: a folder as the site's, published anew where anything it follows from changed. */
const folder = cachePath("report");

/** `report`: one region and month as a Word, Excel or PowerPoint file, or as all of them. */
export async function reports(options: Options, progress: Progress): Promise<number> {
  const wanted = formatsOf(options.format);
  const code = await refresh(options, progress);
  if (code !== exitCode.done) return code;
  const source = openPublished(folder, options.region);
  const { region, period } = placeOf(source, options);
  progress.step("读取数字与句子");
  const report = readReport(source, { region, period, basis: "户", profile: source.meta.profile });
  const out = options.out || defaultOut;
  mkdirSync(out, { recursive: true });
  for (const format of wanted) {
    progress.step(`写出 ${format}`);
    const write = await formats[format]!.load();
    const name = `${reportName(report)}.${format}`;
    writeFileSync(join(out, name), await write(report, folder));
    progress.line(`已写出  ${name}（${formats[format]!.about}）`);
  }
  progress.line(`${report.title}，${report.month}，${report.date}`);
  return exitCode.done;
}

function formatsOf(format: string): string[] {
  const known = Object.keys(formats);
  if (format === "" || format === "all") return known;
  if (!known.includes(format))
    throw new CliError(`--format：没有格式“${format}”；可用：${[...known, "all"].join("、")}`, {
      exit: exitCode.usage
    });
  return [format];
}

/** Publishes for reports, unless the last time it was from the same exports, rules, settings and options. */
async function refresh(options: Options, progress: Progress): Promise<number> {
  const mark = join(folder, "stamp.txt");
  const source = await sourceOf(options, progress);
  const { asOf, profile, boundaries, partial } = options;
  const own = boundaries && existsSync(boundaries) ? digestFile(boundaries) : boundaries;
  const asked = { asOf, profile, partial, boundaries: own, demo: source.demo };
  const stamp = stampOf(options, source.folder, asked)?.digest;
  if (stamp && existsSync(mark) && readFileSync(mark, "utf8") === stamp) {
    progress.line("导出、口径与设置没有变，用上次算好的数");
    return exitCode.done;
  }
  const code = await prepare(options, progress, folder, "没有写出报告");
  if (code === exitCode.done && stamp) writeFileSync(mark, stamp);
  return code;
}

/** The region and month asked for: the root and the last month where none is; throws with those there are. */
function placeOf({ meta, regions }: ReportSource, options: Options): { region: string; period: string } {
  const region = options.region || meta.root;
  if (!regions.get(region)) {
    const listed = [regions.root, ...regions.children(meta.root)].map(({ code, name }) => `${code} ${name}`);
    throw new CliError(
      `--region：没有代码“${region}”的县区或乡镇；可用：${listed.slice(0, 20).join("、")}${listed.length > 20 ? "等" : ""}，或其下乡镇的代码（报告不到村）`,
      { exit: exitCode.usage }
    );
  }
  const months = meta.periods.month;
  const period = options.period || months.at(-1) || "";
  if (!months.includes(period))
    throw new CliError(
      `--period：没有“${period}”这个月的数；可用：${months.length > 0 ? `${months[0]} 至 ${months.at(-1)} 的月份，写作 2023-12` : "无，导出里没有一个月的数据"}`,
      { exit: exitCode.usage }
    );
  return { region, period };
}
