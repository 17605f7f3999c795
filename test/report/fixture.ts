import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import JSZip from "jszip";
import { SaxesParser } from "saxes";
import { projectPath } from "../../loaders/lib/paths.ts";
import { type Ended, prepareCommand, restoreCommand, runCommand } from "../support/command.ts";

/** A golden county's exports without one table, its borders, and a cache of its own. */
export class ReportWorld {
  readonly folder = mkdtempSync(join(tmpdir(), "report-"));
  readonly out = join(this.folder, "out");

  constructor(missing: string) {
    const exports = join(this.folder, "exports");
    cpSync(projectPath("test/golden/county/exports"), exports, { recursive: true });
    rmSync(join(exports, missing));
    writeFileSync(this.#borders, JSON.stringify(borders));
    prepareCommand(this.folder, allFamilies());
  }

  /** Runs the command on the golden county. */
  report(...args: string[]): Promise<Ended> {
    return runCommand(
      "report",
      ...["--exports", join(this.folder, "exports"), "--as-of", "2023-12-31"],
      ...["--boundaries", this.#borders, "--out", this.out],
      ...args
    );
  }

  /** The bytes of a report's file, by its extension. */
  file(format: string): Buffer {
    const name = readdirSync(this.out).find(each => each.endsWith(`.${format}`))!;
    return readFileSync(join(this.out, name));
  }

  get published(): string {
    return join(this.folder, "cache/report");
  }

  get #borders(): string {
    return join(this.folder, "borders.geojson");
  }

  remove(): void {
    restoreCommand();
    rmSync(this.folder, { recursive: true });
  }
}

function allFamilies(): string[] {
  return readdirSync(projectPath("loaders/indicators"))
    .filter(name => name.endsWith(".sql"))
    .map(name => name.slice(0, 2));
}

const square = (id: string, name: string, west: number, south: number, size: number) => ({
  type: "Feature",
  properties: { adcode: id, name },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [west, south + size],
        [west + size, south + size],
        [west + size, south],
        [west, south]
      ]
    ]
  }
});

const borders = {
  type: "FeatureCollection",
  features: [square("990101", "青禾县", 120, 30, 0.5), square("990102", "白岩县", 120.5, 30, 0.5)]
};

/** An Office file's parts by name; workbooks inside are left as bytes. */
export async function partsOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const parts = new Map<string, Uint8Array>();
  for (const [name, entry] of Object.entries(zip.files)) parts.set(name, await entry.async("uint8array"));
  return parts;
}

/** Text of a part. */
export function textOf(parts: ReadonlyMap<string, Uint8Array>, name: string): string {
  return Buffer.from(parts.get(name)!).toString("utf8");
}

/** One element of a part: its name, attributes, and the text right inside. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements of an XML part in their order; throws where it is not well formed or a prefix is not bound. */
export function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser({ xmlns: true });
  const found: Element[] = [];
  const open: Element[] = [];
  parser.on("error", error => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, attribute]) => [key, attribute.value]);
    const element = { name, attributes: Object.fromEntries(values), text: "" };
    found.push(element);
    open.push(element);
  });
  parser.on("text", text => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return found;
}

/** Texts of all elements of a name, e.g. every `w:t`. */
export function texts(xml: string, name: string): string[] {
  return elementsOf(xml).flatMap(element => (element.name === name ? [element.text] : []));
}
