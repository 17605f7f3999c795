import type { Context } from "../lib/context.js";
import { count, inPercent, smallShare } from "../lib/format.js";
import { levelWord } from "../lib/regions.js";
import type { Region } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import {
  lackingText,
  type SuspectCount,
  type SuspectGroup,
  type Suspects,
  suspectCounts,
  suspectGroups,
  suspectGroupTitle,
  suspectPlaceTitle,
  suspectTitle
} from "../lib/suspects.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { pick, picked } from "./pick.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** Tables the checks read; the register before all. */
const sources = ["monitored_person", "migrant_work", "measure", "village", "region_stat", "exemption"];
const all = "全部";

/** 疑点核查: what the checks found, by check, and by group or for one check over the regions. */
export function suspectFigures(site: Site, context: Context, data: Suspects): HTMLElement {
  const counts = suspectCounts(data, context.region);
  const groups = [...new Set(data.checks.map(({ group }) => group))];
  const level = picked(site, "level", [all, ...data.levels]);
  const group = picked(site, "group", [all, ...groups]);
  const shown = counts.filter(
    ({ check }) => (level === all || check.level === level) && (group === all || check.group === group)
  );
  const asked = picked(site, "check", [all, ...data.checks.map(({ id }) => id)]);
  const chosen = counts.find(({ check }) => check.id === asked);
  const option = (value: string, text = value) => ({ value, text });
  const choice = (param: string, label: string, values: readonly string[], value: string) =>
    pick(site, {
      param,
      label,
      value,
      options: [option(all, `${label}：${all}`), ...values.map(each => option(each))]
    });
  return h(
    "div",
    { id: "suspects" },
    h(
      "div",
      { class: "suspect-picks" },
      choice("level", "级别", data.levels, level),
      choice("group", "类别", groups, group),
      pick(site, {
        param: "check",
        label: "检查",
        value: asked,
        options: [option(all, "检查：按类别看"), ...data.checks.map(({ id, title }) => option(id, title))]
      })
    ),
    checkFigure(site, context, data, shown, asked),
    // Without any table the figure before says so.
    site.meta.tables.some(({ table: id }) => sources.includes(id)) &&
      (chosen
        ? placeFigure(site, context, data, chosen)
        : groupFigure(site, context, data, level === all ? data.levels.slice(0, -1) : [level]))
  );
}

function checkFigure(
  site: Site,
  context: Context,
  data: Suspects,
  shown: readonly SuspectCount[],
  asked: string
): HTMLElement {
  const place = site.regions.get(context.region)!;
  const found = shown.filter(row => (row.found ?? 0) > 0);
  const notRun = shown.filter(row => row.found === null).length;
  const columns: readonly TableColumn<SuspectCount>[] = [
    { key: "title", label: "检查", value: ({ check }) => check.title },
    ...numberColumns(shown),
    { key: "unit", label: "单位", value: ({ check }) => check.unit },
    { key: "level", label: "级别", value: ({ check }) => check.level },
    { key: "group", label: "类别", value: ({ check }) => check.group },
    { key: "advice", label: "怎么办", value: ({ check }) => check.advice }
  ];
  const rest = shown.length - found.length - notRun;
  const others = [
    rest > 0 ? `另有 ${rest} 项没有查到` : "",
    notRun > 0 ? `${notRun} 项没有查（缺表、缺列，或没有相应的户）` : ""
  ].filter(Boolean);
  return figure<SuspectCount>(site, {
    id: "suspect-checks",
    title: suspectTitle(data, context.region, place.name),
    unit: `疑点核查 ・ 各按其单位，户、人不相加 ・ 快照日 ${site.meta.asOf} ・ 错误须更正，疑点要核对，提示看一眼 ・ 点检查名看各地区`,
    picture: () =>
      found.length > 0
        ? table<SuspectCount>({
            caption: "查到疑点的检查",
            columns,
            rows: found,
            rowKey: ({ check }) => check.id,
            selected: asked,
            onSelect: ({ check }) => site.context.setParam("check", asked === check.id ? null : check.id)
          })
        : h("p", {}, "所选的检查没有查到疑点。"),
    note: [
      others.length > 0 ? `${others.join("，")}；“表”里是全部。` : "",
      "户编号在 npm run suspects 写出的“疑点清单”工作簿里：一个乡镇一份，表名就是检查名；本站不列户。",
      "核对后无误的写进“豁免清单”，单列在豁免一栏。数都是平台设置，非政策阈值。"
    ].join(""),
    table: {
      caption: "全部检查",
      columns: [
        ...columns,
        { key: "numbers", label: "数（平台设置）", value: ({ check }) => check.numbers.join("、") },
        { key: "clause", label: "依据", value: ({ check }) => check.clause },
        { key: "sheet", label: "清单", value: ({ check }) => `疑点清单 › ${check.title}` },
        { key: "lacking", label: "未查", value: ({ check }) => lackingText(check) }
      ],
      rows: shown
    },
    about: [],
    tables: sources
  });
}

