import type { Column, Contract, Table } from "../contract/contract.ts";
import { normalizeHeader } from "../contract/normalize.ts";
import { type HeaderMatch, isHeader, matchHeader, missingKeys } from "./header.ts";
import { birthAgrees, plainIdNumber, plainPhone, readIdNumber, readPhone } from "./identity.ts";
import { hashLength, KeyedHash, RecalledHash } from "./keyed-hash.ts";
import { tableByHeader } from "./recognise.ts";
import type { RowWriter } from "./row-writer.ts";
import { cellText, type RowCells } from "./rows.ts";

/** A row or cell that was not taken, without its value. */
export interface Fault {
  readonly sheet: string;
  readonly row: number;
  /** Header as the contract writes it; "" when the whole row is meant. */
  readonly column: string;
  readonly reason: string;
  readonly action: string;
  /** refused: the row is out; fault: the row stays, the cell is emptied; note: the row stays as it is. */
  readonly kind: "refused" | "fault" | "note";
}

/** What a sheet held. rows read = written + refused + blank. */
export interface SheetResult {
  readonly name: string;
  /** Position in the file, from 0. */
  readonly number: number;
  /** Whether any cell holds something. */
  readonly filled: boolean;
  readonly table: string | null;
  readonly headerRow: number;
  readonly present: readonly string[];
  readonly unknownHeaders: readonly string[];
  readonly factors: readonly { readonly id: string; readonly factor: number }[];
  read: number;
  written: number;
  refused: number;
  blank: number;
  placeholder: number;
  example: number;
  readonly faults: Fault[];
  /** Why the sheet as a whole is refused, "" if it is not. */
  refusal: string;
  /** Known headers of the row that came nearest to a header, for the refusal; other texts may be data. */
  readonly nearest: readonly string[];
}

/**
 * A template's example row begins with this. Brackets, because a place or a person may be called 示例村: their rows are
 * data.
 */
export const exampleMarker = "【示例】";

/** What the first cell of an example row says, normalized: the marker and anything behind it, or the word alone. */
const exampleText = /^(?:[【[(]示例[】\])]|示例(?:行|数据)?:?$)/;

/** The fields a column becomes in the normalized file: itself, or what may be kept of personal data. */
export function fieldsOf(column: Column): string[] {
  if (!column.keep) return [];
  if (column.personal === "id") return [`${column.id}_hash`, `${column.id}_state`];
  if (column.personal === "hash") return [`${column.id}_hash`];
  if (column.personal === "phone") return [`has_${column.id}`, `${column.id}_hash`, `${column.id}_state`];
  if (column.personal === "birth") return [`has_${column.id}`, `${column.id}_state`];
  if (column.personal === "presence") return [`has_${column.id}`];
  return [column.id];
}

export interface SheetOptions {
  readonly name: string;
  /** Position in the file; written with every row. */
  readonly number: number;
  readonly contract: Contract;
  /** The table the file's name speaks of. */
  readonly named: Table | null;
  readonly key: Buffer;
  readonly writerFor: (table: Table) => RowWriter;
  /** True where a cell's column follows from its position in the line (CSV): a wrong width breaks the row. */
  readonly positional: boolean;
  /** Rows before this one are the file's head, read again for its header alone. */
  readonly firstRow: number;
}

/** Columns of the widest sheet. */
const maxColumns = 16384;

/** Faults listed for one sheet; all are counted. */
export const mostFaults = 100_000;

/** Bytes of the longest row taken: a cell holds 32 767 characters at most, and DuckDB reads a line in one piece. */
const longestRow = 1 << 20;

/**
 * Takes one sheet row by row: finds the header, classifies rows, and writes those that are data as normalized
 * bytes. Personal columns are hashed or reduced to presence here and go no further.
 */
export class SheetReader {
  readonly result: SheetResult;
  readonly #contract: Contract;
  readonly #named: Table | null;
  readonly #hash: KeyedHash;
  readonly #writerFor: (table: Table) => RowWriter;
  readonly #sheetNo: number;
  readonly #positional: boolean;
  readonly #firstRow: number;
  #match: HeaderMatch | null = null;
  #writer: RowWriter | null = null;
  #seen = 0;
  #nearest: HeaderMatch | null = null;
  #width = 0;
  #slotOf = new Int16Array(0);
  #kept: Column[] = [];
  #slot = new Int32Array(0);
  #section = "";
  #heading = new Map<string, Buffer>();
  #carried = new Map<number, Buffer>();
  #headerRows: number[] = [];
  #needed = 0;
  /** Position → id of the key columns. */
  #keyHeaders = new Map<number, string>();
  #idSlot = -1;
  /** Kept columns that number people. */
  #guarded: boolean[] = [];
  #guardedSlots: number[] = [];
  /** The first of the fields each kept column becomes. */
  #fields: number[] = [];
  /** Kept columns that may be filled: a form fills some from its titles. */
  #written: number[] = [];
  #recalled: RecalledHash[] = [];
  /** A text of a key column that names no column. */
  #noHeader: Uint8Array = new Uint8Array(0);

