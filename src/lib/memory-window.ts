import type { ContextWindow } from "./context.js";

/** A window whose address is kept in memory only: a page opened as a file may not change its own. */
export class MemoryWindow implements ContextWindow {
  #href: string;

  /** @param query where it begins, e.g. `region=990121` */
  constructor(query: string) {
    this.#href = `file:///?${query}`;
  }

  get location(): { readonly href: string } {
    return { href: this.#href };
  }

  readonly history = {
    pushState: (_data: unknown, _unused: string, url?: string | URL | null) => this.#move(url),
    replaceState: (_data: unknown, _unused: string, url?: string | URL | null) => this.#move(url)
  };

  addEventListener(): void {}

  #move(url: string | URL | null | undefined): void {
    if (url) this.#href = String(url);
  }
}
