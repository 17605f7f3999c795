import {
  type ArchiveDocument,
  archiveDocuments,
  archiveDocumentsTitle,
  archiveLevel,
  archives,
  archiveTitle,
  askedLevels
} from "../lib/archives.js";
import { percent } from "../lib/format.js";
import { fractionText, judgingLine, rateDomain } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { dot, dotAxis } from "./bars.js";
import { judgementColumn, rateColumn } from "./columns.js";
import { figure } from "./figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** K50 of the quarter by who keeps the files. */
export function files(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  return rateList(site, reader, {
    id: "archives",
    level: 3,
    title: archiveTitle(reader),
    head: "层级",
    heads: ["齐备", "应建"],
    short: "不齐",
    judged: true,
    line: judgingLine(definitions, "K50", reader.context.profile),
    rates: askedLevels(reader, definitions).map(level => ({
      name: level,
      measure: archiveLevel(level),
      kind: "quarter" as const,
      total: { ...archives, apart: true }
    })),
    whole: { name: "合计", measure: archives, kind: "quarter" },
    note: "应建哪几级由所用口径定；没有写层级的口径，查过的各级都列。"
  });
}

/** The same quarter by every document: each asks for files of its own levels. */
export function filesByDocument(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const key = reader.key(archives, { kind: "quarter" });
  const rows = archiveDocuments(site.meta, definitions, profile => site.dataset.cell(key, profile));
  const title = archiveDocumentsTitle(rows);
  const domain = rateDomain(rows.map(({ cell }) => cell?.value));
  const name: TableColumn<ArchiveDocument> = { key: "name", label: "口径", value: row => row.name };
  const levels: TableColumn<ArchiveDocument> = {
    key: "levels",
    label: "应建层级",
    value: row => row.levels || stateWords.silent,
    cell: row => row.levels || stateMark("silent")
  };
  const value: TableColumn<ArchiveDocument> = rateColumn("率 %");
  const fraction: TableColumn<ArchiveDocument> = {
    key: "fraction",
    label: "齐备 / 应建",
    value: ({ cell }) => cell?.numerator ?? null,
    text: ({ cell }) =>
      cell?.numerator == null || cell.denominator === null
        ? "—"
        : fractionText(cell.numerator, cell.denominator)
  };
  const judgement: TableColumn<ArchiveDocument> = judgementColumn();
  const lists = { rows, rowKey: (row: ArchiveDocument) => row.profile, selected: reader.context.profile };
  return figure<ArchiveDocument>(site, {
    id: "archive-documents",
    level: 3,
    title,
    unit: `档案完整率 K50 ・ 按份（不随户、人切换） ・ ${reader.region.name}，${reader.period("quarter")} ・ 各口径各数各的层级，底色为所用口径`,
    picture: width => {
      const room = Math.min(260, width - 640);
      const picture: TableColumn<ArchiveDocument> = {
        key: "picture",
        label: "率",
        picture: true,
        head: () => dotAxis(domain, each => percent(each, 0), room),
        value: () => null,
        cell: ({ cell }) => dot({ value: cell?.value ?? null, domain, line: null, width: room })
      };
      return table<ArchiveDocument>({
        caption: title,
        sortable: false,
        columns: [name, levels, ...(room < 90 ? [] : [picture]), value, fraction, judgement],
        ...lists
      });
    },
    table: { caption: title, columns: [name, levels, fraction, value, judgement], ...lists },
    about: [{ indicator: "K50", key }]
  });
}
