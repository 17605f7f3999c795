import type { Signal, SignalMethods } from "../../src/lib/signal-data.ts";
import { signalReasons } from "../../src/lib/signal-data.ts";
import type { Region } from "../../src/lib/site.ts";

/** A row of the signal table: a place within its limits unless said otherwise. */
export function signal(given: Partial<Signal> & Pick<Signal, "region_code">): Signal {
  return {
    job: "share",
    method: "funnel",
    indicator: "K03",
    breakdown: "",
    basis: "户",
    within: "R",
    period: "2023-12",
    state: "smoothed",
    verdict: "无信号",
    reason: "within",
    side: "",
    made: "funnel_binomial_multiplicative",
    numerator: 30,
    denominator: 1000,
    value: 0.03,
    smoothed: 0.031,
    low: 0.02,
    high: 0.04,
    expected: 32,
    limit_low: 0.01,
    limit_high: 0.06,
    inner_low: 0.02,
    inner_high: 0.05,
    p: 0.5,
    q: 0.8,
    ...given
  };
}

const job = {
  indicator: "K03",
  breakdown: "",
  basis: "户",
  base: "rural_households",
  kind: "month",
  span: 1
};

/** A comparison of shares, a scan and a series. */
export const methods: SignalMethods = {
  reasons: signalReasons,
  jobs: [
    {
      ...job,
      id: "share",
      method: "funnel",
      above: "核对是否扩大范围",
      below: "核对是否应纳未纳",
      title: "在册户占农村户数"
    },
    { ...job, id: "cluster", method: "scan", above: "查共同原因", below: "", title: "在册户" },
    {
      ...job,
      id: "month",
      method: "series",
      indicator: "B01",
      above: "先看是否集中排查",
      below: "",
      title: "每月新增户"
    }
  ],
  parameters: [
    { method: "all", key: "discovery", value: "0.05", unit: "份额", note: "" },
    { method: "all", key: "months", value: "3", unit: "月", note: "" },
    { method: "scan", key: "least_places", value: "15", unit: "个", note: "" }
  ],
  campaignsKnown: true
};

/** Counties of one prefecture. */
export const counties: readonly Region[] = ["A", "B", "C", "D"].map((code, at) => ({
  code,
  name: ["青栗县", "石渡县", "白杼县", "枫陵县"][at]!,
  level: "county",
  parent: "R",
  lon: null,
  lat: null
}));
