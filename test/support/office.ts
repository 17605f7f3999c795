import yauzl from "yauzl";

/** The text of all parts of an Office file. */
export async function officeText(bytes: Uint8Array): Promise<string> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes));
  const texts: string[] = [];
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    texts.push(Buffer.concat(chunks).toString("utf8"));
  }
  return texts.join("\n");
}
