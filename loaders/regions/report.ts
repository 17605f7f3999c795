import type { BoundaryReport } from "./boundaries.ts";
import type { RegionLevel, RegionRow } from "./region.ts";

/** How many of a long list are written out. */
const listed = 20;

/** The import's report as Chinese lines for the analyst. */
export function reportLines(report: BoundaryReport): string[] {
  const { drawn, counties, mended, tolerance } = report;
  const count = (by: string) => drawn.filter(region => region.by === by).length;
  const total = counties.reduce((sum, county) => sum + county.after, 0);
  return [
    `画出 ${drawn.length} 个地区：按代码 ${count("code")} 个，按名称 ${count("name")} 个，由下级合并 ${count("merged")} 个`,
    ...drawn
      .filter(region => region.by === "name")
      .map(region => `  按名称对上：${region.name}（${region.code}），请核对`),
    `修补：重复点 ${mended.duplicates} 个，无面积的环 ${mended.flatRings} 个，方向反了的环 ${mended.rewound} 个，误作内环的面 ${mended.promoted} 个`,
    tolerance === 0
      ? `抽稀：不需要，全部保留；坐标精度 ${report.step} 度`
      : `抽稀：面积容差 ${tolerance.toPrecision(3)} 平方公里，略去小岛 ${report.islands} 个；坐标精度 ${report.step} 度`,
    `大小：${report.bytes} 字节（预算 ${report.budget}）`,
    ...(counties.length ? [`县级面积（平方公里，读入 → 写出），合计 ${total.toFixed(0)}：`] : []),
    ...counties.map(
      ({ code, name, before, after }) =>
        `  ${name}（${code}） ${before.toFixed(1)} → ${after.toFixed(1)}（${percent(after / before - 1)}）`
    ),
    ...section(
      `没有用上的要素 ${report.unmatchedFeatures.length} 个：`,
      report.unmatchedFeatures.map(({ place, reason }) => `${place}：${reason}`)
    ),
    ...unmatchedRegions(report.unmatchedRegions, new Set(drawn.map(region => region.level))),
    ...section("说明：", report.notes)
  ];
}

const levelWords: Record<RegionLevel, string> = {
  province: "省级",
  prefecture: "市级",
  county: "县级",
  town: "乡级",
  village: "村级",
  zone: "功能区"
};

/** Regions left without a shape, by level; a level of which nothing is drawn is only counted. */
function unmatchedRegions(regions: readonly RegionRow[], drawnLevels: ReadonlySet<RegionLevel>): string[] {
  return (Object.keys(levelWords) as RegionLevel[]).flatMap(level => {
    const missing = regions.filter(region => region.level === level);
    if (missing.length === 0) return [];
    if (!drawnLevels.has(level)) return [`${levelWords[level]} ${missing.length} 个地区都没有边界`];
    return section(
      `没有边界的${levelWords[level]}地区 ${missing.length} 个：`,
      missing.map(({ code, name }) => `${name}（${code}）`)
    );
  });
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - listed;
  return [
    title,
    ...lines.slice(0, listed).map(line => `  ${line}`),
    ...(rest > 0 ? [`  …另有 ${rest} 条`] : [])
  ];
}

function percent(ratio: number): string {
  return `${ratio < 0 ? "−" : "+"}${Math.abs(ratio * 100).toFixed(2)}%`;
}
