import { parentPort, workerData } from "node:worker_threads";
import { readContract } from "../contract/contract.ts";
import type { ExportFile } from "./discover.ts";
import { readFile } from "./read-file.ts";

const { key, folder } = workerData as { key: Uint8Array; folder: string };
const contract = readContract();

parentPort!.on("message", async ({ id, file }: { id: number; file: ExportFile }) => {
  parentPort!.postMessage(await readFile(file, id, contract, Buffer.from(key), folder));
});
