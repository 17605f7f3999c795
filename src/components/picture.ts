/** Saves a blob under a file name. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A drawn element as one SVG: texts, rules, fills and nested SVGs stand where the browser put them. */
export function toSvg(root: HTMLElement): Blob {
  return new Blob([compose(root).text], { type: "image/svg+xml" });
}

/** The same picture as PNG at twice its size, with the slices of the face it needs inside. */
export async function toPng(root: HTMLElement, scale = 2): Promise<Blob> {
  // innerText, not textContent: it leaves out the views that are not shown.
  const shown = root.innerText;
  const { text, width, height } = compose(root, await embeddedFaces(shown));
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d", { willReadFrequently: true })!;
    pen.scale(scale, scale);
    await steady(() => {
      pen.drawImage(image, 0, 0, width, height);
      return fingerprint(pen.getImageData(0, 0, canvas.width, canvas.height).data);
    });
    return await new Promise((resolve, reject) =>
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("浏览器没有画出图片"))), "image/png")
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Draws again until three drawings in a row are alike. A browser starts reading the faces inside an SVG
 * image only when it is first drawn, and leaves their text out until then, without telling when it is done.
 */
async function steady(draw: () => number): Promise<void> {
  let last = draw();
  for (let round = 0, alike = 0; round < 60 && (alike < 3 || round < 8); ++round) {
    await new Promise(resolve => setTimeout(resolve, 50));
    const now = draw();
    alike = now === last ? alike + 1 : 0;
    last = now;
  }
}

function fingerprint(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let index = 0; index < pixels.length; index += 4) sum = (sum * 31 + pixels[index]!) | 0;
  return sum;
}

const margin = 24;
/** Parts of a figure that are controls, not picture. */
const left = ".figure-tools, .unseen, [hidden], button.zoom";
const paint = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "paint-order",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline"
];

interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Lays the figure out without its controls and with its source line, copies it, and puts it back. */
function compose(root: HTMLElement, style = ""): Picture {
  root.classList.add("saving");
  try {
    return copyOf(root, style);
  } finally {
    root.classList.remove("saving");
  }
}

function copyOf(root: HTMLElement, style: string): Picture {
  const frame = root.getBoundingClientRect();
  const page = getComputedStyle(document.body);
  const width = Math.ceil(frame.width) + margin * 2;
  const height = Math.ceil(frame.height) + margin * 2;
  const parts: string[] = [];
  const at = (x: number, y: number) => `${round(x - frame.left + margin)} ${round(y - frame.top + margin)}`;
  const visit = (element: Element): void => {
    if (element.matches(left)) return;
    if (element instanceof SVGSVGElement) {
      const box = element.getBoundingClientRect();
      parts.push(`<g transform="translate(${at(box.left, box.top)})">${inline(element)}</g>`);
      return;
    }
    parts.push(...box(element, at));
    for (const child of element.childNodes) {
      if (child instanceof Element) visit(child);
      else if (child instanceof Text) parts.push(...lines(child, at));
    }
  };
  visit(root);
  const text = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeText(page.fontFamily)}">${style ? `<style>${style}</style>` : ""}<rect width="100%" height="100%" fill="${page.backgroundColor}"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

function inline(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, index) => {
    const computed = getComputedStyle(original);
    for (const name of paint) {
      const value = computed.getPropertyValue(name);
      if (value) copies[index]!.setAttribute(name, value);
    }
    copies[index]!.removeAttribute("class");
  });
  const box = svg.getBoundingClientRect();
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  return new XMLSerializer().serializeToString(copy);
}

function box(element: Element, at: (x: number, y: number) => string): string[] {
  const computed = getComputedStyle(element);
  const { left: x, top, right, bottom, width, height } = element.getBoundingClientRect();
  const parts: string[] = [];
  if (!/^rgba\(.*, 0\)$|^transparent$/.test(computed.backgroundColor)) {
    const [atX, atY] = at(x, top).split(" ");
    parts.push(
      `<rect x="${atX}" y="${atY}" width="${round(width)}" height="${round(height)}" fill="${computed.backgroundColor}"/>`
    );
  }
  const rule = (side: string, x1: number, y1: number, x2: number, y2: number) => {
    const weight = Number.parseFloat(computed.getPropertyValue(`border-${side}-width`));
    const kind = computed.getPropertyValue(`border-${side}-style`);
    if (!weight || kind === "none") return;
    const dash = kind === "solid" ? "" : ` stroke-dasharray="${kind === "dotted" ? "1 2" : "3 2"}"`;
    parts.push(
      `<path d="M${at(x1, y1)}L${at(x2, y2)}" stroke="${computed.getPropertyValue(`border-${side}-color`)}" stroke-width="${weight}"${dash}/>`
    );
  };
  rule("top", x, top, right, top);
  rule("bottom", x, bottom, right, bottom);
  rule("left", x, top, x, bottom);
  rule("right", right, top, right, bottom);
  return parts;
}

/** A text node as one `text` for each line it was broken into. */
function lines(node: Text, at: (x: number, y: number) => string): string[] {
  const content = node.data;
  if (content.trim() === "") return [];
  const computed = getComputedStyle(node.parentElement!);
  if (computed.visibility === "hidden" || computed.display === "none") return [];
  const range = document.createRange();
  const found: { text: string; left: number; top: number; bottom: number }[] = [];
  for (let index = 0; index < content.length; ++index) {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const rect = range.getClientRects()[0];
    if (!rect || rect.width === 0) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.top - rect.top) < 2) last.text += content[index];
    else found.push({ text: content[index]!, left: rect.left, top: rect.top, bottom: rect.bottom });
  }
  const size = Number.parseFloat(computed.fontSize);
  return found.map(line => {
    const baseline = (line.top + line.bottom) / 2 + size * 0.36;
    const [x, y] = at(line.left, baseline).split(" ");
    return `<text x="${x}" y="${y}" font-size="${computed.fontSize}" font-weight="${computed.fontWeight}" fill="${computed.color}" xml:space="preserve">${escapeText(line.text)}</text>`;
  });
}

/** `@font-face` rules, with their files as data, for the slices whose characters a text uses. */
async function embeddedFaces(text: string): Promise<string> {
  const points = new Set([...text].map(char => char.codePointAt(0)!));
  const rules: CSSFontFaceRule[] = [];
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSFontFaceRule && covers(rule.style.getPropertyValue("unicode-range"), points))
        rules.push(rule);
  const faces = rules.map(async ({ style, parentStyleSheet }) => {
    const file = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src"))?.[1];
    if (!file) return "";
    const response = await fetch(new URL(file, parentStyleSheet?.href ?? document.baseURI));
    const bytes = new Uint8Array(await response.arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return `@font-face{font-family:${style.getPropertyValue("font-family")};font-weight:100 900;src:url(data:font/woff2;base64,${btoa(binary)});unicode-range:${style.getPropertyValue("unicode-range")}}`;
  });
  return (await Promise.all(faces)).join("");
}

function covers(ranges: string, points: ReadonlySet<number>): boolean {
  return ranges.split(",").some(range => {
    const match = /U\+([0-9a-f]+)(?:-([0-9a-f]+))?/i.exec(range);
    if (!match) return false;
    const first = Number.parseInt(match[1]!, 16);
    const last = match[2] ? Number.parseInt(match[2], 16) : first;
    for (const point of points) if (point >= first && point <= last) return true;
    return false;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`);
}
