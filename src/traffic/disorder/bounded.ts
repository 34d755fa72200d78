/** Disorder within a bound. */
import { Stream } from '../../random/stream.ts'
import { duration } from '../../registry/option.ts'
import { defineDisorder } from './disorder-model.ts'

export const bounded = defineDisorder({
  descriptor: {
    kind: 'disorder',
    name: 'bounded',
    summary: 'Every delay up to the bound is as likely. A watermark with the same bound waits for all records.',
    source: 'Bounded out-of-orderness (Babu, Srivastava, Widom: Exploiting k-constraints, 2004); by inversion',
    options: { bound: duration({ doc: 'the longest delay', above: 0 }) },
    main: 'bound',
  },
  create({ bound }, { cursor, seed, source }) {
    const draws = new Stream(seed, `${source}/disorder`)
    return () => bound * draws.at(cursor.identityLow, cursor.identityHigh).uniform()
  },
  deterministic: () => false,
})
