import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { readContract } from "../contract/contract.ts";
import type { ExportFile } from "./discover.ts";
import { type FilePart, joinParts, partsOf } from "./parts.ts";
import { type FileResult, readFile } from "./read-file.ts";
import { mostFaults } from "./sheet.ts";
import type { Task } from "./worker.ts";

/** Below this many bytes starting threads costs more than it saves. */
const threadedFrom = 12_000_000;

/**
 * Reads files, the largest first, on as many threads as the machine has cores; a large CSV file in as many parts.
 * @returns one result a file, in the order given
 */
export async function readFiles(
  files: readonly ExportFile[],
  key: Buffer,
  folder: string,
  progress: (message: string) => void = () => {}
): Promise<FileResult[]> {
  const results: FileResult[] = new Array(files.length);
  const contract = readContract();
  const order = files.map((_, id) => id).sort((a, b) => files[b]!.bytes - files[a]!.bytes || a - b);
  const tasks: Task[] = [];
  const parted = new Map<number, { parts: readonly FilePart[]; results: FileResult[] }>();
  for (const id of order) {
    const file = files[id]!;
    const parts = await partsOf(file, availableParallelism());
    if (parts.length > 0) parted.set(id, { parts, results: [] });
    tasks.push(...(parts.length > 0 ? parts.map(part => ({ id, file, part })) : [{ id, file }]));
  }
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const large = tasks.filter(({ file }) => file.bytes >= threadedFrom / 8);
  const threads = total < threadedFrom ? 0 : Math.min(availableParallelism() - 1, large.length - 1);
  let done = 0;
  const keep = ({ id, file, part }: Task, result: FileResult): void => {
    const own = parted.get(id);
    if (own && part) {
      own.results[part.number] = result;
      if (own.results.filter(Boolean).length < own.parts.length) return;
      const joined = joinParts(own.parts, own.results, mostFaults);
      if (!joined) tasks.unshift({ id, file });
      else results[id] = joined;
      if (!joined) return;
    } else results[id] = result;
    done += 1;
    progress(`读取 ${done}/${files.length} ${file.name}`);
  };
  const here = async (): Promise<void> => {
    for (let task = tasks.shift(); task; task = tasks.shift())
      keep(task, await readFile(task.file, task.id, contract, key, folder, task.part));
  };
  const there = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker-start.mjs", import.meta.url), {
      workerData: { key, folder }
    });
    try {
      for (let task = tasks.shift(); task; task = tasks.shift()) keep(task, await ask(worker, task));
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all([here(), ...Array.from({ length: Math.max(0, threads) }, there)]);
  // A file whose last part showed late that it must be read whole.
  await here();
  return results;
}

function ask(worker: Worker, message: Task): Promise<FileResult> {
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
