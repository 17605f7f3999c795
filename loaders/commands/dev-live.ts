import { readContract } from "../contract/contract.ts";
import { Live, type LiveOptions, type LiveUpdate, type Wanted } from "../dev/live.ts";
import { cachePath } from "../lib/paths.ts";

/** What `dev` asks of the process that holds the figures. */
export type LiveAsk =
  | { readonly kind: "open"; readonly options: LiveOptions }
  | { readonly kind: "prepare"; readonly names: readonly string[] }
  | { readonly kind: "update"; readonly names: readonly string[]; readonly wanted: Wanted };

/** What it answers: that it is ready, that what was wanted is written, or all; null where only a whole run can tell. */
export interface LiveWord {
  readonly kind: "ready" | "first" | "all";
  readonly update: LiveUpdate | null;
}

const published = cachePath("publish");
let live: Live | undefined;
let last: Promise<void> = Promise.resolve();

// One after another, in the order they were asked for.
process.on("message", (ask: LiveAsk) => {
  last = last.then(() => answer(ask));
});

async function answer(ask: LiveAsk): Promise<void> {
  if (ask.kind === "open") {
    live = await Live.open(readContract(), ask.options);
    await live.warm();
    tell({ kind: "ready", update: null });
  } else if (ask.kind === "prepare") await live!.prepare(ask.names);
  else {
    const update = await live!.update(ask.names, published, ask.wanted, first =>
      tell({ kind: "first", update: first })
    );
    tell({ kind: "all", update });
  }
}

function tell(word: LiveWord): void {
  process.send!(word);
}
