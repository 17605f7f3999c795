import { type Check, checkAdvice, checkNames, checksOf, failedIn } from "../lib/checks.js";
import type { Context } from "../lib/context.js";
import { count, smallShare } from "../lib/format.js";
import { intakeTotals, isTable, missingTables, unaccounted } from "../lib/intake.js";
import { levelWord } from "../lib/regions.js";
import { dataSentence, plain } from "../lib/sentence.js";
import type { FileAccount, Reject } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import type { Suspects } from "../lib/suspects.js";
import { crumbs } from "./crumbs.js";
import { type Child, h } from "./dom.js";
import { figure } from "./figure.js";
import { reconcileFigure } from "./reconcile-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { suspectFigures } from "./suspect-figures.js";
import { type TableColumn, table } from "./table.js";
import { withheldNote } from "./withheld-note.js";

/** What became of rows and cells, by the kind of the entry. */
const outcomes: Readonly<Record<string, string>> = {
  refused: "整行拒收",
  fault: "单元作空，行保留",
  note: "原样保留，待核"
};

/** 数据质量: every row of every file accounted for, what was refused and why, the checks of the rows by region, and the suspects among the households. */
export async function quality(site: Site, context: Context): Promise<Node> {
  const { intake, meta } = site;
  if (meta.audience === "public")
    return h(
      "div",
      { class: "quality" },
      crumbs(site, context),
      h("h1", {}, "数据质量的明细不公开"),
      h("p", { class: "unit" }, `数据截至 ${meta.asOf} ・ 规则与设置 ${meta.edition.slice(0, 8)}`),
      withheldNote("文件账目、拒收行、疑点核查和通报核对", "一份文件的行数、一项检查查到的，可以就是几户")
    );
  const suspects = await site.json<Suspects>("suspects.json");
  const totals = intakeTotals(intake);
  const missing = missingTables(site.catalogue.values(), meta).map(site.tableName);
  const unknown = intake.files.filter(file => !isTable(file));
  return h(
    "div",
    { class: "quality" },
    crumbs(site, context),
    h("h1", {}, plain(dataSentence({ ...totals, missing: [] })).replace(/。$/, "")),
    h(
      "p",
      { class: "unit" },
      `数据截至 ${meta.asOf} ・ 读入 = 采用 + 拒收 + 空行；重复行已在采用之内，不计数 ・ 规则与设置 ${meta.edition.slice(0, 8)}`
    ),
    accounts(intake.files.filter(isTable)),
    rejects(intake.rejects),
    checks(site, context),
    suspectFigures(site, context, suspects),
    ...(await reconcileFigure(site, context)),
    part(
      "unrecognised",
      unknown.length > 0 ? `${count(unknown.length)} 个文件认不出是哪张表` : "每个文件都认出了是哪张表",
      unknown.length > 0
        ? table<FileAccount>({
            caption: "认不出的文件",
            columns: [
              { key: "file", label: "文件", value: row => row.file },
              { key: "note", label: "原因", value: row => row.note },
              { key: "action", label: "怎么办", value: () => "改用表名作文件名，或删去无关的文件" }
            ],
            rows: unknown
          })
        : null
    ),
    part(
      "tables",
      missing.length > 0 ? `${count(missing.length)} 张可用的表没有导入` : "指标要用的表都已导入",
      h("p", {}, missing.join("、")),
      missing.length > 0
        ? h(
            "p",
            { class: "note" },
            "缺这些表不影响其余指标；相关指标显示为 ",
            stateMark("missing"),
            "，不要求新增填报。"
          )
        : null
    )
  );
}

function accounts(files: readonly FileAccount[]): HTMLElement {
  const open = files.filter(file => unaccounted(file) !== 0);
  const number = (
    key: "read" | "accepted" | "refused" | "blank" | "duplicate",
    label: string
  ): TableColumn<FileAccount> => ({
    key,
    label,
    value: row => row[key],
    text: row => count(row[key])
  });
  const sum = (key: "read" | "accepted" | "refused" | "blank" | "duplicate") =>
    files.reduce((total, file) => total + file[key], 0);
  return part(
    "files",
    open.length === 0
      ? `${count(files.length)} 个文件的行都对得上`
      : `${count(open.length)} 个文件的行对不上，请报告数据员`,
    table<FileAccount>({
      caption: "文件清点",
      columns: [
        { key: "file", label: "文件", value: row => row.file },
        { key: "name", label: "表", value: row => row.name ?? "" },
        { key: "sheet", label: "工作表", value: row => row.sheet },
        { key: "snapshot", label: "快照日", value: row => row.snapshot ?? "" },
        number("read", "读入"),
        number("accepted", "采用"),
        number("refused", "拒收"),
        number("blank", "空行"),
        number("duplicate", "其中重复"),
        {
          key: "check",
          label: "核对",
          value: row => (unaccounted(row) === 0 ? "✓ 对得上" : `差 ${count(unaccounted(row))} 行`)
        },
        { key: "digest", label: "指纹", value: row => row.digest.slice(0, 8) },
        { key: "note", label: "说明", value: row => row.note }
      ],
      rows: files,
      ...(files.length > 1
        ? {
            total: {
              file: "合计",
              table: "",
              name: "",
              snapshot: "",
              sheet: "",
              read: sum("read"),
              accepted: sum("accepted"),
              refused: sum("refused"),
              blank: sum("blank"),
              duplicate: sum("duplicate"),
              status: "",
              digest: "",
              note: ""
            }
          }
        : {})
    })
  );
}

