import { type Check, checkAdvice, checksOf } from "../lib/checks.js";
import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { ledgerContacts, ledgerTitle, type PolicyRow, policyMeasure, policyRows } from "../lib/ledger.js";
import { type Part, Reader } from "../lib/reader.js";
import type { LedgerForm } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { bar, barAxis } from "./bars.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import { pick, picked } from "./pick.js";
import { rateFigure } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** 枣庄台账: who has which policy by the form's two sections, where, whose contact is complete, and what to check. */
export async function ledger(site: Site, context: Context): Promise<Node> {
  const form = await site.json<LedgerForm>("ledger.json");
  const reader = new Reader(site, context);
  const rows = policyRows(reader, form);
  return frame(site, context, {
    name: "ledger",
    question: "即时帮扶台账里的户享受了哪些政策，联系人齐不齐，台账填得对不对？",
    title: ledgerTitle(reader, rows),
    unit: `${form.name} ・ ${context.period} ・ 人列按人、户列按户计，不相加；空白不等于未享受`,
    body: [
      policies(site, reader, form, rows),
      pair(places(site, reader, form, rows), contacts(site, reader)),
      checks(site, context, form)
    ],
    indicators: ["K47", "K49", "K48"],
    foot: "按原表样式的汇总表由数据员运行 npm run ledger 写出"
  });
}

function policies(site: Site, reader: Reader, form: LedgerForm, rows: readonly PolicyRow[]): HTMLElement {
  const known = rows.filter(({ counts }) => counts.some(each => each !== null));
  const title =
    known.length === 0
      ? `${reader.region.name} ${reader.context.period} 的台账${stateWords.missing}`
      : `两部分人群享受政策的人数、户数，按台账的 ${rows.length} 项列出`;
  const columns: TableColumn<PolicyRow>[] = [
    { key: "name", label: "政策", value: row => row.name },
    { key: "basis", label: "计量", value: row => row.basis },
    ...form.sections.map(
      ({ id, title: head }, index): TableColumn<PolicyRow> => ({
        key: id,
        label: head,
        strong: true,
        value: row => row.counts[index] ?? null,
        text: row => (row.counts[index] == null ? "" : count(row.counts[index])),
        state: row => (row.states[index] ? stateWords[row.states[index]] : null),
        cell: row => (row.states[index] ? stateMark(row.states[index]) : null)
      })
    )
  ];
  const max = Math.max(1, ...rows.flatMap(({ counts }) => counts.map(each => each ?? 0)));
  return figure<PolicyRow>(site, {
    id: "policies",
    title,
    unit: `台账政策享受数 K47 ・ 人列按人、户列按户（不随户、人切换） ・ ${reader.region.name}，${reader.context.period} ・ 各项之和不是人数`,
    picture: width => {
      const room = Math.max(0, Math.min(220, (width - 720) / 2));
      const bars: TableColumn<PolicyRow>[] =
        room < 80
          ? []
          : form.sections.map(({ id }, index) => ({
              key: `bar-${id}`,
              label: `第 ${index + 1} 部分`,
              picture: true,
              head: () => barAxis(max, "", room),
              value: () => null,
              cell: row => bar(row.counts[index] ?? null, max, room, index === 0 ? "accent" : "context")
            }));
      return table<PolicyRow>({ caption: title, sortable: false, columns: [...columns, ...bars], rows });
    },
    table: { caption: title, columns, rows },
    about: [{ indicator: "K47" }]
  });
}

