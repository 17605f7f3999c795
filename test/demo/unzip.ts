import { readFileSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";

/** The entries of a ZIP file by name, read through its central directory, checksums verified. */
export function unzip(path: string): Map<string, string> {
  const bytes = readFileSync(path);
  const end = bytes.length - 22;
  const entries = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const length = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + length).toString("utf8");
    const start = bytes.readUInt32LE(at + 42) + 30 + length;
    const content = inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(at + 20)));
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`bad checksum: ${name}`);
    entries.set(name, content.toString("utf8"));
    at += 46 + length;
  }
  return entries;
}
