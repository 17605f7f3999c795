import type { Entry } from "./find.js";
import { count } from "./format.js";
import type { ClauseNote, Definition, Definitions, Gap, Indicator, Judging, Mark, Profile } from "./site.js";

/** Whether the data at hand can fill an indicator: wholly, in part, or not at all. */
export type Fill = "ready" | "partial" | "missing";

/** The word of each state of filling. */
export const fillWords: Readonly<Record<Fill, string>> = {
  ready: "已可计算",
  partial: "部分缺",
  missing: "缺数据"
};

/** The word of each way a rule is known, and what it means. */
export const markWords: Readonly<Record<Mark, string>> = {
  text: "原文",
  inferred: "推定",
  platform: "平台设置"
};

export const markNotes: Readonly<Record<Mark, string>> = {
  text: "文件写明",
  inferred: "文件没有写全，按上下文读出",
  platform: "本平台设置，非政策阈值"
};

/** What a document does with an indicator, in a word. */
export const ruleWords: Readonly<Record<Judging["rule"], string>> = {
  judged: "判断",
  reference: "只作参照",
  shown: "只显示数值",
  silent: "不判"
};

/** One indicator of the catalogue with all that is said of it. */
export interface CatalogueRow {
  readonly indicator: Indicator;
  readonly definition: Definition;
  readonly family: string;
  readonly familyName: string;
  readonly fill: Fill;
  /** Lower-case text the filter looks in. */
  readonly text: string;
}

/** What the reader narrows the list by; "" is everything. */
export interface CatalogueFilter {
  readonly query: string;
  readonly family: string;
  readonly fill: string;
  /** A document, by its profile id. */
  readonly document: string;
}

/**
 * The rows of 指标说明, by family and within it as families.tsv lists them. `entries` give the spellings in pinyin;
 * `tableName` the Chinese name of a table.
 */
export function catalogueRows(
  catalogue: ReadonlyMap<string, Indicator>,
  { families, indicators }: Definitions,
  entries: readonly Entry[],
  tableName: (table: string) => string
): CatalogueRow[] {
  const definitions = new Map(indicators.map(definition => [definition.id, definition]));
  const keys = new Map(
    entries.filter(({ kind }) => kind === "指标").map(({ target, keys: spellings }) => [target, spellings])
  );
  return families.flatMap(({ id: family, name, indicators: ids }) =>
    ids.flatMap(id => {
      const indicator = catalogue.get(id);
      const definition = definitions.get(id);
      if (!indicator || !definition) return [];
      const words = [
        id,
        indicator.name,
        name,
        indicator.numerator,
        indicator.denominator,
        indicator.edge,
        ...definition.breakdowns,
        ...indicator.tables.map(tableName),
        ...definition.judging.flatMap(({ thresholds }) => thresholds.map(threshold => threshold.name)),
        ...(keys.get(id) ?? [])
      ];
      return [
        {
          indicator,
          definition,
          family,
          familyName: name,
          fill: fillOf(definition),
          text: words.join(" ").toLowerCase()
        }
      ];
    })
  );
}

/** Whether the data fill an indicator: not at all when a gap concerns the whole of it. */
export function fillOf({ gaps }: Pick<Definition, "gaps">): Fill {
  if (gaps.length === 0) return "ready";
  return gaps.some(({ breakdown }) => breakdown === "") ? "missing" : "partial";
}

/** Rows that pass the filter: every word of the query, and each choice that is made. */
export function filterRows(rows: readonly CatalogueRow[], filter: CatalogueFilter): CatalogueRow[] {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    row =>
      words.every(word => row.text.includes(word)) &&
      (filter.family === "" || row.family === filter.family) &&
      (filter.fill === "" || row.fill === filter.fill) &&
      (filter.document === "" || speaks(row, filter.document))
  );
}

/** Whether a document judges an indicator, is its reference, or has a clause on it. */
export function speaks({ definition }: CatalogueRow, profile: string): boolean {
  return (
    definition.clauses.some(clause => clause.profile === profile) ||
    definition.judging.some(
      judging =>
        judging.profile === profile &&
        (judging.rule === "judged" || judging.rule === "reference" || judging.thresholds.length > 0)
    )
  );
}

/** How many rows are in each state of filling. */
export function fillCounts(rows: readonly CatalogueRow[]): Record<Fill, number> {
  const counts = { ready: 0, partial: 0, missing: 0 };
  for (const { fill } of rows) counts[fill] += 1;
  return counts;
}

/** The finding: “62 个指标中 54 个已可计算，5 个部分缺，3 个缺数据”. */
export function catalogueTitle(rows: readonly CatalogueRow[]): string {
  const { ready, partial, missing } = fillCounts(rows);
  const total = count(rows.length);
  if (ready === rows.length) return `${total} 个指标都已可计算`;
  const parts = [
    ready > 0 ? `${count(ready)} 个已可计算` : null,
    partial > 0 ? `${count(partial)} 个部分缺` : null,
    missing > 0 ? `${count(missing)} 个缺数据` : null
  ];
  return `${total} 个指标中 ${parts.filter(part => part !== null).join("，")}`;
}

