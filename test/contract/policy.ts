import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { projectPath } from "../../loaders/lib/paths.ts";

const folders: string[] = [];

/** A copy of the project's policy with one file changed; `removePolicies` takes all of them away. */
export function changedPolicy(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), "policy-"));
  folders.push(folder);
  cpSync(projectPath("data/policy"), folder, { recursive: true });
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error("the change changed nothing");
  writeFileSync(path, after);
  return folder;
}

/** What the contract's reader says against a folder, "" when it takes it. */
export function refusalOf(folder: string): string {
  try {
    readContract(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return (error as CliError).message;
  }
  return "";
}

/** To be called after the tests of a file. */
export function removePolicies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}
