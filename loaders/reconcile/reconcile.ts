import type { Reconciled, ReconciledIdentity, Reconciliation } from "../../src/lib/reconciliation.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";

/** A figure as a published bulletin states it. Rates are in per cent, as printed. */
export interface Stated {
  readonly region: string;
  readonly period: string;
  readonly item: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly value: number;
  readonly profile: string;
  /** The day the bulletin's data stand for, "" where it does not say. */
  readonly day: string;
  readonly source: string;
}

/** Reads the accepted rows of 通报核对表. Grain: region × period × item × breakdown × basis × source. */
export async function readStated(duck: Duck): Promise<Stated[]> {
  const rows = await duck.rows(
    `SELECT region_code AS region, period, item, coalesce(breakdown, '') AS breakdown, basis, CAST(amount AS DOUBLE) AS value,
       coalesce(profile_id, '') AS profile, coalesce(CAST(data_on AS VARCHAR), '') AS day, coalesce(source, '') AS source
     FROM staging.stated_figure WHERE state = 'accepted' AND amount IS NOT NULL ORDER BY ALL`
  );
  return rows as unknown as Stated[];
}

/** Those of places on the site: its root and what is below. A county's site says nothing of its neighbours. */
export async function insideSite(duck: Duck, stated: readonly Stated[]): Promise<Stated[]> {
  const places = await duck.rows(
    "SELECT descendant AS code FROM region_tree WHERE ancestor = (SELECT region_code FROM region_root)"
  );
  const codes = new Set(places.map(({ code }) => String(code)));
  return stated.filter(({ region }) => codes.has(region));
}

/** Our row of a key under a document. */
interface Own {
  readonly value: number | null;
  readonly status: string;
  readonly profile: string;
  readonly isChosen: boolean;
  readonly unit: string;
}

/**
 * Sets the figures of a bulletin against ours and says, where they differ, why: the first of the causes that accounts for
 * the whole difference. What none accounts for is 未解释.
 */
export async function reconcile(
  duck: Duck,
  contract: Contract,
  stated: readonly Stated[]
): Promise<Reconciliation> {
  const facts = await factsOf(duck, contract);
  const keys = stated.map(each => ({ each, ...targetOf(contract, each) }));
  const own = await ownOf(duck, keys);
  const rows = keys.map(({ each, indicator, breakdown }): Reconciled => {
    const key = [indicator, breakdown, each.region, each.period, each.basis];
    const found = own.get(key.join("|")) ?? [];
    const chosen = found.find(row => row.isChosen) ?? found[0];
    const scale = chosen?.unit === "%" ? 100 : 1;
    const ours = chosen?.value == null ? null : chosen.value * scale;
    const difference = ours === null ? null : each.value - ours;
    const { cause, detail } = explain(each, {
      indicator,
      ours,
      difference,
      scale,
      found,
      chosen,
      own,
      key,
      facts
    });
    return {
      region: each.region,
      period: each.period,
      item: each.item,
      indicator,
      breakdown: each.breakdown,
      basis: each.basis,
      theirs: each.value,
      ours,
      difference,
      cause,
      detail
    };
  });
  return { rows, identities: identitiesOf(stated, categoriesOf(contract)) };
}

