/** A scale bar: its length on the ground and on the picture. */
export interface ScaleBar {
  /** 公里. */
  readonly km: number;
  /** Pixels. */
  readonly width: number;
}

/** The longest bar of 1, 2 or 5 times a power of ten 公里 that is at most `maxWidth` pixels wide. */
export function scaleBar(kmPerPixel: number, maxWidth: number): ScaleBar {
  const longest = kmPerPixel * maxWidth;
  const power = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find(candidate => candidate * power <= longest * (1 + 1e-9)) ?? 1;
  const km = Number((factor * power).toPrecision(6));
  return { km, width: km / kmPerPixel };
}
