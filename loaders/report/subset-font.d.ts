declare module "subset-font" {
  /** The glyphs of a font that a text needs. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: { readonly targetFormat?: "sfnt" | "woff" | "woff2" }
  ): Promise<Buffer>;
}
