import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { meetingPage } from "../../src/lib/pages.ts";
import { meetingFiles, meetingSlides, slideWords } from "../../src/lib/report/meeting.ts";
import type { Report } from "../../src/lib/report/report.ts";
import { projectPath } from "../lib/paths.ts";
import { siteNames } from "../publish/names.ts";
import { digestSource } from "../publish/security.ts";
import { fontFaces } from "./fonts.ts";

/** Most a file for a USB stick may weigh, in bytes. */
const mostBytes = 5_000_000;

/**
 * The meeting's slides as one HTML file with scripts, faces and data in it, which opens without a server. It holds the
 * region of the report and, where there is room for them, the counties below it to drill into.
 * @param folder the published folder the report was read from
 */
export async function reportHtml(report: Report, folder: string): Promise<Uint8Array> {
  const { context, source } = report.view;
  const script = await scriptText();
  const style = await styleText();
  const own = source.regions.county(context.region)?.code;
  const below = own ? [own] : source.regions.children(context.region).map(({ code }) => code);
  const whole = await pageOf(report, folder, script, style, below);
  return whole.byteLength <= mostBytes || own ? whole : pageOf(report, folder, script, style, []);
}

async function pageOf(
  report: Report,
  folder: string,
  script: string,
  style: string,
  counties: readonly string[]
): Promise<Uint8Array> {
  const { context, source } = report.view;
  const below = source.regions.children(context.region);
  const named = [
    ...source.regions.path(context.region),
    ...below,
    ...counties.flatMap(code => source.regions.children(code))
  ];
  const words = slideWords(
    meetingSlides(report),
    named.map(({ name }) => name)
  );
  const faces = await fontFaces(script + report.title + words);
  const query = new URLSearchParams({
    region: context.region,
    period: context.period,
    basis: context.basis === "户" ? "hu" : "ren",
    profile: context.profile
  });
  const { title } = report;
  const policy = [
    "default-src 'none'",
    `script-src ${digestSource(script)}`,
    `style-src ${digestSource(faces + style)}`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'"
  ].join("; ");
  const parts = [
    `<!DOCTYPE html>\n<html lang="zh-CN" class="light">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="site" data-alone data-query="${query.toString().replaceAll("&", "&amp;")}" data-indicators="${meetingPage.indicators.join(" ")}">`,
    `<title>${title}，${report.month}</title>`,
    `<style>${faces}${style}</style>\n</head>\n<body>\n<div id="page" class="page"></div>`,
    ...filesOf(folder, [...source.regions.path(context.region).map(({ code }) => code), ...counties]).map(
      ([name, bytes]) =>
        `<script type="text/plain" id="file:${name}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`
    ),
    `<script>${script}</script>\n</body>\n</html>\n`
  ];
  return Buffer.from(parts.join("\n"));
}

/** Published files by the names the page asks for them. */
function filesOf(folder: string, regions: readonly string[]): [string, Uint8Array][] {
  const names = ["meta", "regions", "catalogue", "intake"].map(name => `${name}.json`);
  const json = [...names, ...meetingFiles].map((name): [string, Uint8Array] => [
    `site/${name}`,
    readFileSync(join(folder, name))
  ]);
  const folders = ["figures", ...[...new Set(regions)].map(code => `figures/${code}`)];
  const figures = folders.flatMap(part => {
    const path = join(folder, part);
    if (!existsSync(path)) return [];
    return meetingPage.indicators
      .map(id => `${id}.arrow`)
      .filter(name => readdirSync(path).includes(name))
      .map((name): [string, Uint8Array] => [`${part}/${name}`, readFileSync(join(path, name))]);
  });
  return [...json, ["site/tables.json", Buffer.from(JSON.stringify(siteNames()))], ...figures];
}

async function scriptText(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { openMeeting } from "./src/components/meeting.ts"; openMeeting();',
      resolveDir: projectPath("."),
      loader: "ts"
    },
    bundle: true,
    format: "iife",
    target: "chrome90",
    charset: "utf8",
    minify: true,
    legalComments: "none",
    write: false,
    logLevel: "silent"
  });
  return outputFiles[0]!.text.replaceAll("</script", "<\\/script");
}

async function styleText(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [projectPath("src/style/meeting.css")],
    bundle: true,
    charset: "utf8",
    minify: true,
    write: false,
    logLevel: "silent"
  });
  return outputFiles[0]!.text;
}
