/** What a scenario claims about timing, held to runs under both clocks: where it claims that timing does not matter, they must agree. */
import { describe, expect, test } from 'vitest'
import type { RunResult } from '../../src/experiment/run-result.ts'
import { timingDependence } from '../../src/scenario/timing.ts'
import { read, runText } from '../experiment/shipped.ts'

const DISORDER = ', disorder: { exponential: 50 ms }, watermark: { bounded: 20 ms }'
const COUNT = 'window: { tumbling: 5 records, aggregate: { records: count(), most: max(x) } }'
const TIME = 'window: { tumbling: 100 ms, aggregate: { records: count(), total: sum(x), average: mean(x) } }'
const MANY = 'service: { time: { exponential: 20 ms }, servers: 8 }'
const MERGE = `
  s: { from: a, service: { exponential: 3 ms } }
  t: { from: b, service: { exponential: 4 ms } }
  m: { from: [s, t], filter: x > 0 }`

/** Source a on flow p, source b on flow q; `extra` goes to both, and `stages` end in w. */
function scenario(stages: string, extra = '', top = ''): string {
  const source = (flow: string, rate: string): string =>
    `{ flow: ${flow}, arrivals: { poisson: ${rate} }, records: { key: { uniform: 4 }, fields: { x: { uniform: { from: 0, to: 1 } } } }${extra} }`
  return `
format: 1
duration: 4 s
seed: 3
flows: { p: { priority: 1 }, q: { priority: 2 } }
${top}
traffic: { a: ${source('p', '200/s')}, b: ${source('q', '150/s')} }
pipeline: ${stages}
  out: { from: w, sink: discard }
  rest: { from: b, sink: discard }
`
}

interface Case {
  readonly name: string
  readonly text: string
  readonly reasons: readonly string[]
  /** Whether the two clocks are seen to disagree here. */
  readonly differs?: true
}

