import { type Day, dayText, firstDay, monthOfDay, yearOf } from "./calendar.ts";
import { fault, labourClasses } from "./households.ts";
import { idNumber } from "./identity.ts";
import { drawSurname, personName, phoneNumber } from "./names.ts";
import { createRandom, type Random } from "./random.ts";
import type { World } from "./world.ts";

/** One member of a household; codes are those of the policy tables. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly relation: "head" | "spouse" | "child" | "child_in_law" | "grandchild" | "parent";
  readonly male: boolean;
  /** `19680412`. */
  readonly birth: string;
  readonly age: number;
  readonly idNumber: string;
  readonly disabled: boolean;
  readonly phone: string | undefined;
  readonly health: readonly ("healthy" | "chronic" | "serious" | "disabled")[];
  readonly labour: "skilled" | "ordinary" | "weak" | "partial" | "lost" | "none";
  readonly school: string | undefined;
  readonly education: string | undefined;
  readonly work: { readonly place: string; readonly months: number } | undefined;
  readonly publicPostMonths: number | undefined;
}

type Relation = Person["relation"];
type Labour = Person["labour"];

const workPlaces = ["本县", "市内县外", "省内市外", "省外沿海", "省外内陆"];

/** The members of a household, the head first. */
export function createPersons(world: World, household: number, householdId: string): Person[] {
  const { labour, size, faults } = world.households;
  const random = createRandom(world.seed, "persons", household);
  const ability = labourClasses[labour[household]!]!;
  const relations = composition(random, size[household]!, ability);
  const headAge =
    ability === "able" ? random.int(34, 61) : ability === "weak" ? random.int(50, 69) : random.int(62, 86);
  const headMale = random.chance(relations.length === 1 ? 0.68 : 0.86);
  const surname = drawSurname(random);
  const persons = relations.map((relation, position) => member(relation, position));
  return settleAbility(persons, ability);

  function member(relation: Relation, position: number): Person {
    const serial = household * 6 + position;
    const male = relation === "head" ? headMale : relation === "spouse" ? !headMale : random.chance(0.52);
    const age = ageOf(random, relation, headAge);
    const birthDay = birthOf(random, world.asOf, age);
    const birth = dayText(birthDay).replaceAll("-", "");
    const disabled = random.chance(age > 15 ? (ability === "none" ? 0.2 : 0.08) : 0.02);
    const school = schoolOf(random, age);
    const labourOf = abilityOf(random, age, disabled, school !== undefined);
    const working = labourOf === "skilled" || labourOf === "ordinary";
    const own = relation === "head" || relation === "child" || relation === "grandchild";
    const id = idNumber(serial, birth, male);
    return {
      id: `${householdId}${String(position + 1).padStart(2, "0")}`,
      name: personName(random, male, own ? surname : drawSurname(random)),
      relation,
      male,
      birth,
      age,
      idNumber:
        position === 0 && (faults[household]! & fault.badCheckDigit) !== 0
          ? id.slice(0, 17) + (id.endsWith("1") ? "2" : "1")
          : id,
      disabled,
      phone: age >= 16 && random.chance(0.9) ? phoneNumber(serial) : undefined,
      health: healthOf(random, age, disabled),
      labour: labourOf,
      school,
      education: school === undefined && age > 6 ? educationOf(random, age) : undefined,
      work:
        working && random.chance(0.68)
          ? { place: random.pick(workPlaces), months: random.int(2, 12) }
          : undefined,
      publicPostMonths: labourOf === "weak" && random.chance(0.08) ? random.int(3, 12) : undefined
    };
  }
}

