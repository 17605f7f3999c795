/** Which way a series last moved: how many steps in a row, and the run against it before that. */
export interface Run {
  /** 1 rising, −1 falling, 0 level. */
  readonly turn: -1 | 0 | 1;
  readonly steps: number;
  /** Steps of the opposite run just before, 0 when there was none. */
  readonly before: number;
}

/** The run at the end of a series; null where the last two values are not both there. */
export function lastRun(values: readonly (number | null)[]): Run | null {
  const turns: (-1 | 0 | 1)[] = [];
  for (let index = values.length - 1; index > 0; --index) {
    const now = values[index];
    const then = values[index - 1];
    if (now == null || then == null) break;
    turns.push(now > then ? 1 : now < then ? -1 : 0);
  }
  const turn = turns[0];
  if (turn === undefined) return null;
  const steps = lengthOf(turns, turn, 0);
  return { turn, steps, before: turn === 0 ? 0 : lengthOf(turns, turn === 1 ? -1 : 1, steps) };
}

function lengthOf(turns: readonly number[], turn: number, from: number): number {
  let end = from;
  while (turns[end] === turn) ++end;
  return end - from;
}
