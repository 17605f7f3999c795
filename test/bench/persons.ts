import { readFileSync } from "node:fs";
import { projectPath } from "../../loaders/lib/paths.ts";
import { random } from "./peers.ts";

/** Headers of the national export of monitored persons, in its order. */
export const personHeaders: readonly string[] = readFileSync(projectPath("data/policy/columns.tsv"), "utf8")
  .split("\n")
  .map(line => line.split("\t"))
  .filter(cells => cells[0] === "monitored_person")
  .map(cells => cells[1]!);

/** One person of a fictional place: a cell for each header, "" where empty; numbers are numbers. */
export type Person = (string | number)[];

/** About 55 cells of 109 are filled, in the places where real exports fill them. */
export function* persons(count: number): Generator<Person> {
  const next = random(20231231);
  const pick = <T>(...values: T[]): T => values[Math.floor(next() * values.length)]!;
  const digits = (length: number) => Array.from({ length }, () => Math.floor(next() * 10)).join("");
  const at = new Map(personHeaders.map((header, i) => [header, i]));
  const name = () =>
    pick(..."赵钱孙李周吴郑王冯陈") + pick(..."示虚拟例样演测试") + pick("", ..."示虚拟例样演测试");
  const place = () => pick(..."东西南北上下新大小平") + pick(..."山河岭沟泉台坪川湾桥");
  let made = 0;
  for (let household = 1; made < count; household++) {
    const village = [`${place()}县`, `${place()}镇`, `${place()}村`];
    const number = `990202${String(household).padStart(10, "0")}`;
    const size = 1 + Math.floor(next() * 5);
    const isMonitored = next() < 0.35;
    const phone = `1000${digits(7)}`;
    const income = Math.floor(next() * 40_000);
    for (let member = 1; member <= size && made < count; member++, made++) {
      const person: Person = personHeaders.map(() => "");
      const set = (header: string, value: string | number) => {
        const column = at.get(header);
        if (column !== undefined) person[column] = value;
      };
      person.splice(0, 5, ...village, number, `${number}0${member}`);
      const born = `${1935 + Math.floor(next() * 85)}0${1 + Math.floor(next() * 9)}1${Math.floor(next() * 10)}`;
      set("姓名", name());
      set("与户主关系", member === 1 ? "户主" : pick("配偶", "之子", "之女", "之父"));
      set("性别", pick("男", "女"));
      set("证件类型", "居民身份证");
      set("证件号码", `990202${born}${digits(4)}`);
      set("出生日期", born);
      set("民族", "汉族");
      set("年龄", 2023 - Number(born.slice(0, 4)));
      if (next() < 0.7) set("家庭成员联系电话", `1000${digits(7)}`);
      set("户联系电话", phone);
      set("户类型", isMonitored ? "一般农户" : "脱贫不享受政策户");
      set("家庭人口数", size);
      set("文化程度", pick("文盲或半文盲", "小学", "初中", "高中"));
      set("健康状况", pick("健康", "健康", "长期慢性病", "残疾"));
      set("劳动技能", pick("普通劳动力", "弱劳动力或半劳动力", "无劳动力", "部分丧失劳动能力"));
      for (let column = at.get("是否参加大病保险")!; column < at.get("享受低保政策情况")!; column++)
        person[column] = pick("是", "否");
      set("享受低保政策情况", "未享受");
      set("享受特困供养政策情况", "不享受");
      for (const header of [
        "是否危房户",
        "是否解决安全饮用水",
        "是否通生活用电",
        "是否有卫生厕所",
        "入户道路是否硬化"
      ])
        set(header, pick("是", "否"));
      for (const header of ["住房面积", "与村主干路距离", "耕地面积（亩）", "林地面积（亩）"])
        set(header, Math.round(next() * 1000) / 10);
      for (const header of [
        "工资性收入",
        "生产经营性收入",
        "生产经营性支出",
        "财产性收入",
        "转移性收入",
        "家庭纯收入",
        "理赔收入"
      ])
        set(header, Math.floor(next() * income));
      set("人均纯收入（元）", Math.round((income / size) * 100) / 100);
      if (isMonitored) {
        set("监测对象类别", pick("脱贫不稳定户", "边缘易致贫户", "突发严重困难户"));
        for (const header of ["致贫/返贫风险1", "致贫/返贫风险2"])
          set(header, pick("因病", "因残", "因学", "因灾"));
        set("风险是否已消除", pick("是", "否"));
        set("识别监测时间", `2023年${1 + Math.floor(next() * 12)}月`);
        set("监测期次", 1);
        for (
          let column = at.get("纳入监测对象的人均收入参考范围")!;
          column < personHeaders.length - 12;
          column++
        )
          if (next() < 0.35) person[column] = pick("是", "否", "√");
      }
      person.splice(-2, 2, name(), `1000${digits(7)}`);
      yield person;
    }
  }
}
