import { expect } from "vitest";
import { type Household, personHeader, personRows } from "../golden/golden.ts";
import {
  csv,
  exportsFolder,
  type Run,
  regionHeader,
  removeFolders,
  runAll,
  type Value
} from "../support/exports.ts";

/**
 * A prefecture small enough to count by eye: two counties, a town each, two villages in the first and one in the second.
 * Tables of a test name its places by these names; 990404 is free for more.
 */
export const places: Readonly<Record<string, string>> = {
  壬市: "990400",
  辰县: "990401",
  辰镇: "990401001",
  东村: "990401001001",
  西村: "990401001002",
  巳县: "990402",
  巳镇: "990402001",
  南村: "990402001001"
};

const homes: Readonly<Record<string, Household["place"]>> = {
  东村: ["辰县", "辰镇", "东村"],
  西村: ["辰县", "辰镇", "西村"],
  南村: ["巳县", "巳镇", "南村"]
};

const labours: Readonly<Record<string, string>> = {
  能: "普通劳动力",
  弱: "弱劳动力或半劳动力",
  无: "无劳动力",
  空: ""
};

/** What a test's world differs in. */
export interface World {
  /** One line a household, see `household`; none: no register at all. */
  readonly households?: readonly string[];
  /** Local tables by their Chinese name, each of one or more parts, see `rowsOf`; a part leaves out what it has no use for. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>;
  /** More columns of the register: header → household (`A1`) or member (`A1-2`) → cell. */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** Headers the register lacks. */
  readonly without?: readonly string[];
  /** Day of the snapshot, default the last of 2023. */
  readonly asOf?: string;
  /** Years of the region table, default the snapshot's own. */
  readonly years?: readonly number[];
  /** Document the prefecture is bound to, default FJ2020. */
  readonly bound?: string;
  /** Numbers of the SQL families the test is about. */
  readonly families: readonly string[];
  /** `--profile`: `all`, or one for every region. */
  readonly profile?: string;
  /** More rows of the region table; a row's cells follow `regionHeader`. */
  readonly regions?: readonly (readonly Value[])[];
}

const runs: Run[] = [];

/** Intake, model and indicators of a small world; `closeWorlds` after all tests of the file. */
export async function world(options: World): Promise<Run> {
  const asOf = options.asOf ?? "2023-12-31";
  const years = options.years ?? [Number(asOf.slice(0, 4))];
  const regions = years.flatMap(year => [
    ...Object.entries(places).map(([name, code]) => [
      ...[
        code,
        name,
        "",
        levelOf(code),
        code.length > 6 ? parentOf(code) : code === places.壬市 ? "" : places.壬市
      ],
      ...[year, code === places.壬市 ? (options.bound ?? "FJ2020") : "", 100, "否"]
    ]),
    ...(options.regions ?? [])
  ]);
  const files: Record<string, string> = { "区划统计表.csv": csv(regionHeader, regions) };
  if (options.households) files[`监测对象信息_${asOf.replaceAll("-", "")}.csv`] = register(options);
  for (const [name, text] of Object.entries(options.tables ?? {})) {
    files[`${name}.csv`] = table(typeof text === "string" ? [text] : text);
  }
  const run = await runAll(exportsFolder(files), {
    asOf,
    families: options.families,
    ...(options.profile ? { profile: options.profile } : {})
  });
  runs.push(run);
  return run;
}

/** To be called after the tests of a file. */
export function closeWorlds(): void {
  for (const run of runs.splice(0)) run.close();
  removeFolders();
}

/**
 * A household in one line, words in any order after the id: village; members by labour `能弱无空`, default 能; months
 * `202301` identified (the default), `202301-202306` eliminated, `202301-?` of unknown state; 不稳定户, 突发户 (default 边缘户)
 * or 非监测; 脱贫户; risks, at most two.
 *
 *     A1 东村 202301-202306 能无 因病,因学
 */
export function household(line: string): Household {
  const [id, ...words] = line.trim().split(/\s+/);
  const take = (pattern: RegExp): string | undefined => {
    const at = words.findIndex(word => pattern.test(word));
    return at < 0 ? undefined : words.splice(at, 1)[0];
  };
  const place = homes[take(/村$/) ?? "东村"];
  const labour = [...(take(/^[能弱无空]+$/) ?? "能")].map(letter => labours[letter]!);
  const [identified, until] = (take(/^\d{6}/) ?? "202301").split("-");
  const category = { 不稳定户: "脱贫不稳定户", 突发户: "突发严重困难户", 非监测: "", 边缘户: "边缘易致贫户" }[
    take(/^(不稳定户|突发户|非监测|边缘户)$/) ?? "边缘户"
  ]!;
  const type = take(/^脱贫户$/) ?? (category === "脱贫不稳定户" ? "脱贫户" : "一般农户");
  const risks = take(/^[因缺]/)?.split(",") as [string, string?] | undefined;
  if (!id || !place || words.length > 0) throw new Error(`household not understood: ${line}`);
  return {
    ...{ id, place, labour, type },
    ...(category
      ? { category, identified: identified!, eliminated: until === "?" ? "" : until ? "是" : "否" }
      : {}),
    ...(until && until !== "?" ? { eliminatedIn: until } : {}),
    ...(risks ? { risks } : {})
  };
}

/** A household's made-up id numbers, a member each. */
export function idNumbers(line: string): string[] {
  return personRows([household(line)]).map(row => String(row[personHeader.indexOf("证件号码")]));
}

