import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/order.ts";

const shared = {
  environment: "node" as const,
  // Two files run at once: a core each.
  env: { TZ: "Asia/Shanghai", FANGFANPIN_THREADS: "1" },
  testTimeout: 120_000,
  hookTimeout: 300_000,
  pool: "forks" as const,
  // Files share a process: what they import is loaded once.
  isolate: false
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          setupFiles: ["test/support/setup.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/site/**"]
        }
      },
      {
        test: {
          ...shared,
          name: "site",
          include: ["test/e2e/**/*.test.ts", "test/site/**/*.test.ts"],
          globalSetup: ["test/support/built-site.ts"]
        }
      }
    ]
  }
});
