import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { projectPath } from "../../loaders/lib/paths.ts";

/**
 * docs/performance.svg from the benches' lines in docs/performance.jsonl: how far each measure is from its goal, on a logarithmic
 * scale; right of the line the goal is met. `npm run bench -- chart`.
 */
interface Aim {
  readonly bench: string;
  readonly label: string;
  /** Keys down to the number in the bench's line. */
  readonly at: readonly (string | number)[];
  readonly goal: number;
  /** The goal is a least value, else a greatest. */
  readonly isLeast: boolean;
}

const aims: readonly Aim[] = [
  { bench: "p1-xlsx", label: "P1 工作簿，比 exceljs（倍）", at: ["ratioTyped"], goal: 5, isLeast: true },
  { bench: "p2-csv", label: "P2 CSV，比 DuckDB 原样读（倍）", at: ["ratioTyped"], goal: 0.6, isLeast: true },
  {
    bench: "p3-rebuild",
    label: "P3 一县第一次建，比空站点（倍）",
    at: ["ratioFirst"],
    goal: 2,
    isLeast: false
  },
  { bench: "p3-rebuild", label: "P3 数据未变再建（倍）", at: ["ratioAgain"], goal: 2, isLeast: false },
  { bench: "p3-rebuild", label: "P3 数据变了再建（倍）", at: ["ratioChanged"], goal: 2, isLeast: false },
  {
    bench: "p4-size",
    label: "P4 576 万人（秒）",
    at: ["rows", 2, "wallSeconds"],
    goal: 1200,
    isLeast: false
  },
  { bench: "p4-size", label: "P4 时间随人数的指数", at: ["exponent"], goal: 1.05, isLeast: false },
  {
    bench: "p4-size",
    label: "P4 常驻内存，576 万人（MB）",
    at: ["rows", 2, "sumOfTwoPeaksMB"],
    goal: 8000,
    isLeast: false
  },
  {
    bench: "p6-indicators",
    label: "P6 每行，比 arquero（倍）",
    at: ["arqueroPerRowOverAll"],
    goal: 5,
    isLeast: true
  },
  {
    bench: "p6-indicators",
    label: "P6 每行，比 pandas（倍）",
    at: ["pandasPerRowOverAll"],
    goal: 5,
    isLeast: true
  }
];

const path = projectPath("docs/performance.jsonl");
const lines = (existsSync(path) ? readFileSync(path, "utf8") : "")
  .split("\n")
  .filter(Boolean)
  .map(line => JSON.parse(line) as Record<string, unknown>);
const bars = aims.flatMap(aim => {
  const line = lines.find(({ bench }) => bench === aim.bench);
  const value = aim.at.reduce<unknown>(
    (found, key) => (found as Record<string, unknown> | undefined)?.[key],
    line
  );
  return typeof value === "number"
    ? [{ ...aim, value, share: aim.isLeast ? value / aim.goal : aim.goal / value }]
    : [];
});
const [left, right, row] = [280, 600, 26];
const x = (share: number): number =>
  left + ((Math.log10(Math.min(Math.max(share, 0.01), 100)) + 2) / 4) * (right - left);
const height = bars.length * row + 44;
const shapes = bars.map(({ label, value, goal, share }, at) => {
  const y = 30 + at * row;
  const [from, to] = [x(1), x(share)].sort((a, b) => a - b) as [number, number];
  const sign = share >= 1 ? "达到" : "未达到";
  return `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${label}</text>
<rect x="${from.toFixed(1)}" y="${y}" width="${Math.max(to - from, 1).toFixed(1)}" height="18" fill="${share >= 1 ? "#2f6f8f" : "#b5562b"}"/>
<text x="${right + 8}" y="${y + 13}">${value}（目标 ${goal}，${sign}）</text>`;
});
writeFileSync(
  projectPath("docs/performance.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${height}" font-family="sans-serif" font-size="13" role="img" aria-label="各项测速离目标多远">
<text x="${x(1)}" y="18" text-anchor="middle">目标</text>
<line x1="${x(1)}" x2="${x(1)}" y1="24" y2="${height - 14}" stroke="#444"/>
${shapes.join("\n")}
</svg>
`
);
