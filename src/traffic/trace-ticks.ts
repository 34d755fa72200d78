/** Times that are written in ticks, coarser than records come. */
import { printDuration } from '../units/duration.ts'
import { TraceError } from './trace-error.ts'

/** The greatest time of which all times are multiples apart, in whole nanoseconds; 0 where all are the same. */
export function tickOf(times: Float64Array): number {
  let tick = 0
  for (let i = 1; i < times.length; i++) tick = commonDivisor(tick, times[i]! - times[i - 1]!)
  return tick
}

/** Records of one time, spread evenly until the next tick. What was found is added to `notes`. Throws `TraceError` where there is one time only. */
export function spreadTicks(times: Float64Array, file: string, notes: string[]): Float64Array {
  const tick = tickOf(times)
  if (tick === 0) throw new TraceError(file, 'all records have the same time, so there is no tick to spread them over: leave out spread')
  const found = Float64Array.from(times)
  let tied = 0
  for (let from = 0; from < times.length;) {
    let to = from + 1
    while (to < times.length && times[to] === times[from]) to++
    tied += to - from - 1
    for (let i = from; i < to; i++) found[i] = times[from]! + Math.floor((tick * (i - from)) / (to - from))
    from = to
  }
  notes.push(
    `times are in ticks of ${printDuration(tick)}; ${tied} of ${times.length} records shared one with a record before and are spread over it`,
  )
  return found
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
