import { describe, expect, it } from "vitest";
import { mapAbove, mapView, opens } from "../../src/lib/geo-view.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { Region } from "../../src/lib/site.ts";

const region = (code: string, level: Region["level"], parent: string): Region => ({
  code,
  name: code,
  level,
  parent,
  lon: null,
  lat: null
});

const regions = new Regions(
  [
    region("99", "prefecture", ""),
    region("991", "county", "99"),
    region("992", "zone", "99"),
    region("99101", "town", "991"),
    region("99102", "town", "991"),
    region("9910201", "village", "99102")
  ],
  "99"
);

describe("mapView", () => {
  it("shows counties at the root", () => {
    const view = mapView(regions, "99", "992");
    expect(view).toMatchObject({ level: "county", selected: "992", around: [] });
    expect(view.areas.map(({ code }) => code)).toEqual(["991", "992"]);
    expect(mapAbove(regions, view, "99")).toBeNull();
  });

  it("shows the towns of a county, with the other counties around", () => {
    const view = mapView(regions, "991", null);
    expect(view).toMatchObject({ level: "town", selected: null });
    expect(view.around.map(({ code }) => code)).toEqual(["992"]);
    expect(mapAbove(regions, view, "991")?.code).toBe("99");
  });

  it("shows the counties, with the region's own in hand, for what goes no finer", () => {
    const view = mapView(regions, "99101", null, "county");
    expect(view).toMatchObject({ level: "county", selected: "991" });
    expect(view.parent.code).toBe("99");
    expect(mapAbove(regions, mapView(regions, "991", null, "county"), "991")?.code).toBe("99");
  });

  it("leads from a town to its county", () => {
    expect(mapAbove(regions, mapView(regions, "99102", null), "99102")?.code).toBe("991");
  });

  it("selects the town that the address names, or lies in", () => {
    expect(mapView(regions, "99102", null)).toMatchObject({ level: "town", selected: "99102" });
    expect(mapView(regions, "9910201", "99101")).toMatchObject({ selected: "99102" });
  });

  it("ignores an area that is not on the map", () => {
    expect(mapView(regions, "991", "992").selected).toBeNull();
  });

  it("stays with the counties for one without towns", () => {
    const view = mapView(regions, "992", null);
    expect(view).toMatchObject({ level: "county", selected: "992" });
    expect(opens(regions, view, "992")).toBe(false);
    expect(opens(regions, view, "991")).toBe(true);
  });
});
