import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { readContract } from "../contract/contract.ts";
import type { ExportFile } from "./discover.ts";
import { type FileResult, readFile } from "./read-file.ts";

/** Below this many bytes starting threads costs more than it saves. */
const threadedFrom = 12_000_000;

/**
 * Reads files, the largest first, on as many threads as the machine has cores.
 * @returns one result a file, in the order given
 */
export async function readFiles(
  files: readonly ExportFile[],
  key: Buffer,
  folder: string,
  progress: (message: string) => void = () => {}
): Promise<FileResult[]> {
  const results: FileResult[] = new Array(files.length);
  const order = files.map((_, id) => id).sort((a, b) => files[b]!.bytes - files[a]!.bytes || a - b);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const large = order.filter(id => files[id]!.bytes >= threadedFrom / 8);
  const threads = total < threadedFrom ? 0 : Math.min(availableParallelism() - 1, large.length - 1);
  let done = 0;
  const keep = (id: number, result: FileResult): void => {
    results[id] = result;
    done += 1;
    progress(`读取 ${done}/${files.length} ${files[id]!.name}`);
  };
  const contract = readContract();
  const here = async (): Promise<void> => {
    for (let id = order.shift(); id !== undefined; id = order.shift())
      keep(id, await readFile(files[id]!, id, contract, key, folder));
  };
  const there = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker-start.mjs", import.meta.url), {
      workerData: { key, folder }
    });
    try {
      for (let id = order.shift(); id !== undefined; id = order.shift())
        keep(id, await ask(worker, { id, file: files[id]! }));
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all([here(), ...Array.from({ length: Math.max(0, threads) }, there)]);
  return results;
}

function ask(worker: Worker, message: { id: number; file: ExportFile }): Promise<FileResult> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: FileResult): void => settle(() => resolve(result));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void => settle(() => reject(new Error(`intake worker left with ${code}`)));
    // Only these three: a worker's own listeners carry its messages.
    const settle = (action: () => void): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      action();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(message);
  });
}
