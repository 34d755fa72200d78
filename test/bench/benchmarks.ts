/**
 * What is timed: each subject beside a reference loop in the same process, so that the ratio says something on any machine.
 *
 * Goals: to see what a change costs. Non-goals: absolute speed; machines differ, and shared ones differ from minute to minute.
 */
import { run } from '../../src/experiment/run.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { read, shipped } from '../experiment/shipped.ts'
import { arrivalSubjects } from './arrival-subjects.ts'
import { recordSubjects } from './record-subjects.ts'
import { bareLoop } from './bare-loop.ts'
import { eventLoopMm1 } from './event-loop-mm1.ts'

export interface Subject {
  readonly name: string
  readonly about: string
  /** Records (or customers) of one iteration, full and smoke. */
  readonly records: { readonly full: number; readonly smoke: number }
  /** Runs so many records. @returns a value that depends on all of them */
  prepare(records: number): Promise<() => string | Promise<string>>
}

/** Runs a scenario text until so many records have come. */
async function scenario(text: string, records: number): Promise<() => Promise<string>> {
  const { scenario: parsed, traces } = await read(text)
  const rate = parsed.sources.reduce((sum, source) => sum + (source.arrivals.options['rate'] as number), 0)
  const sized = {
    ...parsed,
    warmup: 0,
    analysis: 'terminating' as const,
    duration: { kind: 'time' as const, time: Math.ceil((records / rate) * 1e9) },
  }
  return async () => {
    const result = await run({ scenario: sized, traces, variant: referenceVariant(parsed), seed: 1 })
    return result.digests.trace.digest
  }
}

export const reference = { name: 'bare loop', about: 'M/M/1 as a bare loop written in the benchmark', customers: 2_000_000, run: bareLoop }

export const subjects: readonly Subject[] = [
  {
    name: 'event loop',
    about: 'M/M/1 written directly on the event loop of simulated time',
    records: { full: 2_000_000, smoke: 20_000 },
    prepare: async (records) => () => String(eventLoopMm1(records)),
  },
  {
    name: 'mm1',
    about: 'scenarios/mm1.yaml, everything measured, checkers off',
    records: { full: 2_000_000, smoke: 10_000 },
    prepare: (records) => scenario(shipped('mm1'), records),
  },
  {
    name: 'quickstart',
    about: 'scenarios/quickstart.yaml, everything measured, checkers off',
    records: { full: 1_000_000, smoke: 10_000 },
    prepare: (records) => scenario(shipped('quickstart'), records),
  },
  ...arrivalSubjects,
  ...recordSubjects,
]
