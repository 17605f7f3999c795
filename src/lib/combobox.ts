/** Where the mark moves in a list of `length` for a key, wrapping at the ends; −1 when nothing is marked. */
export function moveMark(mark: number, length: number, key: string): number {
  if (length === 0) return -1;
  switch (key) {
    case "ArrowDown":
      return (mark + 1) % length;
    case "ArrowUp":
      return mark <= 0 ? length - 1 : mark - 1;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return mark;
  }
}
