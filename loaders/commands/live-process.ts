import { type ChildProcess, fork } from "node:child_process";
import type { LiveOptions } from "../dev/live.ts";
import { projectPath } from "../lib/paths.ts";
import type { LiveAsk, LiveWord } from "./dev-live.ts";

/** The figures held ready in a process of their own, so that the server stays free to answer. */
export class LiveProcess {
  #child: ChildProcess | null = null;
  #isReady = false;
  #last: Promise<readonly string[] | null> = Promise.resolve(null);

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
    });
    child.once("exit", () => {
      if (this.#child === child) this.close();
    });
    child.send({ kind: "open", options } satisfies LiveAsk);
  }

  get isOpen(): boolean {
    return this.#child !== null;
  }

  /** See `Live.update`; null also where nothing is held yet. One after another, in the order they were asked for. */
  update(names: readonly string[]): Promise<readonly string[] | null> {
    this.#last = this.#last.then(() => this.#ask(names));
    return this.#last;
  }

  async #ask(names: readonly string[]): Promise<readonly string[] | null> {
    const child = this.#child;
    if (!child || !this.#isReady) {
      this.close();
      return null;
    }
    const indicators = await new Promise<readonly string[] | null>(resolve => {
      child.once("message", (word: LiveWord) => resolve(word.indicators));
      child.once("exit", () => resolve(null));
      child.send({ kind: "update", names } satisfies LiveAsk);
    });
    if (!indicators && this.#child === child) this.close();
    return indicators;
  }

  close(): void {
    this.#child?.kill();
    this.#child = null;
    this.#isReady = false;
  }
}
