/** Axes of durations: ticks at round durations, labelled with their unit. */
import { formatDuration } from '../figures.ts'

/** An expression for the labels of an axis in nanoseconds. Seconds go on beyond a minute, so that decades look like decades. */
const LABEL = [
  "datum.value >= 1e9 ? format(datum.value / 1e9, ',~r') + ' s'",
  "datum.value >= 1e6 ? format(datum.value / 1e6, '~r') + ' ms'",
  "datum.value >= 1e3 ? format(datum.value / 1e3, '~r') + ' µs'",
  "format(datum.value, '~r') + ' ns'",
].join(' : ')

/** Round durations within the bounds, for a logarithmic axis: decades, with 2 and 5 between them while there are few. */
export function logTicks(from: number, to: number): number[] {
  for (const steps of [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]]) {
    const ticks = decades(from, to).flatMap((decade) => steps.map((step) => decade * step))
    const within = ticks.filter((tick) => tick >= from && tick <= to)
    if (within.length >= 4) return within
  }
  return [from, to]
}

function decades(from: number, to: number): number[] {
  const found: number[] = []
  for (let decade = 1; decade <= to; decade *= 10) if (decade * 10 > from) found.push(decade)
  return found
}

/** The scale and axis of a channel that holds durations over several orders of magnitude. */
export function logDuration(from: number, to: number, title: string | null): Readonly<Record<string, unknown>> {
  return {
    type: 'quantitative',
    // Clamped, because a few values may lie below what the axis shows.
    scale: { type: 'log', domain: [from, to], nice: false, clamp: true },
    axis: { values: logTicks(from, to), labelExpr: LABEL, title },
  }
}

/** The scale and axis of a channel that holds durations from 0. */
export function linearDuration(title: string | null): Readonly<Record<string, unknown>> {
  return { type: 'quantitative', scale: { zero: true }, axis: { labelExpr: `datum.value === 0 ? '0' : ${LABEL}`, title } }
}

/** `12 ms – 14 ms`. */
export function durationRange(from: number, to: number): string {
  return `${formatDuration(from)} – ${formatDuration(to)}`
}
