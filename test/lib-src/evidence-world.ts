import { Regions } from "../../src/lib/regions.ts";
import type { Signal, SignalMethods } from "../../src/lib/signal-data.ts";
import { region } from "./region.ts";
import { signal, methods as some } from "./signal-world.ts";

/** A made-up prefecture with two counties, one of them with towns. */
export const world = new Regions(
  [
    region("10", "云市", "prefecture", ""),
    region("1001", "甲县", "county", "10"),
    region("1002", "乙县", "county", "10"),
    region("100101", "东镇", "town", "1001"),
    region("100102", "西镇", "town", "1001"),
    region("100103", "南乡", "town", "1001")
  ],
  "10"
);

const share = some.jobs.find(({ method }) => method === "funnel")!;
const wait = { ...share, method: "incidence", title: "" };
const parameter = (method: string, key: string, value: string) => ({
  method,
  key,
  value,
  unit: "",
  note: ""
});

/** The jobs and parameters that curves, funnels, comparisons and samples are read with. */
export const methods: SignalMethods = {
  ...some,
  jobs: [
    { ...share, id: "registered", below: "少了：是否应纳未纳" },
    { ...share, id: "helped", kind: "quarter", base: "denominator", below: "少了：查", title: "措施覆盖率" },
    { ...wait, id: "wait_all", base: "elimination" },
    { ...wait, id: "wait_labour", base: "elimination", breakdown: "劳动能力户型", title: "多久，按劳动能力" },
    { ...wait, id: "back_all", base: "relapse" }
  ],
  parameters: [
    parameter("comparison", "landmark", "3"),
    parameter("comparison", "horizon", "12"),
    parameter("sample", "lqas_good", "0.02"),
    parameter("sample", "lqas_bad", "0.15"),
    parameter("sample", "lqas_alpha", "0.05"),
    parameter("sample", "lqas_beta", "0.1")
  ]
};

/** A row of the funnel of a county's towns, inside its limits unless told otherwise. */
export function funnelRow(code: string, rest: Partial<Signal>): Signal {
  return signal({
    ...{ region_code: code, job: "registered", within: "1001" },
    ...{ numerator: 5, denominator: 1000, value: 0.005, expected: 6 },
    ...rest
  });
}
