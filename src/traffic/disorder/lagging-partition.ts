/** One partition of the keys lags behind the others. */
import { duration, integer, option, optional, ratio } from '../../registry/option.ts'
import type { Quantity } from '../../registry/pick.ts'
import { keyGroup, taskOfGroup } from '../../structures/key-groups.ts'
import { createQuantity, ON_TIME } from '../quantity.ts'
import { defineDisorder } from './disorder-model.ts'

export const laggingPartition = defineDisorder({
  descriptor: {
    kind: 'disorder',
    name: 'lagging-partition',
    summary:
      'Records whose keys are in one partition are late, by an amount that may grow while the run goes on; the others are nearly on time.',
    source: 'Skew between the partitions of a topic (Apache Kafka, Apache Flink: watermarks per partition)',
    options: {
      partition: integer({ doc: 'the partition that lags, from 0 on; what task number partition of so many reads', min: 0, max: 1023 }),
      of: integer({ doc: 'how many partitions there are', min: 1, max: 1024 }),
      by: option<Quantity>({ kind: 'quantity', unit: 'duration' }, 'how late its records are', undefined),
      drift: ratio({ doc: 'what is added to that, as a share of the time since the start: with 1 %, 10 ms a second', default: 0 }),
      most: optional(duration({ doc: 'the most that drift adds', above: 0 })),
      otherwise: optional(
        option<Quantity>({ kind: 'quantity', unit: 'duration' }, 'how late the others are; on time when left out', undefined),
      ),
    },
  },
  create({ partition, of, by, drift, most, otherwise }, context) {
    const { cursor, schema, source } = context
    const lagging = createQuantity(by, 'disorder', `${source}/disorder/by`, context)
    const others = createQuantity(otherwise ?? ON_TIME, 'disorder', `${source}/disorder/otherwise`, context)
    const limit = most ?? Infinity
    return (row) => {
      const lags = taskOfGroup(keyGroup(schema.hashKey(cursor.table.key(row))), of) === partition
      return lags ? lagging(row) + Math.min(limit, drift * cursor.intendedTime) : others(row)
    }
  },
  deterministic: ({ by, otherwise }) => by.kind !== 'draw' && otherwise?.kind !== 'draw',
  problems: ({ partition, of }) =>
    partition < of ? [] : [{ path: ['partition'], message: `partition ${partition} of ${of}; it must be at most ${of - 1}` }],
})