interface PlaceRow extends SuspectCount {
  readonly region: Region;
}

function placeFigure(site: Site, context: Context, data: Suspects, chosen: SuspectCount): HTMLElement {
  const { place, children, word } = around(site, context);
  const rows = [...children, place].map((region): PlaceRow => {
    const own = suspectCounts(data, region.code).find(({ check }) => check.id === chosen.check.id)!;
    return { ...own, region };
  });
  const columns: readonly TableColumn<PlaceRow>[] = [
    { key: "name", label: word, value: ({ region }) => region.name },
    ...numberColumns(rows)
  ];
  const parts = rows.slice(0, -1).map(({ region, found }) => ({ place: region.name, failed: found ?? 0 }));
  const spec = {
    caption: `${chosen.check.title}，各${word}`,
    columns,
    rows: rows.slice(0, -1),
    total: rows.at(-1)!
  };
  const { check } = chosen;
  return figure<PlaceRow>(site, {
    id: "suspect-places",
    title: suspectPlaceTitle(chosen, parts, word),
    unit: `疑点核查 ・ ${check.group} ・ ${check.level} ・ 单位 ${check.unit} ・ 快照日 ${site.meta.asOf}`,
    picture: () => table(spec),
    note: [
      `依据：${check.clause}${check.numbers.length > 0 ? `，数 ${check.numbers.join("、")}` : ""}。怎么办：${check.advice}。`,
      `户编号在“疑点清单”工作簿的“${check.title}”表。`
    ].join(""),
    table: spec,
    about: [],
    tables: sources
  });
}

interface GroupRow {
  readonly region: Region;
  readonly groups: readonly SuspectGroup[];
}

/** 提示 are too many to sum with the rest, unless they are asked for. */
function groupFigure(site: Site, context: Context, data: Suspects, levels: readonly string[]): HTMLElement {
  const { place, children, word } = around(site, context);
  const rows = [...children, place].map(
    (region): GroupRow => ({ region, groups: suspectGroups(data, region.code, levels) })
  );
  const whole = rows.at(-1)!;
  const columns: readonly TableColumn<GroupRow>[] = [
    { key: "name", label: word, value: ({ region }) => region.name },
    ...whole.groups.map(
      ({ group }, i): TableColumn<GroupRow> => ({
        key: group,
        label: group,
        unit: "处",
        value: ({ groups }) => groups[i]!.findings,
        text: ({ groups }) => count(groups[i]!.findings ?? 0),
        state: ({ groups }) => (groups[i]!.findings === null ? stateWords.missing : null),
        cell: ({ groups }) => (groups[i]!.findings === null ? stateMark("missing") : null)
      })
    )
  ];
  const spec = { caption: `各${word}各类的疑点`, columns, rows: rows.slice(0, -1), total: whole };
  return figure<GroupRow>(site, {
    id: "suspect-groups",
    title: suspectGroupTitle(data, context.region, place.name, levels),
    unit: `疑点核查，处 ・ ${levels.join("、")} ・ 一户（人、数）在一项检查里是一处 ・ 快照日 ${site.meta.asOf}`,
    picture: () => table(spec),
    table: spec,
    about: [],
    tables: sources
  });
}

/** The place in hand and the regions under it, with the word for those. */
function around(
  { regions }: Site,
  context: Context
): { place: Region; children: readonly Region[]; word: string } {
  const place = regions.get(context.region)!;
  const children = regions.children(context.region);
  return { place, children, word: levelWord(children[0]?.level ?? place.level) };
}

/** What a check found, what is exempt besides where anything is, and of how many. */
function numberColumns<Row extends SuspectCount>(rows: readonly Row[]): TableColumn<Row>[] {
  const state = ({ found }: Row): string | null => (found === null ? stateWords.missing : null);
  const number = (key: "found" | "exempt" | "examined", label: string): TableColumn<Row> => ({
    key,
    label,
    strong: key === "found",
    value: row => row[key],
    text: row => count(row[key] ?? 0),
    state,
    cell: row => (row.found === null ? stateMark("missing") : null)
  });
  return [
    number("found", "有疑点"),
    ...(rows.some(({ exempt }) => exempt) ? [number("exempt", "豁免")] : []),
    number("examined", "检查了"),
    {
      key: "share",
      label: "占比 %",
      value: ({ found, examined }) => (found === null ? null : inPercent(found / examined!)),
      text: ({ found, examined }) => (found === null ? "" : smallShare(found / examined!)),
      state,
      cell: row => (row.found === null ? stateMark("missing") : null)
    }
  ];
}