function rejects(list: readonly Reject[]): HTMLElement {
  const sum = (kind: string) =>
    list.filter(each => each.kind === kind).reduce((total, each) => total + each.count, 0);
  const refused = sum("refused");
  const faults = sum("fault");
  const notes = sum("note");
  const title = [
    refused > 0 ? `${count(refused)} 行被拒收` : "没有行被拒收",
    faults > 0 ? `${count(faults)} 个单元读不出` : "没有读不出的单元",
    ...(notes > 0 ? [`${count(notes)} 处原样保留待核`] : [])
  ].join("，");
  return part(
    "rejects",
    title,
    list.length > 0
      ? table<Reject>({
          caption: "拒收的行与读不出的单元，按原因",
          columns: [
            { key: "name", label: "表", value: row => row.name },
            { key: "column", label: "列", value: row => row.column },
            { key: "reason", label: "原因", value: row => row.reason },
            {
              key: "kind",
              label: "处理",
              value: row => outcomes[row.kind] ?? row.kind
            },
            { key: "count", label: "数量", value: row => row.count, text: row => count(row.count) },
            { key: "action", label: "怎么办", value: row => row.action }
          ],
          rows: list
        })
      : null,
    list.length > 0
      ? h("p", { class: "note" }, "逐行清单在拒收清单文件里，写明文件、工作表与行号；本站不列户。")
      : null
  );
}

function checks(site: Site, context: Context): HTMLElement {
  const { dataset, meta, regions } = site;
  const all = checksOf(dataset, context.region, meta.asOf, context.profile);
  const found = all.filter(check => (check.failed ?? 0) > 0);
  const failing = new Set(found.map(({ name }) => name));
  const place = regions.get(context.region)!;
  const children = regions.children(context.region);
  const names = [...new Set(checkNames(dataset).map(({ name }) => name))];
  const rows = [place, ...children].map(region => ({
    code: region.code,
    name: region.name,
    failed: new Map(
      names.map(name => [name, failedIn(dataset, name, region.code, meta.asOf, context.profile)])
    )
  }));
  type Row = (typeof rows)[number];
  const byRegion: readonly TableColumn<Row>[] = [
    { key: "name", label: levelWord(children[0]?.level ?? place.level), value: row => row.name },
    ...names.map(name => ({
      key: name,
      label: name,
      value: (row: Row) => row.failed.get(name) ?? null,
      text: (row: Row) => count(row.failed.get(name) ?? 0),
      state: (row: Row) => (row.failed.get(name) == null ? stateWords.missing : null),
      cell: (row: Row): Child => (row.failed.get(name) == null ? stateMark("missing") : null)
    }))
  ];
  return h(
    "div",
    { id: "checks" },
    figure<Row>(site, {
      id: "check-regions",
      title:
        all.length === 0
          ? `${place.name}没有数据质量检查的结果`
          : failing.size === 0
            ? `${place.name} ${names.length} 项检查都没有发现问题`
            : `${place.name} ${names.length} 项检查中 ${failing.size} 项有问题`,
      unit: `数据质量 K48，行、户 ・ 快照日 ${meta.asOf}`,
      picture: () =>
        h(
          "div",
          { class: "checks" },
          table<Check>({
            caption: "检查项与所在的表",
            columns: [
              { key: "name", label: "检查项", value: row => row.name },
              { key: "table", label: "表", value: row => row.table },
              {
                key: "failed",
                label: "有问题",
                strong: true,
                value: row => row.failed,
                text: row => count(row.failed ?? 0)
              },
              {
                key: "of",
                label: "检查了",
                value: row => row.of,
                text: row => (row.of === null ? "—" : count(row.of))
              },
              { key: "basis", label: "单位", value: row => row.basis },
              {
                key: "share",
                label: "占比 %",
                value: row => (row.failed === null || !row.of ? null : row.failed / row.of),
                text: row => (row.failed === null || !row.of ? "—" : smallShare(row.failed / row.of))
              },
              { key: "action", label: "怎么办", value: row => checkAdvice[row.name] ?? "" }
            ],
            rows: found
          })
        ),
      note:
        found.length < all.length
          ? `另有 ${count(all.length - found.length)} 处（检查项 × 表）没有发现问题；“表”里是各地区的数。`
          : null,
      table: {
        caption: `各${levelWord(children[0]?.level ?? place.level)}的检查结果`,
        columns: byRegion,
        rows: rows.slice(1),
        total: rows[0]!
      },
      about: [{ indicator: "K48" }]
    })
  );
}

function part(id: string, title: string, ...children: Child[]): HTMLElement {
  return h(
    "section",
    { id, class: "section", "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title),
    children
  );
}
