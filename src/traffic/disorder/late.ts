/** A fraction of the records is late. */
import { Stream } from '../../random/stream.ts'
import { option, optional, ratio } from '../../registry/option.ts'
import type { Quantity } from '../../registry/pick.ts'
import { createQuantity, ON_TIME } from '../quantity.ts'
import { defineDisorder } from './disorder-model.ts'

export const late = defineDisorder({
  descriptor: {
    kind: 'disorder',
    name: 'late',
    summary: 'Each record is late with the same probability, and by so much; the others are nearly on time.',
    source: 'A mixture of two delays, as the out-of-order generators of stream benchmarks have it (Karimov et al. 2018)',
    options: {
      fraction: ratio({ doc: 'share of the records that is late' }),
      by: option<Quantity>({ kind: 'quantity', unit: 'duration' }, 'how late they are', undefined),
      otherwise: optional(
        option<Quantity>({ kind: 'quantity', unit: 'duration' }, 'how late the others are; on time when left out', undefined),
      ),
    },
  },
  create({ fraction, by, otherwise }, context) {
    const { cursor, seed, source } = context
    const draws = new Stream(seed, `${source}/disorder`)
    const lateBy = createQuantity(by, 'disorder', `${source}/disorder/by`, context)
    const othersBy = createQuantity(otherwise ?? ON_TIME, 'disorder', `${source}/disorder/otherwise`, context)
    return (row) => (draws.at(cursor.identityLow, cursor.identityHigh).uniform() < fraction ? lateBy(row) : othersBy(row))
  },
  deterministic: () => false,
})
