/** Draws an element for its width in CSS pixels, at once it is placed and again whenever the width changes. */
export function fitted<E extends HTMLElement>(element: E, draw: (width: number) => readonly Node[]): E {
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width === 0 || width === drawn) return;
    drawn = width;
    element.replaceChildren(...draw(width));
  }).observe(element);
  return element;
}
