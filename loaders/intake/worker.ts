import { parentPort, workerData } from "node:worker_threads";
import { readContract } from "../contract/contract.ts";
import type { ExportFile } from "./discover.ts";
import type { FilePart } from "./parts.ts";
import { readFile } from "./read-file.ts";

const { key, folder } = workerData as { key: Uint8Array; folder: string };
const contract = readContract();

/** A file to be read, or a part of it. */
export interface Task {
  readonly id: number;
  readonly file: ExportFile;
  readonly part?: FilePart;
}

parentPort!.on("message", async ({ id, file, part }: Task) => {
  parentPort!.postMessage(await readFile(file, id, contract, Buffer.from(key), folder, part));
});
