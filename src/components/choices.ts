import { moveMark } from "../lib/combobox.js";
import type { Entry } from "../lib/find.js";
import { h } from "./dom.js";

export interface ChoicesSpec {
  readonly input: HTMLInputElement;
  /** Element the list is put into. */
  readonly host: Element;
  /** Id of the list. */
  readonly id: string;
  readonly label: string;
  readonly matches: (text: string) => readonly Entry[];
  readonly onChoose: (entry: Entry) => void;
  /** Called when the list closes without a choice. */
  readonly onLeave?: () => void;
}

/**
 * Makes an input a combobox with a list of matches: arrows move the mark, Enter chooses, Escape
 * closes. Follows the ARIA pattern; focus stays in the input.
 */
export function choices(spec: ChoicesSpec): { open: () => void; close: () => void } {
  const { input } = spec;
  const list = h("ul", {
    id: spec.id,
    class: "choices",
    role: "listbox",
    "aria-label": spec.label,
    hidden: true
  });
  let entries: readonly Entry[] = [];
  let mark = -1;
  spec.host.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": spec.id
  }))
    input.setAttribute(name, value);

  const draw = (): void => {
    list.replaceChildren(
      ...entries.map((entry, index) =>
        h(
          "li",
          {
            id: `${spec.id}-${index}`,
            role: "option",
            "aria-selected": String(index === mark),
            onmousedown: event => {
              event.preventDefault();
              choose(entry);
            }
          },
          h("span", {}, entry.title),
          h("span", { class: "hint" }, entry.hint)
        )
      )
    );
    const shown = entries.length > 0;
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (mark >= 0) {
      input.setAttribute("aria-activedescendant", `${spec.id}-${mark}`);
      list.children[mark]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (marked: boolean): void => {
    entries = spec.matches(input.value);
    mark = marked && entries.length > 0 && input.value.trim() !== "" ? 0 : -1;
    draw();
  };
  const close = (): void => {
    entries = [];
    mark = -1;
    draw();
  };
  const choose = (entry: Entry): void => {
    close();
    spec.onChoose(entry);
  };
  input.addEventListener("input", () => show(true));
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    const entry = entries[mark];
    if (event.key === "Enter" && entry) {
      event.preventDefault();
      choose(entry);
    } else if (event.key === "Escape" && entries.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      close();
      spec.onLeave?.();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (entries.length === 0) entries = spec.matches(input.value);
      mark = moveMark(mark, entries.length, event.key);
      draw();
    }
  });
  input.addEventListener("blur", () => {
    close();
    spec.onLeave?.();
  });
  return { open: () => show(spec.input.value !== spec.input.defaultValue), close };
}
