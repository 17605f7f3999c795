import type { Context } from "../lib/context.js";
import {
  type Reach,
  type Selection,
  type Span,
  selectRows,
  sizeText,
  type TidyField,
  tidyColumns,
  tidyFields
} from "../lib/downloads.js";
import { count } from "../lib/format.js";
import { periodOf } from "../lib/periods.js";
import { levelWord } from "../lib/regions.js";
import type { Definitions, Dictionary, Family } from "../lib/site.js";
import { toCsv } from "../lib/tabular.js";
import { type Child, h } from "./dom.js";
import { frame } from "./frame.js";
import { pick, picked } from "./pick.js";
import { download } from "./picture.js";
import { toParquet, toXlsx } from "./sheet-files.js";
import { type Site, siteUrl } from "./site.js";
import { table } from "./table.js";

const reaches: readonly Reach[] = ["below", "region", "all"];
const spans: readonly Span[] = ["period", "all"];

/** Sheets hold a little over a million rows, a browser's memory less. */
const mostSheetRows = 200_000;

/** 下载: the indicator table as on view or whole, its dictionary, the input tables' columns and their templates. */
export async function downloads(site: Site, context: Context): Promise<Node> {
  const { families } = await site.json<Definitions>("definitions.json");
  const dictionary = await site.json<Dictionary>("dictionary.json");
  return frame(site, context, {
    name: "downloads",
    question: "怎样把看到的数字带走，每一列是什么意思？",
    title: `指标表 ${site.catalogue.size} 个指标可下载为 CSV、XLSX、Parquet`,
    unit: `一行一个指标、区划、期间、分项、计量 ・ 数据截至 ${site.meta.asOf} ・ 不含姓名、证号、电话与户编码`,
    body: [
      chosen(site, context, families),
      whole(dictionary),
      fields(),
      inputs(dictionary),
      blanks(dictionary)
    ],
    indicators: []
  });
}

function chosen(site: Site, context: Context, families: readonly Family[]): HTMLElement {
  const place = site.regions.get(context.region)!;
  const below = site.regions.children(context.region);
  const reach = picked(site, "reach", reaches);
  const span = picked(site, "span", spans);
  const family = picked(site, "family", ["", ...families.map(({ id }) => id)]);
  const indicators = families.find(({ id }) => id === family)?.indicators ?? [...site.catalogue.keys()];
  const selection: Selection = {
    reach,
    span,
    indicators,
    region: context.region,
    period: context.period,
    profile: context.profile
  };
  const name = `指标表_${place.name}_${span === "all" ? "全部期间" : context.period}`;
  const columns = tidyColumns(site.regions);
  const status = h("p", { class: "note", role: "status" });
  const buttons = [
    saveButton("CSV", async () => {
      const rows = await read();
      return {
        rows: rows.length,
        file: `${name}.csv`,
        blob: new Blob([toCsv(columns, rows)], { type: "text/csv" })
      };
    }),
    saveButton("XLSX", async () => {
      const rows = await read();
      if (rows.length > mostSheetRows)
        throw new Error(
          `共 ${count(rows.length)} 行，工作簿放不下；请少选一类指标、一个期间，或改用 CSV、Parquet`
        );
      const groups = new Map(
        families
          .filter(({ indicators: ids }) => ids.some(id => indicators.includes(id)))
          .map(each => [each.name, rows.filter(({ indicator }) => each.indicators.includes(indicator))])
      );
      return { rows: rows.length, file: `${name}.xlsx`, blob: await toXlsx(columns, groups) };
    }),
    saveButton("Parquet", async () => {
      const rows = await read();
      const blob = await toParquet(columns, rows, new Set(["numerator", "denominator", "value"]));
      return { rows: rows.length, file: `${name}.parquet`, blob };
    })
  ];

  async function read() {
    status.textContent = "正在取数……";
    await site.need(indicators, context.region);
    return selectRows(site.dataset, site.regions, selection);
  }

  function saveButton(
    label: string,
    make: () => Promise<{ rows: number; file: string; blob: Blob }>
  ): HTMLButtonElement {
    return h(
      "button",
      {
        type: "button",
        class: "map-word",
        "data-save": label.toLowerCase(),
        onclick: async () => {
          try {
            const { rows, file, blob } = await make();
            download(file, blob);
            status.textContent = `已写出 ${file}，${count(rows)} 行。`;
          } catch (error) {
            status.textContent = `没有写出：${error instanceof Error ? error.message : String(error)}`;
          }
        }
      },
      label
    );
  }

  const periods = [context.period, periodOf("quarter", context.period), periodOf("year", context.period)];
  const word = levelWord(below[0]?.level ?? "");
  return section("chosen", "所选地区、期间与口径的指标表", [
    h(
      "div",
      { class: "frame-controls" },
      pick(site, {
        param: "reach",
        label: "地区范围",
        value: reach,
        options: [
          {
            value: "below",
            text: below.length > 0 ? `${place.name}和下属 ${below.length} 个${word}` : place.name
          },
          { value: "region", text: `只要${place.name}` },
          { value: "all", text: "全部到县区，所选县区到乡镇" }
        ]
      }),
      pick(site, {
        param: "span",
        label: "期间范围",
        value: span,
        options: [
          { value: "period", text: periods.join("、") },
          { value: "all", text: "全部期间" }
        ]
      }),
      pick(site, {
        param: "family",
        label: "指标类",
        value: family,
        options: [
          { value: "", text: "全部指标" },
          ...families.map(({ id, name: text, indicators: ids }) => ({
            value: id,
            text: `${text}（${ids.length} 个）`
          }))
        ]
      }),
      h("span", { class: "download-words" }, buttons)
    ),
    status,
    h(
      "p",
      { class: "note" },
      "事件、轮次等没有固定期间的行随各期间一并写出；同一数字只写一行，判断按当前口径。"
    )
  ]);
}

