/** Drawing a path of an ARIMA process, from an exact stationary start. */
import { normalQuantile } from '../random/normal-quantile.ts'
import { Stream } from '../random/stream.ts'
import { type ArimaModel, expandedAr, expandedMa } from './arima-model.ts'
import { autocovariances, levelAr, psiWeights } from './arma-theory.ts'
import { cholesky } from './linear-equations.ts'

interface Term {
  readonly lag: number
  readonly coefficient: number
}

/**
 * A cursor over one path. The first values are drawn from the stationary joint law of the values and shocks before them, so that no start-up
 * bias is left and nothing is burnt in. Shock k is draw k of its stream. With differences, the level starts at 0, and there is no stationary law of it.
 */
export class ArimaPath {
  readonly #shocks: Stream
  readonly #sd: number = 0
  /** Of the stationary part, and of what undoes the differences. */
  readonly #ar: readonly Term[]
  readonly #ma: readonly Term[]
  readonly #undo: readonly Term[]
  readonly #size: number = 0
  /** The last values, shocks and levels, each in a ring. */
  readonly #values = new Float64Array(0)
  readonly #errors = new Float64Array(0)
  readonly #levels = new Float64Array(0)
  #step = 0

  /**
   * @param sd standard deviation of the shocks
   * @param name of the stream of draws
   * @throws RangeError when the model is not stationary but for its differences
   */
  constructor(model: ArimaModel, sd: number, seed: number, name: string) {
    const ar = expandedAr(model)
    const ma = expandedMa(model)
    const undo = levelAr({ ...model, ar: [], ma: [], ...(model.seasonal && { seasonal: { ...model.seasonal, ar: [], ma: [] } }) })
    this.#shocks = new Stream(seed, `${name}/shocks`)
    this.#sd = sd
    this.#ar = terms(ar)
    this.#ma = terms(ma)
    this.#undo = terms(undo)
    this.#size = Math.max(ar.length, ma.length, undo.length) + 1
    this.#values = new Float64Array(this.#size)
    this.#errors = new Float64Array(this.#size)
    this.#levels = new Float64Array(this.#size)
    this.#start(model, ar.length, ma.length, new Stream(seed, `${name}/start`))
  }

  /** The next value of the level. */
  next(): number {
    const step = this.#step++
    const size = this.#size
    this.#shocks.at(step, Math.floor(step / 2 ** 32))
    const shock = this.#sd * normalQuantile(this.#shocks.uniform())
    let value = shock + weighted(this.#ar, this.#values, step, size) + weighted(this.#ma, this.#errors, step, size)
    this.#values[step % size] = value
    this.#errors[step % size] = shock
    value += weighted(this.#undo, this.#levels, step, size)
    this.#levels[step % size] = value
    return value
  }

  /** Puts p values and q shocks before step 0: normal, with covariances γ between values, σ² ψ between a value and an earlier shock. */
  #start(model: ArimaModel, p: number, q: number, stream: Stream): void {
    if (p + q === 0) return
    const stationary = { ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) }
    const gamma = autocovariances(stationary, Math.max(p, 1))
    const psi = psiWeights(stationary, Math.max(p, q) + 1)
    // Shocks first: −1 … −q, then values −1 … −p; a value holds the shocks of its own step and before.
    const covariance = (a: number, b: number): number => {
      const [first, second] = [Math.min(a, b), Math.max(a, b)]
      if (second < q) return first === second ? 1 : 0
      if (first >= q) return gamma[second - first]!
      const lag = first - (second - q)
      return lag >= 0 ? psi[lag]! : 0
    }
    const lower = cholesky(Array.from({ length: p + q }, (_, i) => Array.from({ length: p + q }, (__, j) => covariance(i, j))))
    const draws = lower.map((_, i) => this.#sd * normalQuantile(stream.at(i, 0).uniform()))
    const joint = lower.map((row) => row.reduce((sum, coefficient, k) => sum + coefficient * draws[k]!, 0))
    for (let i = 0; i < q; i++) this.#errors[place(-1 - i, this.#size)] = joint[i]!
    for (let i = 0; i < p; i++) this.#values[place(-1 - i, this.#size)] = joint[q + i]!
  }
}

function terms(coefficients: readonly number[]): Term[] {
  return coefficients.flatMap((coefficient, index) => (coefficient === 0 ? [] : [{ lag: index + 1, coefficient }]))
}

function weighted(by: readonly Term[], ring: Float64Array, step: number, size: number): number {
  let sum = 0
  for (let i = 0; i < by.length; i++) {
    const { lag, coefficient } = by[i]!
    sum += coefficient * ring[place(step - lag, size)]!
  }
  return sum
}

function place(step: number, size: number): number {
  return step >= 0 ? step % size : (step % size) + (step % size === 0 ? 0 : size)
}
