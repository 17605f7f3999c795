/** What every page shares through the URL: place, month, 户 or 人, and the profile that judges. */
export interface Context {
  readonly region: string;
  readonly period: string;
  readonly basis: Basis;
  readonly profile: string;
}

export type Basis = "户" | "人";

/** Values the data allows, with those taken when the URL names none. */
export interface ContextOptions {
  readonly defaults: Context;
  readonly regions: (code: string) => boolean;
  readonly periods: readonly string[];
  readonly profiles: readonly string[];
}

/** The part of `window` the store needs; tests pass their own. */
export interface ContextWindow {
  readonly location: { readonly href: string };
  readonly history: Pick<History, "pushState" | "replaceState">;
  addEventListener(type: "popstate", listener: () => void): void;
}

const basisWords: ReadonlyMap<string, Basis> = new Map([
  ["hu", "户"],
  ["ren", "人"],
  ["户", "户"],
  ["人", "人"]
]);

/** Reads a query into a context. Values the data lacks fall back to the default, each with a notice. */
export function readContext(
  query: URLSearchParams,
  options: ContextOptions
): { context: Context; notices: string[] } {
  const notices: string[] = [];
  const { defaults } = options;
  const take = <T extends string>(name: string, word: string, known: (text: string) => T | undefined): T => {
    const fallback = defaults[name as keyof Context] as T;
    const text = query.get(name);
    if (text === null || text === "") return fallback;
    const value = known(text);
    if (value === undefined) notices.push(`网址里的${word}“${text}”不在数据中，已按默认显示`);
    return value ?? fallback;
  };
  const context: Context = {
    region: take("region", "区域", text => (options.regions(text) ? text : undefined)),
    period: take("period", "期间", text => (options.periods.includes(text) ? text : undefined)),
    basis: take("basis", "计量", text => basisWords.get(text)),
    profile: take("profile", "口径", text => (options.profiles.includes(text) ? text : undefined))
  };
  return { context, notices };
}

/** Writes a context into a query, leaving out defaults and keeping what pages added of their own. */
export function writeContext(query: URLSearchParams, context: Context, defaults: Context): URLSearchParams {
  const next = new URLSearchParams(query);
  const values = { ...context, basis: context.basis === "户" ? "hu" : "ren" };
  for (const name of ["region", "period", "basis", "profile"] as const)
    if (context[name] === defaults[name]) next.delete(name);
    else next.set(name, values[name]);
  return next;
}

/**
 * The context of the page, kept in the URL. `set` writes a new history entry; going back tells the
 * listeners too. Pages keep further parameters beside it with `param` and `setParam`; links to other
 * pages carry only the context.
 */
export class ContextStore {
  readonly #options: ContextOptions;
  readonly #window: ContextWindow;
  readonly #listeners = new Set<(context: Context) => void>();
  #context: Context;
  #notices: readonly string[];

  constructor(options: ContextOptions, view: ContextWindow = window) {
    this.#options = options;
    this.#window = view;
    ({ context: this.#context, notices: this.#notices } = readContext(this.#query(), options));
    view.addEventListener("popstate", () => this.#reread());
  }

  get value(): Context {
    return this.#context;
  }

  /** One sentence for each value of the URL that the data lacks. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  get options(): ContextOptions {
    return this.#options;
  }

  /** Changes part of the context; nothing happens when nothing changes. */
  set(patch: Partial<Context>): void {
    const next = { ...this.#context, ...patch };
    if (this.href(next) === this.href() && this.#notices.length === 0) return;
    this.#context = next;
    this.#notices = [];
    this.#write(writeContext(this.#query(), next, this.#options.defaults), "push");
    this.#tell();
  }

  /** A parameter of the page's own, e.g. the indicator a map shows. */
  param(name: string): string | null {
    return this.#query().get(name);
  }

  /** Writes a parameter of the page's own; null takes it away. `replace` leaves no history entry. */
  setParam(name: string, value: string | null, mode: "push" | "replace" = "push"): void {
    if (this.param(name) === value) return;
    const query = this.#query();
    if (value === null) query.delete(name);
    else query.set(name, value);
    this.#write(query, mode);
    this.#tell();
  }

  /** A link's query for a context, "" when all is default: “?region=990121”. */
  href(context: Partial<Context> = {}): string {
    const merged = { ...this.#context, ...context };
    const query = writeContext(new URLSearchParams(), merged, this.#options.defaults).toString();
    return query ? "?" + query : "";
  }

  /** Calls back after every change; returns the function that stops it. */
  subscribe(listener: (context: Context) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #query(): URLSearchParams {
    return new URL(this.#window.location.href).searchParams;
  }

  #write(query: URLSearchParams, mode: "push" | "replace"): void {
    const url = new URL(this.#window.location.href);
    url.search = query.toString();
    if (mode === "push") this.#window.history.pushState(null, "", url);
    else this.#window.history.replaceState(null, "", url);
  }

  #reread(): void {
    ({ context: this.#context, notices: this.#notices } = readContext(this.#query(), this.#options));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#context);
  }
}
