/** A page of the site: where it stands in the head, and words the search finds it by. */
export interface PageEntry {
  readonly group: string;
  /** Path under the site's root without extension. */
  readonly path: string;
  readonly title: string;
  readonly sections: readonly string[];
  /** Families of indicators (data/policy/families.tsv) whose figures the page shows; only those are loaded, and published. */
  readonly families: readonly string[];
}

/** Groups of the head, in reading order. A group without pages is not shown. */
export const groups: readonly string[] = ["研判", "监测", "帮扶", "口径", "数据"];

/** Every page, in reading order. A page whose file does not exist is not linked. */
export const pages: readonly PageEntry[] = [
  {
    group: "研判",
    path: "index",
    title: "总览",
    sections: ["在册监测对象", "监测帮扶通报表", "需要研究的事项", "各地区监测规模占比"],
    families: ["scale", "elimination", "quality"]
  },
  {
    group: "研判",
    path: "map",
    title: "风险地图",
    sections: ["地区对照表", "监测规模占比地图"],
    families: ["scale", "elimination"]
  },
  {
    group: "口径",
    path: "catalogue",
    title: "指标说明",
    sections: ["指标目录", "公式与分母", "判断线与参数", "能否计算"],
    families: []
  },
  {
    group: "口径",
    path: "policy",
    title: "政策口径",
    sections: ["口径对照表", "换口径后谁进谁出", "未规定的口径"],
    families: []
  },
  {
    group: "数据",
    path: "quality",
    title: "数据质量",
    sections: ["文件清点", "拒收与存疑的行", "数据质量检查", "认不出的文件"],
    families: ["quality"]
  }
];
