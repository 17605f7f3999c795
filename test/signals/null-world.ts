import { createRandom, type Random } from "../../loaders/demo/random.ts";
import type { Cell } from "../../loaders/signals/cells.ts";
import { type Job, type Methods, readMethods } from "../../loaders/signals/methods.ts";
import { contract } from "../support/exports.ts";

/** Places that differ by nothing but chance, for how often the methods find something all the same. */
export const methods: Methods = readMethods(contract());

/** The first job of a method that meets a condition. */
export function jobOf(method: string, meets: (job: Job) => boolean = () => true): Job {
  return methods.of(method).find(meets)!;
}

/** Bases of places as uneven as townships are. */
export function bases(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => Math.round(800 * Math.exp(0.8 * random.normal())) + 200);
}

/** A count of a Poisson distribution, by the product of uniform numbers; halves of large means are drawn apart. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return poisson(random, mean / 2) + poisson(random, mean / 2);
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > least; product *= random.next()) count++;
  return count;
}

/** One peer group in one period with the rate of all, and a share of the places left without data. */
export function nullGroup(seed: number, places: number, rate: number): Cell[] {
  const random = createRandom(seed, "rates");
  return bases(random, places).map((base, at) => ({
    region_code: String(at),
    level: "town",
    within: "0",
    period: "2023-12",
    events: Math.min(base, poisson(random, base * rate)),
    base,
    age: 0
  }));
}

/** One place's months up to 2023-12 with the same mean, as cells in order. */
export function nullSeries(seed: number, months: number, mean: number): Cell[] {
  const random = createRandom(seed, "series");
  return Array.from({ length: months }, (_, at) => {
    const no = 2023 * 12 + 12 - months + at;
    return {
      region_code: "0",
      level: "county",
      within: "",
      period: `${Math.floor(no / 12)}-${String((no % 12) + 1).padStart(2, "0")}`,
      events: poisson(random, mean),
      base: null,
      age: months - 1 - at
    };
  });
}
