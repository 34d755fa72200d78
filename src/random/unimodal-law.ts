/** Whole-number laws with one peak, given by the ratios of neighbouring probabilities. */
import { CumulativeTable } from './cumulative-table.ts'

/** Beyond values this much less likely than the peak there is less than a uniform draw of 53 bits can tell from nothing. */
const NEGLIGIBLE = 1e-24

/**
 * Draws by inversion of the distribution function, tabulated about the peak: a table of some twenty standard deviations, and one uniform number
 * a draw. Exact to the resolution of that number, 2^-53.
 */
export class UnimodalLaw {
  private readonly least: number
  private readonly table: CumulativeTable

  /**
   * @param peak a most likely value
   * @param ratio the probability of k + 1 over that of k; 0 above the largest value
   */
  constructor(peak: number, ratio: (k: number) => number) {
    const above = [1]
    for (let k = peak, weight = 1; (weight *= ratio(k)) > NEGLIGIBLE; k++) above.push(weight)
    const below: number[] = []
    for (let k = peak - 1, weight = 1; k >= 0 && (weight /= ratio(k)) > NEGLIGIBLE; k--) below.push(weight)
    this.least = peak - below.length
    this.table = new CumulativeTable([...below.reverse(), ...above])
  }

  quantile(p: number): number {
    return this.least + this.table.cell(p)
  }
}
