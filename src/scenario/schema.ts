/** The JSON Schema of scenario files, for editors: built from the same descriptors that reading uses. */
import { operators } from '../operators/index.ts'
import { distributions } from '../random/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import { disorders } from '../traffic/disorder/index.ts'
import { keys } from '../traffic/keys/index.ts'
import { modifiers } from '../traffic/modifiers/index.ts'
import { watermarks } from '../traffic/watermarks/index.ts'
import { LINK_OPTIONS, WORKERS } from './cluster-section.ts'
import { LEVELS } from './objectives-section.ts'
import { DEFAULT_CAPACITY, FULL, PARALLELISM } from './stage-section.ts'
import { CORRELATION } from './correlations-section.ts'
import { FLOW_OPTIONS } from './flows-section.ts'
import { FROM_COLUMN } from './records-section.ts'
import { RANGE_OPTIONS } from './vary-section.ts'
import {
  closed,
  duration,
  EXTENSIONS,
  FIELD_NAME,
  free,
  numberText,
  ofOption,
  orNothing,
  PARAMETER,
  properties,
  quantity,
  DAY,
  SCALAR,
  several,
  TEXT,
  valueOf,
  type Schema,
} from './schema-types.ts'

type Described = Readonly<Record<string, { readonly descriptor: Descriptor }>>

const CHECK = orNothing(
  closed({
    variants: several(TEXT, 'Ids of variants, as compare prints them; the first one when left out.'),
    replications: { type: ['integer', 'string'], description: 'How many seeds; as many as replications when left out.' },
  }),
)

const ANALYSIS: Schema = {
  anyOf: [{ enum: ['terminating', 'steady-state'] }, PARAMETER],
  default: 'terminating',
  description: 'Whether the start belongs to the question, or is to be left out.',
}

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
      name: { ...SCALAR, description: 'Names the report; the file’s stem when left out.' },
      about: { ...SCALAR, description: 'What the scenario asks.' },
      analysis: ANALYSIS,
      warmup: {
        anyOf: [{ const: 'auto' }, duration('20 s')],
        description: 'What at the start is not measured, in a steady-state analysis.',
      },
      duration: { type: 'string', examples: ['30 min', '1_000_000 records', 'end-of-traffic'], description: 'How long sources send.' },
      drain: { ...duration('10 min'), default: '1 h', description: 'How long the engine may run on after that.' },
      epoch: { type: 'string', examples: ['2026-01-31'], description: 'Where simulated time 0 lies; windows align to it.' },
      seed: { anyOf: [{ type: 'integer', minimum: 0 }, numberText()], default: 1, description: 'Of everything that is drawn.' },
      replications: {
        anyOf: [{ type: 'integer', minimum: 1 }, numberText()],
        default: 20,
        description: 'Runs with seeds of their own, when variants are compared.',
      },
      parameters: orNothing(free(SCALAR, 'Values that are used as $name.', FIELD_NAME)),
      plugins: several(TEXT, 'Modules with strategies, operators and arrival processes that are not built in. They are code, and run.'),
      flows: orNothing(free(orNothing(closed(properties(FLOW_OPTIONS))), 'Classes or tenants of traffic.')),
      traffic: free({ $ref: '#/$defs/source' }, 'Sources of records.'),
      pipeline: free({ $ref: '#/$defs/stage' }, 'Stages; their order in the file means nothing.'),
      cluster: { $ref: '#/$defs/cluster' },
      strategies: orNothing(
        closed({
          scheduling: several({ $ref: '#/$defs/scheduling' }, 'Of a list, run takes the first.'),
          windowing: several({ $ref: '#/$defs/windowing' }, 'Of a list, run takes the first.'),
        }),
      ),
      vary: orNothing(
        free(
          { anyOf: [several(SCALAR), closed(properties(RANGE_OPTIONS), ['from', 'to'])] },
          'Values of parameters to compare, listed or as a range.',
          FIELD_NAME,
        ),
      ),
      variants: orNothing(
        several(
          {
            type: 'object',
            properties: { as: TEXT, scheduling: { $ref: '#/$defs/scheduling' }, windowing: { $ref: '#/$defs/windowing' } },
            additionalProperties: SCALAR,
          },
          'Variants one by one, instead of the product of all lists: strategies, parameters, and what to call them.',
        ),
      ),
      exclude: orNothing(several({ type: 'object', additionalProperties: several(SCALAR) }, 'Combinations to leave out of the product.')),
      metrics: orNothing(several(TEXT, 'What a comparison judges beside the metrics of objectives: METRIC{selector=name}.')),
      objectives: orNothing(
        several(
          { anyOf: [TEXT, closed({ that: TEXT, level: { enum: LEVELS, default: 'error' }, floor: SCALAR, until: DAY }, ['that'])] },
          'Sentences: METRIC{selector=name} OP VALUE.',
        ),
      ),
      check: CHECK,
    },
    $defs: definitions(),
  }
}

