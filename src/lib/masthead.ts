import { groups, type PageEntry } from "./pages.js";
import type { Meta } from "./site.js";

export interface MastheadInput {
  /** Path of the page, e.g. `/quality`. */
  readonly path: string;
  readonly meta: Meta;
  /** Name of the root region. */
  readonly root: string;
  /** Pages that exist. */
  readonly pages: readonly PageEntry[];
}

/** The two-line head as HTML. Its controls come alive in `components/head.ts`; links work without it. */
export function masthead({ path, meta, root, pages }: MastheadInput): string {
  const page = path.replace(/^\//, "");
  const here = pages.find(each => each.path === page);
  const linked = groups.filter(group => pages.some(each => each.group === group));
  const first = (group: string) => pages.find(each => each.group === group)!;
  const last = meta.periods.month.at(-1) ?? "";
  const groupLinks = linked.map(group => item(first(group).path, group, group === here?.group));
  const siblings = pages
    .filter(each => each.group === here?.group)
    .map(each => item(each.path, each.title, each === here));
  const menu = linked.map(
    group =>
      `<li><span>${escapeText(group)}</span><ul>${pages
        .filter(each => each.group === group)
        .map(each => item(each.path, each.title, each === here))
        .join("")}</ul></li>`
  );
  return `<a class="skip" href="#observablehq-main" rel="external">跳到正文</a>
<div class="head-top">
  <p class="head-title"><span class="wide">${escapeText(meta.title)}</span><span class="narrow">${escapeText(meta.short)}</span></p>
  <nav class="head-groups wide" aria-label="栏目"><ul>${groupLinks.join("")}</ul></nav>
  <p class="head-badge">${escapeText(badge(meta))}</p>
  <div class="head-tools wide"><a href="/meeting" data-keep>会商</a><button type="button" data-tool="find">查找</button><button type="button" data-tool="print">打印</button></div>
  <button type="button" class="head-menu narrow" data-tool="menu" aria-expanded="false" aria-controls="menu">菜单</button>
</div>
<nav id="menu" class="menu" aria-label="菜单" hidden><ul>${menu.join("")}</ul>
  <div class="menu-tools"><a href="/meeting" data-keep>会商</a><button type="button" data-tool="find">查找</button><button type="button" data-tool="print">打印</button></div>
</nav>
<div class="head-bottom">
  <nav class="head-pages wide" aria-label="页面"><ul>${siblings.join("")}</ul></nav>
  <div class="controls" data-controls>
    <div class="control control-region"><label for="region">区域</label><span class="field"><input id="region" type="text" value="${escapeText(root)}" autocomplete="off" spellcheck="false"><span class="hint" aria-hidden="true">名称、拼音或首字母</span></span></div>
    <div class="control control-period"><label for="period">期间</label><span class="field"><button type="button" data-step="-1" aria-label="上一月">‹</button><select id="period"><option>${last}</option></select><button type="button" data-step="1" aria-label="下一月">›</button></span></div>
    <div class="toggle" role="group" aria-label="计量单位"><button type="button" data-basis="户" aria-pressed="true">户</button><button type="button" data-basis="人" aria-pressed="false">人</button></div>
    <div class="control control-profile"><label for="profile">口径</label><span class="field"><select id="profile"><option>${escapeText(profileName(meta, meta.profile))}</option></select></span></div>
  </div>
</div>
<div class="notices" data-notices role="status"></div>`;
}

/** What the badge says: 演示数据（合成） and for whom the site is. */
export function badge(meta: Pick<Meta, "demo" | "audience">): string {
  const audience = meta.audience === "public" ? "公开资料" : "内部资料";
  return meta.demo ? `演示数据（合成） ・ ${audience}` : audience;
}

/** A profile's document number, with 征求意见稿 written out; its label where it has none. */
export function profileName(meta: Pick<Meta, "profiles">, id: string): string {
  const profile = meta.profiles.find(each => each.id === id);
  if (!profile) return id;
  if (profile.draft)
    return profile.label.includes("征求意见稿") ? profile.label : `${profile.label}（征求意见稿）`;
  return profile.doc || profile.label;
}

function item(path: string, text: string, current: boolean): string {
  return `<li><a href="/${path}"${current ? ' aria-current="page"' : ""}>${escapeText(text)}</a></li>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`);
}
