/** What a series has to be before anything is computed from it. NaN is a missing value. */

/** Values whose squares can be added up, and taken apart again. */
const LARGEST = 1e100
const SMALLEST = 1e-100

/** Throws a RangeError for an infinite value, for a series without any value, and for one whose squares are too large or too small. */
export function checkSeries(series: readonly number[]): void {
  const infinite = series.findIndex((value) => value === Infinity || value === -Infinity)
  if (infinite >= 0) throw new RangeError(`value ${infinite + 1} of the series is infinite`)
  if (series.every(Number.isNaN)) throw new RangeError(series.length === 0 ? 'the series is empty' : 'every value of the series is missing')
  const scale = scaleOf(series)
  if (scale > LARGEST || (scale < SMALLEST && scale > Number.MIN_VALUE))
    throw new RangeError(`the largest value of the series is ${scale}: scale it to between ${SMALLEST} and ${LARGEST}`)
}

/** The same, and no value is missing, there are so many at least, and they are not all the same. Throws a RangeError. */
export function checkComplete(series: readonly number[], least: number): void {
  checkSeries(series)
  const missing = series.findIndex(Number.isNaN)
  if (missing >= 0) throw new RangeError(`value ${missing + 1} of the series is missing`)
  if (series.length < least)
    throw new RangeError(`${series.length} ${series.length === 1 ? 'value is' : 'values are'} too few: ${least} are the least`)
  checkVaries(series)
}

/** Throws a RangeError for a series whose known values are all the same: it has no variance to compare with. */
export function checkVaries(series: readonly number[]): void {
  const first = series.find((value) => !Number.isNaN(value))
  if (series.every((value) => Number.isNaN(value) || value === first)) throw new RangeError('the series is constant')
}

/** The largest magnitude of the values that are known. */
export function scaleOf(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), Number.MIN_VALUE)
}
