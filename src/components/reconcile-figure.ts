import type { Context } from "../lib/context.js";
import {
  type Reconciled,
  type Reconciliation,
  reconcileColumns,
  reconcileTitle
} from "../lib/reconciliation.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { table } from "./table.js";

/** 通报核对: a bulletin's figures beside ours, with the cause of each difference; nothing where none was handed in. */
export async function reconcileFigure(site: Site, { region }: Context): Promise<HTMLElement[]> {
  const all = await site.json<Reconciliation>("reconciliation.json");
  const inside = (code: string): boolean => site.regions.path(code).some(each => each.code === region);
  const found = {
    rows: all.rows.filter(row => inside(row.region)),
    identities: all.identities.filter(row => inside(row.region))
  };
  if (found.rows.length === 0) return [];
  const columns = reconcileColumns(code => site.regions.get(code)?.name ?? code).map(column => ({
    ...column,
    cell: (row: Reconciled) => (column.state?.(row) ? stateMark("missing") : null)
  }));
  const spec = { caption: "通报核对", columns, rows: found.rows };
  return [
    figure<Reconciled>(site, {
      id: "reconcile",
      title: reconcileTitle(found),
      unit: "通报核对 ・ 差额 = 通报 − 本平台 ・ 比率为百分数 ・ 户、人各自核对",
      picture: () => table(spec),
      note: "原因依次试：取整、缺表、口径不同、数据日不同、拒收行；都不能说明全部差额的，写未解释。通报由“通报核对表”填入，出处在 npm run reconcile 的结果里。",
      table: spec,
      about: []
    })
  ];
}