  constructor(options: SheetOptions) {
    this.#contract = options.contract;
    this.#named = options.named;
    this.#hash = new KeyedHash(options.key);
    this.#writerFor = options.writerFor;
    this.#sheetNo = options.number;
    this.#positional = options.positional;
    this.#firstRow = options.firstRow;
    this.result = {
      name: options.name,
      number: options.number,
      filled: false,
      table: null,
      headerRow: 0,
      present: [],
      unknownHeaders: [],
      factors: [],
      read: 0,
      written: 0,
      refused: 0,
      blank: 0,
      placeholder: 0,
      example: 0,
      faults: [],
      refusal: "",
      nearest: []
    };
  }

  /** The row handler of the byte readers. */
  row(number: number, cells: RowCells): boolean | undefined {
    if (this.#match === null) return this.#seek(number, cells);
    if (number < this.#firstRow) return undefined;
    if (this.#match.table.sections.length > 0 && this.#formRow(number, cells)) return undefined;
    this.#data(number, cells);
    return undefined;
  }

  #seek(number: number, cells: RowCells): boolean | undefined {
    if (cells.length === 0) return undefined;
    Object.assign(this.result, { filled: true });
    if (cells.width > maxColumns) {
      if (this.#named)
        this.result.refusal = `第${number}行：有 ${cells.width} 列，超过 ${maxColumns} 列，不是表头；请删去多余的列后重新导出`;
      return false;
    }
    const texts = textsOf(cells);
    const named = this.#named ? matchHeader(texts, this.#named, this.#contract.units) : null;
    for (const table of this.#named ? [this.#named] : this.#contract.tables.values())
      if (table.sections.length > 0) this.#heed(texts, table);
    const found = tableByHeader(texts, this.#contract);
    // The name decides unless the columns plainly speak of another table.
    const match =
      named && isHeader(named) && !(found && found.cells.length > named.cells.length) ? named : found;
    if (match) {
      this.#open(match, number, cells);
      return this.result.refusal ? false : undefined;
    }
    if (named && named.cells.length > (this.#nearest?.cells.length ?? 0)) this.#nearest = named;
    this.#seen += 1;
    const limit = this.#named?.headerRows ?? 10;
    if (this.#seen < limit) return undefined;
    this.finish();
    return false;
  }

  /** Closes the sheet; without a header its nearest row is reported. */
  finish(): void {
    if (this.#match !== null || this.#nearest === null) return;
    Object.assign(this.result, {
      nearest: this.#nearest.cells.map(cell => cell.column.header)
    });
  }

  #open(match: HeaderMatch, number: number, cells: RowCells): void {
    const table = match.table;
    this.#match = match;
    this.#headerRows = [number];
    this.#width = cells.width;
    for (const cell of match.cells)
      if (cell.column.required !== "no") this.#needed = Math.max(this.#needed, cell.position + 1);
    this.#kept = table.columns.filter(column => column.keep);
    this.#slot = new Int32Array(this.#kept.length);
    this.#idSlot = this.#kept.findIndex(column => column.personal === "id" && column.required === "key");
    this.#guarded = this.#kept.map(column => personIds.has(column.id));
    this.#guardedSlots = this.#kept.flatMap((column, at) => (personIds.has(column.id) ? [at] : []));
    let field = 0;
    this.#fields = this.#kept.map(column => {
      const first = field;
      field += fieldsOf(column).length;
      return first;
    });
    this.#recalled = this.#kept.map(() => new RecalledHash(this.#hash));
    this.#map(match);
    Object.assign(this.result, { table: table.id, headerRow: number });
    const missing = missingKeys(match).filter(column => column.id !== table.sectionColumn);
    if (missing.length > 0) {
      const seen = match.cells.map(cell => cell.column.header).join("、");
      this.result.refusal =
        `第${number}行：缺少${missing.map(column => `“${column.header}”`).join("、")}列；` +
        `识别到的列有${seen}；请重新导出并勾选该列`;
      return;
    }
    this.#writer = this.#writerFor(table);
  }

  #map(match: HeaderMatch): void {
    this.#slotOf = new Int16Array(maxColumns).fill(-1);
    this.#keyHeaders = new Map(
      match.cells.filter(cell => cell.column.required === "key").map(cell => [cell.position, cell.column.id])
    );
    for (const cell of match.cells) {
      const slot = this.#kept.indexOf(cell.column);
      if (slot >= 0) this.#slotOf[cell.position] = slot;
    }
    const isForm = match.table.sections.length > 0;
    this.#written = [...this.#kept.keys()].filter(at => isForm || this.#slotOf.includes(at));
    Object.assign(this.result, {
      present: [...new Set(match.cells.map(cell => cell.column.id))],
      unknownHeaders: match.unknown,
      factors: match.cells
        .filter(cell => cell.factor !== 1)
        .map(cell => ({ id: cell.column.id, factor: cell.factor }))
    });
  }

  /** Form headings: section titles and `单位：…` lines stand outside the grid. */
  #heed(texts: readonly string[], table: Table): boolean {
    const line = normalizeHeader(texts.join(""));
    const section = table.sections.find(entry => line.includes(entry.marker));
    if (section) {
      this.#section = section.value;
      this.#carried.clear();
      return true;
    }
    for (const text of texts) {
      const normal = normalizeHeader(text);
      for (const column of table.columns)
        if (column.required !== "key" && /:$/.test(normalizeHeader(column.header))) {
          const head = normalizeHeader(column.header);
          if (normal.startsWith(head)) {
            // A line may go on with other labels, and those name people.
            const own = text.normalize("NFKC").trim().slice(head.length).split(/\s/)[0]!;
            this.#heading.set(column.id, Buffer.from(own.includes(":") ? "" : own));
            return true;
          }
        }
    }
    return false;
  }

  /** Rows of a form that are not data: titles, repeated heads, second head rows, notes. */
  #formRow(number: number, cells: RowCells): boolean {
    if (cells.length === 0) return false;
    const table = this.#match!.table;
    if (cells.length > 4 && number > this.#headerRows.at(-1)! + 1) {
      const again = matchHeader(textsOf(cells), table, this.#contract.units);
      if (!isHeader(again)) return false;
      this.#match = again;
      this.#headerRows.push(number);
      this.#map(again);
      return true;
    }
    if (number === this.#headerRows.at(-1)! + 1) {
      const below = matchHeader(textsOf(cells), table, this.#contract.units);
      const taken = new Set(this.#match!.cells.map(cell => cell.position));
      if (below.cells.length >= 2 && below.cells.every(cell => !taken.has(cell.position))) {
        const merged = { ...this.#match!, cells: [...this.#match!.cells, ...below.cells] };
        this.#match = merged;
        this.#map(merged);
        return true;
      }
    }
    return cells.length <= 2 && this.#heed(textsOf(cells), table);
  }

  #data(number: number, cells: RowCells): void {
    const { result } = this;
    result.read += 1;
    if (this.#isPlaceholder(cells)) {
      result.blank += 1;
      result.placeholder += 1;
      return;
    }
    if (cells.length === 0 || this.#isNote(cells)) {
      result.blank += 1;
      return;
    }
    if (this.#isExample(cells)) {
      result.blank += 1;
      result.example += 1;
      return;
    }
    if (bytesOf(cells) > longestRow) {
      this.#refuse(number, "这一行过长", "把长的文字移到别处，改正后重新导出");
      return;
    }
    const broken = this.#positional ? this.#brokenWidth(cells) : "";
    if (broken) {
      this.#refuse(number, broken, "检查该行是否有未加引号的逗号、换行或被截断，改正后重新导出");
      return;
    }
    if (this.#isHeaderAgain(cells)) {
      result.blank += 1;
      return;
    }
    const slot = this.#slot.fill(-1);
    for (let i = 0; i < cells.length; i += 1) {
      const at = this.#slotOf[cells.column[i]!]!;
      if (at < 0) continue;
      if (slot[at]! < 0) slot[at] = i;
      else if (!sameBytes(cells, slot[at]!, i))
        this.#list({
          row: number,
          column: this.#kept[at]!.header,
          reason: "同名的两列取值不一致，取左边一列",
          action: "在系统中核对后重新导出",
          kind: "note"
        });
    }
    if (this.#isShifted(cells, slot)) {
      this.#refuse(
        number,
        "证件号码不在该列而在别的列，疑似整行错列",
        "检查该行是否少了或多了单元格，改正后重新导出"
      );
      return;
    }
    const cut = this.#cutNumber(cells, slot);
    if (cut) {
      this.#refuse(
        number,
        `“${cut}”成了科学计数法，末几位已丢失，不同的户或人会混为一个`,
        "从系统重新导出，不要用 Excel 打开后另存为 CSV"
      );
      return;
    }
    this.#write(number, cells, slot);
  }

  /** Whether the row's first cell, or its first cell under a known header, marks it as an example. */
  #isExample(cells: RowCells): boolean {
    if (saysExample(cells, 0)) return true;
    let first = 0;
    while (first < cells.length && this.#slotOf[cells.column[first]!]! < 0) first += 1;
    return first > 0 && first < cells.length && saysExample(cells, first);
  }

  #refuse(row: number, reason: string, action: string): void {
    this.result.refused += 1;
    this.#list({ row, column: "", reason, action, kind: "refused" });
  }

