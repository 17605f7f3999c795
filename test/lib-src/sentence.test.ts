import fc from "fast-check";
import { expect, test } from "vitest";
import {
  againstReference,
  bulletinTitle,
  changeSentence,
  countTitle,
  dataSentence,
  fullWidth,
  placeSentence,
  plain,
  shareTitle
} from "../../src/lib/sentence.ts";

const change = (series: (number | null)[]) =>
  plain(changeSentence({ period: "2023-12", households: 2346, persons: 6629, series, basis: "户" }));

test("变化 says the register, the change and the turn", () => {
  const falls = Array.from({ length: 21 }, (_, index) => 3000 - index * 10);
  expect(change([...falls, 2810, 2820, 2861])).toBe(
    "2023 年 12 月末在册监测对象 2,346 户、6,629 人，比上月增加 41 户；连降 20 个月后已连升三个月。"
  );
});

test("变化 of one month only names the run before it", () => {
  expect(change([3, 4, 5, 4])).toContain("，比上月减少 1 户；此前连升两个月。");
  expect(change([5, 4])).toMatch(/比上月减少 1 户。$/);
  expect(change([5, 4, 3])).toMatch(/已连降两个月。$/);
});

test("变化 stays neutral when nothing moved, and silent when last month is missing", () => {
  expect(change([4, 4])).toMatch(/，与上月持平。$/);
  expect(change([4, 4, 4])).toMatch(/连续两个月与上月持平。$/);
  expect(change([null, 4])).toBe("2023 年 12 月末在册监测对象 2,346 户、6,629 人。");
  expect(
    plain(changeSentence({ period: "2023-12", households: null, persons: null, series: [], basis: "户" }))
  ).toContain("没有在册监测对象的数据");
});

const place = {
  word: "县区",
  basis: "户",
  change: 41,
  own: null,
  within: null,
  reference: 0.05,
  parts: [
    { name: "岭中区", change: 2, share: 0.0296 },
    { name: "青栗县", change: 20, share: 0.0547 },
    { name: "石渡县", change: 13, share: 0.0524 },
    { name: "白杼县", change: 6, share: 0.0392 }
  ]
};

test("地区 names where the change lies, in code order, and the shares above the reference", () => {
  expect(plain(placeSentence(place))).toBe(
    "净增 41 户中 33 户在青栗县、石渡县；两县占比 5.47%、5.24%，高于 5% 参考，其余两县区最高 3.92%。"
  );
  const [first, second, ...rest] = place.parts;
  expect(plain(placeSentence({ ...place, parts: [{ ...first!, share: 0.06 }, second!] }))).toBe(
    "净增 41 户中 22 户在岭中区、青栗县；两县区占比 6.00%、5.47%，高于 5% 参考。"
  );
  expect(plain(placeSentence({ ...place, parts: [second!, rest[1]!] }))).toContain(
    "青栗县占比 5.47%，高于 5% 参考，白杼县 3.92%。"
  );
  const unknown = { ...second!, change: 0 };
  expect(plain(placeSentence({ ...place, parts: [unknown], change: 1 }))).toBe(
    "青栗县占比 5.47%，高于 5% 参考。"
  );
});

test("地区 never says 超", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          name: fc.constantFrom("岭中区", "青栗县", "石渡县", "白杼县"),
          change: fc.option(fc.integer({ min: -50, max: 50 })),
          share: fc.option(fc.double({ min: 0, max: 1.2, noNaN: true }))
        }),
        { maxLength: 12 }
      ),
      fc.option(fc.integer({ min: -50, max: 50 })),
      (parts, total) => {
        const text = plain(placeSentence({ ...place, parts, change: total }));
        expect(text).not.toMatch(/超|NaN|undefined|Infinity|null/);
        expect(text.endsWith("。")).toBe(true);
      }
    )
  );
});

test("地区 shows both sides when parts cancel out", () => {
  const parts = [
    { name: "青栗县", change: 20, share: null },
    { name: "石渡县", change: -17, share: null }
  ];
  expect(plain(placeSentence({ ...place, parts, change: 3 }))).toBe(
    "净增 3 户，其中青栗县 +20，其余合计 \u221217。"
  );
  expect(plain(placeSentence({ ...place, parts: [{ name: "甲", change: 0, share: null }], change: 0 }))).toBe(
    "各县区在册都与上月持平。"
  );
});

test("地区 of a town without villages is its part of the county", () => {
  const within = { name: "碧岔乡", count: 43, parent: "青栗县", total: 445 };
  expect(plain(placeSentence({ ...place, parts: [], within }))).toBe(
    "碧岔乡在册 43 户，占青栗县在册 445 户的 9.7%。"
  );
});

test("a county is set against the reference in points", () => {
  expect(againstReference(0.0547, 0.05)).toBe("高于 5% 参考 0.47 个百分点");
  expect(againstReference(0.0296, 0.05)).toBe("低于 5% 参考 2.04 个百分点");
  expect(againstReference(0.05, 0.05)).toBe("与 5% 参考持平");
});

test("数据 says what was read, refused and not there", () => {
  const base = { files: 11, rows: 58948, refused: 0, unrecognised: 0, missing: [] };
  expect(plain(dataSentence(base))).toBe("读入 11 个文件 58,948 行，没有拒收的行。");
  expect(
    plain(
      dataSentence({ ...base, refused: 6, unrecognised: 1, missing: ["收支补充表", "走访记录", "补贴发放"] })
    )
  ).toBe("读入 11 个文件 58,948 行，拒收 6 行；1 个文件认不出，未导入收支补充表等 3 张表。");
});

test("titles are findings of at most 36 full-width characters", () => {
  const bulletin = bulletinTitle({
    basis: "户",
    total: 5557,
    cleared: 3134,
    byHousehold: 0.564,
    byPerson: 0.565
  });
  expect(bulletin).toBe("累计识别的 5,557 户中 3,134 户已消除风险，按户 56.4%、按人 56.5%");
  const shares = shareTitle(
    [
      { name: "青栗县", share: 0.0547, rising: true },
      { name: "石渡县", share: 0.0524, rising: true },
      ...["岭中区", "白杼县", "枫陵县", "雁塘县", "禾陂县", "望溪县"].map(name => ({
        name,
        share: 0.03,
        rising: false
      }))
    ],
    0.05,
    "县区"
  );
  expect(shares).toBe("青栗、石渡两县的占比近三月上升并高于 5% 参考，其余六县区低于参考");
  for (const title of [bulletin, shares]) expect(fullWidth(title)).toBeLessThanOrEqual(36);
});

test("titles of the small multiples in their other states", () => {
  const part = (share: number | null) => ({ name: "青栗县", share, rising: false });
  expect(shareTitle([part(null)], 0.05, "县区")).toBe("各县区监测规模占比缺数据");
  expect(shareTitle([part(0.03), part(0.02)], 0.05, "县区")).toBe("两县区的占比都低于 5% 参考");
  expect(shareTitle([part(0.06), part(0.07)], 0.05, "县区")).toBe("两县区的占比都高于 5% 参考");
  expect(shareTitle([part(0.06), part(0.07)], null, "县区")).toBe("两县区监测规模占比在 6.00% 至 7.00% 之间");
  expect(countTitle([1, -1, 0, null, 3], "乡镇")).toBe(
    "4 个乡镇的在册数比三个月前 2 个增加、1 个减少、1 个持平"
  );
});
