/** What a trace says is what its digest covers; and two traces part where they do. */
import { describe, expect, test } from 'vitest'
import { firstDivergence } from '../../src/experiment/first-divergence.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { traceOf, type TraceChunk, type TracedRun, type TraceEvent } from '../../src/experiment/trace.ts'
import { wire } from '../../src/experiment/wiring.ts'
import { TraceDigest, TRACED } from '../../src/measurement/digests.ts'
import { TraceLog } from '../../src/measurement/trace-log.ts'
import { divergenceLines } from '../../src/report/divergence-text.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { read, runText, shipped } from './shipped.ts'

const queue = (service: string): string => `format: 1
duration: 2 s
traffic: { jobs: { arrivals: { poisson: 1_000/s } } }
pipeline:
  server: { from: jobs, service: { time: { exponential: ${service} } } }
  done: { from: server, sink: discard }
`

async function traced(text: string, changes: Partial<TracedRun> = {}): Promise<TracedRun> {
  const { scenario, traces } = await read(text)
  return { scenario, traces, variant: referenceVariant(scenario), seed: scenario.seed, ...changes }
}

async function eventsOf(run: TracedRun, from = 0): Promise<{ first: number; events: TraceEvent[]; queues: TraceChunk['queues'] }> {
  const chunks: TraceChunk[] = []
  for await (const chunk of traceOf(run, from)) chunks.push(chunk)
  return { first: chunks[0]!.first, queues: chunks[0]!.queues, events: chunks.flatMap(({ events }) => events) }
}

describe('a trace', () => {
  test.each(['quickstart', 'llm-gateway', 'overload'])('of %s is what the digest of the run covers', async (name) => {
    const run = await traced(shipped(name), { quick: true })
    const { plan, stopTime } = wire(run.scenario, run.variant, run.seed, run.traces, 'quick', new Map())
    const log = new TraceLog(
      plan.stages.reduce((tasks, { parallelism }) => tasks + parallelism, 0),
      0,
    )
    new VirtualHost(plan, log).run(stopTime + run.scenario.drain)
    const digest = new TraceDigest(stopTime)
    const kinds = { begins: TRACED.began, fires: TRACED.began, drops: TRACED.dropped, arrives: TRACED.sunk }
    for (const { kind, place, identityLow, identityHigh, time } of log.take().events)
      if (kind !== 'waits') digest.event(kinds[kind], place, identityLow, identityHigh, time)
    const { digests } = await runText(shipped(name), { quick: true })
    expect(digest.text()).toBe(digests.trace.digest)
    expect(digest.events).toBe(digests.trace.events)
    expect(digest.rungs()).toEqual(digests.trace.rungs)
  })

  test('from a time on is the end of the whole one, and what waits then is what was left of what came before', async () => {
    const run = await traced(queue('0.9 ms'))
    const whole = await eventsOf(run)
    const late = await eventsOf(run, 1e9)
    const at = whole.events.findIndex(({ time }) => time >= 1e9)
    expect(at).toBeGreaterThan(1_000)
    expect(late.events).toEqual(whole.events.slice(at))
    const before = whole.events.slice(0, at)
    const of = (kind: TraceEvent['kind']): number => before.filter((event) => event.kind === kind).length
    expect(late.first).toBe(of('begins') + of('arrives'))
    expect(late.queues).toEqual([
      { stage: 'server', task: 0, waiting: of('waits') - of('begins') },
      { stage: 'done', task: 0, waiting: 0 },
    ])
  })

  test('names records by source and number, and keys by what they say', async () => {
    const { events } = await eventsOf(await traced(queue('0.5 ms')))
    expect(events[0]).toMatchObject({ kind: 'waits', stage: 'server', record: 'jobs #1', key: 0 })
    const flights = await eventsOf(await traced(shipped('flights')))
    expect(flights.events.find(({ key }) => typeof key === 'string')?.key).toMatch(/^[A-Z]{3}/)
  })
})

describe('the first divergence', () => {
  test('of a run and itself is none', async () => {
    const run = await traced(shipped('quickstart'), { quick: true })
    expect(await firstDivergence(traceOf(run, 0), traceOf(run, 0))).toBeUndefined()
  })

  test('is the first event that is another one, found by comparing everything', async () => {
    const [base, head] = [
      await traced(shipped('quickstart'), { quick: true }),
      await traced(shipped('quickstart'), { quick: true, seed: 43 }),
    ]
    const [a, b] = [(await eventsOf(base)).events, (await eventsOf(head)).events].map((all) => all.filter(({ kind }) => kind !== 'waits'))
    const at = a!.findIndex((event, index) => JSON.stringify(event) !== JSON.stringify(b![index]))
    const found = await firstDivergence(traceOf(base, 0), traceOf(head, 0))
    expect(found).toMatchObject({ number: at + 1, last: a![at - 1] ?? null, base: { event: a![at] }, head: { event: b![at] } })
  })

  test('of a change in mid-run is found from its rung on as from the beginning, with what waits on both sides', async () => {
    // Priorities change nothing until two of different priority wait at once.
    const { scenario, traces } = await read(shipped('llm-gateway'))
    const [fifo, priority] = scenario.strategies.scheduling
    const windowing = scenario.strategies.windowing[0]!
    const of = (scheduling: typeof fifo): TracedRun => ({
      scenario,
      traces,
      seed: scenario.seed,
      variant: { scheduling: scheduling!, windowing },
    })
    const whole = await firstDivergence(traceOf(of(fifo), 0), traceOf(of(priority), 0))
    expect(whole!.number).toBeGreaterThan(10)
    expect(whole!.base.queues.length).toBeGreaterThan(0)
    const time = Math.min(whole!.base.event!.time, whole!.head.event!.time)
    const narrow = await firstDivergence(traceOf(of(fifo), Math.floor(time)), traceOf(of(priority), Math.floor(time)))
    expect(narrow).toMatchObject({ number: whole!.number, base: whole!.base, head: whole!.head })
  })

  test('of a run that ends earlier is its end', async () => {
    const longer = await traced(queue('0.5 ms'))
    const shorter = await traced(queue('0.5 ms').replace('2 s', '1 s'))
    const found = await firstDivergence(traceOf(longer, 0), traceOf(shorter, 0))
    expect(found!.head).toEqual({ event: null, queues: [] })
    expect(found!.number).toBeGreaterThan(1_500)
  })

  test('a stage more is no difference by itself', async () => {
    const text = queue('0.5 ms').replace('  done:', '  aside: { from: jobs, sink: discard }\n  done:')
    const found = await firstDivergence(traceOf(await traced(queue('0.5 ms')), 0), traceOf(await traced(text), 0))
    expect(found!.number).toBe(1)
    expect([found!.base.event!.stage, found!.head.event!.stage].sort()).toEqual(['aside', 'server'])
  })

  test('reads as two sentences', () => {
    const event = { kind: 'begins', stage: 'server', task: 1, time: 2_113_000_004, record: 'jobs #17', key: 'a' } as const
    const lines = divergenceLines(
      {
        number: 18_442,
        last: { ...event, kind: 'arrives', stage: 'done', task: 0, time: 5 },
        base: { event, queues: [{ stage: 'server', task: 1, waiting: 31 }] },
        head: { event: null, queues: [] },
      },
      { base: 'base', head: 'now' },
    )
    expect(lines).toEqual([
      'The runs part at event 18,442, after at 0.000000005 s jobs #17 (key a) arrives at done:',
      'base  at 2.113000004 s jobs #17 (key a) is taken by server[1] (waiting: server[1] 31)',
      'now   the run has ended (nothing waits)',
    ])
  })
})