/** A table as text: a line a row, words apart by spaces, `.` an empty cell; the first line is the header. */
export function rowsOf(text: string): string[][] {
  const rows = text
    .trim()
    .split("\n")
    .map(line =>
      line
        .trim()
        .split(/\s+/)
        .map(cell => (cell === "." ? "" : cell))
    );
  const odd = rows.find(row => row.length !== rows[0]!.length);
  if (odd) throw new Error(`a row of another length than its header: ${odd.join(" ")}`);
  return rows;
}

/**
 * Rows of the indicator table that must stand there, one a line: indicator, place, period, breakdown (总计 = none, `~` a space),
 * basis, figures, status, judgement; what follows a `#` says why. Figures: `3` a count, `1/4` a rate, `-/4=2.5` a value of its own,
 * `-` nothing, `?` not looked at. A value stands only where the status lets it. `none` after the basis: there is no such
 * row. `profile` is needed where rows of several documents stand side by side.
 *
 *     K05 辰县 2023-05 总计 条 1/2 ok unmet  # L2 was late
 */
export async function expectLines(run: Run, text: string, profile = ""): Promise<void> {
  const lines = text
    .trim()
    .split("\n")
    .map(line =>
      line
        .replace(/\s#.*$/, "")
        .trim()
        .split(/\s+/)
        .map(word => word.replaceAll("~", " "))
    );
  const among = (at: number): string => [...new Set(lines.map(line => `'${line[at]}'`))].join(", ");
  const rows = await run.rows(
    `SELECT indicator, region_name, period, if(breakdown = '', '总计', breakdown) AS breakdown, basis,
       numerator, denominator, value, status, judgement
     FROM indicator WHERE indicator IN (${among(0)}) AND period IN (${among(2)})
     ${profile ? `AND profile_id = '${profile}'` : ""} ORDER BY profile_id`
  );
  const known = await run.rows("SELECT region_name FROM region");
  const found = rows.map(row => Object.values(row));
  const wanted = lines.map(line => {
    const [figures, status, judgement] = line.slice(5);
    const key = line.slice(0, 5).join(" ");
    if (!known.some(row => row.region_name === line[1])) throw new Error(`no such place: ${key}`);
    const there = found.filter(row => row.slice(0, 5).join(" ") === key).map(row => row.slice(5));
    const written = status ? asWritten(figures!, status) : [];
    const say = (own: Figures, ...rest: unknown[]): string =>
      [line.slice(0, 5), figuresOf(own.map((figure, i) => (written[i] === "?" ? "?" : figure))), rest]
        .flat()
        .join(" ");
    return {
      expected: status ? say(written, status, judgement) : `${key} none`,
      seen:
        there.length > 0 ? there.map(row => say(row.slice(0, 3), ...row.slice(3))).join("\n") : `${key} none`
    };
  });
  expect(wanted.map(({ seen }) => seen)).toEqual(wanted.map(({ expected }) => expected));
}

/** Numerator, denominator, value; "?" is not looked at. */
type Figures = readonly unknown[];

function asWritten(text: string, status: string): Figures {
  const [ratio, own] = text.split("=");
  const [n = null, d = null] = ratio!
    .split("/")
    .map(part => (part === "-" ? null : part === "?" ? part : Number(part)));
  const hasValue = status === "ok" || status === "not_judged_input";
  return [n, d, !hasValue ? null : own !== undefined ? Number(own) : d === null ? n : Number(n) / Number(d)];
}

function figuresOf([n, d, value]: Figures): string {
  const written = (figure: unknown): string =>
    figure === null ? "-" : figure === "?" ? "?" : String(Number(Number(figure).toPrecision(12)));
  return `${written(n)}/${written(d)}=${written(value)}`;
}

function register(options: World): string {
  const households = options.households!.map(household);
  const more = Object.entries(options.columns ?? {});
  const id = personHeader.indexOf("人编号");
  const number = personHeader.indexOf("证件号码");
  const rows = personRows(households).map(row => {
    const member = String(row[id]);
    return [...row, ...more.map(([, cells]) => cells[member] ?? cells[member.replace(/-\d+$/, "")])];
  });
  const numbers = new Set(rows.map(row => row[number]));
  if (numbers.size < rows.length) throw new Error("two persons of one id number: name a household otherwise");
  const header = [...personHeader, ...more.map(([name]) => name)];
  const keep = header.map(name => !options.without?.includes(name));
  return csv(
    header.filter((_, i) => keep[i]),
    rows.map(row => row.filter((_, i) => keep[i]))
  );
}

/** One table of parts that may differ in their columns; places are written as their codes. */
function table(parts: readonly string[]): string {
  const read = parts.map(rowsOf);
  const header = [...new Set(read.flatMap(([first]) => first!))];
  const rows = read.flatMap(([own, ...rest]) =>
    rest.map(row =>
      header.map(name => {
        const cell = row[own!.indexOf(name)] ?? "";
        return name.endsWith("代码") ? (places[cell] ?? cell) : cell;
      })
    )
  );
  return csv(header, rows);
}

function levelOf(code: string): string {
  if (code === places.壬市) return "设区市";
  return ({ 6: "县", 9: "乡镇", 12: "行政村" } as Record<number, string>)[code.length]!;
}

function parentOf(code: string): string {
  return code.slice(0, code.length === 12 ? 9 : 6);
}
