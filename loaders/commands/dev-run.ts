import { exitCode, mask } from "../lib/errors.ts";
import { Progress } from "../lib/progress.ts";
import { prepare } from "./build.ts";
import type { Options } from "./options.ts";

/** What a run tells `dev`, which started it. */
export type RunWord =
  | { readonly kind: "step" | "line"; readonly text: string }
  | { readonly kind: "end"; readonly code: number; readonly text: string };

class ToldProgress extends Progress {
  override step(text: string): void {
    tell({ kind: "step", text });
  }

  override line(text: string): void {
    tell({ kind: "line", text });
  }
}

// A process of its own: it can be ended when the exports change again, and leaves the server free to answer.
process.once("message", (options: Options) => {
  prepare(options, new ToldProgress())
    .then(code => tell({ kind: "end", code, text: "" }))
    .catch((error: Error) => tell({ kind: "end", code: exitCode.refused, text: mask(error.message) }))
    .finally(() => process.disconnect());
});

function tell(word: RunWord): void {
  process.send!(word);
}