interface Facts {
  /** Period → the periods of its kind before and after it. */
  readonly next: ReadonlyMap<string, readonly string[]>;
  /** Period → the day of the snapshot it was read from. */
  readonly days: ReadonlyMap<string, string>;
  /** Indicator → rows refused in the tables it needs. */
  readonly refused: ReadonlyMap<string, number>;
  /** Indicator → names of tables it lacks. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
}

async function factsOf(duck: Duck, contract: Contract): Promise<Facts> {
  const periods = await duck.rows(
    `SELECT period, lag(period) OVER kinds AS before, lead(period) OVER kinds AS after, CAST(as_of AS VARCHAR) AS day
     FROM period WINDOW kinds AS (PARTITION BY kind ORDER BY period) ORDER BY period`
  );
  const files = await duck.rows(
    "SELECT table_id, sum(rows_refused) AS refused FROM source_file WHERE table_id IS NOT NULL GROUP BY table_id ORDER BY table_id"
  );
  const refusedOf = new Map(files.map(row => [String(row.table_id), Number(row.refused)]));
  const gaps = await duck.rows(
    "SELECT DISTINCT indicator, table_id FROM data_gap WHERE column_id IS NULL ORDER BY ALL"
  );
  const lacking = new Map<string, string[]>();
  for (const { indicator, table_id: table } of gaps) {
    const name = contract.tables.get(String(table))?.name ?? String(table);
    lacking.set(String(indicator), [...(lacking.get(String(indicator)) ?? []), name]);
  }
  return {
    next: new Map(
      periods.map(row => [String(row.period), [row.before, row.after].filter(Boolean).map(String)])
    ),
    days: new Map(periods.map(row => [String(row.period), String(row.day)])),
    refused: new Map(
      [...contract.indicators.values()].map(({ id, tables }) => [
        id,
        tables.reduce((sum, table) => sum + (refusedOf.get(table) ?? 0), 0)
      ])
    ),
    lacking
  };
}

/** Which row a bulletin's item means; an item of the bulletin table (B01) takes a category, none is all. */
function targetOf(contract: Contract, { item, breakdown }: Stated): { indicator: string; breakdown: string } {
  const known =
    contract.indicators.get(item) ?? [...contract.indicators.values()].find(({ name }) => name === item);
  if (known && known.id !== "B01") return { indicator: known.id, breakdown };
  const category = breakdown.replace(/^监测对象类别=/, "") || "合计";
  return { indicator: "B01", breakdown: `监测对象类别=${category};统计项=${item}` };
}

async function ownOf(
  duck: Duck,
  keys: readonly { readonly each: Stated; readonly indicator: string }[]
): Promise<Map<string, Own[]>> {
  const list = (texts: readonly string[]): string =>
    [...new Set(texts)].map(text => `'${text.replaceAll("'", "''")}'`).join(", ") || "''";
  const rows = await duck.rows(
    `SELECT i.indicator, i.breakdown, i.region_code, i.period, i.basis, i.value, i.status, i.unit, i.profile_id, coalesce(f.is_chosen, FALSE) AS is_chosen
     FROM indicator AS i JOIN period AS q ON q.period = i.period
     LEFT JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.stat_year = q.stat_year AND f.profile_id = i.profile_id
     WHERE i.indicator IN (${list(keys.map(({ indicator }) => indicator))}) AND i.region_code IN (${list(keys.map(({ each }) => each.region))})
     ORDER BY ALL`
  );
  const found = new Map<string, Own[]>();
  for (const row of rows) {
    const key = [row.indicator, row.breakdown, row.region_code, row.period, row.basis].join("|");
    const own = {
      value: row.value as number | null,
      status: String(row.status),
      profile: String(row.profile_id),
      isChosen: Boolean(row.is_chosen),
      unit: String(row.unit)
    };
    found.set(key, [...(found.get(key) ?? []), own]);
  }
  return found;
}

interface Case {
  readonly indicator: string;
  readonly ours: number | null;
  readonly difference: number | null;
  readonly scale: number;
  readonly found: readonly Own[];
  readonly chosen: Own | undefined;
  readonly own: ReadonlyMap<string, readonly Own[]>;
  readonly key: readonly string[];
  readonly facts: Facts;
}

/** The causes in the order they are tried; each must account for the whole of the difference. */
function explain(stated: Stated, known: Case): Pick<Reconciled, "cause" | "detail"> {
  const { indicator, ours, difference, scale, found, chosen, own, key, facts } = known;
  if (ours === null || difference === null) {
    const tables = facts.lacking.get(indicator) ?? [];
    if (tables.length > 0) return { cause: "缺表", detail: `未导入${tables.join("、")}` };
    return {
      cause: "未解释",
      detail: chosen ? `本平台为 ${chosen.status}` : "本平台没有这一行；请核对区划、期间、指标和分项的写法"
    };
  }
  const digits = /\.(\d+)$/.exec(String(stated.value))?.[1]?.length ?? 0;
  const half = 0.5 * 10 ** -digits + 1e-9;
  const equals = (value: number | null | undefined): boolean =>
    value != null && Math.abs(stated.value - value * scale) <= (scale === 1 && digits === 0 ? 1e-9 : half);
  if (Math.abs(difference) < 1e-9) return { cause: "一致", detail: "" };
  if (equals(chosen!.value)) return { cause: "取整", detail: `通报取 ${digits} 位小数` };
  const other = found.find(row => row.profile !== chosen!.profile && equals(row.value));
  if (other)
    return { cause: "口径不同", detail: `与 ${other.profile} 的数相同，本平台按 ${chosen!.profile}` };
  if (stated.profile && stated.profile !== chosen!.profile)
    return { cause: "口径不同", detail: `通报按 ${stated.profile}，本平台按 ${chosen!.profile}` };
  const beside = (facts.next.get(stated.period) ?? []).find(period =>
    (own.get([...key.slice(0, 3), period, key[4]].join("|")) ?? []).some(row => equals(row.value))
  );
  if (beside) return { cause: "数据日不同", detail: `与本平台 ${beside} 的数相同` };
  const day = facts.days.get(stated.period) ?? "";
  if (stated.day && stated.day !== day)
    return { cause: "数据日不同", detail: `通报截至 ${stated.day}，本平台用 ${day} 的快照` };
  const refused = facts.refused.get(indicator) ?? 0;
  if (scale === 1 && difference > 0 && difference <= refused)
    return { cause: "拒收行", detail: `所用各表有 ${refused} 行拒收，不少于差额` };
  return { cause: "未解释", detail: "" };
}

/** The items of a stock that add up to all that were ever identified. */
const stocks = ["已消除", "未消除", "其他退出"];
/** A stock of our own, which a bulletin need not have. */
const unknownStock = "状态未知";

/** Names of the categories a bulletin breaks its figures down by. */
function categoriesOf({ codes }: Contract): string[] {
  return codes.get("monitor_category")!.map(({ label }) => label);
}

/** The identities of B01 among the bulletin's own figures: all = those eliminated, registered, left, unknown; total = categories. */
function identitiesOf(stated: readonly Stated[], all: readonly string[]): ReconciledIdentity[] {
  const items = ["累计", "本年新增", "本月新增", "本月消除", ...stocks, unknownStock];
  const tables = new Map<string, Map<string, number>>();
  for (const { region, period, item, breakdown, basis, value } of stated) {
    if (!items.includes(item)) continue;
    const category = breakdown.replace(/^监测对象类别=/, "") || "合计";
    const key = [region, period, basis].join("|");
    if (!tables.has(key)) tables.set(key, new Map());
    tables.get(key)!.set(`${category}|${item}`, value);
  }
  const found: ReconciledIdentity[] = [];
  for (const [key, cells] of tables) {
    const [region = "", period = "", basis = ""] = key.split("|");
    const categories = [...new Set([...cells.keys()].map(cell => cell.split("|")[0]!))];
    const check = (text: string, whole: string, parts: readonly string[], names: readonly string[]): void => {
      const total = cells.get(whole);
      const known = parts.flatMap(part => cells.get(part) ?? []);
      if (total === undefined || known.length < 2) return;
      const sum = known.reduce((added, part) => added + part, 0);
      const unstated = names.filter((_, i) => !cells.has(parts[i]!));
      found.push({
        region,
        period,
        basis,
        identity: text,
        whole: total,
        parts: sum,
        difference: total - sum,
        unstated
      });
    };
    for (const category of categories)
      check(
        `${category}：累计＝${stocks.join("＋")}`,
        `${category}|累计`,
        [...stocks, unknownStock].map(item => `${category}|${item}`),
        stocks
      );
    const parts = [...new Set([...all, ...categories.filter(category => category !== "合计")])];
    for (const item of items)
      check(
        `${item}：合计＝各类之和`,
        `合计|${item}`,
        parts.map(category => `${category}|${item}`),
        parts
      );
  }
  return found;
}
