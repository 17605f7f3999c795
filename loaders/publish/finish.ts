import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "./tar.ts";

/**
 * What Framework leaves undone in the built pages: the language of the document, a viewport that
 * lets readers zoom, and a content security policy with the digests of the page's own inline scripts.
 * Running it twice changes nothing.
 */
export function finishSite(dist: string): void {
  for (const name of listFiles(dist)) {
    if (!name.endsWith(".html")) continue;
    const path = join(dist, name);
    writeFileSync(path, finishPage(readFileSync(path, "utf8")));
  }
}

/** One page's HTML, finished. */
export function finishPage(html: string): string {
  const page = html
    .replace(/<html(?: lang="[^"]*")?>/, '<html lang="zh-CN">')
    .replace(
      /<meta name="viewport"[^>]*>/,
      '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    .replace(/<meta name="generator"[^>]*>\n?/, "")
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, "");
  const scripts = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    match => `'sha256-${createHash("sha256").update(match[1]!).digest("base64")}'`
  );
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${[...new Set(scripts)].join(" ")}`.trimEnd(),
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'"
  ].join("; ");
  const tag = `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  return page.replace(/(<meta charset="utf-8">\n?)/, `$1${tag}`);
}
