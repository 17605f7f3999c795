import {
  type Day,
  dayOf,
  dayText,
  firstDay,
  type Month,
  monthNumber,
  monthOfDay,
  monthText,
  quarterText
} from "../calendar.ts";
import { createSerial, type HouseholdTable, type Output, yesNo } from "../output.ts";
import { hazardTowns, type Town } from "../places.ts";
import { createRandom } from "../random.ts";
import { dated, type World } from "../world.ts";

/** A hazard or a risk event; `towns` are those it reaches. */
interface Event {
  readonly id: string;
  readonly hazard: string | undefined;
  readonly risk: string;
  readonly towns: readonly Town[];
  readonly codes: readonly string[];
  readonly startOn: Day;
  readonly endOn: Day;
  readonly severity: string;
  readonly dept: string;
  /** Share of households in reach that suffer a loss. */
  readonly loss: number;
}

/** Opens the events and, as households pass by, those that lost something. */
export function openHazards(world: World, output: Output): HouseholdTable {
  const { label } = world.contract;
  const events = listEvents(world);
  const table = output.table("hazard_event", "gb18030");
  for (const event of events)
    table.put({
      hazard_id: event.id,
      hazard_type: event.hazard === undefined ? undefined : label("hazard_type", event.hazard),
      risk_event_type: label("risk_event_type", event.risk),
      region_codes: event.codes.join("|"),
      start_on: dayText(event.startOn),
      end_on: dated(world, event.endOn),
      severity: event.severity,
      dept: label("dept", event.dept)
    });
  table.close();

  const impact = output.table("hazard_impact", "gb18030");
  const losses = ["crop", "livestock", "house", "job"];
  return {
    add(household) {
      for (const [i, event] of events.entries()) {
        if (event.loss === 0 || !event.towns.includes(household.village.town)) continue;
        const random = createRandom(world.seed, "impact", i, household.number);
        if (household.left !== 0 && household.left < monthOfDay(event.startOn) - 12) continue;
        if (!random.chance(household.disasterKind === "气象" ? 0.95 : event.loss)) continue;
        impact.put({
          hazard_id: event.id,
          household_id: household.id,
          loss_type: label("loss_type", losses[random.weighted([60, 22, 10, 8])]!),
          loss_amount: random.int(6, 120) * 100,
          assessed_on: dated(world, event.startOn + random.int(2, 12))
        });
      }
    },
    close: impact.close
  };
}

/** Low temperature in three neighbouring towns last month; earlier a flood, a fall of prices and lost jobs. */
function listEvents(world: World): Event[] {
  const { towns, counties } = world.places;
  const named = (names: readonly string[]) => towns.filter(town => names.includes(town.name));
  const event = (
    prefix: string,
    kind: readonly [string | undefined, string, string, string],
    reach: readonly Town[],
    codes: readonly string[],
    [month, start, length, loss]: readonly [Month, number, number, number]
  ): Event => {
    const startOn = Math.min(dayOf(month, start), world.asOf);
    const [hazard, risk, severity, dept] = kind;
    return {
      id: `${prefix}${monthText(month)}`,
      hazard,
      risk,
      towns: reach,
      codes,
      startOn,
      endOn: startOn + length,
      severity,
      dept,
      loss
    };
  };
  const frozen = named(hazardTowns);
  const flooded = named(["杼洄镇", "岚渚镇"]);
  const priced = counties.find(county => county.name === "雁塘县")!;
  const jobless = counties.find(county => county.name === "石渡县")!;
  const codesOf = (list: readonly Town[]) => list.map(town => town.code);
  return [
    event("ZH", ["meteorological", "hazard", "较大", "d14_emergency"], frozen, codesOf(frozen), [
      world.last,
      18,
      5,
      0.42
    ]),
    event("ZH", ["flood_drought", "hazard", "重大", "d14_emergency"], flooded, codesOf(flooded), [
      world.last - 5,
      11,
      4,
      0.3
    ]),
    event(
      "FX",
      [undefined, "price_fall", "一般", "d12_agriculture"],
      priced.towns,
      [priced.code],
      [world.last - 3, 8, 60, 0]
    ),
    event(
      "FX",
      [undefined, "unemployment", "一般", "d07_human_resources"],
      jobless.towns,
      [jobless.code],
      [world.last - 2, 16, 70, 0]
    )
  ];
}

