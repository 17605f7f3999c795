/** XML that is not well formed, or not allowed in a spreadsheet. The caller says which file and sheet. */
export class XmlFault extends Error {}

/** What a scanner gets where the bytes at hand end before the thing it looks for. */
export const INCOMPLETE = -1;

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const AMPERSAND = 0x26;
const UNDERSCORE = 0x5f;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** 1 for every byte at which a plain run of text ends or needs a closer look. */
export const textStop = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte++) if (byte !== 0x09 && byte !== NEWLINE) textStop[byte] = 1;
for (const byte of [LESS, AMPERSAND, UNDERSCORE]) textStop[byte] = 1;

type Kind = "open" | "empty" | "close" | "other" | "cdata";

/** One piece of markup: `next` is one past it; [nameStart, nameEnd) is its name without prefix, or CDATA's text. */
export interface Markup {
  kind: Kind;
  next: number;
  nameStart: number;
  nameEnd: number;
}

/**
 * Reads the markup at `at` (which holds "<") into `markup`. Returns false if it does not end before `end`.
 * Comments and processing instructions come as "other".
 */
export function readMarkup(bytes: Uint8Array, at: number, end: number, markup: Markup): boolean {
  const second = at + 1 < end ? bytes[at + 1]! : 0;
  if (second === BANG) return readDeclaration(bytes, at, end, markup);
  if (second === QUESTION) return closedBy(bytes, at + 2, end, "?>", markup, "other");
  let p = second === SLASH ? at + 2 : at + 1;
  let name = p;
  for (; p < end; p++) {
    const byte = bytes[p]!;
    if (byte === COLON) name = p + 1;
    else if (byte <= 0x20 || byte === GREATER || byte === SLASH) break;
    else if (byte === LESS || byte === DOUBLE || byte === SINGLE) throw new XmlFault("tag name");
  }
  markup.nameStart = name;
  markup.nameEnd = p;
  for (let quote = 0; p < end; p++) {
    const byte = bytes[p]!;
    if (byte === LESS) throw new XmlFault("< in a tag");
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === DOUBLE || byte === SINGLE) quote = byte;
    else if (byte === GREATER) {
      if (markup.nameStart === markup.nameEnd) throw new XmlFault("empty tag name");
      markup.kind = second === SLASH ? "close" : bytes[p - 1] === SLASH ? "empty" : "open";
      markup.next = p + 1;
      return true;
    }
  }
  return false;
}

/** True if the markup's name is `name` (ASCII). */
export function isNamed(bytes: Uint8Array, markup: Markup, name: string): boolean {
  if (markup.nameEnd - markup.nameStart !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[markup.nameStart + i] !== name.charCodeAt(i)) return false;
  return true;
}

/**
 * One past the end tag of the element whose start tag is at `at`, or INCOMPLETE. An element whose end tag has
 * another name is refused.
 */
export function elementEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = newMarkup();
  if (!readMarkup(bytes, at, end, first)) return INCOMPLETE;
  if (first.kind !== "open") return first.next;
  const markup = newMarkup();
  let p = first.next;
  for (let depth = 1; ; ) {
    p = bytes.indexOf(LESS, p);
    if (p < 0 || p >= end || !readMarkup(bytes, p, end, markup)) return INCOMPLETE;
    if (markup.kind === "open") depth += 1;
    else if (markup.kind === "close" && --depth === 0) break;
    p = markup.next;
  }
  if (!sameName(bytes, first, markup)) throw new XmlFault("tags do not match");
  return markup.next;
}

/**
 * Gathers the text of all elements called `name` inside the element at [at, end), in place: the decoded text is
 * written from `at` on, and the position one past it is returned; INCOMPLETE if there is no such element.
 * Phonetic guides (rPh) are passed over.
 */
export function gatherText(bytes: Uint8Array, at: number, end: number, name: string): number {
  const markup = newMarkup();
  let found = false;
  let inside = false;
  let out = at;
  let p = at;
  while (p < end) {
    let next = bytes.indexOf(LESS, p);
    if (next < 0 || next > end) next = end;
    if (inside && next > p) out = appendText(bytes, p, next, out);
    if (next === end || !readMarkup(bytes, next, end, markup)) break;
    p = markup.next;
    if (markup.kind === "cdata") {
      if (inside) out = appendRaw(bytes, markup.nameStart, markup.nameEnd, out);
    } else if (markup.kind === "open" && isNamed(bytes, markup, "rPh")) p = elementEnd(bytes, next, end);
    else if (markup.kind !== "other" && isNamed(bytes, markup, name)) {
      found = true;
      inside = markup.kind === "open";
    }
    if (p < 0) throw new XmlFault("tags do not match");
  }
  return found ? out : INCOMPLETE;
}

/** Calls `visit` for each attribute of the start tag at [at, end): its name without prefix, its value's bytes. */
export function readAttributes(
  bytes: Uint8Array,
  at: number,
  end: number,
  visit: (name: string, start: number, end: number) => void
): void {
  let p = at;
  while (p < end && bytes[p]! > 0x20 && bytes[p] !== GREATER && bytes[p] !== SLASH) p++;
  for (;;) {
    while (p < end && bytes[p]! <= 0x20) p++;
    if (p >= end || bytes[p] === GREATER || bytes[p] === SLASH) return;
    let name = "";
    for (; p < end && bytes[p]! > 0x20 && bytes[p] !== 0x3d; p++)
      name = bytes[p] === COLON ? "" : name + String.fromCharCode(bytes[p]!);
    while (p < end && bytes[p]! <= 0x20) p++;
    if (bytes[p] !== 0x3d) throw new XmlFault("attribute without a value");
    p++;
    while (p < end && bytes[p]! <= 0x20) p++;
    const quote = bytes[p]!;
    if (quote !== DOUBLE && quote !== SINGLE) throw new XmlFault("attribute without quotes");
    const start = ++p;
    while (p < end && bytes[p] !== quote) p++;
    if (p >= end) throw new XmlFault("attribute not closed");
    visit(name, start, p);
    p++;
  }
}

