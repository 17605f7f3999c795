import { emWidth } from "../../src/lib/geo-label.ts";
import { colours, type Look, ramp } from "../../src/lib/report/look.ts";
import type { MapScene } from "../../src/lib/report/map-scene.ts";
import { stateWords } from "../../src/lib/state.ts";
import { point, type Shape } from "../office/shape.ts";

/** A picture of shapes in pixels, and how many points one of them is. */
export interface ShapePicture {
  readonly shapes: readonly Shape[];
  /** EMU in a pixel. */
  readonly scale: number;
}

/** Pixels of the smallest label. */
const labelSize = 13;

/** Height of a legend in pixels: counts, ramp and thresholds, then the states. */
const legendHeight = { ramp: 60, states: 26 } as const;

/** How states without a number are painted: a pale hatch. */
const absent: Look = { colour: colours.hatch, hatched: true, on: colours.ink };

/**
 * The map drawn as shapes: areas as freeforms, labels as boxes of words.
 * @param size points of the smallest words
 * @param width EMU
 */
export function mapShapes(map: MapScene, width: number, height: number, size: number): ShapePicture {
  const scale = (size / labelSize) * point;
  const [wide, high] = [width / scale, height / scale];
  const { shape, labels, looks, spoken } = map.draw(wide, high);
  const lookOf = (code: string): Look => ramp[Number(looks.get(code)) - 1] ?? absent;
  const { view } = map.scene;
  const areas: Shape[] = shape.areas.map(area => ({
    name: spoken.get(area.code) ?? area.name,
    look: lookOf(area.code),
    edge:
      area.code === view.selected
        ? { colour: colours.ink, width: 2.25 }
        : { colour: colours.second, width: 0.75 },
    ...(area.rings.length > 0
      ? { rings: area.rings }
      : { box: { x: area.x - 8, y: area.y - 8, width: 16, height: 16 }, isRound: true })
  }));
  const words: Shape[] = labels.map(({ code, x, y, size: pixels, lines, over }) => {
    const room = Math.max(...lines.map(emWidth)) * pixels + 4;
    const high = lines.length * pixels * 1.3;
    return {
      name: `标注 ${lines.join(" ")}`,
      box: { x: x - room / 2, y: y - high / 2, width: room, height: high },
      // What runs over a border stands on a veil.
      look: over ? { colour: colours.paper, alpha: 70_000 } : null,
      lines,
      size: (pixels / labelSize) * size,
      colour: over ? colours.ink : (lookOf(code).on ?? colours.ink),
      align: "ctr" as const
    };
  });
  return { shapes: [...areas, ...words], scale };
}

/** How high a map's legend is, in EMU. */
export function legendRoom({ legend: { states } }: MapScene, size: number): number {
  return (legendHeight.ramp + (states.length > 0 ? legendHeight.states : 0)) * (size / labelSize) * point;
}

/**
 * The joined ramp with thresholds under its joints and the count of areas above, then the looks that are no class.
 * @param top EMU from the picture's upper edge
 */
export function legendShapes(
  { legend: { thresholds, counts, unit, states } }: MapScene,
  width: number,
  size: number,
  top = 0
): ShapePicture {
  const scale = (size / labelSize) * point;
  const y = top / scale;
  const step = Math.min(44, (width / scale - 34) / ramp.length);
  const note = (words: string, x: number, at: number, wide: number, align: "ctr" | "l"): Shape => ({
    name: `图例 ${words}`,
    box: { x, y: y + at, width: wide, height: 22 },
    look: null,
    lines: [words],
    size,
    colour: colours.ink,
    align
  });
  const ramped = counts.some(each => each > 0)
    ? [
        ...ramp.flatMap((look, at): Shape[] => [
          {
            name: `图例第 ${at + 1} 级`,
            box: { x: at * step, y: y + 22, width: step, height: 14 },
            look
          },
          note(String(counts[at] ?? 0), at * step, 0, step, "ctr")
        ]),
        ...thresholds.map((words, at) => note(words, (at + 0.5) * step, 36, step, "ctr")),
        note(unit, ramp.length * step + 6, 18, 28, "l")
      ]
    : [];
  const looks = states.flatMap((state, at): Shape[] => [
    {
      name: `图例 ${stateWords[state]}`,
      box: { x: at * 110, y: y + legendHeight.ramp + 6, width: 26, height: 14 },
      look: absent,
      edge: { colour: colours.second, width: 0.5 }
    },
    note(stateWords[state], at * 110 + 32, legendHeight.ramp + 2, 76, "l")
  ]);
  return { shapes: [...ramped, ...looks], scale };
}
