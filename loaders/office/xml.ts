/** Attributes of an element; null, undefined and false are left out, true is written as 1. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element as markup. Children are markup too; text goes through `text`. Nothing inside makes it empty. */
export function tag(name: string, attributes: Attributes = {}, ...children: readonly string[]): string {
  let head = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    head += ` ${key}="${value === true ? "1" : text(String(value)).replaceAll('"', "&quot;")}"`;
  }
  const inner = children.join("");
  return inner === "" ? `<${head}/>` : `<${head}>${inner}</${name}>`;
}

/** Text as markup: escaped, without the control characters XML has no place for. */
export function text(value: string): string {
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A whole XML file. */
export function xmlFile(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${root}`;
}