function places(site: Site, reader: Reader, form: LedgerForm, rows: readonly PolicyRow[]): HTMLElement {
  const all = form.sections.flatMap((section, index) =>
    rows.map(policy => ({
      value: `${section.id}-${policy.id}`,
      text: `${policy.name}（${policy.basis}，第 ${index + 1} 部分）`,
      measure: policyMeasure(section.id, policy.id, policy.basis),
      used: (policy.counts[index] ?? 0) > 0
    }))
  );
  // What nobody has is asked for last.
  const options = [...all.filter(({ used }) => used), ...all.filter(({ used }) => !used)];
  const value = picked(
    site,
    "policy",
    options.map(option => option.value)
  );
  const { measure, text } = options.find(option => option.value === value)!;
  const { parts, total, word } = reader.parts(measure, {}, ledgerContacts);
  const known = parts.filter(({ state }) => state === null);
  const some = known.filter(({ cell }) => (cell!.numerator ?? 0) > 0);
  const title =
    known.length === 0
      ? `${text}：各${word}${stateWords.missing}`
      : `${text}：${some.length} 个${word}有享受记录，合计 ${count(total.cell?.numerator ?? 0)} ${measure.basis}`;
  const columns: TableColumn<Part>[] = [
    { key: "name", label: word, value: ({ region }) => region.name },
    {
      key: "count",
      label: measure.basis,
      strong: true,
      value: ({ cell, state }) => (state ? null : (cell?.numerator ?? null)),
      text: ({ cell }) => (cell?.numerator == null ? "" : count(cell.numerator)),
      state: ({ state }) => state && stateWords[state],
      cell: ({ state }) => (state ? stateMark(state) : null)
    }
  ];
  const max = Math.max(1, ...known.map(({ cell }) => cell!.numerator ?? 0));
  return figure<Part>(site, {
    id: "ledger-places",
    title,
    unit: `台账政策享受数 K47 ・ 按${measure.basis}（不随户、人切换） ・ ${total.region.name}，${reader.context.period}`,
    picture: width => {
      const room = Math.max(60, Math.min(360, width - 220));
      return table<Part>({
        caption: title,
        sortable: false,
        columns: [
          ...columns,
          {
            key: "picture",
            label: measure.basis,
            picture: true,
            head: () => barAxis(max, measure.basis, room),
            value: () => null,
            cell: part => (part === total ? "" : bar(part.cell?.numerator ?? null, max, room, "accent"))
          }
        ],
        rows: parts,
        total
      });
    },
    legend: pick(site, { param: "policy", label: "政策与部分", value, options }),
    note: `有的地区没有台账，列${stateWords.missing}，不是零。`,
    table: { caption: title, columns, rows: parts, total },
    about: [{ indicator: "K47", key: reader.key(measure, { region: total.region.code }) }]
  });
}

function contacts(site: Site, reader: Reader): HTMLElement {
  return rateFigure(site, reader, {
    id: "contacts",
    measure: ledgerContacts,
    name: "台账联系人配备率",
    heads: ["俱全户", "台账户"],
    note: "姓名与单位缺一即缺；判断只落在边缘易致贫户。"
  });
}

function checks(site: Site, context: Context, form: LedgerForm): HTMLElement {
  const { dataset, meta } = site;
  const rows = checksOf(dataset, context.region, meta.asOf, context.profile).filter(
    ({ table: name }) => name === form.name
  );
  const failed = rows.filter(row => (row.failed ?? 0) > 0);
  const title =
    rows.length === 0
      ? "这里没有台账可检查"
      : failed.length === 0
        ? `台账 ${rows.length} 项检查都没有发现问题`
        : `台账 ${rows.length} 项检查中 ${failed.length} 项有问题：${failed.map(({ name, failed: number, basis }) => `${name} ${count(number!)} ${basis}`).join("、")}`;
  const columns: TableColumn<Check>[] = [
    { key: "name", label: "检查项", value: row => row.name },
    {
      key: "failed",
      label: "有问题",
      strong: true,
      value: row => row.failed,
      text: row => (row.failed === null ? "" : count(row.failed)),
      state: row => (row.failed === null ? stateWords.missing : null),
      cell: row => (row.failed === null ? stateMark("missing") : null)
    },
    {
      key: "of",
      label: "检查了",
      value: row => row.of,
      text: row => (row.of === null ? "—" : count(row.of))
    },
    { key: "basis", label: "单位", value: row => row.basis },
    { key: "advice", label: "怎么办", value: row => checkAdvice[row.name] ?? "" }
  ];
  return figure<Check>(site, {
    id: "ledger-checks",
    title,
    unit: `数据质量 K48 ・ 行、户，快照日 ${meta.asOf}`,
    picture: () => table<Check>({ caption: title, sortable: false, columns, rows }),
    table: { caption: title, columns, rows },
    about: [{ indicator: "K48" }]
  });
}