  /** Lists a fault; a sheet with faults without end is counted on, and listed no further. */
  #list(fault: Omit<Fault, "sheet">): void {
    const { faults, name } = this.result;
    if (faults.length < mostFaults) faults.push({ sheet: name, ...fault });
    else if (faults.length === mostFaults)
      faults.push({
        sheet: name,
        row: fault.row,
        column: "",
        reason: `这张表的问题超过 ${mostFaults} 处，从这一行起不再逐条列出，只计数`,
        action: "先改正已列出的，再重新导出",
        kind: "note"
      });
  }

  /** A header repeated among the rows, as when exports are pasted together: the key columns hold their own names. */
  #isHeaderAgain(cells: RowCells): boolean {
    let keys = 0;
    for (let i = 0; i < cells.length; i += 1) {
      const header = this.#keyHeaders.get(cells.column[i]!);
      if (header === undefined) continue;
      if (this.#isKnownValue(cells, i)) return false;
      const length = cells.end[i]! - cells.start[i]!;
      if (length > header.length * 8) return false;
      const named = this.#tableColumn(textOf(cells, i));
      if (named === "") this.#noHeader = bytesAt(cells, i).slice();
      if (named !== header) return false;
      keys += 1;
    }
    return keys > 0;
  }

  #isKnownValue(cells: RowCells, i: number): boolean {
    const start = cells.start[i]!;
    const known = this.#noHeader;
    if (known.length === 0 || known.length !== cells.end[i]! - start) return false;
    const buffer = cells.from[i] ? cells.shared : cells.row;
    for (let n = 0; n < known.length; n += 1) if (known[n] !== buffer[start + n]) return false;
    return true;
  }

  #tableColumn(text: string): string {
    return this.#match!.table.byHeader.get(normalizeHeader(text))?.id ?? "";
  }

  /** Trailing cells may be left off where they are optional; any other width shifts or cuts the row. */
  #brokenWidth(cells: RowCells): string {
    if (cells.column[cells.length - 1]! >= this.#width)
      return `这一行比表头多出列（表头 ${this.#width} 列，此行 ${cells.width} 列）`;
    if (cells.width < this.#needed) return `这一行列数不足（表头 ${this.#width} 列，此行 ${cells.width} 列）`;
    return "";
  }

  #write(number: number, cells: RowCells, slot: Int32Array): void {
    const writer = this.#writer!;
    const table = this.#match!.table;
    const isForm = table.sections.length > 0;
    writer.begin(this.#sheetNo, number);
    for (const at of this.#written) {
      const column = this.#kept[at]!;
      let i = slot[at]!;
      let buffer: Uint8Array = cells.row;
      let start = 0;
      let end = 0;
      if (i >= 0) {
        buffer = cells.from[i] ? cells.shared : cells.row;
        start = cells.start[i]!;
        end = cells.end[i]!;
        if (isForm && column.required === "key" && column.personal !== "id")
          this.#carry(at, buffer.subarray(start, end));
      } else if (isForm) {
        const kept =
          column.id === table.sectionColumn
            ? Buffer.from(this.#section)
            : (this.#heading.get(column.id) ??
              (column.required === "key" && column.personal !== "id" ? this.#carried.get(at) : undefined));
        if (kept) {
          buffer = kept;
          end = kept.length;
          i = kept.length > 0 ? 0 : -1;
        }
      }
      if (i < 0) continue;
      writer.field(this.#fields[at]!);
      if (column.personal === "") {
        if (this.#guarded[at] && isPersonal(buffer, start, end)) this.#writeHash(at, buffer, start, end);
        else writer.bytes(buffer, start, end);
      } else if (column.personal === "hash") this.#writeHash(at, buffer, start, end);
      else if (column.personal === "id") this.#writeId(at, buffer, start, end);
      else {
        writer.ascii("1");
        if (column.personal === "phone") this.#writePhone(at, buffer, start, end);
        else if (column.personal === "birth") {
          const id = this.#idSlot < 0 ? -1 : slot[this.#idSlot]!;
          const agrees = id < 0 ? null : birthAgreesIn(cells, id, buffer, start, end);
          if (agrees === null) writer.empty();
          else writer.ascii(agrees ? "ok" : "differs");
        }
      }
    }
    writer.endRow();
    this.result.written += 1;
  }

  #writeHash(at: number, buffer: Uint8Array, start: number, end: number): void {
    this.#writer!.bytes(this.#recalled[at]!.of(buffer, start, end), 0, hashLength);
  }

  /** The hash of an id number's identity, and its state. */
  #writeId(at: number, buffer: Uint8Array, start: number, end: number): void {
    const plain = plainIdNumber(buffer, start, end);
    if (plain !== null) {
      this.#writeHash(at, buffer, start, end);
      this.#writer!.ascii(plain);
      return;
    }
    const { identity, state } = readIdNumber(latin(buffer, start, end));
    if (identity === null) this.#writer!.empty();
    else this.#writeHash(at, Buffer.from(identity), 0, identity.length);
    this.#writer!.ascii(state);
  }

  #writePhone(at: number, buffer: Uint8Array, start: number, end: number): void {
    const plain = plainPhone(buffer, start, end);
    const phone = plain === null ? readPhone(latin(buffer, start, end)) : null;
    if (plain) this.#writeHash(at, buffer, start, end);
    else if (phone === null) this.#writer!.empty();
    else this.#writeHash(at, Buffer.from(phone), 0, phone.length);
    this.#writer!.ascii(plain || phone !== null ? "ok" : "bad");
  }

  /** Merged cells fill downwards until a cell to their left changes. */
  #carry(at: number, value: Uint8Array): void {
    const last = this.#carried.get(at);
    if (last && Buffer.compare(last, value) === 0) return;
    for (const later of this.#carried.keys()) if (later > at) this.#carried.delete(later);
    this.#carried.set(at, Buffer.from(value));
  }

  /** A form's notes and signature lines: one or two cells, or a first cell that says so, and no person. */
  #isNote(cells: RowCells): boolean {
    if (this.#match!.table.sections.length === 0 || !this.#lacksPerson(cells)) return false;
    return cells.length <= 2 || noteMarker.test(normalizeHeader(textOf(cells, 0)));
  }

  #lacksPerson(cells: RowCells): boolean {
    for (let i = 0; i < cells.length; i += 1) {
      const at = this.#slotOf[cells.column[i]!]!;
      if (at >= 0 && this.#kept[at]!.personal) return false;
    }
    return true;
  }

  /** A line of the form as it was handed out: a cell with the template's text, and no person. */
  #isPlaceholder(cells: RowCells): boolean {
    if (this.#match!.table.sections.length === 0 || !this.#lacksPerson(cells)) return false;
    for (let i = 0; i < cells.length; i += 1) {
      const at = this.#slotOf[cells.column[i]!]!;
      const pattern = at < 0 ? "" : this.#kept[at]!.placeholder;
      if (pattern && new RegExp(pattern).test(normalizeHeader(textOf(cells, i)))) return true;
    }
    return false;
  }

  /** The header of a number of a household or person that lost its last digits in scientific notation, or "". */
  #cutNumber(cells: RowCells, slot: Int32Array): string {
    for (const at of this.#guardedSlots) {
      const i = slot[at]!;
      if (i < 0) continue;
      const buffer = cells.from[i] ? cells.shared : cells.row;
      if ((buffer[cells.end[i]! - 4]! | 0x20) !== letterE && (buffer[cells.end[i]! - 3]! | 0x20) !== letterE)
        continue;
      if (/^\d(\.\d+)?e\+\d+$/i.test(textOf(cells, i))) return this.#kept[at]!.header;
    }
    return "";
  }

  /**
   * Whether a row has no id number where it should be and a good one elsewhere: its cells stand in wrong columns,
   * so that names and numbers would be read as something else.
   */
  #isShifted(cells: RowCells, slot: Int32Array): boolean {
    const at = this.#idSlot;
    if (at < 0) return false;
    const own = slot[at]!;
    if (own >= 0) {
      const buffer = cells.from[own] ? cells.shared : cells.row;
      if (plainIdNumber(buffer, cells.start[own]!, cells.end[own]!) !== null) return false;
      if ([18, 20, 22].includes(textOf(cells, own).replace(/\s/g, "").length)) return false;
    }
    for (let i = 0; i < cells.length; i += 1) {
      const length = cells.end[i]! - cells.start[i]!;
      const own = this.#slotOf[cells.column[i]!]!;
      if (length < 18 || length > 24 || own === at || (own >= 0 && personIds.has(this.#kept[own]!.id)))
        continue;
      if (isIdCard(textOf(cells, i))) return true;
    }
    return false;
  }
}

/** Columns that number people: what looks like a name or an id card in them is hashed. */
const personIds = new Set(["household_id", "person_id", "officer_id"]);

const letterE = 0x65;

const noteMarker = /^(注|备注|说明|填表|填报|制表|审核|负责人|联系人|单位负责)/;

/** Bytes of a row's texts; a shared text counts each time it is used. */
function bytesOf(cells: RowCells): number {
  let sum = 0;
  for (let i = 0; i < cells.length; i += 1) sum += cells.end[i]! - cells.start[i]!;
  return sum;
}

function textsOf(cells: RowCells): string[] {
  const texts: string[] = [];
  for (let i = 0; i < cells.length; i += 1) {
    while (texts.length < cells.column[i]!) texts.push("");
    texts.push(cellText(cells, i));
  }
  return texts;
}

function latin(buffer: Uint8Array, start: number, end: number): string {
  return Buffer.from(buffer.buffer, buffer.byteOffset + start, end - start).toString("utf8");
}

function bytesAt(cells: RowCells, i: number): Uint8Array {
  return (cells.from[i] ? cells.shared : cells.row).subarray(cells.start[i]!, cells.end[i]!);
}

function textOf(cells: RowCells, i: number): string {
  return latin(cells.from[i] ? cells.shared : cells.row, cells.start[i]!, cells.end[i]!);
}

/** An id card's number or a few Chinese characters and nothing else, which no number of a household is. */
function isPersonal(buffer: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 6 || length > 24) return false;
  const first = buffer[start]!;
  if (first >= 0xe4 && first <= 0xe9) return /^[\u4e00-\u9fff·]{2,8}$/.test(latin(buffer, start, end));
  return length >= 18 && plainIdNumber(buffer, start, end) !== "bad" && isIdCard(latin(buffer, start, end));
}

/** `birthAgrees`, without a text where day and number are written plainly. */
function birthAgreesIn(
  cells: RowCells,
  id: number,
  buffer: Uint8Array,
  start: number,
  end: number
): boolean | null {
  const number = cells.from[id] ? cells.shared : cells.row;
  const from = cells.start[id]!;
  const state = plainIdNumber(number, from, cells.end[id]!);
  if (state === "bad") return null;
  if (state === null || end - start !== 8) return birthAgrees(latin(buffer, start, end), textOf(cells, id));
  let isSame = true;
  for (let i = 0; i < 8; i += 1) {
    const byte = buffer[start + i]!;
    if (byte < 0x30 || byte > 0x39) return birthAgrees(latin(buffer, start, end), textOf(cells, id));
    if (byte !== number[from + 6 + i]) isSame = false;
  }
  return isSame;
}

/** Well formed, with a day of birth that can be. */
function isIdCard(text: string): boolean {
  const { state, identity } = readIdNumber(text);
  return state === "ok" && /^\d{6}(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])/.test(identity!);
}

function sameBytes(cells: RowCells, a: number, b: number): boolean {
  const left = cells.from[a] ? cells.shared : cells.row;
  const right = cells.from[b] ? cells.shared : cells.row;
  return (
    Buffer.compare(
      left.subarray(cells.start[a]!, cells.end[a]!),
      right.subarray(cells.start[b]!, cells.end[b]!)
    ) === 0
  );
}

function saysExample(cells: RowCells, i: number): boolean {
  const first = (cells.from[i] ? cells.shared : cells.row)[cells.start[i]!]!;
  return exampleBytes.has(first) && exampleText.test(normalizeHeader(textOf(cells, i)));
}

/** First bytes of what may be an example's text: 示, and brackets half-width and full-width. */
const exampleBytes = new Set(["示", "【", "[", "［", "(", "（"].map(character => Buffer.from(character)[0]!));
