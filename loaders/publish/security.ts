import { createHash } from "node:crypto";

/**
 * The content security policy of every page of the site: nothing but its own files, and no script or style that stands
 * in the page. The web server sends the same (`deploy/`).
 */
export const sitePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'"
].join("; ");

/** A script or style that stands in a page, as a source of its content security policy. */
export function digestSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
