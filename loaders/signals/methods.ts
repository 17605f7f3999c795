import type { SignalMethods } from "../../src/lib/signal-data.ts";
import type { Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";
import type { IndexPlan } from "../risk/composite.ts";

/** What one method runs on: a row of methods.tsv. */
export interface Job extends Published<"jobs"> {
  readonly family: "binomial" | "poisson";
}

/** A number of the platform. */
export type Parameter = Published<"parameters">;

/** What pages read of a row, too. */
type Published<Part extends "jobs" | "parameters"> = SignalMethods[Part][number];

/** One input of the index: a row of index.tsv. */
export interface IndexInput {
  readonly id: string;
  readonly name: string;
  readonly indicator: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly base: string;
}

/** What the methods run on and by which numbers. */
export interface Methods {
  readonly jobs: readonly Job[];
  readonly parameters: readonly Parameter[];
  readonly plan: IndexPlan;
  readonly inputs: readonly IndexInput[];
  /** Jobs of a method, in order. */
  of(method: string): readonly Job[];
  /** A parameter as a number; throws an Error where the table has none of that name. */
  number(method: string, key: string): number;
  text(method: string, key: string): string;
}

const bases: Readonly<Record<string, readonly string[]>> = {
  funnel: ["denominator", "rural_households", "rural_population", "registered_poor_pop"],
  scan: ["rural_households", "rural_population", "registered_poor_pop"],
  series: ["", "clues"],
  incidence: ["elimination", "relapse"],
  comparison: [""]
};
const groupings = ["", "监测对象类别", "劳动能力户型", "措施"];
const mark = "平台设置，非政策阈值";

/**
 * Reads methods.tsv, method_params.tsv and index.tsv. Throws a CliError that names file and line where a row names a
 * method, indicator, base or kind that there is not, or a number is none.
 */
export function readMethods(contract: Contract, folder: string = projectPath("data/policy")): Methods {
  const jobs = readJobs(contract, `${folder}/methods.tsv`);
  const parameters = readParameters(`${folder}/method_params.tsv`);
  const { plan, inputs } = readIndex(contract, `${folder}/index.tsv`);
  const text = (method: string, key: string): string => {
    const found = parameters.find(each => each.method === method && each.key === key);
    if (!found) throw new CliError(`政策表 method_params.tsv：缺少 ${method} 的 ${key}；请补一行`);
    return found.value;
  };
  return {
    jobs,
    parameters,
    plan,
    inputs,
    of: method => jobs.filter(job => job.method === method),
    text,
    number(method, key) {
      const value = Number(text(method, key));
      if (!Number.isFinite(value))
        throw new CliError(`政策表 method_params.tsv：${method} 的 ${key} 应是数；请改正`);
      return value;
    }
  };
}

function readJobs(contract: Contract, path: string): Job[] {
  const columns = [
    ...[
      "id",
      "method",
      "indicator",
      "breakdown",
      "basis",
      "base",
      "kind",
      "span",
      "family",
      "above",
      "below"
    ],
    "note"
  ];
  const jobs = readTsv(path, columns).map(({ line, cells }): Job => {
    const { id, method, indicator, breakdown, basis, base, kind, family } = cells as Record<string, string>;
    const known = bases[method!];
    check(path, line, known !== undefined, `没有方法“${method}”`);
    check(path, line, contract.indicators.has(indicator!), `指标 ${indicator} 不在 indicators.tsv 中`);
    check(path, line, known!.includes(base!), `基数“${base}”不能用于 ${method}`);
    check(path, line, ["", "month", "quarter", "week"].includes(kind!), `没有期间“${kind}”`);
    check(path, line, /^[1-9]\d*$|^$/.test(cells.span!), `期数“${cells.span}”应是正整数`);
    check(path, line, ["binomial", "poisson", ""].includes(family!), `没有分布“${family}”`);
    if (method === "incidence") check(path, line, groupings.includes(breakdown!), `没有分组“${breakdown}”`);
    return {
      ...{
        id: id!,
        method: method!,
        indicator: indicator!,
        breakdown: breakdown!,
        basis: basis!,
        base: base!
      },
      kind: kind!,
      span: Number(cells.span || 1),
      family: family === "poisson" ? "poisson" : "binomial",
      above: cells.above!,
      below: cells.below!,
      title: cells.note!
    };
  });
  const twice = jobs.find(({ id }, i) => jobs.findIndex(job => job.id === id) !== i);
  if (twice) throw new CliError(`政策表 methods.tsv：${twice.id} 写了两次；请删去一行`);
  return jobs;
}

function readParameters(path: string): Parameter[] {
  return readTsv(path, ["method", "key", "value", "unit", "note"]).map(({ line, cells }) => {
    const { method, key, value, unit, note } = cells as Record<string, string>;
    check(path, line, value !== "", `${method} 的 ${key} 没有值`);
    check(path, line, note!.endsWith(mark), `${method} 的 ${key} 没有写明“${mark}”`);
    return { method: method!, key: key!, value: value!, unit: unit!, note: note! };
  });
}

function readIndex(contract: Contract, path: string): { plan: IndexPlan; inputs: IndexInput[] } {
  const columns = [
    ...["dimension", "mean", "component", "id", "name", "indicator", "breakdown", "basis", "base"],
    ...["low", "high", "direction", "note"]
  ];
  const rows = readTsv(path, columns);
  const plan = new Map<
    string,
    {
      mean: string;
      components: Map<string, { name: string; low: number; high: number; inverse: boolean }[]>;
    }
  >();
  const inputs = rows.map(({ line, cells }): IndexInput => {
    const { dimension, mean, component, id, indicator, base, direction } = cells as Record<string, string>;
    check(path, line, contract.indicators.has(indicator!), `指标 ${indicator} 不在 indicators.tsv 中`);
    check(path, line, ["value", "total", "rural_households"].includes(base!), `没有基数“${base}”`);
    check(path, line, ["up", "down"].includes(direction!), `方向应是 up 或 down，现在是“${direction}”`);
    check(path, line, ["arithmetic", "geometric"].includes(mean!), `没有平均“${mean}”`);
    check(path, line, cells.note!.endsWith(mark), `没有写明“${mark}”`);
    const low = Number(cells.low);
    const high = Number(cells.high);
    check(path, line, low < high, `上下界应依次增大，现在是 ${cells.low} 和 ${cells.high}`);
    const own = plan.get(dimension!) ?? { mean: mean!, components: new Map() };
    check(path, line, own.mean === mean, `“${dimension}”前面写的平均是 ${own.mean}`);
    const members = own.components.get(component!) ?? [];
    members.push({ name: id!, low, high, inverse: direction === "down" });
    own.components.set(component!, members);
    plan.set(dimension!, own);
    return {
      ...{ id: id!, name: cells.name!, indicator: indicator!, breakdown: cells.breakdown! },
      basis: cells.basis!,
      base: base!
    };
  });
  return {
    inputs,
    plan: [...plan].map(([name, { mean, components }]) => ({
      name,
      mean: mean as "arithmetic" | "geometric",
      components: [...components].map(([component, indicators]) => ({ name: component, indicators }))
    }))
  };
}

function check(path: string, line: number, holds: boolean, thing: string): void {
  if (!holds) throw new CliError(`政策表 ${path.split("/").at(-1)} 第${line}行：${thing}；请改正`);
}