function whole({ parquetBytes }: Dictionary): HTMLElement {
  const href = siteUrl("data/downloads/indicator.parquet").pathname;
  return section("whole", `整张指标表一份 Parquet，${sizeText(parquetBytes)}`, [
    h(
      "p",
      {},
      h("a", { href, download: "indicator.parquet" }, "indicator.parquet"),
      "　市到乡镇、全部期间、各口径的判断。"
    ),
    h("p", { class: "note" }, "整张表的 CSV 由数据员运行 npm run indicators 写出，列与本页相同。")
  ]);
}

function fields(): HTMLElement {
  return section(
    "fields",
    `指标表的 ${tidyFields.length} 列`,
    table<TidyField>({
      caption: "指标表的列",
      sortable: false,
      columns: [
        { key: "name", label: "列", value: row => row.name },
        { key: "words", label: "含义", value: row => row.words }
      ],
      rows: tidyFields
    })
  );
}

function inputs({ tables }: Dictionary): HTMLElement {
  const groups: Readonly<Record<string, string>> = {
    A: "国家系统导出",
    B: "本地表",
    C: "枣庄台账",
    D: "平台随附"
  };
  return section("inputs", `输入的 ${tables.length} 张表各列的含义`, [
    tables.map(({ id, name, group, columns }) =>
      h(
        "details",
        { id: `table-${id}`, class: "dictionary" },
        h(
          "summary",
          {},
          h("b", {}, name),
          h("span", { class: "note" }, ` ${groups[group] ?? ""} ・ ${columns.length} 列`)
        ),
        table({
          caption: `${name}的列`,
          sortable: false,
          columns: [
            { key: "header", label: "列", value: row => row.header },
            { key: "required", label: "必填", value: row => needs[row.required] ?? row.required },
            { key: "type", label: "类型", value: row => types[row.type] ?? row.type },
            { key: "unit", label: "单位", value: row => (row.unit === "-" ? "" : row.unit) },
            { key: "personal", label: "个人信息", value: row => (row.personal ? "只在读入时使用" : "") },
            { key: "meaning", label: "含义与可填的值", value: row => meaningText(row.meaning, row.codes) }
          ],
          rows: columns
        })
      )
    )
  ]);
}

const needs: Readonly<Record<string, string>> = { key: "键列", yes: "是", no: "" };
const types: Readonly<Record<string, string>> = {
  text: "文字",
  int: "整数",
  decimal: "小数",
  date: "日期",
  month: "年月",
  bool: "是否",
  code: "选项",
  list: "多值",
  year: "年"
};

function meaningText(meaning: string, codes: readonly string[]): string {
  const choices =
    codes.length > 0 ? `可填：${codes.slice(0, 12).join("、")}${codes.length > 12 ? "……" : ""}` : "";
  return [meaning, choices].filter(Boolean).join("；");
}

function blanks({ tables }: Dictionary): HTMLElement {
  const local = tables.filter(({ templates }) => templates.length > 0);
  return section("templates", `${local.length} 张本地表的空白模板`, [
    h(
      "p",
      { class: "note" },
      "表头在第 1 行；填好后放入 data/exports 重新生成。各表都可缺，不要求新增填报。"
    ),
    h(
      "ul",
      { class: "templates" },
      local.map(({ name, templates }) =>
        h(
          "li",
          {},
          h("span", {}, name),
          templates.map(file => [
            " ",
            h(
              "a",
              {
                href: siteUrl(`data/downloads/templates/${encodeURIComponent(file)}`).pathname,
                download: file,
                "aria-label": `下载${file}`
              },
              file.split(".").at(-1)!.toUpperCase()
            )
          ])
        )
      )
    )
  ]);
}

function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return h(
    "section",
    { id, class: "section", "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title),
    children
  );
}