function definitions(): Schema {
  const picks = {
    arrivals,
    modifier: modifiers,
    key: keys,
    disorder: disorders,
    watermark: watermarks,
    scheduling,
    windowing,
    distribution: distributions,
  } as unknown as Readonly<Record<string, Described>>
  return {
    ...Object.fromEntries(Object.entries(picks).map(([name, registry]) => [name, pick(registry)])),
    expression: {
      type: ['string', 'number', 'boolean'],
      description: 'An expression over the fields of a record. Quote it where a comma or a bracket could mislead YAML.',
    },
    source: source(),
    stage: stage(),
    cluster: closed(
      {
        nodes: free(orNothing(closed({ workers: ofOption(WORKERS), scheduling: { $ref: '#/$defs/scheduling' } })), 'Machines.'),
        links: free(closed(properties(LINK_OPTIONS), ['from', 'to']), 'Connections between nodes, one way.'),
      },
      ['nodes'],
    ),
  }
}

function source(): Schema {
  const content = {
    anyOf: [
      quantity(),
      closed({ column: TEXT }, ['column']),
      closed({ constant: SCALAR }, ['constant']),
      closed({ empirical: valueOf({ options: FROM_COLUMN }) }, ['empirical']),
      closed(
        {
          choice: {
            anyOf: [
              several(SCALAR),
              { type: 'object', additionalProperties: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, numberText()] } },
            ],
          },
        },
        ['choice'],
      ),
    ],
  }
  const key = { anyOf: [{ $ref: '#/$defs/key' }, { $ref: '#/$defs/expression' }, closed({ column: TEXT }, ['column'])] }
  const known = closed({
    arrivals: { $ref: '#/$defs/arrivals' },
    after: { ...TEXT, description: 'A source whose records these follow, instead of arrivals of their own.' },
    delay: { ...quantity(), description: 'From a record to the one that follows it.' },
    probability: { ...SCALAR, description: 'Of a record to be followed; 1 when left out.' },
    copy: several(TEXT, 'What of the record that is followed these have as well: fields, and key.'),
    records: orNothing(
      closed({
        key,
        fields: orNothing(free(content, 'Fields, in order of evaluation.', FIELD_NAME)),
        correlate: correlate(),
        bytes: quantity(),
      }),
    ),
    flow: { anyOf: [TEXT, closed({ field: TEXT }, ['field'])], description: 'The flow of its records; its own name when left out.' },
    disorder: {
      anyOf: [{ $ref: '#/$defs/disorder' }, quantity()],
      description: 'How long before its arrival a record’s event time lies: by a model, or as it is.',
    },
    watermark: { $ref: '#/$defs/watermark' },
  })
  return { ...known, anyOf: [{ required: ['arrivals'] }, { required: ['after'] }] }
}

function correlate(): Schema {
  return orNothing({
    type: 'array',
    items: closed(properties(CORRELATION), ['fields', 'rank']),
    description: 'Rank correlations between fields that are drawn.',
  })
}

function stage(): Schema {
  const chosen = Object.entries(operators as unknown as Described).map(
    ([name, { descriptor }]) => [name, { ...valueOf(descriptor), description: descriptor.summary }] as const,
  )
  return {
    ...closed(
      {
        from: several(TEXT, 'Source or stage, or STAGE.late.'),
        node: { type: 'string', description: 'Where it runs, one of cluster: nodes:.' },
        parallelism: ofOption(PARALLELISM),
        queue: closed({
          capacity: {
            anyOf: [{ type: 'integer', minimum: 0 }, { const: 'unbounded' }, numberText()],
            default: DEFAULT_CAPACITY,
            description: 'Rows that may wait, or unbounded.',
          },
          full: { enum: FULL, default: 'block', description: 'What happens to a record that finds the queue full.' },
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
