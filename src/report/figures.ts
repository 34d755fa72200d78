/** Figures for reading: three significant digits, the unit that fits, and the same everywhere in a report. */

const DURATIONS: readonly (readonly [unit: string, nanoseconds: number])[] = [
  ['d', 86_400e9],
  ['h', 3_600e9],
  ['min', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
]

/** From here on the next larger unit reads better: 90 s is 1.5 min, but 75 s is 75 s. */
const PREFERRED_FROM: Readonly<Record<string, number>> = { min: 90e9, h: 5_400e9, d: 172_800e9 }

/** A number with three significant digits and grouped thousands; whole numbers are kept whole. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value)
  if (Number.isInteger(value) || magnitude >= 999.5) return group(Math.round(value))
  if (magnitude < 0.0005) return '<0.001'
  const rounded = Number(value.toPrecision(3))
  const digits = Math.abs(rounded) >= 100 ? 0 : Math.abs(rounded) >= 10 ? 1 : Math.abs(rounded) >= 1 ? 2 : 3
  return rounded.toFixed(digits)
}

function group(integer: number): string {
  return String(integer).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** The unit in which a duration reads best, and how many nanoseconds it has. */
export function durationUnit(nanoseconds: number): readonly [unit: string, nanoseconds: number] {
  const rounded = Number(Math.abs(nanoseconds).toPrecision(3))
  const unit = DURATIONS.find(([name, size]) => rounded >= (PREFERRED_FROM[name] ?? size))
  return unit ?? ['ns', 1]
}

/** `1.23 ms`, `45 s`, `2.5 min`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0 s'
  if (nanoseconds > 0 && nanoseconds < 0.9995) return '<1 ns'
  const [unit, size] = durationUnit(nanoseconds)
  return `${formatNumber(nanoseconds / size)} ${unit}`
}

/** `6.57/s`, `1.2 M/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 999_500) return `${formatNumber(perSecond / 1e6)} M/s`
  return `${formatNumber(perSecond)}/s`
}

/** `12.3 %`; what is not nothing never reads as nothing. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.05) return '<0.1 %'
  if (percent > 99.95 && percent < 100) return '>99.9 %'
  return `${percent.toFixed(1).replace(/\.0$/, '')} %`
}

const SIZES: readonly (readonly [unit: string, bytes: number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
]

/** `811 B`, `46 MiB`. */
export function formatBytes(bytes: number): string {
  const [unit, size] = SIZES.find(([, from]) => bytes >= from) ?? ['B', 1]
  return `${formatNumber(bytes / size)} ${unit}`
}

/** A metric's value in its own unit. */
export function formatValue(value: number, unit: 'ns' | 'per second' | 'bytes' | 'share' | 'count'): string {
  switch (unit) {
    case 'ns':
      return formatDuration(value)
    case 'per second':
      return formatRate(value)
    case 'bytes':
      return formatBytes(value)
    case 'share':
      return formatShare(value)
    case 'count':
      return formatNumber(value)
  }
}

/** `1 record`, `2 records`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}
