/** A page of the site: where it stands in the head, and words the search finds it by. */
export interface PageEntry {
  readonly group: string;
  /** Path under the site's root without extension. */
  readonly path: string;
  readonly title: string;
  readonly sections: readonly string[];
  /**
   * Indicators whose figures the page loads before it is drawn; others only when they are asked for. `overview` is the
   * file of all that 总览 shows.
   */
  readonly indicators: readonly string[];
}

/** Groups of the head, in reading order. A group without pages is not shown. */
export const groups: readonly string[] = ["研判", "监测", "帮扶", "口径", "数据"];

/** 会商模式 stands beside the pages, without their head. */
export const meetingPage: Pick<PageEntry, "path" | "title" | "indicators"> = {
  path: "meeting",
  title: "会商模式",
  indicators: [
    ...["B01", "K01", "K02", "K03", "K06", "K10", "K15", "K16", "K17", "K18", "K19", "K20", "K21", "K23"],
    ...["K26", "K27", "K28", "K29", "K30", "K31", "K33", "K34", "K35", "K40", "K41", "K42", "K48", "K54"]
  ]
};

/** Every page, in reading order. A page whose file does not exist is not linked. */
export const pages: readonly PageEntry[] = [
  {
    group: "研判",
    path: "index",
    title: "总览",
    sections: ["在册监测对象", "监测帮扶通报表", "需要研究的事项", "各地区监测规模占比", "本期变化"],
    indicators: ["overview"]
  },
  {
    group: "研判",
    path: "map",
    title: "风险地图",
    sections: ["地区对照表", "监测规模占比地图", "灾害影响范围", "两月对比"],
    indicators: ["K01", "K03", "K16", "K40"]
  },
  {
    group: "研判",
    path: "warnings",
    title: "三色预警",
    sections: ["各级户数", "升降级", "红色的原因", "官方与计算", "四种读法", "待核定缺的输入"],
    indicators: ["K03", "K16", "K17"]
  },
  {
    group: "研判",
    path: "hazards",
    title: "灾害与风险点",
    sections: ["灾害与风险事件", "风险暴露", "风险点防范与销号", "安置区就业", "价格与就业信号"],
    indicators: ["K40", "K42", "K58"]
  },
  {
    group: "监测",
    path: "identification",
    title: "识别流程",
    sections: ["发现渠道", "从线索到纳入", "五日核实", "次日交办", "公示天数", "缺失环节", "识别时长"],
    indicators: ["K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K39", "K55", "K60", "K61"]
  },
  {
    group: "监测",
    path: "departments",
    title: "部门预警",
    sections: ["部门推送", "核实与纳入", "信息比对", "季度比对按时"],
    indicators: ["K37", "K38", "K43"]
  },
  {
    group: "监测",
    path: "surveys",
    title: "调研与走访",
    sections: ["季度实地调研", "县乡全覆盖", "月度入户走访", "乡镇督导", "排查", "调研发现"],
    indicators: ["K18", "K19", "K20", "K23", "K36", "K56", "K57"]
  },
  {
    group: "帮扶",
    path: "measures",
    title: "措施与成效",
    sections: [
      "措施覆盖",
      "满一个月无措施",
      "措施叠加",
      "风险与措施匹配",
      "收入前后",
      "消除用时",
      "岗位推送",
      "无劳动能力保障",
      "低保渐退",
      "稳定补贴",
      "三保障隐患"
    ],
    indicators: ["K12", "K13", "K14", "K15", "K26", "K27", "K28", "K29", "K30", "K31", "K32", "K33", "K45"]
  },
  {
    group: "帮扶",
    path: "elimination",
    title: "风险消除",
    sections: ["消除率", "本月消除", "不当消除", "消除公示", "告知与公告", "再纳入", "返贫与新致贫"],
    indicators: ["B01", "K10", "K33", "K34", "K35", "K41", "K59", "K60"]
  },
  {
    group: "帮扶",
    path: "responsibility",
    title: "责任落实",
    sections: ["挂钩责任人", "本村结对", "乡镇督导", "成效分析", "联系人", "档案", "阶段任务", "问题整改"],
    indicators: ["K21", "K22", "K23", "K24", "K25", "K44", "K49", "K50", "K54"]
  },
  {
    group: "帮扶",
    path: "funds",
    title: "资金与项目",
    sections: ["资金投入", "户均", "产业与设施", "合同续签", "稳定补贴", "危房处置"],
    indicators: ["K45", "K46", "K51", "K52", "K53"]
  },
  {
    group: "口径",
    path: "scale",
    title: "规模参考",
    sections: ["占比与参考", "偏离百分点", "占比与规模", "应纳未纳"],
    indicators: ["K01", "K02", "K03"]
  },
  {
    group: "口径",
    path: "policy",
    title: "政策口径",
    sections: ["口径对照表", "换口径后谁进谁出", "未规定的口径"],
    indicators: []
  },
  {
    group: "口径",
    path: "catalogue",
    title: "指标说明",
    sections: ["指标目录", "公式与分母", "判断线与参数", "能否计算"],
    indicators: []
  },
  {
    group: "口径",
    path: "methods",
    title: "统计方法",
    sections: [
      "漏斗图",
      "经验贝叶斯平滑",
      "圆形扫描",
      "时间序列阈值",
      "错误发现率",
      "累积发生率",
      "有无措施的比较",
      "抽样与区间",
      "综合指数",
      "与参考程序的核对"
    ],
    indicators: []
  },
  {
    group: "数据",
    path: "quality",
    title: "数据质量",
    sections: ["文件清点", "拒收与存疑的行", "数据质量检查", "疑点核查", "认不出的文件"],
    indicators: ["K48"]
  },
  {
    group: "数据",
    path: "ledger",
    title: "枣庄台账",
    sections: ["政策享受", "两节对照", "联系人配备", "台账核对"],
    indicators: ["K47", "K48", "K49"]
  },
  {
    group: "数据",
    path: "downloads",
    title: "下载",
    sections: ["指标表", "数据字典", "模板"],
    indicators: []
  },
  {
    group: "数据",
    path: "guide",
    title: "使用指南",
    sections: ["给领导的一页", "给数据员的一页"],
    indicators: []
  }
];
