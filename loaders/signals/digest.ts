import { createHash } from "node:crypto";
import { type Frame, frameText } from "../risk/sampling.ts";

/** SHA-256 of a frame's text, in hex: who it was drawn from can be proved later. */
export function digestOf(frame: Frame): string {
  return createHash("sha256").update(frameText(frame)).digest("hex");
}
