import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { listFiles } from "../lib/digest.ts";
import { sitePolicy } from "./security.ts";

/**
 * What Framework leaves undone in the built pages: the language of the document, a viewport that lets readers zoom, and a
 * content security policy, for which the page's scripts move to files beside it. Running it twice changes nothing.
 */
export function finishSite(dist: string): void {
  for (const name of listFiles(dist)) {
    if (!name.endsWith(".html")) continue;
    const path = join(dist, name);
    const { html, scripts } = finishPage(readFileSync(path, "utf8"), posix.basename(name, ".html"));
    for (const [file, text] of scripts) writeFileSync(join(dirname(path), file), text);
    writeFileSync(path, html);
  }
}

/** Writes into the pages by which digest of the data they ask for it, so that no browser shows yesterday's. */
export function markVersion(dist: string, version: string): void {
  for (const name of listFiles(dist)) {
    if (!name.endsWith(".html")) continue;
    const html = readFileSync(join(dist, name), "utf8");
    writeFileSync(join(dist, name), html.replace(/ data-version="[^"]*"/, ` data-version="${version}"`));
  }
}

/** One page's HTML, finished, and the scripts that stood in it, by the names of their files beside it. */
export function finishPage(
  source: string,
  name: string
): { readonly html: string; readonly scripts: ReadonlyMap<string, string> } {
  const scripts = new Map<string, string>();
  const html = source
    .replace(/<html(?: lang="[^"]*")?>/, '<html lang="zh-CN">')
    .replace(
      /<meta name="viewport"[^>]*>/,
      '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    .replace(/<meta name="generator"[^>]*>\n?/, "")
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, "")
    .replace(
      /(<meta charset="utf-8">\n?)/,
      `$1<meta http-equiv="Content-Security-Policy" content="${sitePolicy}">\n`
    )
    .replace(/<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g, (_, attributes: string, text: string) => {
      const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
      const file = `${name}.${digest}.js`;
      scripts.set(file, text);
      return `<script${attributes} src="./${file}"></script>`;
    });
  return { html, scripts };
}
