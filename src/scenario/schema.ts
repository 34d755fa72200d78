/** The JSON Schema of scenario files, for editors: built from the same descriptors that reading uses. */
import { operators } from '../operators/index.ts'
import { distributions } from '../random/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import type { Option, Options, OptionType } from '../registry/option.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import { keys } from '../traffic/keys/index.ts'
import { watermarks } from '../traffic/watermarks/index.ts'
import { printDuration } from '../units/duration.ts'
import { LINK_OPTIONS, WORKERS } from './cluster-section.ts'
import { LEVELS } from './objectives-section.ts'
import { FULL, PARALLELISM } from './stage-section.ts'
import { FLOW_OPTIONS } from './flows-section.ts'

type Schema = Readonly<Record<string, unknown>>
type Described = Readonly<Record<string, { readonly descriptor: Descriptor }>>

const TEXT: Schema = { type: 'string' }
const PARAMETER: Schema = { type: 'string', pattern: '\\$[A-Za-z_]' }
const EXTENSIONS: Schema = { '^x-': true }

/** The whole schema, draft 2020-12. */
export function scenarioSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Wavetank scenario',
    type: 'object',
    required: ['format', 'duration', 'traffic', 'pipeline'],
    additionalProperties: false,
    patternProperties: EXTENSIONS,
    properties: {
      format: { const: 1, description: 'Version of the file format.' },
      name: { type: 'string', description: 'Names the report; the file’s stem when left out.' },
      about: { type: 'string', description: 'What the scenario asks.' },
      analysis: {
        enum: ['terminating', 'steady-state'],
        default: 'terminating',
        description: 'Whether the start belongs to the question, or is to be left out.',
      },
      warmup: {
        anyOf: [{ const: 'auto' }, quantityText('20 s')],
        description: 'What at the start is not measured, in a steady-state analysis.',
      },
      duration: { type: 'string', examples: ['30 min', '1_000_000 records', 'end-of-traffic'], description: 'How long sources send.' },
      drain: { ...quantityText('10 min'), description: 'How long the engine may run on after that.' },
      epoch: { type: 'string', examples: ['2026-01-31'], description: 'Where simulated time 0 lies; windows align to it.' },
      seed: { type: 'integer', minimum: 0, default: 1 },
      replications: { type: 'integer', minimum: 1, default: 20, description: 'Runs with seeds of their own, when variants are compared.' },
      parameters: free({ type: ['string', 'number', 'boolean'] }, 'Values that are used as $name.'),
      flows: free(closed(properties({ ...FLOW_OPTIONS })), 'Classes or tenants of traffic.'),
      traffic: free({ $ref: '#/$defs/source' }, 'Sources of records.'),
      pipeline: free({ $ref: '#/$defs/stage' }, 'Stages; their order in the file means nothing.'),
      cluster: { $ref: '#/$defs/cluster' },
      strategies: closed({
        scheduling: several({ $ref: '#/$defs/scheduling' }, 'Of a list, run takes the first.'),
        windowing: several({ $ref: '#/$defs/windowing' }, 'Of a list, run takes the first.'),
      }),
      vary: free({ type: 'array', items: { type: ['string', 'number', 'boolean'] } }, 'Values of parameters to compare.'),
      objectives: {
        type: 'array',
        items: { anyOf: [TEXT, closed({ that: TEXT, level: { enum: LEVELS } }, ['that'])] },
        description: 'Sentences: METRIC{selector=name} OP VALUE.',
      },
    },
    $defs: definitions(),
  }
}

function definitions(): Schema {
  const picks = { arrivals, key: keys, watermark: watermarks, scheduling, windowing, distribution: distributions } as unknown as Readonly<
    Record<string, Described>
  >
  return {
    ...Object.fromEntries(Object.entries(picks).map(([name, registry]) => [name, pick(registry)])),
    expression: {
      type: ['string', 'number', 'boolean'],
      description: 'An expression over the fields of a record. Quote it where a comma or a bracket could mislead YAML.',
    },
    source: source(),
    stage: stage(),
    cluster: closed({
      nodes: free(closed({ workers: ofOption(WORKERS), scheduling: { $ref: '#/$defs/scheduling' } }), 'Machines.'),
      links: free(closed(properties(LINK_OPTIONS), ['from', 'to']), 'Connections between nodes, one way.'),
    }),
  }
}

function source(): Schema {
  const content = {
    anyOf: [
      quantity(),
      closed({ column: TEXT }, ['column']),
      closed({ constant: { type: ['string', 'number', 'boolean'] } }, ['constant']),
      closed({ choice: { anyOf: [{ type: 'array' }, { type: 'object', additionalProperties: { type: 'number' } }] } }, ['choice']),
    ],
  }
  const key = { anyOf: [{ $ref: '#/$defs/key' }, { $ref: '#/$defs/expression' }, closed({ column: TEXT }, ['column'])] }
  return closed(
    {
      arrivals: { $ref: '#/$defs/arrivals' },
      records: closed({ key, fields: free(content, 'Fields, in order of evaluation.'), bytes: quantity() }),
      flow: { anyOf: [TEXT, closed({ field: TEXT }, ['field'])], description: 'The flow of its records; its own name when left out.' },
      disorder: { ...quantity(), description: 'How long before its arrival a record’s event time lies.' },
      watermark: { $ref: '#/$defs/watermark' },
    },
    ['arrivals'],
  )
}

