import type { Suspect, Suspects } from "../../src/lib/suspects.ts";
import { type CheckRule, checkLevels, readChecks } from "../checks/rules.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { underRoot } from "./root.ts";

/** What each grain counts. */
const units = { household: "户", person: "人", figure: "个" } as const;

/** `suspects.json`: the checks, and what they found by place; no household is named. */
export async function suspectsOf(duck: Duck, contract: Contract): Promise<Suspects> {
  const rules = readChecks(contract);
  const results = await duck.rows(
    `SELECT * FROM check_result WHERE region_code IN ${underRoot} ORDER BY region_code, check_id`
  );
  const households = await duck.rows(
    `SELECT * FROM check_household_count WHERE region_code IN ${underRoot} ORDER BY region_code, level`
  );
  const gaps = await duck.rows("SELECT * FROM check_gap ORDER BY ALL");
  const at = new Map(rules.map(({ id }, i) => [id, i]));
  const places: Record<string, Editable> = {};
  const placeOf = (code: string): Editable => {
    places[code] ??= {
      found: rules.map(() => 0),
      exempt: {},
      examined: rules.map(() => 0),
      households: 0,
      suspected: ["", ...checkLevels].map(() => 0)
    };
    return places[code];
  };
  for (const row of results) {
    const place = placeOf(String(row.region_code));
    const i = at.get(String(row.check_id))!;
    place.found[i] = Number(row.found);
    place.examined[i] = Number(row.examined);
    if (row.exempt) place.exempt[String(row.check_id)] = Number(row.exempt);
  }
  for (const row of households) {
    const place = placeOf(String(row.region_code));
    place.households = Number(row.households);
    place.suspected[["", ...checkLevels].indexOf(String(row.level))] = Number(row.found);
  }
  return {
    checks: rules.map(rule =>
      suspectOf(
        contract,
        rule,
        gaps
          .filter(gap => gap.check_id === rule.id)
          .map(gap => [String(gap.table_id), gap.column_id] as const)
      )
    ),
    levels: checkLevels,
    places
  };
}

interface Editable {
  readonly found: number[];
  readonly exempt: Record<string, number>;
  readonly examined: number[];
  households: number;
  readonly suspected: number[];
}

function suspectOf(
  contract: Contract,
  { id, group, title, grain, level, clause, advice, params, settings }: CheckRule,
  gaps: readonly (readonly [table: string, column: unknown])[]
): Suspect {
  const lacking = gaps.map(([table, column]) => {
    const { name, columns } = contract.tables.get(table)!;
    const header = columns.find(each => each.id === column)?.header;
    return header ? `“${name}”的“${header}”列` : `“${name}”`;
  });
  const numbers = [
    ...Object.values(params),
    ...settings.map(key => contract.settings.find(setting => setting.key === key)!.value)
  ];
  return {
    id,
    group,
    title,
    unit: units[grain],
    level,
    clause,
    advice,
    numbers,
    lacking: [...new Set(lacking)]
  };
}
