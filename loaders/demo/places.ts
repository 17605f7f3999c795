import { createRandom } from "./random.ts";

export interface Village {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly town: Town;
}

export interface Town {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  /** The short form in which part of the exports writes the town; undefined for most. */
  readonly alias: string | undefined;
  readonly county: County;
  readonly villages: readonly Village[];
}

export interface County {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  /** Where the county lies, in kilometres east and north of the middle of the prefecture. */
  readonly at: readonly [number, number];
  readonly towns: readonly Town[];
}

/** The fictional prefecture: the same places at every seed and scale. */
export interface Places {
  readonly code: string;
  readonly name: string;
  readonly counties: readonly County[];
  readonly towns: readonly Town[];
  readonly villages: readonly Village[];
}

/** Where a town lies in its county: 0–1 from west to east and from north to south. */
export const townPositions: Readonly<Record<string, readonly [number, number]>> = {
  栗阳镇: [0.5, 0.3],
  梧渡镇: [0.75, 0.75],
  碧岔乡: [0.1, 0.15],
  柘坪镇: [0.8, 1],
  鹿洄乡: [0.1, 0.55],
  桐垭乡: [0.15, 0.35],
  南洑镇: [0.8, 0],
  岩隐乡: [0.8, 0.5],
  芦汀镇: [0.5, 0.65],
  杉背乡: [0.25, 0.8],
  月埠镇: [0.75, 0.25]
};

/** Towns inside the low-temperature event of the last month. */
export const hazardTowns: readonly string[] = ["碧岔乡", "桐垭乡", "鹿洄乡"];

/** The town whose registered population is left blank in the region table. */
export const townWithoutPopulation = "杉背乡";

const counties: readonly (readonly [string, string, number, number, string])[] = [
  ["990102", "岭中区", -10, 4, "梧湾街道 鹭汀街道 枧洑街道 陶亭镇 磬陂镇 霜坪镇 箬亭镇 荻湾镇 萤碛乡 蕨堰乡"],
  [
    "990121",
    "青栗县",
    -56,
    -17,
    "栗阳镇 梧渡镇 碧岔乡 柘坪镇 鹿洄乡 桐垭乡 南洑镇 岩隐乡 芦汀镇 杉背乡 月埠镇"
  ],
  [
    "990122",
    "石渡县",
    -52,
    36,
    "砻堰镇 砚垄镇 磬涧镇 苎洑镇 槲坪镇 枳岔乡 荻坳乡 獐崖乡 鹤埠镇 露墩镇 藤峒乡 蓼泓乡 窑寮乡 榧汀镇"
  ],
  [
    "990123",
    "白杼县",
    -4,
    47,
    "杼畈镇 桑溆镇 楮浦镇 黍汀镇 椤泷乡 芋泷乡 枧崖乡 岚湾镇 菰渡镇 陶峪镇 鹞岗乡 稷砦乡 鹭畈镇 葛垄乡 芷屿镇"
  ],
  [
    "990124",
    "枫陵县",
    48,
    37,
    "枫汊镇 篁渡镇 桕堰镇 橡陂镇 茭泓乡 箬峪乡 楝崖乡 棕岩乡 雉洄乡 霞屿镇 芡湾镇 筠墩镇 葭泷乡 霜沚镇 麂岗乡 粟渡镇"
  ],
  [
    "990125",
    "雁塘县",
    62,
    -8,
    "雁汊镇 菖沚镇 莼浦镇 荇渚镇 苇浦镇 芡亭镇 鸥埕镇 鹄汊镇 萍汀镇 栎泓乡 薇坞乡 椴岩乡 棕峒乡 麻岔乡 菽峪乡 砚涧镇 芋寮乡"
  ],
  [
    "990126",
    "禾陂县",
    -14,
    -43,
    "禾畈镇 稷溆镇 黍垄镇 麻渚镇 碓亭镇 粟岩乡 薇岔乡 柘墩镇 茭岔乡 桤埕镇 苎墩乡 鸥坳乡 萤埕镇"
  ],
  [
    "990127",
    "望溪县",
    36,
    -43,
    "望渚镇 岚渚镇 杼洄镇 蘅洑镇 菰渚镇 葛寮乡 楮隐乡 栎隐乡 荇垭乡 霞埠镇 桕沚镇 蕨岗乡 筠汊镇 莼洑镇"
  ]
];
const aliased: Readonly<Record<string, string>> = { 橡陂镇: "橡陂", 鹤埠镇: "鹤埠", 稷溆镇: "稷溆" };

const villageHeads = "上下前后东西南北大小长高石竹松柏茶樟枫柳杨梅桃李杏荷莲菱泉井桥坝";
const villageTails = "坪坑洋坂湖林溪源店垅岭坞厝墩田头尾湾排洲";
const twinVillages = ["双桥村", "长源村"];

/** Lays out names and codes: 8 counties, 110 towns and some 900 villages. */
export function createPlaces(): Places {
  const random = createRandom(990100, "villages");
  const all: { counties: County[]; towns: Town[]; villages: Village[] } = {
    counties: [],
    towns: [],
    villages: []
  };
  for (const [code, name, x, y, townNames] of counties) {
    const towns: Town[] = [];
    const county: County = { index: all.counties.length, code, name, at: [x, y], towns };
    for (const townName of townNames.split(" ")) {
      const villages: Village[] = [];
      const town: Town = {
        index: all.towns.length,
        code: `${code}${100 + towns.length}`,
        name: townName,
        alias: aliased[townName],
        county,
        villages
      };
      for (const villageName of villageNames(town)) {
        const village: Village = {
          index: all.villages.length,
          code: `${town.code}${200 + villages.length}`,
          name: villageName,
          town
        };
        villages.push(village);
        all.villages.push(village);
      }
      towns.push(town);
      all.towns.push(town);
    }
    all.counties.push(county);
  }
  return { code: "990100", name: "云岭市", ...all };

  function villageNames(town: Town): string[] {
    const names = new Set<string>();
    const twin = twinVillages[town.county.index % 5];
    if (twin !== undefined && (town.code.endsWith("101") || town.code.endsWith("104"))) names.add(twin);
    const count = random.int(5, 11);
    while (names.size < count)
      names.add(`${random.pick([...villageHeads])}${random.pick([...villageTails])}村`);
    return [...names];
  }
}
