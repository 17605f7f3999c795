import { inflateRawSync } from "node:zlib";
import { createRandom, type Random } from "../../loaders/demo/random.ts";
import { zip } from "../support/zip.ts";

/** Bytes that begin, end or break something in a file of text, XML or an archive. */
const telling = [0x00, 0x09, 0x0a, 0x0d, 0x22, 0x26, 0x2c, 0x3c, 0x3e, 0x5f, 0x7f, 0x80, 0xc3, 0xe4, 0xff];
const pieces = [
  ...[
    '"',
    '""',
    "\r",
    ",,,,",
    "\t",
    "=1+1",
    "\0",
    "【示例】",
    "9".repeat(400),
    "1E+308",
    "0000-00-00",
    "\uFEFF"
  ],
  ...[
    "<",
    "</row>",
    "<row r='0'>",
    "<c r='ZZZZ1'>",
    "&#0;",
    "&#x110000;",
    "_xD800_",
    "<!--",
    "<![CDATA[",
    "</c></c>"
  ],
  ...['<c r="A1" t="s"><v>99999999</v></c>', '<c t="e"><v>#N/A</v></c>', "PK\u0003\u0004", "PK\u0001\u0002"]
].map(text => Buffer.from(text));

/**
 * A file with one to four things done to its bytes, the same for the same seed and number: bytes turned, cut, doubled or put in,
 * parts of another file put in, the end cut off. In half of the workbooks it is a part that is spoiled, and packed again, so
 * that the reader gets past the archive.
 */
export function mutated(bytes: Buffer, others: readonly Buffer[], seed: number, number: number): Buffer {
  const random = createRandom(seed, "fuzz", number);
  if (bytes.toString("latin1", 0, 2) === "PK" && random.chance(0.5)) {
    const parts = partsOf(bytes);
    const names = Object.keys(parts);
    const name = random.pick(names);
    parts[name] = spoiled(parts[name]!, others, random);
    if (random.chance(0.1)) delete parts[random.pick(names)];
    return zip(parts, { stored: random.chance(0.5), wrongChecksum: random.chance(0.05) });
  }
  return spoiled(bytes, others, random);
}

function spoiled(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let out: Buffer = Buffer.from(bytes);
  for (let times = random.chance(0.6) ? 1 : random.int(2, 4); times > 0; times--)
    out = random.pick(ways)(out, others, random);
  return out;
}

type Way = (bytes: Buffer, others: readonly Buffer[], random: Random) => Buffer;

const ways: readonly Way[] = [
  (bytes, _, random) => {
    for (let n = random.int(1, 8); n > 0 && bytes.length > 0; n--)
      bytes[random.int(0, bytes.length - 1)]! ^= 1 << random.int(0, 7);
    return bytes;
  },
  (bytes, _, random) => {
    for (let n = random.int(1, 4); n > 0 && bytes.length > 0; n--)
      bytes[random.int(0, bytes.length - 1)] = random.pick(telling);
    return bytes;
  },
  (bytes, _, random) => {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, _, random) => {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, _, random) => put(bytes, random.pick(pieces), random),
  (bytes, others, random) => {
    const other = random.pick(others);
    const [from, to] = range(other, random);
    return put(bytes, other.subarray(from, to), random);
  },
  (bytes, _, random) => bytes.subarray(0, random.int(0, bytes.length)),
  // The directory of an archive stands at its end.
  (bytes, _, random) => {
    for (let n = random.int(1, 6); n > 0 && bytes.length > 0; n--)
      bytes[Math.max(0, bytes.length - random.int(1, 400))] = random.pick(telling);
    return bytes;
  }
];

function put(bytes: Buffer, piece: Buffer, random: Random): Buffer {
  const at = random.int(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/** A stretch of the bytes, mostly a short one. */
function range(bytes: Buffer, random: Random): [from: number, to: number] {
  const from = random.int(0, bytes.length);
  const longest = random.chance(0.8) ? 64 : 65_536;
  return [from, Math.min(bytes.length, from + random.int(0, longest))];
}

/** The parts of an archive whose entries know their lengths. */
function partsOf(bytes: Buffer): Record<string, Buffer> {
  const parts: Record<string, Buffer> = {};
  const end = bytes.lastIndexOf("PK\u0005\u0006");
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    const [name, extra, comment] = [28, 30, 32].map(field => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number
    ];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    parts[bytes.toString("utf8", at + 46, at + 46 + name)] =
      bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : Buffer.from(data);
    at += 46 + name + extra + comment;
  }
  return parts;
}
