/** A header as the contract compares it: no white space or line breaks, brackets and letters half-width. */
export function normalizeHeader(text: string): string {
  return text.normalize("NFKC").replace(/[\s\u200b\ufeff]+/g, "");
}

/** A code's spelling as the contract compares it: as a header, and letters in lower case. */
export function normalizeValue(text: string): string {
  return normalizeHeader(text).toLowerCase();
}
