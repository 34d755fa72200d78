/** Service: a black box with a declared service time: a database, a model server. It is a station of its own, so closed forms of queueing theory apply to it. */
import type { Emitter, Operator, OperatorContext } from '../engine/ports.ts'
import { compile } from '../expressions/compile.ts'
import type { Expression } from '../expressions/expression.ts'
import { createSampler } from '../random/index.ts'
import { RecordDraws } from '../random/record-draws.ts'
import { integer, option } from '../registry/option.ts'
import type { Quantity } from '../registry/pick.ts'
import { fieldReader } from './field-reader.ts'
import { defineOperator } from './operator.ts'
import { typeOf } from './shape.ts'

export const service = defineOperator({
  descriptor: {
    kind: 'operator',
    name: 'service',
    summary: 'Holds each record for a declared time on one of its own servers; the declared time stands in for every price.',
    source: 'G/G/c station (Kleinrock 1975)',
    options: {
      time: option<Quantity>(
        { kind: 'quantity', unit: 'duration' },
        'service time: a duration, a distribution of durations, or an expression',
        undefined,
      ),
      servers: integer({ doc: 'identical servers that share one queue', default: 1, min: 1, max: 100_000 }),
    },
    main: 'time',
  },
  outputs: [],
  runsOn: 'servers',
  servers: (options) => options.servers,
  shape(options, fields) {
    if (options.time.kind !== 'expression') return { fields, problems: [] }
    const expression = options.time.expression as Expression
    const type = typeOf(expression, fields, ['time'])
    if (typeof type !== 'string') return { fields, problems: [type] }
    if (type !== 'number')
      return { fields, problems: [{ path: ['time'], message: `invalid expression: ${expression.text} is a ${type}; expected a duration` }] }
    return { fields, problems: [] }
  },
  create: (options, context) => new Service(options.time, context),
})

class Service implements Operator {
  readonly serviceTime: (row: number) => number

  constructor(time: Quantity, context: OperatorContext) {
    this.serviceTime = demand(time, context)
  }

  process(row: number, emit: Emitter): void {
    emit.emit(row, 0)
  }
}

/** The service time of a row: a function of the seed, the stage and the record, whenever and wherever it is asked. */
function demand(time: Quantity, context: OperatorContext): (row: number) => number {
  const { table } = context
  switch (time.kind) {
    case 'constant':
      return () => time.value
    case 'draw': {
      const sampler = createSampler(time)
      const draws = new RecordDraws(context.seed, `${context.stage}/service`, (stream) => sampler.sample(stream))
      return (row) => draws.at(table.identityLow(row), table.identityHigh(row))
    }
    case 'expression': {
      const compiled = compile(time.expression as Expression, fieldReader(table))
      if (compiled.type !== 'number') throw new TypeError(`service time of ${context.stage} is not a number`)
      return compiled.evaluate
    }
  }
}
