import type { Region } from "../../src/lib/site.ts";

/** A made-up region, nowhere on a map. */
export const region = (code: string, name: string, level: Region["level"], parent: string): Region => ({
  ...{ code, name, level, parent },
  ...{ lon: null, lat: null }
});
