import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectPath } from "../../loaders/lib/paths.ts";
import { sitePolicy } from "../../loaders/publish/security.ts";

const text = (name: string): string => readFileSync(projectPath("deploy", name), "utf8");
const [nginx, caddy] = [text("nginx/fangfanpin.conf"), text("caddy/Caddyfile")];

test("both servers send the pages' own policy, and no frame", () => {
  expect(nginx).toContain(`Content-Security-Policy "${sitePolicy}; frame-ancestors 'none'" always;`);
  expect(caddy).toContain(`Content-Security-Policy "${sitePolicy}; frame-ancestors 'none'"`);
  expect(sitePolicy).toContain("default-src 'none'");
  expect(sitePolicy).not.toMatch(/unsafe|\*|https?:/);
});

test("both send the same headers beside it", () => {
  const headers = (config: string, line: RegExp): string[] =>
    [...config.matchAll(line)].map(([, name, value]) => `${name}: ${value!.replaceAll('"', "")}`).sort();
  const sent = headers(nginx, /^\s*add_header (\S+) (.+?) always;$/gm).filter(
    header => !header.startsWith("Cache-Control")
  );
  expect(sent.length).toBeGreaterThan(7);
  expect(headers(caddy.slice(0, caddy.indexOf("(county)")), /^\t\t([A-Z][\w-]+) (.+)$/gm)).toEqual(sent);
});

test("a location of nginx adds no header, which would take the server's away", () => {
  for (const name of ["nginx/access-password.conf", "nginx/access-certificate.conf"])
    expect(text(name)).not.toContain("add_header");
  expect(nginx.slice(nginx.search(/^ +location /m))).not.toContain("add_header");
});
