/** What a key asks of the deck. */
export type DeckAct =
  | { readonly do: "turn"; readonly by: number }
  | { readonly do: "go"; readonly to: number | "last" }
  | { readonly do: "walk"; readonly by: number }
  | { readonly do: "blank" | "notes" | "list" | "print" | "full" | "enter" | "leave" };

/** Where the keyboard is. */
export interface DeckState {
  /** The map is shown: up and down walk over its areas, Enter goes in. */
  readonly onMap: boolean;
  /** The notes or the list of slides are open: up and down scroll them. */
  readonly reading: boolean;
  /** A control has the keyboard: Enter and Space are its own. */
  readonly typing: boolean;
}

const letters: Readonly<Record<string, DeckAct>> = {
  b: { do: "blank" },
  ".": { do: "blank" },
  n: { do: "notes" },
  s: { do: "list" },
  p: { do: "print" },
  f: { do: "full" }
};

/** What a key does, as presenters' remotes and the usual programs have it; null for keys that are not the deck's. */
export function deckKeys(key: string, { onMap, reading, typing }: DeckState): DeckAct | null {
  switch (key) {
    case "ArrowRight":
    case "PageDown":
      return { do: "turn", by: 1 };
    case "ArrowLeft":
    case "PageUp":
      return { do: "turn", by: -1 };
    case "Home":
      return { do: "go", to: 0 };
    case "End":
      return { do: "go", to: "last" };
    case "Escape":
    case "Backspace":
      return { do: "leave" };
  }
  if (/^[1-9]$/.test(key)) return { do: "go", to: Number(key) - 1 };
  const act = letters[key.toLowerCase()];
  if (act) return act;
  if (reading || typing) return null;
  switch (key) {
    case "ArrowDown":
      return onMap ? { do: "walk", by: 1 } : { do: "turn", by: 1 };
    case "ArrowUp":
      return onMap ? { do: "walk", by: -1 } : { do: "turn", by: -1 };
    case "Enter":
      return onMap ? { do: "enter" } : { do: "turn", by: 1 };
    case " ":
      return { do: "turn", by: 1 };
    default:
      return null;
  }
}
