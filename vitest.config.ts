import { defineConfig } from "vitest/config";

const shared = {
  environment: "node" as const,
  env: { TZ: "Asia/Shanghai" },
  testTimeout: 120_000,
  hookTimeout: 300_000,
  pool: "forks" as const
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          setupFiles: ["test/support/setup.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"]
        }
      },
      {
        test: {
          ...shared,
          name: "site",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/built-site.ts"]
        }
      }
    ]
  }
});