function composition(random: Random, size: number, ability: string): Relation[] {
  if (size === 1) return ["head"];
  if (ability === "none") {
    const rest: Relation[] = ["spouse", "grandchild", "grandchild", "grandchild", "grandchild"];
    return ["head", ...rest.slice(0, size - 1)];
  }
  if (size === 2) return ["head", (["spouse", "child", "parent"] as const)[random.weighted([62, 23, 15])]!];
  const rest: Relation[] = ["spouse", "child"];
  if (size > 3) rest.push(random.chance(0.6) ? "child" : "parent");
  if (size > 4) rest.push(random.chance(0.5) ? "parent" : "child");
  if (size > 5) rest.push(random.chance(0.5) ? "parent" : "child");
  const order: Relation[] = ["spouse", "child", "parent"];
  rest.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return ["head", ...rest];
}

function ageOf(random: Random, relation: Relation, headAge: number): number {
  if (relation === "head") return headAge;
  if (relation === "spouse") return Math.max(20, headAge + random.int(-6, 4));
  if (relation === "parent") return Math.min(97, headAge + random.int(21, 32));
  if (relation === "grandchild") return random.int(1, 15);
  return Math.max(0, headAge - random.int(22, 36));
}

/** A birth day on which the person has the stated age on the snapshot day. */
function birthOf(random: Random, asOf: Day, age: number): Day {
  const month = monthOfDay(asOf);
  const birthday = firstDay((yearOf(month) - age) * 12 + (month % 12)) + (asOf - firstDay(month));
  return birthday - random.int(0, 364);
}

function schoolOf(random: Random, age: number): string | undefined {
  if (age < 3 || age > 22) return undefined;
  if (age < 6) return random.chance(0.9) ? "学前教育" : undefined;
  if (age < 12) return "小学";
  if (age < 15) return ["七年级", "八年级", "九年级"][age - 12];
  if (age < 18) return random.chance(0.7) ? "普通高中二年级" : random.chance(0.7) ? "中职二年级" : undefined;
  return random.chance(0.35) ? (random.chance(0.6) ? "高职高专二年级" : "本科二年级") : undefined;
}

function educationOf(random: Random, age: number): string {
  if (age > 60) return ["文盲或半文盲", "小学", "初中"][random.weighted([35, 50, 15])]!;
  return ["小学", "初中", "高中", "大专"][random.weighted([28, 50, 17, 5])]!;
}

function healthOf(random: Random, age: number, disabled: boolean): Person["health"] {
  const sick = age > 55 ? 0.36 : age > 30 ? 0.18 : 0.04;
  const states: Person["health"][number][] = [];
  if (random.chance(sick)) states.push(random.chance(0.3) ? "serious" : "chronic");
  if (disabled) states.push("disabled");
  return states.length > 0 ? states : ["healthy"];
}

function abilityOf(random: Random, age: number, disabled: boolean, atSchool: boolean): Labour {
  if (age < 16 || (atSchool && age < 23)) return "none";
  if (disabled) return random.chance(0.45) ? "lost" : "partial";
  if (age >= 70) return "none";
  if (age >= 60) return random.chance(0.75) ? "weak" : "none";
  return (["skilled", "ordinary", "weak"] as const)[random.weighted([15, 77, 8])]!;
}

/** Makes the members agree with the household's class, changing as few as possible. */
function settleAbility(persons: Person[], ability: string): Person[] {
  const able = (person: Person) => person.labour === "skilled" || person.labour === "ordinary";
  const weak = (person: Person) => person.labour === "weak" || person.labour === "partial";
  if (ability === "able") {
    if (persons.some(able)) return persons;
    return persons.map((person, i) => (i === 0 ? { ...person, labour: "ordinary" } : person));
  }
  const lowered = persons.map(person =>
    able(person) || (ability === "none" && weak(person))
      ? ({ ...person, labour: ability === "weak" ? "weak" : "lost", work: undefined } as const)
      : person
  );
  if (ability === "none" || lowered.some(weak)) return lowered.map(clearPost);
  return lowered.map((person, i) => (i === 0 ? { ...person, labour: "weak" } : person));

  function clearPost(person: Person): Person {
    return ability === "none" ? { ...person, publicPostMonths: undefined } : person;
  }
}
