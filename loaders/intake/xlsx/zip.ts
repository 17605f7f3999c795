import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { CliError, isEnoent } from "../../lib/errors.ts";

/** Compressed bytes read, and inflated bytes handed on, at a time. */
const CHUNK_BYTES = 512 * 1024;

/** What is left of a file's allowance of inflated bytes. */
export interface Allowance {
  left: number;
}

/** The parts of an Office file, read as streams. Errors are CliErrors that name the file. */
export class Zip {
  readonly #entries = new Map<string, Entry>();
  readonly #file: string;
  readonly #path: string;
  readonly #zip: ZipFile;

  private constructor(path: string, file: string, zip: ZipFile) {
    this.#path = path;
    this.#file = file;
    this.#zip = zip;
  }

  /** Opens the directory; `file` is the name used in messages. */
  static async open(path: string, file: string): Promise<Zip> {
    await refuseOther(path, file);
    try {
      const opened = await yauzl.openPromise(path, { autoClose: false });
      const zip = new Zip(path, file, opened);
      try {
        for await (const entry of opened.eachEntry()) zip.#entries.set(key(entry.fileName), entry);
      } catch (cause) {
        opened.close();
        throw cause;
      }
      return zip;
    } catch (cause) {
      throw new CliError(`文件 ${file} 的压缩目录损坏或不完整；请重新导出或重新复制该文件`, { cause });
    }
  }

  /** Whether the part is there; names are compared without regard to case, slashes both ways. */
  has(part: string): boolean {
    return this.#entries.has(key(part));
  }

  /**
   * The inflated bytes of a part, in chunks. Each chunk is taken off `allowance`. When the part was read to its
   * end, its length and checksum have been compared with the directory.
   */
  async *chunks(part: string, allowance: Allowance): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.#entries.get(key(part));
    if (entry === undefined) throw this.#missing(part);
    if (entry.isEncrypted())
      throw new CliError(`文件 ${this.#file} 加了密码；请在 Excel 中去掉密码，另存为 .xlsx 后重试`);
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
      throw new CliError(`文件 ${this.#file} 用了不支持的压缩方法；请用 Excel 打开后另存为 .xlsx`);
    let stream: Readable | undefined;
    let length = 0;
    let checksum = 0;
    try {
      const source = this.#inflated(entry, await this.#raw(entry));
      stream = source;
      const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      for (;;) {
        const { done, value } = await chunks.next().catch(cause => {
          throw this.#broken(part, cause);
        });
        if (done) break;
        length += value.length;
        allowance.left -= value.length;
        if (allowance.left < 0)
          throw new CliError(
            `文件 ${this.#file} 解压后过大，可能不是正常导出；请核对来源，或分成几个文件导出`
          );
        checksum = crc32(value, checksum);
        yield value;
      }
      if (length !== entry.uncompressedSize || checksum !== entry.crc32) throw this.#broken(part);
    } finally {
      stream?.destroy();
    }
  }

  close(): void {
    this.#zip.close();
  }

  /** The part's bytes as they stand in the file, read in pieces large enough to keep the inflater busy. */
  async #raw(entry: Entry): Promise<Readable> {
    if (entry.compressedSize === 0) return Readable.from([]);
    try {
      const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const end = fileDataStart + entry.compressedSize - 1;
      return createReadStream(this.#path, { start: fileDataStart, end, highWaterMark: CHUNK_BYTES });
    } catch (cause) {
      throw this.#broken(entry.fileName, cause);
    }
  }

  #inflated(entry: Entry, raw: Readable): Readable {
    if (entry.compressionMethod === 0) return raw;
    const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
    raw.on("error", error => inflate.destroy(error));
    inflate.on("close", () => raw.destroy());
    return raw.pipe(inflate);
  }

  #missing(part: string): CliError {
    return new CliError(`文件 ${this.#file} 里没有 ${part}，不是完整的 .xlsx；请用 Excel 打开后另存为 .xlsx`);
  }

  #broken(part: string, cause?: unknown): CliError {
    return new CliError(`文件 ${this.#file} 的 ${part} 解压失败，文件损坏或没有复制完；请重新导出该文件`, {
      cause
    });
  }
}

async function refuseOther(path: string, file: string): Promise<void> {
  const head = Buffer.alloc(8);
  try {
    const handle = await open(path, "r");
    await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  } catch (cause) {
    const why = isEnoent(cause) ? "不存在" : "读不到";
    throw new CliError(`文件 ${file} ${why}；请核对文件名、权限，并关闭正在打开它的程序`, { cause });
  }
  if (head.readUInt32BE(0) === 0xd0cf11e0)
    throw new CliError(`文件 ${file} 加了密码，或是旧版 .xls；请在 Excel 中去掉密码，另存为 .xlsx 后重试`);
  if (head.toString("latin1", 0, 2) !== "PK")
    throw new CliError(`文件 ${file} 不是 .xlsx（内容不是压缩包）；请用 Excel 打开后另存为 .xlsx`);
}

function key(part: string): string {
  return part.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();
}
