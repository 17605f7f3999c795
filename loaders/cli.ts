import { type Options, readOptions } from "./commands/options.ts";
import { CliError, exitCode, mask, systemFault } from "./lib/errors.ts";
import { Progress } from "./lib/progress.ts";

interface Command {
  readonly about: string;
  readonly allowed: readonly string[];
  /** Loads the command's own modules, which take longer to start than most commands to say no. */
  readonly load: () => Promise<(options: Options, progress: Progress) => Promise<number>>;
}

const reading = ["exports", "demo", "as-of", "profile", "settings", "out", "boundaries", "partial"];

const commands: Readonly<Record<string, Command>> = {
  start: {
    about: "构建并在本机打开网站",
    allowed: [...reading, "port"],
    load: async () => (await import("./commands/start.ts")).start
  },
  build: {
    about: "读导出、算指标、生成网站到 dist",
    allowed: [...reading, "region"],
    load: async () => (await import("./commands/build.ts")).build
  },
  dev: {
    about: "构建数据并预览，改了网页或导出即时刷新",
    allowed: [...reading, "port"],
    load: async () => (await import("./commands/dev.ts")).dev
  },
  check: {
    about: "只检查导出：认出什么、接收与拒收多少、为什么",
    allowed: reading,
    load: async () => (await import("./commands/check.ts")).check
  },
  indicators: {
    about: "把全部指标以 CSV 打印到标准输出",
    allowed: reading,
    load: async () => (await import("./commands/indicators.ts")).printIndicators
  },
  split: {
    about: "读导出、按县写成分区，供多台机器分开计算（含户编号）",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "out"],
    load: async () => (await import("./commands/parts.ts")).splitExports
  },
  part: {
    about: "计算分区：--region 给分区代码，逗号分隔；不给则逐个全算",
    allowed: ["region", "out", "settings"],
    load: async () => (await import("./commands/parts.ts")).workOut
  },
  merge: {
    about: "把算好的分区汇总成全部指标，打印到标准输出",
    allowed: ["region", "out", "settings"],
    load: async () => (await import("./commands/parts.ts")).merge
  },
  demo: {
    about: "生成演示数据（合成）",
    allowed: ["households", "seed", "months", "as-of", "out", "settings"],
    load: async () => (await import("./commands/demo.ts")).demo
  },
  ledger: {
    about: "把“即时帮扶情况台账”汇总成上报表，每个区（市）一份 XLSX",
    allowed: ["exports", "demo", "as-of", "settings", "region", "out"],
    load: async () => (await import("./commands/ledger.ts")).ledger
  },
  worklist: {
    about: "督办清单：每个乡镇一份 XLSX，列到户编号，写明应办什么、为什么",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "region", "period", "out"],
    load: async () => (await import("./commands/worklist.ts")).worklist
  },
  suspects: {
    about: "疑点清单：每个乡镇一份 XLSX，一项检查一张表，列到户编号",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "region", "out"],
    load: async () => (await import("./commands/suspects.ts")).suspects
  },
  sample: {
    about: "调研抽样：下一季入户抽哪些户，按乡镇分层随机抽取，每县一份 XLSX",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "region", "quarter", "out"],
    load: async () => (await import("./commands/sample.ts")).sample
  },
  changes: {
    about: "变动报告：两期之间谁进、谁出、谁升级、谁降级，哪些数变得异常，写成 XLSX",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "region", "period", "since", "out"],
    load: async () => (await import("./commands/changes.ts")).changes
  },
  report: {
    about: "通报与会商稿：一个区划一个月，写成 DOCX、XLSX、PPTX",
    allowed: [...reading, "region", "period", "format"],
    load: async () => (await import("./commands/reports.ts")).reports
  },
  reconcile: {
    about: "通报核对：公布的通报与本平台的数逐个对照，差额写明原因",
    allowed: ["exports", "demo", "as-of", "profile", "settings", "bulletin", "out"],
    load: async () => (await import("./commands/reconcile.ts")).reconcile
  },
  boundaries: {
    about: "导入边界文件（GeoJSON 或 TopoJSON）",
    allowed: ["files", "regions", "as-of", "out", "settings"],
    load: async () => (await import("./commands/boundaries.ts")).boundaries
  },
  templates: {
    about: "生成本地表的空白模板（XLSX、CSV，带下拉框和说明）",
    allowed: ["out"],
    load: async () => (await import("./commands/templates.ts")).templates
  },
  verify: {
    about: "核对生成的网站与它的 SHA256SUMS：缺了、改了、多了哪些文件",
    allowed: ["out"],
    load: async () => (await import("./commands/verify.ts")).verify
  },
  sbom: {
    about: "软件物料清单（CycloneDX JSON）：用了哪些第三方软件，哪些只在开发时用",
    allowed: ["out"],
    load: async () => (await import("./commands/sbom.ts")).sbom
  },
  licences: {
    about: "重写 docs/licences.md：第三方软件的许可",
    allowed: [],
    load: async () => (await import("./commands/sbom.ts")).licences
  },
  pack: {
    about: "打包成无网络电脑可用的文件夹",
    allowed: ["out", "settings"],
    load: async () => (await import("./commands/pack.ts")).pack
  }
};

