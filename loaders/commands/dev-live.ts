import { readContract } from "../contract/contract.ts";
import { Live, type LiveOptions } from "../dev/live.ts";
import { cachePath } from "../lib/paths.ts";

/** What `dev` asks of the process that holds the figures. */
export type LiveAsk =
  | { readonly kind: "open"; readonly options: LiveOptions }
  | { readonly kind: "update"; readonly names: readonly string[] };

/** What it answers: that it is ready, or the indicators whose files it wrote, null where only a whole run can tell. */
export interface LiveWord {
  readonly indicators: readonly string[] | null;
}

const published = cachePath("publish");
let live: Live | undefined;

process.on("message", async (ask: LiveAsk) => {
  if (ask.kind === "open") {
    live = await Live.open(readContract(), ask.options);
    await live.warm();
    return tell({ indicators: [] });
  }
  const update = await live!.update(ask.names, published);
  tell({ indicators: update?.indicators ?? null });
});

function tell(word: LiveWord): void {
  process.send!(word);
}
