/** One warning level: its word, and the name of its colours and mark. */
export interface Level {
  readonly word: string;
  readonly look: "red" | "yellow" | "blue" | "pending" | "ungraded";
}

/** The five levels in reading order, as the tidy table writes them. */
export const levels: readonly Level[] = [
  { word: "红色", look: "red" },
  { word: "黄色", look: "yellow" },
  { word: "蓝色", look: "blue" },
  { word: "待核定", look: "pending" },
  { word: "未分级", look: "ungraded" }
];
