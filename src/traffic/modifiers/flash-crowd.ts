/** Flash crowds: the rate leaps up, and calms down again. */
import { exp } from '../../random/elementary.ts'
import { duration, number } from '../../registry/option.ts'
import { LONGEST } from '../arrivals/arrival-process.ts'
import { type Piece, RateCurve } from '../arrivals/rate-curve.ts'
import { defineModifier } from './modifier.ts'
import { onOperationalTime, type OperationalTime } from './operational-time.ts'

export const flashCrowd = defineModifier({
  descriptor: {
    kind: 'modifier',
    name: 'flash-crowd',
    summary: 'The rate is multiplied by a factor that rises linearly from 1 to a peak, may hold it, and falls back exponentially.',
    source: 'Ari, Hong, Miller, Brandt, Long: Managing flash crowds on the Internet (MASCOTS 2003): ramp-up, sustained and ramp-down phase',
    options: {
      at: duration({ doc: 'when it begins', min: 0, max: LONGEST }),
      peak: number({ doc: 'factor at its highest', above: 0, max: 1e6 }),
      rise: duration({ doc: 'how long it takes to the peak', min: 0, max: LONGEST, default: 0 }),
      hold: duration({ doc: 'how long the peak lasts', min: 0, max: LONGEST, default: 0 }),
      decay: duration({ doc: 'time constant of the fall: after so long, 37 % of the excess are left', above: 0, max: LONGEST }),
    },
  },
  create: (options, arrivals) => onOperationalTime(arrivals, new FlashCrowd(options)),
  factor: () => 1,
  deterministic: true,
  keepsRecords: () => true,
})

interface Phases {
  readonly at: number
  readonly peak: number
  readonly rise: number
  readonly hold: number
  readonly decay: number
}

class FlashCrowd implements OperationalTime {
  /** Until the fall begins, and how far the clock has come then. */
  readonly #before: RateCurve
  readonly #fallsAt: number = 0
  readonly #decay: number = 0
  readonly #excess: number = 0
  /** What is left on the clock until the fall begins. */
  #left = 0
  /** How long it has been falling. */
  #falling = 0

  constructor({ at, peak, rise, hold, decay }: Phases) {
    const pieces: Piece[] = [
      { length: at, from: 1, to: 1 },
      { length: rise, from: 1, to: peak },
      { length: hold, from: peak, to: peak },
    ]
    this.#before = new RateCurve([...pieces.filter(({ length }) => length > 0), { length: Infinity, from: 1, to: 1 }], false)
    this.#fallsAt = at + rise + hold
    this.#left = at + ((1 + peak) / 2) * rise + peak * hold
    this.#decay = decay
    this.#excess = peak - 1
  }

  advance(amount: number): number {
    if (amount < this.#left) {
      this.#left -= amount
      return this.#before.advance(amount)
    }
    const rest = amount - this.#left
    this.#left = 0
    this.#falling = this.#fall(rest)
    const time = this.#fallsAt + this.#falling
    return time < LONGEST ? time : Infinity
  }

  /**
   * How long it has been falling when the clock has come `amount` further: the root x of (x - u) + excess·decay·(e^(-u/decay) - e^(-x/decay))
   * = amount by Newton's method, which goes to it from one side, because the rate only falls (or, for a peak below 1, only rises).
   */
  #fall(amount: number): number {
    const from = this.#falling
    const share = exp(-from / this.#decay)
    let x = from + amount / (1 + this.#excess * share)
    for (let i = 0; i < 100; i++) {
      const here = exp(-x / this.#decay)
      const step = (amount - (x - from) - this.#excess * this.#decay * (share - here)) / (1 + this.#excess * here)
      x = Math.max(from, x + step)
      if (step < 0.01 && step > -0.01) break
    }
    return x
  }
}
