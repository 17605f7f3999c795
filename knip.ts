import type { KnipConfig } from "knip";

/** Pages import in fenced code; knip reads the imports only. */
const imports = (page: string): string =>
  [...page.matchAll(/^import\s[^;]*?from\s*["'][^"']+["'];?$/gm)].map(match => match[0]).join("\n");

const config: KnipConfig = {
  entry: [
    "loaders/intake/worker-start.mjs",
    "loaders/intake/worker.ts",
    "loaders/commands/dev-run.ts",
    "observablehq.config.ts",
    "src/components/rebuild-notice.ts",
    "src/**/*.md",
    "src/data/*.ts",
    "test/bench/{chart,faults,fuzz,kill,nation,p*,same,signals*}.ts",
    "test/**/*.test.ts"
  ],
  project: ["loaders/**/*.{ts,mjs}", "src/**/*.{ts,md}", "test/**/*.ts", "*.ts"],
  ignoreDependencies: ["@fontsource-variable/noto-sans-sc", "@observablehq/framework"],
  ignoreBinaries: ["caddy", "mount", "nginx", "openssl", "sha256sum", "umount"],
  ignoreExportsUsedInFile: true,
  compilers: { md: imports }
};

export default config;
