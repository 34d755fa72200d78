/** Numbers with units and bounds, as options declare them. */
import type { OptionType } from '../registry/option.ts'
import { parseBandwidth, printBandwidth } from '../units/bandwidth.ts'
import { parseDuration, printDuration } from '../units/duration.ts'
import { parseNumber } from '../units/number.ts'
import { show, type Parsed } from '../units/parsed.ts'
import { parseRate, printRate } from '../units/rate.ts'
import { parseRatio } from '../units/ratio.ts'
import { parseSize, printSize } from '../units/size.ts'

export type NumberType = Extract<OptionType, { kind: 'integer' | 'number' | 'ratio' | 'duration' | 'rate' | 'size' | 'bandwidth' }>

/** The raw value of a parameter, as written in the file or given on the command line. */
export type ParameterValue = string | number | boolean

/** How each kind of number is read. */
export const parsers: Readonly<Record<NumberType['kind'], (input: unknown) => Parsed>> = {
  integer: parseNumber,
  number: parseNumber,
  ratio: parseRatio,
  duration: parseDuration,
  rate: parseRate,
  size: parseSize,
  bandwidth: parseBandwidth,
}

/** What is expected, with an example. */
export const EXPECTED: Readonly<Record<NumberType['kind'], string>> = {
  integer: 'a whole number',
  number: 'a number',
  ratio: 'a share, such as 5 % or 0.05',
  duration: 'a duration, such as 20 ms',
  rate: 'a rate, such as 3/s',
  size: 'a size, such as 64 KiB',
  bandwidth: 'a bandwidth, such as 50 Mbit/s',
}

const PRINTED: Readonly<Partial<Record<NumberType['kind'], (value: number) => string>>> = {
  duration: printDuration,
  rate: printRate,
  size: printSize,
  bandwidth: printBandwidth,
}

/** A normalised number as a person would write it. */
export function printed(kind: NumberType['kind'], value: number): string {
  return value === 0 && kind !== 'ratio' ? '0' : (PRINTED[kind] ?? String)(value)
}

/** What is wrong with a number that could be read; undefined when nothing is. */
export function outOfBounds(type: NumberType, value: number, written: ParameterValue): string | undefined {
  const { min, max, above } = type as { readonly min?: number; readonly max?: number; readonly above?: number }
  const print = (bound: number): string => printed(type.kind, bound)
  const head = `invalid value: ${show(written)}`
  if (!Number.isFinite(value)) return `${head}; it must be finite`
  if (type.kind === 'integer' && !Number.isSafeInteger(value)) return `${head}; expected a whole number`
  if (min !== undefined && value < min) return `${head}; it must be at least ${print(min)}`
  if (above !== undefined && value <= above) return `${head}; it must be above ${print(above)}`
  if (max !== undefined && value > max) return `${head}; it must be at most ${print(max)}`
  return undefined
}

/** What a parameter is worth in an expression: durations are nanoseconds there, rates per second, sizes bytes. */
export function ownWorth(value: ParameterValue): ParameterValue {
  if (typeof value !== 'string') return value
  for (const parse of [parseNumber, parseDuration, parseRate, parseSize, parseBandwidth, parseRatio]) {
    const parsed = parse(value)
    if ('value' in parsed) return parsed.value
  }
  return value
}
