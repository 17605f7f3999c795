"""K03 and K33 (`p6-indicators.ts`) with pandas: python3 p6-pandas.py FOLDER TIMES; writes FOLDER/pandas.csv, prints seconds as JSON."""
import json, sys, time
import pandas as pd

folder, times = sys.argv[1], int(sys.argv[2])
text = {"region_code": str, "category": str, "outcome": str, "ancestor": str, "descendant": str, "period": str}
episode = pd.read_csv(f"{folder}/episode.csv", dtype=text)
tree = pd.read_csv(f"{folder}/tree.csv", dtype=text)
month = pd.read_csv(f"{folder}/month.csv", dtype=text)
category = pd.read_csv(f"{folder}/category.csv", dtype=text)
region = pd.read_csv(f"{folder}/region.csv", dtype=text)
SUMS = ["cumulative_h", "cumulative_p", "eliminated_h", "eliminated_p", "registered_h", "registered_p"]


def figures():
    grid = episode.merge(month, how="cross")
    grid = grid[(grid.identified_month <= grid.end_month) & (grid.outcome != "")]
    gone = (grid.outcome == "eliminated") & (grid.eliminated_month <= grid.end_month)
    left = (grid.outcome == "exited") & (grid.exit_month <= grid.end_month)
    here = (grid.outcome != "unknown") & ~gone & ~left
    grid = pd.DataFrame({
        "descendant": grid.region_code, "period": grid.period, "category": grid.category,
        "cumulative_h": 1, "cumulative_p": grid.members,
        "eliminated_h": gone.astype(int), "eliminated_p": grid.members.where(gone, 0),
        "registered_h": here.astype(int), "registered_p": grid.members.where(here, 0),
    })
    leaf = grid.groupby(["descendant", "period", "category"], as_index=False)[SUMS].sum()
    rolled = leaf.merge(tree, on="descendant").groupby(["ancestor", "period", "category"], as_index=False)[SUMS].sum()
    total = rolled.groupby(["ancestor", "period"], as_index=False)[SUMS].sum().assign(category="")
    every = pd.concat([rolled, total])
    frame = region.merge(month[["period"]], how="cross").merge(pd.concat([category, pd.DataFrame({"category": [""]})]), how="cross")
    cell = frame.merge(every, how="left", left_on=["region_code", "period", "category"], right_on=["ancestor", "period", "category"])
    cell[SUMS] = cell[SUMS].fillna(0)
    label = cell.category.map(lambda c: "监测对象类别=" + c if c else "")
    parts = []
    for basis, end in (("户", "h"), ("人", "p")):
        n, d = cell[f"eliminated_{end}"], cell[f"cumulative_{end}"]
        r = cell[f"registered_{end}"]
        keep = (cell.is_sparse == 0) | (cell.category == "") | (cell.registered_h > 0)
        parts.append(pd.DataFrame({"indicator": "K03", "region_code": cell.region_code, "period": cell.period, "breakdown": label,
                                   "basis": basis, "numerator": r, "denominator": None, "value": r})[keep])
        keep = (cell.has_rate == 1) & ((cell.is_sparse == 0) | (d > 0))
        parts.append(pd.DataFrame({"indicator": "K33", "region_code": cell.region_code, "period": cell.period,
                                   "breakdown": ("口径=累计;" + label).str.rstrip(";"), "basis": basis, "numerator": n,
                                   "denominator": d, "value": (n / d).where(d > 0)})[keep])
    return pd.concat(parts)


seconds = []
for _ in range(times):
    start = time.perf_counter()
    table = figures()
    seconds.append(time.perf_counter() - start)
table.to_csv(f"{folder}/pandas.csv", index=False)
print(json.dumps({"version": pd.__version__, "rows": len(table), "seconds": seconds}))
