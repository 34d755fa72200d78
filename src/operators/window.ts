/**
 * Window: aggregates the records of a key over stretches of event time, or over so many records.
 *
 * Time windows fire when the watermark reaches end − 1, one unit of work a (window, key), in order of window end, then of first
 * insertion. A late record that is still within the allowed lateness fires its window again, at once, with the updated result.
 * Count windows fire in the unit of work that handles their last record; one that is never filled never fires.
 */
import type { ShapeProblem } from '../engine/ports.ts'
import type { Expression } from '../expressions/expression.ts'
import { duration, group, map as mapOf, option, type Aggregation, type Extent } from '../registry/option.ts'
import type { FieldType } from '../structures/record-table.ts'
import { CountWindow } from './count-window.ts'
import { defineOperator } from './operator.ts'
import { typeOf } from './shape.ts'
import { TimeWindow } from './time-window.ts'
import type { WindowOptions } from './window-operator.ts'

const options = {
  tumbling: group(
    { size: option<Extent>({ kind: 'extent' }, 'length: a duration, or `60 records` of a key', undefined) },
    { doc: 'windows that follow one another without overlap, aligned to the epoch', main: 'size' },
  ),
  by: option<string>({ kind: 'field' }, 'what records are grouped by: `key`, a field, or `none`', 'key'),
  aggregate: mapOf(option<Aggregation>({ kind: 'aggregation' }, 'count(), sum(x), mean(x), min(x) or max(x)', undefined), {
    doc: 'fields of the result, by name',
  }),
  allowedLateness: duration({ doc: 'how far behind the watermark a record may still update its window', default: 0, min: 0 }),
}

export const window = defineOperator({
  descriptor: {
    kind: 'operator',
    name: 'window',
    summary: 'Aggregates the records of each key over windows of event time or of so many records.',
    source: 'Dataflow model (Akidau et al. 2015); Apache Flink window operator',
    options,
  },
  outputs: ['late'],
  runsOn: 'worker',
  usesWindowing: true,
  orderSensitive: ({ tumbling }) => tumbling.size.unit === 'records',
  timingDependent({ tumbling }, channels) {
    if (channels <= 1) return undefined
    return tumbling.size.unit === 'records' ? 'count windows take records in the order in which several channels deliver them' : undefined
  },
  partitionedBy: ({ by }) => by,
  shape,
  create: (chosen, context) => (chosen.tumbling.size.unit === 'time' ? new TimeWindow(chosen, context) : new CountWindow(chosen, context)),
})

function shape(
  { by, aggregate }: WindowOptions,
  fields: ReadonlyMap<string, FieldType>,
): { fields: Map<string, FieldType>; problems: ShapeProblem[] } {
  const problems: ShapeProblem[] = []
  const out = new Map<string, FieldType>()
  if (by !== 'key' && by !== 'none') {
    const type = fields.get(by)
    if (type === undefined)
      problems.push({
        path: ['by'],
        message: `unknown field: ${by}; the records here have ${[...fields.keys()].join(', ') || 'no fields'}`,
      })
    else out.set(by, type)
  }
  out.set('windowStart', 'number').set('windowEnd', 'number')
  for (const [name, { argument }] of Object.entries(aggregate)) {
    if (argument !== undefined) {
      const type = typeOf(argument as Expression, fields, ['aggregate', name])
      if (typeof type !== 'string') problems.push(type)
      else if (type !== 'number')
        problems.push({ path: ['aggregate', name], message: `invalid aggregate: it needs a number, and gets a ${type}` })
    }
    if (out.has(name)) problems.push({ path: ['aggregate', name], message: `conflicting name: the result has a field ${name} already` })
    const before = fields.get(name)
    if (before !== undefined && before !== 'number')
      problems.push({
        path: ['aggregate', name],
        message: `conflicting types: ${name} is a ${before} before the window and would become a number; choose another name`,
      })
    out.set(name, 'number')
  }
  return { fields: out, problems }
}
