import type { Random } from "./random.ts";

const surnames = [
  ..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马方俞任袁柳鲍史唐薛雷贺倪汤罗毕郝邬安常于傅齐康伍余顾孟黄萧尹"
];
const maleGiven = [
  ..."德福贵财旺富根生发祥顺安平国建志文明光华林山水火土金木泉海江河清正义和友良成业兴盛松柏"
];
const femaleGiven = [..."秀英兰芳桂香玉珍梅莲菊凤霞云花红娟丽琴萍月娥翠巧素贞慧敏静淑惠美燕雪春夏秋冬"];

/** A made-up person's name; a child takes the head's surname. */
export function personName(random: Random, male: boolean, surname: string): string {
  const given = male ? maleGiven : femaleGiven;
  return surname + random.pick(given) + (random.chance(0.82) ? random.pick(given) : "");
}

export function drawSurname(random: Random): string {
  return random.pick(surnames);
}

/** A phone number outside every number plan: 1000 and seven digits. */
export function phoneNumber(serial: number): string {
  return `1000${String((serial * 7654321) % 10_000_000).padStart(7, "0")}`;
}
