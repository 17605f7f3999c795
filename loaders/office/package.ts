import { posix } from "node:path";
import JSZip from "jszip";
import { tag, text, xmlFile } from "./xml.ts";

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The first time a ZIP entry can have; the same in every file, so that the same content gives the same bytes. */
const written = new Date(Date.UTC(1980, 0, 1));

/** Content types of parts, by what they are. */
export const types = {
  xml: "application/xml",
  core: "application/vnd.openxmlformats-package.core-properties+xml",
  theme: "application/vnd.openxmlformats-officedocument.theme+xml",
  chart: "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
  workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
} as const;

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/** An Office file being put together: parts, what they are, and how they hang together. */
export class OfficePackage {
  readonly #parts = new Map<string, { readonly type: string; readonly body: string | Uint8Array }>();
  readonly #relations = new Map<string, Relation[]>();

  /** Adds a part; `path` starts at the package's root, without a slash. */
  add(path: string, type: string, body: string | Uint8Array): void {
    this.#parts.set(path, { type, body });
  }

  /**
   * Relates one part to another and returns the id to name it by; "" stands for the package itself.
   * @param type the last word of the relationship's type, or the whole of it
   */
  relate(from: string, type: string, to: string): string {
    const known = this.#relations.get(from) ?? [];
    this.#relations.set(from, known);
    const full = type.startsWith("http") ? type : `${relations}/${type}`;
    const found = known.find(each => each.type === full && each.target === to);
    if (found) return found.id;
    const id = `rId${known.length + 1}`;
    known.push({ id, type: full, target: to });
    return id;
  }

  /** The bytes of the file. */
  async bytes(): Promise<Uint8Array> {
    const zip = new JSZip();
    const add = (path: string, body: string | Uint8Array): void => {
      zip.file(path, body, { date: written, createFolders: false });
    };
    add("[Content_Types].xml", xmlFile(this.#contentTypes()));
    for (const [from, list] of this.#relations) add(relationPath(from), xmlFile(relationMarkup(from, list)));
    for (const [path, { body }] of this.#parts) add(path, body);
    return zip.generateAsync({ type: "uint8array", compression: "DEFLATE", platform: "DOS" });
  }

  #contentTypes(): string {
    return tag(
      "Types",
      { xmlns: "http://schemas.openxmlformats.org/package/2006/content-types" },
      tag("Default", {
        Extension: "rels",
        ContentType: "application/vnd.openxmlformats-package.relationships+xml"
      }),
      tag("Default", { Extension: "xml", ContentType: types.xml }),
      ...[...this.#parts].map(([path, { type }]) =>
        tag("Override", { PartName: `/${path}`, ContentType: type })
      )
    );
  }
}

/** What a file says of itself. */
export interface Properties {
  readonly title: string;
  readonly subject: string;
  /** Day of the data, `YYYY-MM-DD`: what stands for the time of writing. */
  readonly day: string;
}

/** Adds title, subject and day, as the file's own properties. */
export function addProperties(file: OfficePackage, { title, subject, day }: Properties): void {
  const when = { "xsi:type": "dcterms:W3CDTF" };
  file.add(
    "docProps/core.xml",
    types.core,
    xmlFile(
      tag(
        "cp:coreProperties",
        {
          "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
          "xmlns:dc": "http://purl.org/dc/elements/1.1/",
          "xmlns:dcterms": "http://purl.org/dc/terms/",
          "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"
        },
        tag("dc:title", {}, text(title)),
        tag("dc:subject", {}, text(subject)),
        tag("dc:creator", {}, "fangfanpin"),
        tag("cp:lastModifiedBy", {}, "fangfanpin"),
        tag("dcterms:created", when, `${day}T00:00:00Z`),
        tag("dcterms:modified", when, `${day}T00:00:00Z`),
        tag("dc:language", {}, "zh-CN")
      )
    )
  );
  file.relate(
    "",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    "docProps/core.xml"
  );
}

function relationPath(from: string): string {
  return from === "" ? "_rels/.rels" : `${posix.dirname(from)}/_rels/${posix.basename(from)}.rels`;
}

function relationMarkup(from: string, list: readonly Relation[]): string {
  const folder = from === "" ? "" : posix.dirname(from);
  return tag(
    "Relationships",
    { xmlns: "http://schemas.openxmlformats.org/package/2006/relationships" },
    ...list.map(({ id, type, target }) =>
      tag("Relationship", { Id: id, Type: type, Target: posix.relative(folder, target) })
    )
  );
}
