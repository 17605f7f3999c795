import type { Lock, Locked } from "./lock.ts";

/**
 * The software bill of materials in CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/): every package of the lock file
 * with its digest, licence and what it needs; those of tests and checks alone are optional and marked as npm marks them.
 * No clock and no random number: the same lock file gives the same text.
 */
export function sbomText(lock: Lock): string {
  const packages = [...new Map([...lock.packages.values()].map(each => [refOf(each), each])).values()];
  const needs = new Map<string, Set<string>>();
  for (const each of lock.packages.values()) {
    const own = needs.get(refOf(each)) ?? new Set();
    for (const place of each.needs) own.add(refOf(lock.packages.get(place)!));
    needs.set(refOf(each), own);
  }
  const root = purl(lock.name, lock.version);
  needs.set(root, new Set(lock.needs.map(place => refOf(lock.packages.get(place)!))));
  const used = new Set([...lock.packages.values()].filter(({ dev }) => !dev).map(refOf));
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        "bom-ref": root,
        type: "application",
        name: lock.name,
        version: lock.version,
        purl: root,
        licenses: licensesOf(lock.licence)
      }
    },
    components: packages
      .sort((a, b) => (refOf(a) < refOf(b) ? -1 : 1))
      .map(each => ({
        "bom-ref": refOf(each),
        type: "library",
        name: each.name,
        version: each.version,
        scope: used.has(refOf(each)) ? "required" : "optional",
        purl: refOf(each),
        hashes: [hashOf(each.integrity)],
        licenses: licensesOf(each.licence),
        properties: used.has(refOf(each)) ? [] : [{ name: "cdx:npm:package:development", value: "true" }]
      })),
    dependencies: [...needs.keys()].sort().map(ref => ({ ref, dependsOn: [...needs.get(ref)!].sort() }))
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function refOf({ name, version }: Locked): string {
  return purl(name, version);
}

/** Package URL of an npm package (https://github.com/package-url/purl-spec). */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm, digest] = integrity.split(" ")[0]!.split("-") as [string, string];
  return {
    alg: algorithm.replace(/^sha(\d)$/, "SHA-$1").replace(/^sha(\d{3})$/, "SHA-$1"),
    content: Buffer.from(digest, "base64").toString("hex")
  };
}

/** One known licence by its id; several, or one that is no SPDX id, as they are written. */
function licensesOf(licence: string): object[] {
  if (licence === "") return [];
  if (/ (?:AND|OR|WITH) /.test(licence)) return [{ expression: licence }];
  return [{ license: /^[A-Za-z0-9.-]+$/.test(licence) ? { id: licence } : { name: licence } }];
}
