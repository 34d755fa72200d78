/** Arrivals of a process as times in seconds, for tests. */
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import type { ArrivalProcess } from '../../../src/traffic/arrivals/arrival-process.ts'

export type Options = Readonly<Record<string, unknown>>

export function processOf(name: string, options: Options, seed: number): ArrivalProcess {
  return arrivalsNamed(name).create(options, { seed, source: 'chat', epochMs: 0 })
}

/** All arrivals before `until`, in seconds. */
export function timesUntil(name: string, options: Options, seed: number, until: number): number[] {
  const process = processOf(name, options, seed)
  const times: number[] = []
  for (let time = process.next(); time < until * 1e9; time = process.next()) times.push(time / 1e9)
  return times
}

/** Counts in intervals of this width, without keeping the times. */
export function countsUntil(name: string, options: Options, seed: number, width: number, until: number): number[] {
  const process = processOf(name, options, seed)
  const counts = Array.from({ length: Math.floor(until / width + 1e-9) }, () => 0)
  for (let time = process.next(); time < until * 1e9; time = process.next()) {
    const place = Math.floor(time / (width * 1e9))
    if (place < counts.length) counts[place]!++
  }
  return counts
}

/** So many times in nanoseconds, as the process gives them. */
export function take(process: ArrivalProcess, count: number): number[] {
  return Array.from({ length: count }, () => process.next())
}
