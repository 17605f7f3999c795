import { count, inPercent, measure, signed, signedPoints } from "../../format.js";
import { areaText } from "../../geo-area.js";
import type { Scene } from "../../geo-scene.js";
import { levels } from "../../levels.js";
import { countMatters, dueSentence } from "../../matters.js";
import { registerOf, trend } from "../../measures.js";
import { type OverviewTile, overviewSentences, overviewTiles } from "../../overview.js";
import { againstReference, plain } from "../../sentence.js";
import type { Matter } from "../../site.js";
import { reachesDown } from "../../sparse.js";
import { stateWords, valueState } from "../../state.js";
import {
  type Big,
  type ChartFigure,
  charted,
  type Figure,
  type GridColumn,
  grid,
  lackingOf,
  type Section,
  unstopped,
  type View
} from "../content.js";
import { colours } from "../look.js";
import { readMap } from "../map-scene.js";

const indicators = ["B01", "K03", "K16", "K06", "K20"];

/** 总体形势: what changed, where, what is due; the tiles of 总览; the risk map. */
export function situation(view: View): Section {
  const { source, context } = view;
  const reference = source.meta.scaleReference?.value ?? null;
  const { change, place } = overviewSentences(source, context, reference);
  const due = dueSentence(countMatters(source, context, source.json<readonly Matter[]>("matters.json")));
  const tiles = overviewTiles(source, context);
  const register = registerChart(view);
  const map = readMap(view);
  const tileGrid = tileTable(view, tiles);
  const [head = "", tail = ""] = unstopped(plain(change)).split("；");
  const mapFigure: Figure | null = map && {
    kind: "map",
    title: map.title,
    unit: map.unit,
    alt: `地图：${map.title}`,
    scene: map
  };
  return {
    id: "situation",
    name: "总体形势",
    paragraphs: [plain(change), plain(place), plain(due)],
    lacking: [
      ...lackingOf(view, indicators),
      ...(map ? [] : ["没有区划的界线或驻地点，未画风险地图；可用 npm run boundaries 导入。"])
    ],
    figures: [tileGrid, ...(register ? [register] : []), ...(mapFigure ? [mapFigure] : [])],
    slides: [
      {
        title: head,
        figures: register ? [register] : [],
        bigs: tiles.slice(0, 3).map(tile => bigOf(view, tile)),
        lines: [tail, unstopped(plain(place)), unstopped(plain(due))].filter(Boolean),
        unit: `在册监测对象 K03，按户，${context.period} 月末`
      },
      ...(mapFigure && map
        ? [
            {
              title: map.title,
              figures: [mapFigure],
              bigs: mapBigs(map.scene),
              lines: [map.notes.join(" ・ ")],
              unit: `${map.scene.measure.label}，按${map.scene.basis}，${map.scene.period ?? ""}`
            }
          ]
        : [])
    ],
    evidence: [
      ...tiles.map(({ label, trend: { key } }) => ({ name: label, key })),
      ...(map
        ? map.scene.rows.map(({ area }) => ({
            name: `${area.name}${map.scene.measure.label}`,
            key: {
              indicator: map.scene.measure.indicator,
              breakdown: map.scene.measure.breakdown,
              basis: map.scene.basis,
              region: area.code,
              period: map.scene.period ?? ""
            }
          }))
        : [])
    ],
    indicators: [...indicators, ...(map ? [map.scene.measure.indicator] : [])]
  };
}

/** The register by household over the months up to the one in hand; null where fewer than two months have a number. */
function registerChart({ source, context, region }: View): ChartFigure | null {
  const { months, cells } = trend(source.dataset, registerOf("户"), context, source.meta.periods.month);
  const values = cells.map(charted);
  // One month alone is no line.
  if (values.filter(value => value !== null).length < 2) return null;
  const title = `${region.name}在册监测对象逐月户数`;
  return {
    kind: "chart",
    title,
    unit: `在册监测对象 K03，户，${months[0]} 至 ${months.at(-1)} 月末`,
    alt: `折线图：${title}，${months.map((month, at) => `${month} ${values[at] ?? stateWords.missing}`).join("，")}`,
    chart: {
      kind: "lines",
      categories: months,
      series: [{ name: "在册监测对象（户）", values, look: { colour: colours.accent } }],
      format: "#,##0",
      range: [0, null]
    }
  };
}