/** What is missing, in words: “缺走访记录”, “分项“户类型”：缺监测对象信息的“户类型”列”. */
export function gapText({ breakdown, table, column }: Gap, tableName: (table: string) => string): string {
  const what = column === "" ? `缺“${tableName(table)}”表` : `缺“${tableName(table)}”的“${column}”列`;
  return breakdown === "" ? what : `分项“${breakdown}”：${what}`;
}

/** How a document treats an indicator, in a few words: “= 100%”, “参照 5%”, “只显示数值”. */
export function judgingText({ rule, line, note }: Judging): string {
  const text = line || ruleWords[rule];
  return note ? `${text}（${note}）` : text;
}

/** Judgings worth a line of their own, and the documents that say nothing beyond the value. */
export function splitJudging(judging: readonly Judging[]): {
  readonly said: readonly Judging[];
  readonly shown: readonly Judging[];
} {
  const isSaid = ({ rule, thresholds, note }: Judging) =>
    rule === "judged" || rule === "reference" || thresholds.length > 0 || note !== "";
  return { said: judging.filter(isSaid), shown: judging.filter(each => !isSaid(each)) };
}

/** One line of what a document says on an indicator: its judging line, or a parameter of its. */
export interface JudgingLine {
  readonly profile: string;
  /** Whether it is the document's first line. */
  readonly first: boolean;
  readonly name: string;
  readonly value: string;
  readonly mark: Mark | null;
  /** Clause and remarks. */
  readonly note: string;
}

/** A document's lines: how it judges, then the parameters it sets. */
export function judgingLines({
  profile,
  rule,
  line,
  mark,
  clause,
  note,
  thresholds
}: Judging): JudgingLine[] {
  const reading = mark === "inferred" && line.includes("100%") ? "条款没有写比例，读作逐件都须做到" : "";
  const head = {
    name: line ? (rule === "reference" ? "参照" : "判断线") : ruleWords[rule],
    value: line,
    mark,
    note: said(clause, [note, reading].filter(Boolean).join("；"))
  };
  const rest = thresholds.map(({ name, value, mark: known, clause: place, note: remark }) => ({
    name,
    value,
    mark: known,
    note: said(place, remark)
  }));
  return [head, ...rest].map((each, index) => ({ profile, first: index === 0, ...each }));
}

/** One numerator, with its denominator where it has one. */
export interface Formula {
  readonly numerator: string;
  readonly denominator: string | null;
}

/** An indicator's formulas: parts parted by “；” are paired where there are as many of both. */
export function formulasOf({
  numerator,
  denominator
}: Pick<Indicator, "numerator" | "denominator">): Formula[] {
  const bottom = (text: string): string | null => (text === "" || text === "-" ? null : text);
  const over = numerator.split("；");
  const under = denominator.split("；");
  if (over.length !== under.length) return [{ numerator, denominator: bottom(denominator) }];
  return over.map((text, index) => ({ numerator: text, denominator: bottom(under[index]!) }));
}

/** A formula in one line: “在册户 ÷ 农村户数”. */
export function formulaText({ numerator, denominator }: Formula): string {
  return denominator === null ? numerator : `${numerator} ÷ ${denominator}`;
}

/** What is said at one place of a document, by kind. */
export interface ClausePlace {
  readonly clause: string;
  readonly kinds: readonly {
    readonly kind: string;
    readonly words: readonly string[];
    readonly needs: readonly string[];
  }[];
}

/** Clauses of one document, those of the same place under one number. */
export interface DocumentClauses {
  readonly profile: Profile;
  readonly places: readonly ClausePlace[];
  /** Places the catalogue names without any words. */
  readonly bare: readonly string[];
}

/**
 * Clauses by document, in the documents' order.
 * @param listed the catalogue's own list by profile id, e.g. from `readClauses`
 */
export function clausesByDocument(
  notes: readonly ClauseNote[],
  listed: ReadonlyMap<string, readonly string[]>,
  profiles: readonly Profile[]
): DocumentClauses[] {
  return profiles.flatMap(profile => {
    const own = notes.filter(note => note.profile === profile.id);
    const places = [...new Set(own.map(({ clause }) => clause))];
    const bare = (listed.get(profile.id) ?? []).filter(clause => !places.includes(clause));
    if (places.length + bare.length === 0) return [];
    return [
      {
        profile,
        places: places.map(clause => ({ clause, kinds: byKind(own.filter(note => note.clause === clause)) })),
        bare
      }
    ];
  });
}

function byKind(notes: readonly ClauseNote[]): ClausePlace["kinds"] {
  return [...new Set(notes.map(({ kind }) => kind))].map(kind => {
    const own = notes.filter(note => note.kind === kind);
    return {
      kind,
      words: own.map(({ words }) => words).filter(Boolean),
      needs: [...new Set(own.flatMap(({ needs }) => needs))]
    };
  });
}

function said(clause: string, note: string): string {
  return [clause, note].filter(Boolean).join("：");
}

/** The catalogue's clause list by profile: `GB 三(二),三(三); FJ 一(3)`; what names no document is left out. */
export function listedClauses(text: string, profiles: readonly Profile[]): Map<string, readonly string[]> {
  const listed = new Map<string, readonly string[]>();
  for (const part of text.split(";")) {
    const match = /^([A-Z]{2}) (.+)$/.exec(part.trim());
    const profile = match && profiles.find(({ id }) => id.startsWith(match[1]!));
    if (profile) listed.set(profile.id, match[2]!.split(","));
  }
  return listed;
}
