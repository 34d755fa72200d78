/**
 * How many independent observations a run is worth, from how much the means of several runs differ: their variance is that of one
 * observation divided by this (the statistical inefficiency of Friedberg and Cameron 1970, over replications instead of blocks).
 */
import { sampleVariance } from 'simple-statistics'

/** Means rest on so many independent observations a run, or their interval is not to be relied on. */
const FEWEST = 50
/** The same beyond a percentile. */
const FEWEST_BEYOND = 1
/** With fewer runs the variance between them says nothing. */
const FEWEST_RUNS = 5

/**
 * @param count observations of each run
 * @param means of the runs
 * @param variance of the observations of all runs together
 * @param parts that the means are of, for each run: 1 when they are of whole runs
 * @returns undefined with too few runs to tell
 */
export function effectiveSize(count: number, means: readonly number[], variance: number, parts = 1): number | undefined {
  if (means.length < FEWEST_RUNS) return undefined
  const between = sampleVariance([...means])
  return between === 0 ? count : Math.min(count, (parts * variance) / between)
}

/** Whether runs of this effective size are too short for the nominal coverage of a mean (share undefined) or of a percentile. */
export function isTooShort(size: number, share: number | undefined): boolean {
  return share === undefined ? size < FEWEST : size * (1 - share) < FEWEST_BEYOND
}