function stateOf({ source, context }: View, { trend: { now, key } }: OverviewTile) {
  const level = source.regions.get(context.region)!.level;
  return !now && !reachesDown(source, key.indicator, level) ? "na" : valueState(now);
}

function changeText({ trend: { now }, digits }: OverviewTile, change: number | null): string {
  if (change === null) return "—";
  return now?.unit === "%" ? `${signedPoints(change, digits)} 个百分点` : signed(change);
}

function asideText({ aside, pending, trend }: OverviewTile): string {
  return pending === null ? aside : `另有待核定 ${count(pending)} ${trend.key.basis}`;
}

/** The tiles of 总览 as a table. */
function tileTable(view: View, tiles: readonly OverviewTile[]) {
  const { context } = view;
  const word = (tile: OverviewTile) => {
    const state = stateOf(view, tile);
    return state === null ? null : stateWords[state];
  };
  const columns: GridColumn<OverviewTile>[] = [
    { key: "label", label: "指标", value: ({ label }) => label },
    {
      key: "value",
      label: "本期",
      isNumber: true,
      value: ({ trend: { now } }) => now?.value ?? null,
      state: word,
      text: ({ trend: { now }, digits }) => `${measure(now, digits)}${unitText(now?.unit ?? "")}`
    },
    { key: "aside", label: "另", isNumber: true, value: asideText },
    ...(["sinceMonth", "sinceYear"] as const).map(
      (key): GridColumn<OverviewTile> => ({
        key,
        label: key === "sinceMonth" ? "较上月" : "较上年同月",
        isNumber: true,
        value: ({ trend }) => (trend.now?.unit === "%" ? inPercent(trend[key]) : trend[key]),
        text: tile => changeText(tile, tile.trend[key])
      })
    )
  ];
  return grid(
    { title: "主要指标", unit: `${context.period}，${context.basis}数与率各按所列计量` },
    columns,
    tiles
  );
}

function unitText(unit: string): string {
  return unit === "%" ? "%" : ` ${unit}`;
}

function bigOf(view: View, tile: OverviewTile): Big {
  const { now, sinceMonth } = tile.trend;
  const state = stateOf(view, tile);
  const level = levels.find(({ word }) => word === tile.level)?.look;
  return {
    ...(level ? { level } : {}),
    name: tile.label,
    value: state === null ? measure(now, tile.digits) : stateWords[state],
    unit: state === null ? (now?.unit ?? "") : "",
    aside: [asideText(tile), sinceMonth === null ? "" : `较上月 ${changeText(tile, sinceMonth)}`]
      .filter(Boolean)
      .join("，")
  };
}

/** The areas above the reference, two at most, and the region they make up. */
function mapBigs({ rows, total, facts, measure: shown }: Scene): Big[] {
  const { reference } = facts;
  const value = ({ area }: (typeof rows)[number]) => ({
    value: areaText(area, shown),
    unit: area.state === null ? shown.unit : ""
  });
  const above = reference === null ? [] : rows.filter(({ area }) => (area.value ?? 0) > reference);
  const held = (number: number | null, basis: string) => (number === null ? "" : `${count(number)} ${basis}`);
  return [
    ...above.slice(0, 2).map(row => ({
      name: row.area.name,
      ...value(row),
      aside: againstReference(row.area.value! / 100, reference! / 100)
    })),
    {
      name: total.area.name,
      ...value(total),
      aside: ["在册", [held(total.households, "户"), held(total.people, "人")].filter(Boolean).join("、")]
        .filter(Boolean)
        .join(" ")
    }
  ];
}
