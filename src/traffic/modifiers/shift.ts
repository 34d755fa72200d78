/** Shifting: everything comes later by the same time. */
import { duration } from '../../registry/option.ts'
import { LONGEST } from '../arrivals/arrival-process.ts'
import { defineModifier } from './modifier.ts'

export const shift = defineModifier({
  descriptor: {
    kind: 'modifier',
    name: 'shift',
    summary: 'Every record comes later by the same time; until then there is none.',
    source: 'Translation of a point process (Daley, Vere-Jones: An introduction to the theory of point processes 1, 2003, ch. 8)',
    options: { by: duration({ doc: 'how much later', min: 0, max: LONGEST }) },
    main: 'by',
  },
  create: ({ by }, arrivals) => {
    const later = Math.round(by)
    return {
      next: () => {
        const time = arrivals.next() + later
        return time < LONGEST ? time : Infinity
      },
    }
  },
  factor: () => 1,
  deterministic: true,
  keepsRecords: () => true,
})
