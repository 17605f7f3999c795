import type { Context } from "../lib/context.js";
import { groups, pages } from "../lib/pages.js";
import { legendStates, stateNotes } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { frame } from "./frame.js";
import { levelName } from "./level-mark.js";
import { certaintyKey } from "./policy-mark.js";
import { type Site, siteUrl } from "./site.js";
import { stateMark, unreadMark } from "./state.js";

/** 使用指南: one page for leaders, one for analysts. */
export function guide(site: Site, context: Context): Node {
  return frame(site, context, {
    name: "guide upright",
    question: "第一次打开，从哪里看起，怎样换地区和月份，数字没有时是什么意思？",
    title: "一页给领导，一页给数据员",
    unit: `数据截至 ${site.meta.asOf} ・ 全部在本机或单位内网打开，不连外网`,
    body: [leaders(site), analysts(site)],
    indicators: []
  });
}

function leaders(site: Site): HTMLElement {
  return part("leaders", "给领导的一页", [
    steps([
      ["看三句话", ["打开", page(site, "index"), "，最上面三句写明本月变了什么、变在哪里、什么到期。"]],
      [
        "看事项",
        ["“需要研究的事项”按办理期限排列，每条有数量、地区和去处；点“查看”到那一页。不给地区和干部排名。"]
      ],
      [
        "换地区、月份",
        [
          "右上角“区域”可输汉字、拼音或首字母，也可在",
          page(site, "map"),
          "上点选、按回车进入下一级；“期间”换月份；“户、人”换计量。网址随之改变，可以收藏、转发，后退键有效。"
        ]
      ],
      [
        "问来由",
        ["每张图有“图、表、说明”：表是同一组数；说明写公式、分子、分母、条款、来源文件。“下载”可存图和表。"]
      ],
      [
        "开会用",
        [
          "右上角“会商”打开投影用的幻灯片：← → 或翻页笔翻页，地图页用 ↑ ↓ 选地区、回车进入、Esc 返回；B 黑屏，N 看分子分母和条款，S 选页。"
        ]
      ],
      [
        "看颜色",
        [
          ["红色", "黄色", "蓝色", "待核定", "未分级"].map(word => [levelName(word), "　"]),
          "只用于预警级别；地图深浅只表示数值大小，不表示好坏。"
        ]
      ],
      [
        "看 5%",
        [
          "5% 是参考，不是上限；占比低也可能是应纳未纳。本平台不作“已发生规模性返贫”的结论，没有文件定过数值。"
        ]
      ],
      [
        "看信号",
        [
          "统计信号只说“这里或这个月不像碰巧，请看一眼”，不说原因，不改变颜色；低于同级也算，可能是应纳未纳。",
          page(site, "index"),
          "每月至多列五条，点开看分子、分母、区间和阈值；",
          page(site, "map"),
          "的“图层”可看原值、平滑值和信号；先核对是否集中排查、补录，再找原因。没有信号不等于没有问题，“数据不足”不等于没有信号。怎样算见",
          page(site, "methods"),
          "。"
        ]
      ],
      [
        "没有数字",
        [
          h(
            "ul",
            { class: "guide-states" },
            h("li", {}, h("span", {}, "0"), " 有记录，数为零"),
            legendStates().map(state => h("li", {}, stateMark(state), ` ${stateNotes[state]}`))
          )
        ]
      ]
    ]),
    h("h3", {}, "各页回答什么"),
    h(
      "dl",
      { class: "guide-pages" },
      groups.flatMap(group =>
        pages
          .filter(each => each.group === group && each.path !== "guide")
          .map(each =>
            h("div", {}, h("dt", {}, page(site, each.path)), h("dd", {}, each.sections.join("、")))
          )
      )
    )
  ]);
}

function analysts(site: Site): HTMLElement {
  return part("analysts", "给数据员的一页", [
    steps([
      [
        "取导出",
        [
          "从国家系统导出监测对象信息、外出务工信息、行政村信息，原样放进 data/exports；不用改表头、不用另存。"
        ]
      ],
      [
        "配本地表",
        [
          "区划统计表必备；其余本地表有就放，没有的，相关指标显示",
          unreadMark(),
          "，不要求新增填报。空白模板在",
          page(site, "downloads"),
          "。"
        ]
      ],
      [
        "先核对",
        [code("npm run check"), " 列出每份文件读入、采用、拒收、空行，和要改的行、列、原因、怎么办。"]
      ],
      [
        "生成",
        [
          code("npm run build"),
          " 写出 dist；有整份拒收时停下并保留旧站，",
          code("--partial"),
          " 可照建并在每页写明缺哪些文件。"
        ]
      ],
      ["看效果", [code("npm start"), " 在本机打开；把 dist 整个放到单位内网的任何静态服务器即可。"]],
      [
        "看质量",
        [page(site, "quality"), "：每份文件的行都要对得上；拒收的行逐条在 out/ 的拒收清单里，网站不列户。"]
      ],
      [
        "换口径",
        [
          "“口径”只换判断，数值不变；",
          page(site, "policy"),
          "写各份文件的出入，",
          page(site, "catalogue"),
          "写每个指标怎样算、缺什么。标记：",
          certaintyKey()
        ]
      ],
      ["个人信息", ["姓名、证号、电话、银行卡只在读入时使用，不进仓库、网站、日志；网站也不显示户编码。"]],
      [
        "常用命令",
        [
          h(
            "ul",
            {},
            commands.map(([name, words]) => h("li", {}, code(name), ` ${words}`))
          )
        ]
      ]
    ])
  ]);
}

const commands: readonly (readonly [string, string])[] = [
  ["npm run demo", "生成合成的演示数据"],
  ["npm run indicators", "把指标表写成 CSV"],
  ["npm run templates", "写出本地表的空白模板"],
  ["npm run ledger", "按枣庄表样汇总台账"],
  ["npm run boundaries", "导入本地的界线文件"],
  ["npm run pack", "打成一个可带到不联网电脑的包"]
];

function steps(items: readonly (readonly [string, Child])[]): HTMLElement {
  return h(
    "dl",
    { class: "guide-steps" },
    items.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))
  );
}

function page(site: Site, path: string): HTMLElement {
  const title = pages.find(each => each.path === path)?.title ?? path;
  return h("a", { href: `${siteUrl(`${path}.html`).pathname}${site.context.href()}` }, title);
}

function code(text: string): HTMLElement {
  return h("code", {}, text);
}

function part(id: string, title: string, children: readonly Child[]): HTMLElement {
  return h(
    "section",
    { id, class: "section guide-part", "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title),
    children
  );
}