export function newMarkup(): Markup {
  return { kind: "other", next: 0, nameStart: 0, nameEnd: 0 };
}

function readDeclaration(bytes: Uint8Array, at: number, end: number, markup: Markup): boolean {
  if (end - at < 9 && !startsWith(bytes, at, end, "<!--")) {
    if (startsWith(bytes, at, end, "<![CDATA[".slice(0, end - at))) return false;
    if (startsWith(bytes, at, end, "<!--".slice(0, end - at))) return false;
    throw new XmlFault("declaration");
  }
  if (startsWith(bytes, at, end, "<!--")) return closedBy(bytes, at + 4, end, "-->", markup, "other");
  if (startsWith(bytes, at, end, "<![CDATA[")) return closedBy(bytes, at + 9, end, "]]>", markup, "cdata");
  throw new XmlFault("declaration");
}

function closedBy(
  bytes: Uint8Array,
  from: number,
  end: number,
  mark: string,
  markup: Markup,
  kind: Kind
): boolean {
  for (let p = from; p + mark.length <= end; p++) {
    if (!startsWith(bytes, p, end, mark)) continue;
    markup.kind = kind;
    markup.nameStart = from;
    markup.nameEnd = p;
    markup.next = p + mark.length;
    return true;
  }
  return false;
}

function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function sameName(bytes: Uint8Array, a: Markup, b: Markup): boolean {
  const length = a.nameEnd - a.nameStart;
  if (b.nameEnd - b.nameStart !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[a.nameStart + i] !== bytes[b.nameStart + i]) return false;
  return true;
}

/** Copies text down to `out`, decoding references and _xHHHH_ escapes, with line ends as "\n". */
function appendText(bytes: Uint8Array, from: number, to: number, at: number): number {
  let out = at;
  let p = from;
  while (p < to) {
    const byte = bytes[p]!;
    if (textStop[byte] === 0) {
      bytes[out++] = byte;
      p++;
    } else if (byte === AMPERSAND) {
      const close = bytes.indexOf(0x3b, p);
      if (close < 0 || close >= to) throw new XmlFault("&");
      out = appendCode(bytes, referenced(bytes, p + 1, close), out);
      p = close + 1;
    } else if (byte === UNDERSCORE) {
      let code = escaped(bytes, p, to);
      const low = isHigh(code) ? escaped(bytes, p + 7, to) : INCOMPLETE;
      if (code <= 0) {
        bytes[out++] = byte;
        p++;
        continue;
      }
      p += 7;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        p += 7;
      } else if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      out = appendCode(bytes, code, out);
    } else if (byte === RETURN) {
      bytes[out++] = NEWLINE;
      p += bytes[p + 1] === NEWLINE && p + 1 < to ? 2 : 1;
    } else throw new XmlFault("control character");
  }
  return out;
}

function appendRaw(bytes: Uint8Array, from: number, to: number, at: number): number {
  for (let p = from; p < to; p++)
    if (bytes[p]! < 0x20 && textStop[bytes[p]!] === 1 && bytes[p] !== RETURN)
      throw new XmlFault("control character");
  bytes.copyWithin(at, from, to);
  return at + (to - from);
}

/** The references XML itself names, as code points. */
export const entities: ReadonlyMap<string, number> = new Map([
  ["lt", LESS],
  ["gt", GREATER],
  ["amp", AMPERSAND],
  ["quot", DOUBLE],
  ["apos", SINGLE]
]);

/** The code point a reference between "&" and ";" stands for. */
function referenced(bytes: Uint8Array, from: number, to: number): number {
  const name = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 12)));
  const named = entities.get(name);
  if (named !== undefined) return named;
  const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (number === null || to - from > 10) throw new XmlFault("unknown reference");
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  const isChar = code === 0x09 || code === 0x0a || code === 0x0d || (code >= 0x20 && code <= 0x10ffff);
  if (!isChar || (code >= 0xd800 && code <= 0xdfff)) throw new XmlFault("character reference");
  return code;
}

/** The UTF-16 unit of an _xHHHH_ escape at `at`, or INCOMPLETE if there is none. */
function escaped(bytes: Uint8Array, at: number, end: number): number {
  if (at + 7 > end || bytes[at] !== UNDERSCORE || bytes[at + 1] !== 0x78 || bytes[at + 6] !== UNDERSCORE)
    return INCOMPLETE;
  let code = 0;
  for (let p = at + 2; p < at + 6; p++) {
    const byte = bytes[p]!;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) code = code * 16 + byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) code = code * 16 + lower - 0x57;
    else return INCOMPLETE;
  }
  return code;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** Writes a code point as UTF-8; never longer than the reference it came from. */
function appendCode(bytes: Uint8Array, code: number, at: number): number {
  let out = at;
  if (code < 0x80) bytes[out++] = code;
  else if (code < 0x800) {
    bytes[out++] = 0xc0 | (code >> 6);
    bytes[out++] = 0x80 | (code & 0x3f);
  } else {
    if (code < 0x10000) bytes[out++] = 0xe0 | (code >> 12);
    else {
      bytes[out++] = 0xf0 | (code >> 18);
      bytes[out++] = 0x80 | ((code >> 12) & 0x3f);
    }
    bytes[out++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[out++] = 0x80 | (code & 0x3f);
  }
  return out;
}