const cases: readonly Case[] = [
  { name: 'a count window on a source', text: scenario(`\n  w: { from: a, ${COUNT} }`), reasons: [] },
  {
    name: 'a count window behind one server',
    text: scenario(`\n  s: { from: a, service: 3 ms }\n  w: { from: s, ${COUNT} }`),
    reasons: [],
  },
  {
    name: 'a count window behind several servers',
    text: scenario(`\n  s: { from: a, ${MANY} }\n  w: { from: s, ${COUNT} }`),
    reasons: ['w: which records share a window depends on their order, and the 8 servers of s overtake one another'],
    differs: true,
  },
  {
    name: 'a count window behind a merge',
    text: scenario(`${MERGE}\n  w: { from: m, ${COUNT} }`),
    reasons: ['w: which records share a window depends on their order, and m takes from 2 channels'],
    differs: true,
  },
  {
    name: 'a count window behind a parallel stage',
    text: scenario(`\n  p: { from: a, filter: x > 0, parallelism: 3 }\n  m: { from: p, filter: x > 0 }\n  w: { from: m, ${COUNT} }`),
    reasons: ['w: which records share a window depends on their order, and m takes from 3 channels'],
  },
  {
    name: 'late records behind a service that serves by priority',
    text: scenario(`\n  s: { from: a, service: 3 ms, scheduling: priority }\n  w: { from: s, ${TIME} }`, DISORDER),
    reasons: ['w: which records are late depends on timing, because priority changes the order at s'],
  },
  {
    name: 'a service, whose order is not its node’s',
    text: `
format: 1
duration: 4 s
seed: 3
flows: { p: { priority: 1 }, q: { priority: 2 } }
strategies: { scheduling: priority }
traffic:
  a:
    flow: { field: who }
    arrivals: { poisson: 200/s }${DISORDER.replaceAll(', ', '\n    ')}
    records: { key: { uniform: 4 }, fields: { who: { choice: [p, q] }, x: { uniform: { from: 0, to: 1 } } } }
cluster: { nodes: { n: { scheduling: fifo } } }
pipeline:
  served: { from: a, service: { exponential: 4.5 ms } }
  w: { from: served, ${TIME} }
  out: { from: w, sink: discard }
`,
    reasons: ['w: which records are late depends on timing, because priority changes the order at served'],
    differs: true,
  },
  {
    name: 'a count window of its own channels',
    text: scenario(`\n  w: { from: [a, b], ${COUNT} }`),
    reasons: ['w: count windows take records in the order in which several channels deliver them'],
  },
  {
    name: 'a count window behind time windows of a merge',
    text: scenario(
      `${MERGE}\n  v: { from: m, ${TIME} }\n  w: { from: v, window: { tumbling: 3 records, by: none, aggregate: { highest: max(average) } } }`,
    ),
    reasons: ['w: which records share a window depends on their order, and m takes from 2 channels'],
    differs: true,
  },
  { name: 'time windows without disorder, behind a merge', text: scenario(`${MERGE}\n  w: { from: m, ${TIME} }`), reasons: [] },
  {
    name: 'time windows without disorder, behind several servers',
    text: scenario(`\n  s: { from: a, ${MANY} }\n  w: { from: s, ${TIME} }`),
    reasons: [],
  },
  {
    name: 'late records behind one server',
    text: scenario(`\n  s: { from: a, service: 3 ms }\n  w: { from: s, ${TIME} }`, DISORDER),
    reasons: [],
  },
  {
    name: 'late records behind several servers',
    text: scenario(`\n  s: { from: a, ${MANY} }\n  w: { from: s, ${TIME} }`, DISORDER),
    reasons: ['w: which records are late depends on timing, because the 8 servers of s overtake one another'],
    differs: true,
  },
  {
    name: 'late records behind a merge',
    text: scenario(`${MERGE}\n  w: { from: m, ${TIME} }`, DISORDER),
    reasons: ['w: which records are late depends on timing, because m takes from 2 channels'],
    differs: true,
  },
  {
    name: 'late records where priority orders the queue',
    text: scenario(`\n  w: { from: a, ${TIME} }`, DISORDER, 'strategies: { scheduling: [fifo, priority] }'),
    reasons: ['w: which records are late depends on timing, because priority changes the order at w'],
  },
  {
    name: 'late records where the node keeps the order, whatever the scenario compares',
    text: scenario(
      `\n  w: { from: a, ${TIME} }`,
      DISORDER,
      'strategies: { scheduling: [fifo, priority] }\ncluster: { nodes: { n: { scheduling: fifo } } }',
    ),
    reasons: [],
  },
  {
    name: 'disorder elsewhere',
    text: `
format: 1
duration: 4 s
traffic:
  a: { arrivals: { poisson: 200/s }, records: { fields: { x: { uniform: { from: 0, to: 1 } } } } }
  b: { arrivals: { poisson: 150/s }${DISORDER} }
pipeline:
  p: { from: a, filter: x > 0, parallelism: 2 }
  w: { from: p, ${TIME} }
  out: { from: w, sink: discard }
  rest: { from: b, sink: discard }
`,
    reasons: [],
  },
]

/** On the wall clock, at full speed and with a clock that counts its readings, so that the test gives the same every time. */
function onTheWall(text: string): Promise<RunResult> {
  let now = 0
  return runText(text, { wall: { speed: 'max', clock: () => (now += 1_000) } })
}

describe('timing dependence', () => {
  test.each(cases)('$name', async ({ text, reasons, differs }) => {
    expect(timingDependence((await read(text)).scenario)).toEqual(reasons)
    const virtual = await runText(text)
    const wall = await onTheWall(text)
    expect(virtual.outcome.timingDependent).toEqual(reasons)
    expect(wall.digests.workload.sources).toEqual(virtual.digests.workload.sources)
    if (reasons.length === 0) expect(wall.digests.output).toEqual(virtual.digests.output)
    // The reasons are not only caution: without them, these would be taken for faults of the engine.
    if (differs === true) expect(wall.digests.output).not.toEqual(virtual.digests.output)
  })
})
