/** Values of command-line options. yargs turns what is no number into NaN, and a repeated option into a list; neither passes here. */
import { parseDuration } from '../units/duration.ts'
import { parseRatio } from '../units/ratio.ts'
import { usageError } from './failure.ts'

/** What yargs gives for an option that takes a text. */
export type OptionText = string | readonly string[] | undefined

/** The one value of an option that may be given once. */
export function once(name: string, value: OptionText): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return value
  throw usageError(`--${name} is given ${value.length} times; give it once.`)
}

/** A whole number from 0 on. */
export function wholeNumber(name: string, value: OptionText): number | undefined {
  const text = once(name, value)
  if (text === undefined) return undefined
  const number = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN
  if (!Number.isSafeInteger(number))
    throw usageError(`--${name} is "${text}", but must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
  return number
}

/** A whole number from 1 on. */
export function atLeastOne(name: string, value: OptionText): number | undefined {
  const number = wholeNumber(name, value)
  if (number === 0) throw usageError(`--${name} is 0, but must be at least 1.`)
  return number
}

/** A share, as `2%` or `0.02`. */
export function share(name: string, value: OptionText, min: number, max: number): number | undefined {
  const text = once(name, value)
  if (text === undefined) return undefined
  const parsed = parseRatio(/^[\d.]+$/.test(text.trim()) ? Number(text) : text)
  if ('problem' in parsed || parsed.value < min || parsed.value > max)
    throw usageError(`--${name} is "${text}", but must be a share from ${100 * min} % to ${100 * max} %, as in 2%.`)
  return parsed.value
}

/** A duration, in nanoseconds. */
export function time(name: string, value: OptionText): number | undefined {
  const text = once(name, value)
  if (text === undefined) return undefined
  const parsed = parseDuration(text)
  if ('problem' in parsed) throw usageError(`--${name} is "${text}", but must be a duration, as in 2s or "1.5 min".`)
  return parsed.value
}

/** How many times faster than real time, or `max`. */
export function speed(name: string, value: OptionText): number | 'max' | undefined {
  const text = once(name, value)
  if (text === undefined || text === 'max') return text
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || number <= 0)
    throw usageError(`--${name} is "${text}", but must be a number above 0, or max.`)
  return number
}

/** `name=value` pairs; the last one wins, as on other command lines. */
export function assignments(name: string, values: readonly string[] | undefined, example: string): Record<string, string> {
  return Object.fromEntries(
    (values ?? []).map((text) => {
      const at = text.indexOf('=')
      if (at <= 0) throw usageError(`--${name} is "${text}", but must be ${example}.`)
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    }),
  )
}
