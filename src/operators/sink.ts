/** Sink: where records leave the run. Taking a record costs no time and no worker. */
import type { Emitter, Operator, RowWriter } from '../engine/ports.ts'
import { option, text, type Choice } from '../registry/option.ts'
import { defineOperator } from './operator.ts'

export const sink = defineOperator({
  descriptor: {
    kind: 'operator',
    name: 'sink',
    summary: 'Takes records out of the run: `discard` counts them only, `file` writes them as CSV into the output folder.',
    source: 'Apache Flink DiscardingSink and FileSink, without their cost',
    options: {
      to: option<Choice>(
        { kind: 'one-of', alternatives: { discard: null, file: text({ doc: 'name of a CSV file under the output folder' }) } },
        'where they go: `discard` (measured and forgotten) or `file`',
        undefined,
      ),
    },
    main: 'to',
  },
  outputs: [],
  runsOn: 'sink',
  shape: ({ to }, fields) => ({
    fields,
    problems:
      to.name === 'file' && !/^[\w-][\w.-]*\.csv$/.test(String(to.value))
        ? [
            {
              path: ['to', 'file'],
              message: `invalid file name: ${String(to.value)}; expected letters, digits, ".", "_" and "-", ending in .csv, without folders`,
            },
          ]
        : [],
  }),
  create: (_options, context) => new Sink(context.output),
})

class Sink implements Operator {
  readonly output: RowWriter | undefined

  constructor(output: RowWriter | undefined) {
    this.output = output
  }

  process(row: number, emit: Emitter): void {
    emit.free(row)
  }
}
