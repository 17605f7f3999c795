/** How far outside the window, in CSS pixels, something that comes nearer is drawn without waiting. */
const near = 200;

/** Class of what need not be laid out before the quiet moment. */
export const later = "later";

const fitNow = "fitnow";

/** What stands elsewhere and waits for a quiet moment, in the order of the page. */
const waiting = new Map<HTMLElement, (width: number) => void>();
let asked = 0;

/** Milliseconds. */
const pause = 150;

/** An element whose drawing follows its width. */
interface Fitted {
  /** Width it is drawn for, 0 before. */
  drawn: number;
  readonly fill: (width: number) => void;
}

const known = new WeakMap<Element, Fitted>();

/**
 * Draws an element for its width in CSS pixels: at once where it stands in the window, else when it comes near or
 * when nothing else is to be done; and again whenever the width changes.
 * @param width that it will have as far as is known: it is drawn for it without being laid out before
 */
export function fitted<E extends HTMLElement>(
  element: E,
  draw: (width: number) => readonly Node[],
  width = 0
): E {
  const own: Fitted = {
    drawn: 0,
    fill: width => {
      drop(element);
      if (width === 0 || width === own.drawn) return;
      own.drawn = width;
      element.replaceChildren(...draw(width));
    }
  };
  known.set(element, own);
  widths.observe(element);
  element.dataset.fitted = "";
  element.addEventListener(fitNow, () => own.fill(element.clientWidth));
  if (width > 0) own.fill(width);
  else wait(element, own.fill);
  return element;
}

/** The width an element is drawn for, 0 when it is not. */
export function drawnWidth(element: Element | null | undefined): number {
  return (element && known.get(element)?.drawn) || 0;
}

/** One for all, so that every place is read before anything is drawn: each drawing moves what stands below it. */
const widths = new ResizeObserver(entries => {
  const placed = entries.map(({ target, contentRect }) => {
    const { top, bottom } = target.getBoundingClientRect();
    return { target, width: Math.round(contentRect.width), isSeen: top < innerHeight && bottom > 0 };
  });
  for (const { target, width, isSeen } of placed) {
    const { drawn, fill } = known.get(target)!;
    if (drawn > 0 || isSeen) fill(width);
    else wait(target as HTMLElement, fill);
  }
});

function wait(element: HTMLElement, fill: (width: number) => void): void {
  element.dataset.waiting = "";
  waiting.set(element, fill);
  comes.observe(element);
  askForQuiet();
}

const comes = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) waiting.get(target as HTMLElement)?.(target.clientWidth);
  },
  { rootMargin: `${near}px` }
);

/** Leaves an element that takes the place of one in the page out of the layout while it is out of sight and before the quiet moment. */
export function putOff<E extends HTMLElement>(element: E, before: HTMLElement | null): E {
  element.classList.add(later);
  element.style.containIntrinsicBlockSize = `${before?.offsetHeight || 300}px`;
  askForQuiet();
  return element;
}

/** Draws everything below an element for the width it has now: for paper and for pictures that are saved. */
export function drawAll(root: Element): void {
  for (const element of root.querySelectorAll("[data-fitted]")) element.dispatchEvent(new Event(fitNow));
  settle(root);
}

/** What is in the window comes first: the rest begins when nothing was asked for a while. */
function askForQuiet(): void {
  clearTimeout(asked);
  // Browsers without idle callbacks draw without asking.
  asked = window.setTimeout(
    () => ("requestIdleCallback" in window ? requestIdleCallback(drawSome) : drawSome()),
    pause
  );
}

/** Draws what waits, one thing at a time while there is time; what the page no longer shows is dropped. */
function drawSome(deadline?: IdleDeadline): void {
  for (const element of [...waiting.keys()]) if (!element.isConnected) drop(element);
  // All places are read before anything is drawn, see `widths`.
  const places = [...waiting.keys()].map(element => [element, element.clientWidth] as const);
  for (const [element, width] of places) {
    waiting.get(element)?.(width);
    if (deadline && deadline.timeRemaining() < 8) break;
  }
  if (waiting.size > 0) requestIdleCallback(drawSome);
  else settle(document);
}

function settle(root: ParentNode): void {
  for (const element of root.querySelectorAll(`.${later}`)) element.classList.remove(later);
}

function drop(element: HTMLElement): void {
  delete element.dataset.waiting;
  waiting.delete(element);
  comes.unobserve(element);
}
