import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { checkDay, readSettings, type Settings } from "../lib/settings.ts";

/** What a command was asked to do. Paths are absolute. */
export interface Options {
  readonly files: readonly string[];
  /** Folder given with --exports, "" = data/exports or, when that is empty, the demo. */
  readonly exports: string;
  readonly asOf: string;
  readonly profile: string;
  readonly out: string;
  readonly settings: Settings;
  readonly boundaries: string;
  /** Bulletin given with --bulletin, "" = the one among the exports. */
  readonly bulletin: string;
  readonly regions: string;
  /** Region code given with --region, "" = all. */
  readonly region: string;
  /** Month or quarter given with --period, "" = the data's last. */
  readonly period: string;
  /** Month or quarter given with --since, "" = the one before. */
  readonly since: string;
  /** Quarter given with --quarter, "" = the one after the data. */
  readonly quarter: string;
  /** Format given with --format, "" = the command's first. */
  readonly format: string;
  readonly partial: boolean;
  /** Use the demo even where data/exports holds files. */
  readonly demo: boolean;
  readonly households: number;
  readonly seed: number;
  readonly months: number;
  readonly port: number;
}

const flags = {
  exports: { type: "string" },
  "as-of": { type: "string" },
  profile: { type: "string" },
  out: { type: "string" },
  settings: { type: "string" },
  boundaries: { type: "string" },
  bulletin: { type: "string" },
  regions: { type: "string" },
  region: { type: "string" },
  period: { type: "string" },
  since: { type: "string" },
  quarter: { type: "string" },
  format: { type: "string" },
  partial: { type: "boolean" },
  demo: { type: "boolean" },
  households: { type: "string" },
  seed: { type: "string" },
  months: { type: "string" },
  port: { type: "string" },
  help: { type: "boolean", short: "h" }
} as const;

/**
 * Reads a command's arguments. Paths are taken from the working directory.
 * @param allowed the flags this command knows
 * @returns null when help was asked for
 */
export function readOptions(
  command: string,
  args: readonly string[],
  allowed: readonly string[]
): Options | null {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (cause) {
    const name = /'(-[^' ]+)/.exec((cause as Error).message)?.[1] ?? "";
    throw usage(`${command}：不认得参数 ${name}`.trim(), command, cause);
  }
  const { values, positionals } = parsed;
  if (values.help) return null;
  for (const name of Object.keys(values))
    if (!allowed.includes(name)) throw usage(`${command}：没有参数 --${name}`, command);
  if (positionals.length > 0 && !allowed.includes("files"))
    throw usage(`${command}：多出的参数“${positionals[0]}”`, command);
  const settings = readSettings(values.settings ? resolve(values.settings) : undefined);
  return {
    files: positionals.map(file => resolve(file)),
    exports: values.exports ? resolve(values.exports) : "",
    asOf: checkDay(values["as-of"] ?? "", "--as-of"),
    profile: values.profile ?? "",
    out: values.out ? resolve(values.out) : "",
    settings,
    boundaries: values.boundaries ? resolve(values.boundaries) : "",
    bulletin: values.bulletin ? resolve(values.bulletin) : "",
    regions: values.regions ? resolve(values.regions) : "",
    region: values.region ?? "",
    period: values.period ?? "",
    since: values.since ?? "",
    quarter: values.quarter ?? "",
    format: values.format ?? "",
    partial: values.partial ?? false,
    demo: values.demo ?? false,
    households: whole(values.households, settings.demo.households, "--households", command),
    seed: whole(values.seed, settings.demo.seed, "--seed", command),
    months: whole(values.months, 24, "--months", command),
    port: whole(values.port, 8080, "--port", command)
  };
}

/** Where out files go when --out is not given. */
export const defaultOut = projectPath("out");

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: flags, allowPositionals: true, strict: true });
}

function whole(text: string | undefined, fallback: number, name: string, command: string): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw usage(`${command}：${name} 须为整数，给的是“${text}”`, command);
  return Number(text);
}

function usage(message: string, command: string, cause?: unknown): CliError {
  return new CliError(`${message}；用法见 npm run ${command} -- --help`, { exit: exitCode.usage, cause });
}
