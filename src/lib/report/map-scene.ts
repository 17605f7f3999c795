import { areaText } from "../geo-area.js";
import { classCounts } from "../geo-breaks.js";
import { mapTitle } from "../geo-finding.js";
import { type PlacedLabel, placeLabels } from "../geo-label.js";
import { boxFits } from "../geo-pole.js";
import { type Scene, Scenes } from "../geo-scene.js";
import { type Boundaries, type MapShape, mapShape } from "../geo-shape.js";
import { thresholdTexts } from "../geo-thresholds.js";
import { unitLine } from "../geo-words.js";
import { levelWord } from "../regions.js";
import type { HazardEvent, MapSettings } from "../site.js";
import { type State, stateWords } from "../state.js";
import type { View } from "./content.js";

/** What the risk map shows for a place and month, before it is drawn to a size. */
export interface MapScene {
  readonly scene: Scene;
  readonly title: string;
  readonly unit: string;
  readonly legend: {
    /** Under the joints of the ramp. */
    readonly thresholds: readonly string[];
    /** Areas in each class. */
    readonly counts: readonly number[];
    readonly unit: string;
    /** States that stand for areas without a number. */
    readonly states: readonly State[];
  };
  /** 审图号, source, and what is only sketched. */
  readonly notes: readonly string[];
  /** Draws the areas to a size in pixels, with their labels of 13 or 15. */
  draw(width: number, height: number): DrawnMap;
}

/** A map at one size. */
export interface DrawnMap {
  readonly shape: MapShape;
  readonly labels: readonly PlacedLabel[];
  /** Class or state by area's code. */
  readonly looks: ReadonlyMap<string, string>;
  /** Name and value by code, for those who cannot see it. */
  readonly spoken: ReadonlyMap<string, string>;
}

/** The map as the site first shows it for a place; null where no area has a shape or a seat. */
export function readMap({ source, context, region }: View): MapScene | null {
  const settings = source.json<MapSettings>("map.json");
  const events = source.json<readonly HazardEvent[]>("events.json");
  const boundaries = source.json<Boundaries>("boundaries.json");
  const scene = new Scenes({ ...source, settings, events }).read(context, {
    measure: null,
    area: null,
    overlay: null,
    with: null
  });
  const { view, rows, measure, breaks } = scene;
  const probe = mapShape(boundaries, { ...view, width: 100, height: 100, room: room(100, 100) });
  if (probe.areas.length === 0) return null;
  const values = rows.flatMap(({ area }) => area.value ?? []);
  const states = new Set(rows.flatMap(({ area }) => area.state ?? []));
  const { map } = source.meta;
  const seats = probe.areas.some(({ rings }) => rings.length === 0);
  return {
    scene,
    title: mapTitle(scene.facts),
    // Nothing can be switched on paper.
    unit: unitLine(scene, region.name).replace(" ・ 不随户、人切换", ""),
    legend: {
      thresholds: thresholdTexts(breaks),
      counts: classCounts(values, breaks),
      unit: measure.unit,
      states: (Object.keys(stateWords) as State[]).filter(state => states.has(state))
    },
    notes: [
      map.approval ? `审图号：${map.approval}` : "未提供审图号，仅供内部使用",
      map.source,
      probe.schematicBorders === "" ? "" : "部分界线为示意",
      seats ? `未提供界线的${levelWord(view.level)}以驻地点位示意` : ""
    ].filter(Boolean),
    draw: (width, height) => {
      const shape = mapShape(boundaries, { ...view, width, height, room: room(width, height) });
      const byCode = new Map(rows.map(row => [row.area.code, row]));
      const labels = placeLabels(
        shape.areas.map(area => ({
          code: area.code,
          x: area.x,
          y: area.rings.length === 0 ? area.y + 28 : area.y,
          name: area.name,
          value: areaText(byCode.get(area.code)!.area, measure),
          priority: area.code === view.selected ? 1 : 0,
          fits: (wide: number, tall: number) => boxFits(area.rings, area.x, area.y, wide + 4, tall),
          // A name over a border is easier on paper than a value without one.
          forced: true
        }))
      );
      return {
        shape,
        labels,
        looks: new Map(rows.map(row => [row.area.code, row.look])),
        spoken: new Map(
          rows.map(({ area }) => [area.code, `${area.name} ${areaText(area, measure)}`] as const)
        )
      };
    }
  };
}

function room(width: number, height: number) {
  return { x0: 4, y0: 4, x1: width - 4, y1: height - 4 };
}
