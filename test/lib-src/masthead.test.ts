import { expect, test } from "vitest";
import { badge, masthead, profileName } from "../../src/lib/masthead.ts";
import type { Meta } from "../../src/lib/site.ts";

const meta = {
  title: "看板<1>",
  short: "看板",
  demo: true,
  audience: "internal",
  profile: "FJ2020",
  profiles: [
    { id: "FJ2020", label: "福建2020", doc: "闽扶组〔2020〕4号", draft: false },
    { id: "JLC2020", label: "吉林市2020（征求意见稿）", doc: "征求意见稿", draft: true },
    { id: "HN2021", label: "河南2021", doc: "", draft: false }
  ],
  periods: { month: ["2023-12"], quarter: [], year: [] }
} as unknown as Meta;

const pages = [
  { group: "研判", path: "index", title: "总览", sections: [], indicators: [] },
  { group: "研判", path: "map", title: "风险地图", sections: [], indicators: [] },
  { group: "数据", path: "quality", title: "数据质量", sections: [], indicators: [] }
];

test("only groups with pages are shown, the page in hand is marked", () => {
  const html = masthead({ path: "/map", meta, root: "云岭市", pages });
  expect(html).toContain('<a href="/map" aria-current="page">风险地图</a>');
  expect(html).toContain('<a href="/quality">数据</a>');
  expect(html).not.toContain("帮扶</a>");
  expect(html).toContain("看板&#60;1&#62;");
});

test("the badge and the profile's name", () => {
  expect(badge(meta)).toBe("演示数据（合成） ・ 内部资料");
  expect(badge({ demo: false, audience: "public" })).toBe("公开资料");
  expect(["FJ2020", "JLC2020", "HN2021", "X"].map(id => profileName(meta, id))).toEqual([
    "闽扶组〔2020〕4号",
    "吉林市2020（征求意见稿）",
    "河南2021",
    "X"
  ]);
});