const flagHelp: Readonly<Record<string, string>> = {
  files: "文件…               要导入的文件",
  exports: "--exports 文件夹     导出所在文件夹；不给则用 data/exports，空则用演示数据",
  demo: "--demo               用演示数据，不读 data/exports",
  "as-of": "--as-of 日期         文件名没有快照日时用，如 2023-12-31",
  profile: "--profile 口径       口径代码（如 FJ2020）或 all；不给则按区划统计表的绑定",
  settings: "--settings 文件      设置文件，默认 data/settings.json",
  boundaries: "--boundaries 文件    本次构建用的边界文件",
  regions: "--regions 文件       区划统计表，用于对照代码与名称",
  region: "--region 代码        只出这个区划：区（市）、镇（街）或村的代码，或其上级",
  period: "--period 期间       月如 2023-12；变动报告也可用季如 2023Q4；默认数据的最近一期",
  quarter: "--quarter 季        抽哪一季，如 2024Q1；默认数据之后的一季",
  since: "--since 期间        与哪一期比，须与 --period 同为月或季；默认上一期",
  format: "--format 格式       docx、xlsx、pptx 或 all；默认 all",
  bulletin: "--bulletin 文件      填好的通报核对表；不给则读导出文件夹里的",
  partial: "--partial            有文件整份拒收时照建，每页写明缺哪些文件",
  out: "--out 位置           输出位置",
  households: "--households 数      演示户数",
  seed: "--seed 数            演示种子",
  months: "--months 数          演示月数",
  port: "--port 端口          默认 8080"
};

/**
 * Runs a command.
 * @returns the exit code: 0 done, 1 input refused, 2 wrong usage
 */
async function main(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const help = name === "" || name === "--help" || name === "-h";
    (help ? process.stdout : process.stderr).write(`${help ? "" : `没有命令“${name}”。\n`}${overview()}`);
    return help && name !== "" ? exitCode.done : exitCode.usage;
  }
  const progress = new Progress();
  try {
    const options = readOptions(name, rest, command.allowed);
    if (!options) {
      process.stdout.write(
        `npm run ${name} -- [参数]\n${command.about}\n\n${command.allowed.map(flag => `  ${flagHelp[flag]}`).join("\n")}\n`
      );
      return exitCode.done;
    }
    const run = await command.load();
    return await run(options, progress);
  } catch (error) {
    const known = error instanceof CliError ? error : systemFault(error);
    if (known) {
      progress.line(known.message);
      return known.exit;
    }
    // Who reads the output has seen enough, as `head` does.
    if ((error as NodeJS.ErrnoException)?.code === "EPIPE") return exitCode.done;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    progress.line(`程序出错，不是数据的问题；请把下面的话报给维护者（不含个人信息）：\n${mask(detail)}`);
    return exitCode.refused;
  }
}

function overview(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  npm run ${name.padEnd(11)} ${about}`);
  return `防返贫监测帮扶风险预警看板\n\n${lines.join("\n")}\n\n各命令的参数：npm run 命令 -- --help\n`;
}

process.exitCode = await main(process.argv.slice(2));
