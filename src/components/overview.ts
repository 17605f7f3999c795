import type { Context } from "../lib/context.js";
import { h } from "./dom.js";
import type { Site } from "./site.js";
export function overview(site: Site, context: Context): Node {
  return h("h1", {}, site.regions.get(context.region)?.name);
}
