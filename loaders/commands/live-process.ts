import { type ChildProcess, fork } from "node:child_process";
import type { LiveOptions, LiveUpdate, Wanted } from "../dev/live.ts";
import { projectPath } from "../lib/paths.ts";
import type { LiveAsk, LiveWord } from "./dev-live.ts";

/** The figures held ready in a process of their own, so that the server stays free to answer. */
export class LiveProcess {
  #child: ChildProcess | null = null;
  #isReady = false;
  #last: Promise<LiveUpdate | null> = Promise.resolve(null);

  readonly #onReady: () => void;

  /** @param onReady called whenever the figures are held */
  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  /** Starts to work the figures out; until that is done, and after an update it could not do, nothing is held. */
  open(options: LiveOptions): void {
    this.close();
    const child = fork(projectPath("loaders/commands/dev-live.ts"), {
      execArgv: ["--import", "tsx"],
      stdio: "ignore"
    });
    this.#child = child;
    child.once("message", () => {
      this.#isReady = this.#child === child;
      if (this.#isReady) this.#onReady();
    });
    child.once("exit", () => {
      if (this.#child === child) this.close();
    });
    child.send({ kind: "open", options } satisfies LiveAsk);
  }

  get isOpen(): boolean {
    return this.#child !== null;
  }

  /** See `Live.prepare`. */
  prepare(names: readonly string[]): void {
    if (this.#isReady) this.#child?.send({ kind: "prepare", names } satisfies LiveAsk);
  }

  /** See `Live.update`; null also where nothing is held yet. One after another, in the order they were asked for. */
  update(
    names: readonly string[],
    wanted: Wanted,
    onFirst: (update: LiveUpdate) => void
  ): Promise<LiveUpdate | null> {
    this.#last = this.#last.then(() => this.#ask(names, wanted, onFirst));
    return this.#last;
  }

  async #ask(
    names: readonly string[],
    wanted: Wanted,
    onFirst: (update: LiveUpdate) => void
  ): Promise<LiveUpdate | null> {
    const child = this.#child;
    if (!child || !this.#isReady) {
      this.close();
      return null;
    }
    const update = await new Promise<LiveUpdate | null>(resolve => {
      const hear = (word: LiveWord): void => {
        if (word.kind === "first") {
          onFirst(word.update!);
          return;
        }
        child.off("message", hear).off("exit", leave);
        resolve(word.update);
      };
      const leave = (): void => {
        child.off("message", hear);
        resolve(null);
      };
      child.on("message", hear).once("exit", leave);
      child.send({ kind: "update", names, wanted } satisfies LiveAsk);
    });
    if (!update && this.#child === child) this.close();
    return update;
  }

  close(): void {
    this.#child?.kill();
    this.#child = null;
    this.#isReady = false;
  }
}
