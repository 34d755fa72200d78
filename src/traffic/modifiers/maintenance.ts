/** Maintenance: for a time nothing comes. */
import { choice, duration } from '../../registry/option.ts'
import { printDuration } from '../../units/duration.ts'
import { type ArrivalProcess, LONGEST } from '../arrivals/arrival-process.ts'
import { defineModifier } from './modifier.ts'

export const maintenance = defineModifier({
  descriptor: {
    kind: 'modifier',
    name: 'maintenance',
    summary: 'For a time nothing comes; what would have come is left out, or comes all at once at the end.',
    source: 'Server vacations (Doshi: Queueing systems with vacations, 1986), on the side of the senders',
    options: {
      from: duration({ doc: 'when the gap begins', min: 0, max: LONGEST }),
      to: duration({ doc: 'when it ends', above: 0, max: LONGEST }),
      records: choice({ doc: 'whether records of the gap are left out, or come at its end', of: ['drop', 'defer'], default: 'drop' }),
    },
  },
  create: ({ from, to, records }, arrivals) => (records === 'drop' ? dropping(from, to, arrivals) : deferring(from, to, arrivals)),
  factor: () => 1,
  deterministic: true,
  keepsRecords: ({ records }) => records === 'defer',
  problems: ({ from, to }) =>
    from < to
      ? []
      : [
          {
            path: ['to'],
            message: `the gap ends at ${printDuration(to)}, and begins at ${printDuration(from)}: put its end behind its beginning`,
          },
        ],
})

function dropping(from: number, to: number, arrivals: ArrivalProcess): ArrivalProcess {
  return {
    next: () => {
      let time = arrivals.next()
      while (time >= from && time < to) time = arrivals.next()
      return time
    },
  }
}

function deferring(from: number, to: number, arrivals: ArrivalProcess): ArrivalProcess {
  const end = Math.round(to)
  return {
    next: () => {
      const time = arrivals.next()
      return time >= from && time < end ? end : time
    },
  }
}
