import { closeSync, openSync, writeSync } from "node:fs";
import { crc32, deflateRawSync, constants as zlib } from "node:zlib";

/** A ZIP file written entry by entry, in order, without holding an entry in memory. */
export interface ZipWriter {
  /** Starts an entry; the one before it is closed. */
  entry(name: string): void;
  write(text: string): void;
  close(): void;
}

const chunkSize = 1 << 20;
/** 2024-01-02 08:00, the same in every file, so that the same content gives the same bytes. */
const dosTime = 8 << 11;
const dosDate = (44 << 9) | (1 << 5) | 2;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  packed: number;
  size: number;
}

export function createZip(path: string): ZipWriter {
  const file = openSync(path, "w");
  const entries: Entry[] = [];
  let position = 0;
  let current: Entry | undefined;
  let buffer = Buffer.allocUnsafe(chunkSize);
  let used = 0;

  const append = (bytes: Buffer): void => {
    writeSync(file, bytes, 0, bytes.length, position);
    position += bytes.length;
  };
  const flush = (last: boolean): void => {
    if (!current) return;
    const bytes = buffer.subarray(0, used);
    used = 0;
    // Chunks packed on their own and ended on a byte boundary join into one deflate stream.
    const packed = deflateRawSync(bytes, { level: 3, finishFlush: last ? zlib.Z_FINISH : zlib.Z_SYNC_FLUSH });
    current.crc = crc32(bytes, current.crc);
    current.size += bytes.length;
    current.packed += packed.length;
    append(packed);
  };
  const finish = (): void => {
    if (!current) return;
    flush(true);
    if (current.size > 0xffffffff || current.packed > 0xffffffff)
      throw new Error(`zip entry too large: ${current.name.toString()}`);
    const header = localHeader(current);
    writeSync(file, header, 0, header.length, current.offset);
    current = undefined;
  };

  return {
    entry(name) {
      finish();
      current = { name: Buffer.from(name, "utf8"), offset: position, crc: 0, packed: 0, size: 0 };
      entries.push(current);
      append(localHeader(current));
    },
    write(text) {
      const room = text.length * 3;
      if (used + room > buffer.length) flush(false);
      if (room > buffer.length) buffer = Buffer.allocUnsafe(room);
      used += buffer.write(text, used, "utf8");
    },
    close() {
      finish();
      const directory = entries.map(centralHeader);
      const size = directory.reduce((sum, bytes) => sum + bytes.length, 0);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(entries.length, 8);
      end.writeUInt16LE(entries.length, 10);
      end.writeUInt32LE(size, 12);
      end.writeUInt32LE(position, 16);
      append(Buffer.concat([...directory, end]));
      closeSync(file);
    }
  };
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, entry);
  return Buffer.concat([header, entry.name]);
}

function centralHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, entry);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, entry.name]);
}

/** The fields both headers share: version, flags (UTF-8 names), method, time, checksum, sizes, name length. */
function writeCommon(header: Buffer, at: number, entry: Entry): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0800, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(dosTime, at + 6);
  header.writeUInt16LE(dosDate, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.packed, at + 14);
  header.writeUInt32LE(entry.size, at + 18);
  header.writeUInt16LE(entry.name.length, at + 22);
}
