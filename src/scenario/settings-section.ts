/** Reads the keys of a scenario that say how it is run: how long, from when, what of it is measured. */
import { isScalar } from 'yaml'
import type { OptionType } from '../registry/option.ts'
import { endsByItself, unsteadyBecause } from '../traffic/source-properties.ts'
import { parseTimestamp } from '../traffic/timestamp.ts'
import { parseDuration, printDuration } from '../units/duration.ts'
import type { Entry } from './document.ts'
import { orRecords, parseRecords } from './quantities.ts'
import type { Reader } from './reader.ts'
import type { Duration, Scenario } from './scenario.ts'
import type { Sources } from './traffic-section.ts'

/** What stands behind a key at the top of the file. */
export type Find = (key: string) => Entry | undefined

/** What is simulated exactly: the whole nanoseconds of a double, less some. */
export const LONGEST = 9e15
const ANALYSES = ['terminating', 'steady-state'] as const

export function readText(reader: Reader, find: Find, key: string): string | undefined {
  const entry = find(key)
  const value = entry && reader.scalar(entry.value, [key], 'a text')
  return value === undefined ? undefined : String(value)
}

export function readNumber(reader: Reader, find: Find, key: string, type: OptionType, fallback: number): number {
  const entry = find(key)
  return entry === undefined ? fallback : ((reader.value(type, entry.value, [key]) as number | undefined) ?? fallback)
}

export function readAnalysis(reader: Reader, find: Find): { readonly analysis: Scenario['analysis']; readonly warmup: Scenario['warmup'] } {
  const { document } = reader
  const entry = find('analysis')
  const warmup = find('warmup')
  const read = entry && reader.value({ kind: 'choice', of: ANALYSES }, entry.value, ['analysis'])
  const analysis = entry === undefined ? 'terminating' : (read as Scenario['analysis'] | undefined)
  if (analysis === 'terminating' && warmup !== undefined) {
    const message = 'invalid warmup: a terminating analysis measures from the start'
    document.at(warmup.keyNode, ['warmup'], message, 'analysis: steady-state, or no warmup')
  }
  if (analysis === 'steady-state' && warmup === undefined) {
    document.at(entry!.value, ['analysis'], 'missing warmup: what at the start is not measured?', 'warmup: auto, or a duration')
  }
  if (warmup === undefined || analysis !== 'steady-state') return { analysis: analysis ?? 'terminating', warmup: 0 }
  const written = reader.scalar(warmup.value, ['warmup'], 'auto or a duration')
  if (written === 'auto' || written === undefined) return { analysis, warmup: 'auto' }
  return { analysis, warmup: readNumber(reader, find, 'warmup', { kind: 'duration', min: 0, max: LONGEST }, 0) }
}

export function readDuration(reader: Reader, find: Find, sources: Sources): Duration {
  const fallback: Duration = { kind: 'time', time: 1e9 }
  const { document } = reader
  const entry = find('duration')
  const written = entry && reader.scalar(entry.value, ['duration'], 'a duration, so many records, or end-of-traffic')
  if (entry === undefined || written === undefined) return fallback
  const refuse = (message: string, hint?: string): Duration => {
    document.at(entry.value, ['duration'], message, hint)
    return fallback
  }
  if (written === 'end-of-traffic') {
    const endless = sources.sources.filter((source) => !endsByItself(source)).map(({ name }) => name)
    if (endless.length === 0) return { kind: 'end-of-traffic' }
    const never = `${endless.join(', ')} never ${endless.length === 1 ? 'ends' : 'end'}`
    return refuse(`invalid duration: ${written}, and ${never}`, 'give a duration, or so many records')
  }
  const records = parseRecords(written)
  if (records !== undefined) {
    if (records >= 1 && Number.isSafeInteger(records)) return { kind: 'records', records }
    return refuse(`invalid duration: ${written}; it must be a whole number of records, at least 1`)
  }
  const parsed = parseDuration(written)
  if ('problem' in parsed) {
    const text = isScalar(document.resolve(entry.value)) ? written : ''
    return refuse(orRecords(parsed.problem, text), /\d/.test(String(written)) ? undefined : '30 min, 1_000_000 records or end-of-traffic')
  }
  if (parsed.value < 1 || parsed.value > LONGEST) return refuse(`invalid duration: ${written}; it must be above 0 and at most 104 days`)
  return { kind: 'time', time: Math.round(parsed.value) }
}

/** Milliseconds since 1970-01-01 UTC. */
export function readEpoch(reader: Reader, find: Find): number | undefined {
  const entry = find('epoch')
  const written = entry && reader.scalar(entry.value, ['epoch'], 'a date, such as 2026-01-31')
  if (entry === undefined || written === undefined) return undefined
  const instant = { day: 0, nanoseconds: 0 }
  const text = /^\d{4}-\d\d-\d\d$/.test(String(written)) ? `${written}T00:00:00Z` : String(written)
  const problem = parseTimestamp(text, 'iso', 0, instant)
  if (problem === undefined) return instant.day * 86_400_000 + Math.floor(instant.nanoseconds / 1e6)
  reader.document.at(entry.value, ['epoch'], `invalid epoch: ${written}`, 'write a date or an instant: 2026-01-31, 2026-01-31T08:00:00Z')
  return undefined
}

/** Refuses a warm-up that leaves nothing to measure. */
export function checkWarmup(reader: Reader, find: Find, warmup: Scenario['warmup'], duration: Duration): void {
  if (warmup === 'auto' || duration.kind !== 'time' || warmup < duration.time || warmup === 0) return
  const message = `conflicting durations: a warm-up of ${printDuration(warmup)} leaves nothing of ${printDuration(duration.time)} to measure`
  reader.document.at(find('warmup')?.value, ['warmup'], message, 'make warmup shorter, or duration longer')
}

/** Refuses to look for the steady state of traffic that has none. */
export function checkSteady(reader: Reader, find: Find, analysis: Scenario['analysis'], { sources }: Sources): void {
  if (analysis !== 'steady-state') return
  for (const source of sources) {
    const why = unsteadyBecause(source)
    if (why === undefined) continue
    const message = `invalid analysis: ${source.name} has no steady state: ${why}`
    reader.document.at(find('analysis')?.value, ['analysis'], message, 'analysis: terminating')
  }
}

/** Refuses replications whose seeds, which count up from the first, would no longer be exact. */
export function checkSeeds(reader: Reader, find: Find, seed: number, replications: number): void {
  // Not by adding to the seed: the sum may be rounded to something that is exact.
  const last = Number.MAX_SAFE_INTEGER - (replications - 1)
  if (seed <= last) return
  const message = `invalid seed: ${seed}; with ${replications} replications it must be at most ${last}`
  reader.document.at(find('seed')?.value, ['seed'], message)
}
