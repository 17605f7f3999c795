import { geoCentroid } from "d3-geo";
import { feature } from "topojson-client";
import type { Duck } from "../lib/duck.ts";
import { type BoundaryTopology, layerNames } from "../regions/topology.ts";

/** Longitude and latitude of a place by its code. */
export type Seats = ReadonlyMap<string, readonly [longitude: number, latitude: number]>;

/** Where each place stands: its seat of the region table, else the middle of its outline. */
export async function readSeats(duck: Duck, boundaries: BoundaryTopology | null): Promise<Seats> {
  const seats = new Map<string, readonly [number, number]>();
  for (const name of boundaries ? layerNames : []) {
    const layer = boundaries!.objects[name];
    for (const shape of layer ? feature(boundaries!, layer).features : [])
      seats.set(String(shape.id), geoCentroid(shape));
  }
  const rows = await duck.rows(
    "SELECT region_code, longitude, latitude FROM signal_place WHERE longitude IS NOT NULL AND latitude IS NOT NULL ORDER BY region_code"
  );
  for (const row of rows) seats.set(String(row.region_code), [Number(row.longitude), Number(row.latitude)]);
  return seats;
}
