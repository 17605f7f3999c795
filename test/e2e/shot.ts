import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { projectPath } from "../../loaders/lib/paths.ts";

/**
 * Share of pixels in which a screenshot differs from the stored one. With UPDATE_SHOTS set the
 * screenshot is stored; otherwise it and the differences are left in `test/e2e/out/` for looking at.
 */
export function difference(name: string, screenshot: Buffer): number {
  const stored = projectPath("test/e2e/shots", `${name}.png`);
  if (process.env.UPDATE_SHOTS) {
    put(stored, screenshot);
    return 0;
  }
  put(projectPath("test/e2e/out", `${name}.png`), screenshot);
  if (!existsSync(stored)) throw new Error(`no stored picture: ${name}; run with UPDATE_SHOTS=1`);
  const now = PNG.sync.read(screenshot);
  const then = PNG.sync.read(readFileSync(stored));
  if (now.width !== then.width || now.height !== then.height) return 1;
  const marks = new PNG({ width: now.width, height: now.height });
  const differing = pixelmatch(then.data, now.data, marks.data, now.width, now.height, { threshold: 0.2 });
  put(projectPath("test/e2e/out", `${name}.diff.png`), PNG.sync.write(marks));
  return differing / (now.width * now.height);
}

function put(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
