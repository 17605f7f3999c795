import { entities, XmlFault } from "./markup.ts";

/** A sheet as the workbook names it; `relation` leads to its part. */
export interface SheetEntry {
  name: string;
  hidden: boolean;
  relation: string;
}

/** One relationship of a part: `type` is the last word of its URI. */
export interface Relation {
  type: string;
  target: string;
}

/** The sheets of workbook.xml in their order, and whether dates count from 1904. */
export function readWorkbook(xml: string): { sheets: SheetEntry[]; date1904: boolean } {
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  for (const { name, attributes } of tags(xml)) {
    if (name === "workbookPr") date1904 = isTrue(attributes.get("date1904"));
    if (name !== "sheet") continue;
    const state = attributes.get("state") ?? "visible";
    sheets.push({
      name: attributes.get("name") ?? "",
      hidden: state !== "visible",
      relation: attributes.get("id") ?? ""
    });
  }
  return { sheets, date1904 };
}

/** The relationships of a .rels part by id, targets resolved against the folder of the part they belong to. */
export function readRelations(xml: string, folder: string): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const { name, attributes } of tags(xml)) {
    const target = attributes.get("Target");
    if (name !== "Relationship" || target === undefined || attributes.get("TargetMode") === "External")
      continue;
    relations.set(attributes.get("Id") ?? "", {
      type: (attributes.get("Type") ?? "").replace(/^.*\//, ""),
      target: resolveTarget(target.replaceAll("\\", "/"), folder)
    });
  }
  return relations;
}

interface Tag {
  name: string;
  attributes: Map<string, string>;
}

/** Start tags of a small XML part, names and attributes without their prefixes. */
function* tags(xml: string): Generator<Tag> {
  if (/<!DOCTYPE/i.test(xml)) throw new XmlFault("DOCTYPE");
  const plain = withoutRemarks(xml);
  if (!/<\/[^<>]+>\s*$|^\s*<[^<>]+\/>\s*$/.test(plain)) throw new XmlFault("truncated");
  for (const match of plain.matchAll(/<([^\s/>"'=]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g)) {
    const attributes = new Map<string, string>();
    for (const pair of match[2]!.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
      attributes.set(local(pair[1]!), unescaped(pair[2] ?? pair[3]!));
    yield { name: local(match[1]!), attributes };
  }
}

/** The text without comments, CDATA and processing instructions, in one pass however many of them are never closed. */
function withoutRemarks(xml: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of xml.matchAll(/<!--|<!\[CDATA\[|<\?/g)) {
    if (index < from) continue;
    const close = mark === "<!--" ? "-->" : mark === "<?" ? "?>" : "]]>";
    const end = xml.indexOf(close, index + mark.length);
    if (end < 0) throw new XmlFault("truncated");
    kept.push(xml.slice(from, index));
    from = end + close.length;
  }
  return kept.join("") + xml.slice(from);
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    const code =
      name !== undefined
        ? entities.get(name)
        : hex === undefined
          ? Number(decimal)
          : Number.parseInt(hex, 16);
    if (code === undefined) return whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true" || value === "on";
}

function resolveTarget(target: string, folder: string): string {
  const parts = target.startsWith("/") ? [] : folder.split("/").filter(part => part !== "");
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
