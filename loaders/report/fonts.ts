import { readFileSync } from "node:fs";
import subsetFont from "subset-font";
import { projectPath } from "../lib/paths.ts";

const face = projectPath("node_modules/@fontsource-variable/noto-sans-sc");

/** `@font-face` rules with the glyphs that a text needs, and no others, in the rules themselves. */
export async function fontFaces(text: string): Promise<string> {
  const chars = new Map([...text].map(char => [char.codePointAt(0)!, char]));
  const rules = readFileSync(`${face}/index.css`, "utf8").match(/@font-face\s*\{[^}]*\}/g) ?? [];
  const made: string[] = [];
  for (const rule of rules) {
    const used = rangesOf(rule).flatMap(([from, to]) =>
      [...chars].flatMap(([point, char]) => (point >= from && point <= to ? char : []))
    );
    const [whole, file] = /url\(\.\/([^)]+)\)/.exec(rule) ?? [];
    if (used.length === 0 || !whole || !file) continue;
    const slice = await subsetFont(readFileSync(`${face}/${file}`), used.sort().join(""), {
      targetFormat: "woff2"
    });
    made.push(rule.replace(whole, `url(data:font/woff2;base64,${slice.toString("base64")})`));
  }
  return made.join("\n");
}

function rangesOf(rule: string): [number, number][] {
  const [, list = ""] = /unicode-range:\s*([^;}]+)/.exec(rule) ?? [];
  return list.split(",").map(range => {
    const [from = "0", to = from] = range.trim().replace(/^U\+/i, "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}
