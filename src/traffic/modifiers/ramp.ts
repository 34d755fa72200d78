/** Ramps: the rate goes linearly from one factor to another. */
import { duration, number } from '../../registry/option.ts'
import { LONGEST } from '../arrivals/arrival-process.ts'
import { RateCurve } from '../arrivals/rate-curve.ts'
import { defineModifier } from './modifier.ts'
import { onOperationalTime } from './operational-time.ts'

export const ramp = defineModifier({
  descriptor: {
    kind: 'modifier',
    name: 'ramp',
    summary: 'The rate is multiplied by a factor that goes linearly from one value to another, and stays there.',
    source: 'Change of time (Çinlar: Introduction to stochastic processes, 1975, ch. 4)',
    options: {
      over: duration({ doc: 'how long it takes', above: 0, max: LONGEST }),
      start: duration({ doc: 'when it begins; until then the factor is `from`', min: 0, max: LONGEST, default: 0 }),
      from: number({ doc: 'factor before', min: 0, max: 1e6, default: 0 }),
      to: number({ doc: 'factor after', above: 0, max: 1e6, default: 1 }),
    },
    main: 'over',
  },
  create: ({ over, start, from, to }, arrivals) => {
    const before = { length: start, from, to: from }
    const pieces = [
      { length: over, from, to },
      { length: Infinity, from: to, to },
    ]
    return onOperationalTime(arrivals, new RateCurve(start > 0 ? [before, ...pieces] : pieces, false))
  },
  factor: ({ to }) => to,
  deterministic: true,
  keepsRecords: () => true,
})
