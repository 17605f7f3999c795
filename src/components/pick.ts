import { h } from "./dom.js";
import type { Site } from "./site.js";

export interface PickSpec {
  /** Name of the page's parameter in the address. */
  readonly param: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value: string;
}

/** A choice of the page's own, kept in the address; the first option stands for no parameter. */
export function pick({ context }: Site, { param, label, options, value }: PickSpec): HTMLElement {
  const select = h(
    "select",
    {
      id: `pick-${param}`,
      "aria-label": label,
      onchange: () => context.setParam(param, select.value === options[0]?.value ? null : select.value)
    },
    options.map(option => h("option", { value: option.value, selected: option.value === value }, option.text))
  );
  return h("span", { class: "pick field" }, select);
}

/** The value of a page's parameter among its options; the first where the address names none of them. */
export function picked<T extends string>({ context }: Site, param: string, values: readonly T[]): T {
  const asked = context.param(param);
  return values.find(value => value === asked) ?? values[0]!;
}
