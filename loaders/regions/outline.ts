import { mergeArcs } from "topojson-client";
import type { Topology } from "topojson-specification";
import { shortCode } from "./code.ts";
import type { RegionRow } from "./region.ts";
import { type GridGeometry, type GridTopology, type LayerName, layerNames } from "./topology.ts";

/**
 * Adds the outlines that are missing, merged from the level below on the same arcs: a county from its towns
 * when all of them are drawn, a prefecture from the counties there are.
 */
export function addOutlines(topology: GridTopology, regions: readonly RegionRow[]): GridTopology {
  const towns = mergeLayer(topology, "town", "county", regions, true);
  return mergeLayer(towns, "county", "prefecture", regions, false);
}

/** Joins the parts of one region that touch along a border into one polygon, so that no line stands inside it. */
export function dissolveParts(topology: GridTopology): GridTopology {
  const layers: GridTopology["layers"] = {};
  for (const name of layerNames) {
    const layer = topology.layers[name];
    if (layer)
      layers[name] = layer.map(geometry =>
        geometry.arcs.length > 1 ? { ...geometry, arcs: merge(topology, [geometry]) } : geometry
      );
  }
  return { arcs: topology.arcs, layers };
}

function mergeLayer(
  topology: GridTopology,
  from: LayerName,
  to: LayerName,
  regions: readonly RegionRow[],
  complete: boolean
): GridTopology {
  const drawn = new Map((topology.layers[from] ?? []).map(geometry => [geometry.id, geometry]));
  const present = new Set((topology.layers[to] ?? []).map(geometry => geometry.id));
  const merged: GridGeometry[] = [];
  for (const region of regions) {
    if (region.level !== to || present.has(region.code)) continue;
    const children = regions.filter(child => isChild(child, region) && drawn.has(child.code));
    const all = regions.filter(child => isChild(child, region) && child.level === from);
    if (children.length === 0 || (complete && !all.every(child => drawn.has(child.code)))) continue;
    merged.push({
      id: region.code,
      properties: { name: region.name },
      arcs: merge(
        topology,
        children.map(child => drawn.get(child.code)!)
      )
    });
  }
  if (merged.length === 0) return topology;
  const layer = [...(topology.layers[to] ?? []), ...merged].sort((a, b) => (a.id < b.id ? -1 : 1));
  const layers: GridTopology["layers"] = {};
  for (const name of layerNames) {
    const geometries = name === to ? layer : topology.layers[name];
    if (geometries) layers[name] = geometries;
  }
  return { arcs: topology.arcs, layers };
}

function isChild(child: RegionRow, region: RegionRow): boolean {
  return shortCode(child.parent) === shortCode(region.code);
}

function merge({ arcs }: GridTopology, geometries: readonly GridGeometry[]): number[][][] {
  const topology: Topology = { type: "Topology", objects: {}, arcs };
  return mergeArcs(
    topology,
    geometries.map(geometry => ({
      type: "MultiPolygon",
      arcs: geometry.arcs.map(polygon => polygon.slice())
    }))
  ).arcs;
}
