import type { Wanted } from "./live.ts";

/** The figure files that the pages open in browsers have loaded. */
export class OpenPages {
  readonly #open = new Map<string, number>();
  readonly #files = new Map<string, Set<string>>();

  /** A page is loaded, by its path; it counts as open until it has listened and does so no longer. */
  loaded(page: string): void {
    // Another window may show the same page.
    if (this.#open.get(page)) return;
    this.#open.delete(page);
    this.#files.set(page, new Set());
  }

  /** A page listens from now on. @returns to be called when it no longer does */
  opened(page: string): () => void {
    this.#open.set(page, (this.#open.get(page) ?? 0) + 1);
    return () => this.#open.set(page, this.#open.get(page)! - 1);
  }

  /** A page has asked for a figure file, `K18` or `990102/K18`. */
  asked(page: string, file: string): void {
    const files = this.#files.get(page) ?? new Set();
    this.#files.set(page, files.add(file));
  }

  get files(): ReadonlySet<string> {
    const open = [...this.#files].filter(([page]) => this.#open.get(page) !== 0);
    return new Set(open.flatMap(([, files]) => [...files]));
  }

  /** What an update writes first. */
  get wanted(): Wanted {
    const parts = [...this.files].map(file => file.split("/"));
    return {
      files: [...new Set(parts.map(part => part.at(-1)!))],
      places: [...new Set(parts.map(part => (part.length > 1 ? part[0]! : "")))]
    };
  }
}
