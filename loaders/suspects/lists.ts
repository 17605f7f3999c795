import { group } from "d3-array";
import { type CheckRule, readChecks } from "../checks/rules.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { unitOf } from "../worklist/worklist.ts";

/** One thing a check speaks of. Texts are "" where there is nothing to say; no name, id or telephone is among them. */
export interface SuspectRow {
  readonly household: string;
  /** Which of the household's members: place in the export and relation to the head. */
  readonly member: string;
  readonly village: { readonly code: string; readonly name: string };
  readonly category: string;
  /** What stands in the columns the check reads. */
  readonly fact: string;
  /** File and row it is read from. */
  readonly source: string;
  /** Day the exemption ends, "一直" for one without; "" where there is none. */
  readonly exempt: string;
}

/** What the checks speak of at one town, or at a place whose households match none; checks that speak of nothing are left out. */
export interface SuspectList {
  readonly unit: { readonly code: string; readonly name: string; readonly level: string };
  readonly county: { readonly code: string; readonly name: string };
  readonly sheets: readonly { readonly check: CheckRule; readonly rows: readonly SuspectRow[] }[];
}

/** Reads the lists of a region's places in the order of their codes, from a warehouse whose checks were run on the same connection. */
export async function readSuspectLists(
  duck: Duck,
  contract: Contract,
  region: string
): Promise<SuspectList[]> {
  const rows = await duck.rows(
    `WITH unit_of AS (${unitOf(region)})
     SELECT u.unit, r.region_name AS unit_name, r.region_level AS unit_level, c.county_code, k.region_name AS county_name, f.check_id, f.household_id,
       CASE WHEN f.place_no IS NOT NULL THEN '第 ' || f.place_no || ' 人' || coalesce('（' || l.label || '）', '') END AS member,
       CASE WHEN v.region_level = 'village' THEN v.region_code END AS village_code, CASE WHEN v.region_level = 'village' THEN v.region_name END AS village_name,
       h.category, f.fact, s.name || ' 第 ' || o.row_no || ' 行' AS source,
       CASE WHEN f.is_exempt THEN CASE WHEN e.until = DATE '9999-12-31' THEN '一直' ELSE CAST(e.until AS VARCHAR) END END AS exempt
     FROM check_found AS f JOIN unit_of AS u ON u.region_code = f.region_code JOIN region AS r ON r.region_code = u.unit
     JOIN region_county AS c ON c.region_code = u.unit JOIN region AS k ON k.region_code = c.county_code JOIN region AS v ON v.region_code = f.region_code
     JOIN check_rule AS g ON g.check_id = f.check_id
     LEFT JOIN check_household AS h ON h.household_id = f.household_id
     LEFT JOIN check_row AS o ON o.household_id = f.household_id AND o.state = 'accepted' AND o.place_no = coalesce(f.place_no, CASE WHEN g.grain = 'household' THEN 1 END)
     LEFT JOIN source_file AS s ON s.file_id = o.file_id LEFT JOIN policy_code AS l ON l.list = 'relation' AND l.code = o.relation_to_head
     LEFT JOIN check_exempt AS e ON e.check_id = f.check_id AND e.household_id = f.household_id
     ORDER BY c.county_code, u.unit, f.is_exempt, village_code NULLS LAST, f.household_id NULLS LAST, f.place_no NULLS FIRST, f.fact`
  );
  const rules = readChecks(contract);
  const units = group(rows, row => String(row.unit));
  return [...units.values()].map(own => {
    const [{ unit, unit_name, unit_level, county_code, county_name }] = own as [(typeof rows)[number]];
    const checks = group(own, row => String(row.check_id));
    return {
      unit: { code: String(unit), name: String(unit_name), level: String(unit_level) },
      county: { code: String(county_code), name: String(county_name) },
      sheets: rules
        .filter(({ id }) => checks.has(id))
        .map(check => ({ check, rows: checks.get(check.id)!.map(rowOf) }))
    };
  });
}

function rowOf(row: Awaited<ReturnType<Duck["rows"]>>[number]): SuspectRow {
  const text = (name: string): string => String(row[name] ?? "");
  return {
    household: text("household_id"),
    member: text("member"),
    village: { code: text("village_code"), name: text("village_name") },
    category: text("category"),
    fact: text("fact"),
    source: text("source"),
    exempt: text("exempt")
  };
}