/** Writes the risk points of each town, most of them dealt with. */
export function writeRiskPoints(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("risk_point", "xlsx");
  const serial = createSerial("FXD", 4);
  const kinds = [
    "price_fall",
    "unemployment",
    "industry_failure",
    "startup_failure",
    "resettlement",
    "governance",
    "hazard"
  ];
  for (const town of world.places.towns) {
    const random = createRandom(world.seed, "risk points", town.index);
    for (let i = random.weighted([25, 30, 25, 15, 5]); i > 0; i--) {
      const foundOn = random.int(firstDay(world.first), world.asOf - 20);
      const handled = random.chance(0.93);
      const measureOn = handled ? foundOn + random.int(2, 40) : undefined;
      const closedOn =
        measureOn !== undefined && random.chance(0.8) ? measureOn + random.int(10, 120) : undefined;
      put(town, random.pick(kinds), foundOn, measureOn, closedOn, handled ? undefined : random.chance(0.4));
    }
    if (hazardTowns.includes(town.name))
      put(town, "hazard", Math.min(dayOf(world.last, 19), world.asOf), undefined, undefined, false);
  }
  table.close();

  function put(
    town: Town,
    kind: string,
    foundOn: Day,
    measureOn: Day | undefined,
    closedOn: Day | undefined,
    faded: boolean | undefined
  ): void {
    table.put({
      risk_point_id: serial(),
      region_code: town.code,
      risk_event_type: label("risk_event_type", kind),
      found_on: dayText(foundOn),
      measure_on: dated(world, measureOn),
      closed_on: dated(world, closedOn),
      faded: yesNo(faded),
      submitted_on: measureOn === undefined && faded === false ? dated(world, foundOn + 15) : undefined
    });
  }
}

const products: readonly (readonly [string, number])[] = [
  ["生猪", 15.6],
  ["鸡蛋", 9.8],
  ["茶青", 42],
  ["竹笋", 6.2]
];

/** Writes prices and employment by county and month: one price falls, one county's workers come home. */
export function writeMarketSignals(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("market_signal", "utf8");
  for (const county of world.places.counties) {
    const random = createRandom(world.seed, "market", county.index);
    const scale = world.households.monitored / 5600;
    const history = new Map<string, number>();
    for (let month = world.first; month <= world.last; month++) {
      const late = month > world.last - 4;
      const put = (kind: string, product: string, value: number, unit: string) => {
        history.set(`${product}${kind}${month}`, value);
        const yearAgo = history.get(`${product}${kind}${month - 12}`);
        table.put({
          region_code: county.code,
          month: monthText(month),
          signal_type: label("signal_type", kind),
          product,
          value: Math.round(value * 100) / 100,
          value_unit: unit,
          yoy: yearAgo ? { digits: ((value / yearAgo - 1) * 100).toFixed(1) } : undefined
        });
      };
      for (const [product, price] of products) {
        const fall = county.name === "雁塘县" && product === "茶青" && late ? 0.7 : 1;
        put(
          "price",
          product,
          price *
            fall *
            (1 + 0.05 * Math.sin((2 * Math.PI * monthNumber(month)) / 12) + random.normal() * 0.02),
          "元/公斤"
        );
      }
      const lost = county.name === "石渡县" && month > world.last - 3 ? 1.6 : 1;
      put("unemployed", "-", Math.round((320 + 40 * random.normal()) * lost * scale), "人");
      put(
        "returned_workers",
        "-",
        Math.round((180 + 60 * random.next() + (monthNumber(month) < 3 ? 300 : 0)) * lost * scale),
        "人"
      );
    }
  }
  table.close();
}

/** Writes the resettlement sites, quarter by quarter. */
export function writeResettlementSites(world: World, output: Output): void {
  const { label } = world.contract;
  const table = output.table("resettlement_site", "xlsx");
  for (const [i, county] of [...world.places.counties, ...world.places.counties.slice(1, 4)].entries()) {
    const random = createRandom(world.seed, "resettlement", i);
    const households = random.int(60, 420);
    const size = households > 300 ? "large" : households > 130 ? "medium" : "small";
    const labour = Math.round(households * 1.65);
    for (let month = world.first; month <= world.last; month++) {
      if (monthNumber(month) % 3 !== 0) continue;
      table.put({
        site_id: `AZ${String(i + 1).padStart(3, "0")}`,
        region_code: county.towns[i % county.towns.length]!.code,
        quarter: quarterText(month),
        size_class: i === 4 ? undefined : label("size_class", size),
        households,
        labour,
        employed: Math.round(labour * (0.86 + random.next() * 0.1)),
        community_issues: random.int(0, 5)
      });
    }
  }
  table.close();
}
