/**
 * A breakdown as it reads: `预警级别=红色;级别来源=official` → “预警级别：红色、级别来源：官方”.
 * @param word the Chinese of a code; what it does not know it hands back
 */
export function breakdownText(breakdown: string, word: (code: string) => string): string {
  return breakdown
    .split(";")
    .filter(Boolean)
    .map(part => {
      const [dimension, ...value] = part.split("=");
      return `${dimension}：${word(value.join("="))}`;
    })
    .join("、");
}