function stage(): Schema {
  const chosen = Object.entries(operators as unknown as Described).map(
    ([name, { descriptor }]) => [name, { ...valueOf(descriptor), description: descriptor.summary }] as const,
  )
  return {
    ...closed(
      {
        from: several(TEXT, 'Source or stage, or STAGE.late.'),
        node: TEXT,
        parallelism: ofOption(PARALLELISM),
        queue: closed({
          capacity: { anyOf: [{ type: ['integer', 'string'] }], description: 'Rows that may wait, or unbounded.' },
          full: { enum: FULL, default: 'block' },
        }),
        windowing: { $ref: '#/$defs/windowing' },
        scheduling: { $ref: '#/$defs/scheduling' },
        ...Object.fromEntries(chosen),
      },
      ['from'],
    ),
    oneOf: chosen.map(([name]) => ({ required: [name] })),
  }
}

/** The pick rule: a name, or a map with one name. */
function pick(registry: Described): Schema {
  const all = Object.values(registry).map(({ descriptor }) => descriptor)
  // A name alone will do where nothing must be set.
  const bare = all.filter(({ options }) =>
    Object.values(options).every((option) => option.default !== undefined || option.optional === true),
  )
  return {
    anyOf: [
      ...(bare.length === 0 ? [] : [{ enum: bare.map(({ name }) => name) }]),
      ...all.map((descriptor) => ({
        ...closed({ [descriptor.name]: valueOf(descriptor) }, [descriptor.name]),
        description: descriptor.summary,
      })),
      PARAMETER,
    ],
  }
}

/** What stands behind a picked name: a map of options, or the bare main one. */
function valueOf({ options, main }: { readonly options: Options; readonly main?: string | undefined }): Schema {
  const required = Object.entries(options).filter(([, option]) => option.default === undefined && option.optional !== true)
  const whole = closed(
    properties(options),
    required.map(([name]) => name),
  )
  if (main === undefined) return required.length === 0 ? { anyOf: [whole, { type: 'null' }] } : whole
  return { anyOf: [whole, ofType(options[main]!.type)] }
}

function properties(options: Options): Schema {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, ofOption(option)]))
}

function ofOption(option: Option): Schema {
  const { doc, default: fallback, type } = option
  const shown = fallback !== undefined && type.kind === 'duration' ? printDuration(fallback as number) : fallback
  return { ...ofType(type), description: doc, ...(shown === undefined ? {} : { default: shown }) }
}

function ofType(type: OptionType): Schema {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return { anyOf: [{ type: type.kind, ...bounds(type) }, numberText()] }
    case 'ratio':
    case 'measure':
    case 'size':
    case 'scalar':
      return { type: ['number', 'string'] }
    case 'duration':
      return quantityText('20 ms')
    case 'rate':
      return quantityText('100/s')
    case 'bandwidth':
      return quantityText('50 Mbit/s')
    case 'extent':
      return { type: 'string', examples: ['60 s', '60 records'] }
    case 'boolean':
      return { anyOf: [{ type: 'boolean' }, PARAMETER] }
    case 'choice':
      return { anyOf: [{ enum: type.of }, PARAMETER] }
    case 'expression':
      return { $ref: '#/$defs/expression' }
    case 'quantity':
      return quantity()
    default:
      return ofStructure(type)
  }
}

function ofStructure(type: OptionType): Schema {
  switch (type.kind) {
    case 'one-of':
      return oneOf(type.alternatives)
    case 'list':
      return several(ofType(type.of))
    case 'map':
      return { type: 'object', additionalProperties: ofType(type.of) }
    case 'group':
      return valueOf({ options: type.options, main: type.main })
    default:
      return TEXT
  }
}

function oneOf(alternatives: Readonly<Record<string, Option | null>>): Schema {
  const names = Object.keys(alternatives).filter((name) => alternatives[name] === null)
  const maps = Object.entries(alternatives).flatMap(([name, option]) =>
    option === null ? [] : [closed({ [name]: ofOption(option) }, [name])],
  )
  return { anyOf: [{ enum: names }, ...maps] }
}

function quantity(): Schema {
  return { anyOf: [{ $ref: '#/$defs/distribution' }, { $ref: '#/$defs/expression' }] }
}

function quantityText(example: string): Schema {
  return { type: 'string', examples: [example] }
}

/** Numbers with underscores, and parameters, are texts to YAML. */
function numberText(): Schema {
  return { type: 'string', pattern: '^[-+]?[\\d_.]+([eE][-+]?\\d+)?$|\\$' }
}

function bounds({ min, max, above }: { readonly min?: number; readonly max?: number; readonly above?: number }): Schema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
  }
}

function several(items: Schema, description?: string): Schema {
  return { anyOf: [items, { type: 'array', items }], ...(description === undefined ? {} : { description }) }
}

function free(values: Schema, description: string): Schema {
  return { type: 'object', additionalProperties: values, description }
}

function closed(known: Schema, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    patternProperties: EXTENSIONS,
    properties: known,
    ...(required.length === 0 ? {} : { required }),
  }
}
