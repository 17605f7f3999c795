// A thread does not inherit the TypeScript loader on Node 20: register it, then start.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
