import { dayText } from "../calendar.ts";
import type { Output } from "../output.ts";
import { countTruth } from "../truth.ts";
import type { World } from "../world.ts";

/** Statistics of the bulletin table, by the key they are counted under. */
const items = { cumulative: "累计", eliminated: "已消除", register: "未消除" } as const;

/** Writes a bulletin as it was given out: one county's is of an earlier day, another's has a slip of the pen. */
export function writeStatedFigures(world: World, output: Output): void {
  const table = output.table("stated_figure", "gb18030");
  const { period, regions } = countTruth(world);
  const [, , early, slip] = Object.keys(regions);
  for (const [code, rows] of Object.entries(regions))
    for (const [key, item] of Object.entries(items) as [keyof typeof items, string][]) {
      const { households, persons } = rows.total![key];
      const off = key === "register" ? (code === early ? -2 : code === slip ? 1 : 0) : 0;
      for (const [basis, amount] of [
        ["户", households + off],
        ["人", persons + off * 3]
      ])
        table.put({
          region_code: code,
          period,
          item,
          basis,
          amount,
          data_on: dayText(code === early ? world.asOf - 6 : world.asOf),
          source: "监测对象情况通报"
        });
    }
  table.close();
}
