/** Names in the order of a list; those the list lacks follow as they came. */
export function inOrder(names: readonly string[], list: readonly string[]): string[] {
  const place = (name: string) => (list.includes(name) ? list.indexOf(name) : list.length);
  return [...names].sort((a, b) => place(a) - place(b));
}
