/** The names that mean something in every expression: constants, functions and words. */
import type { FunctionName } from './expression.ts'

/** Constants by name: durations in nanoseconds, sizes in bytes, and π. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['min', 60e9],
  ['h', 3_600e9],
  ['d', 86_400e9],
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['pi', 3.141592653589793],
])

/** Constants that are durations. */
export const TIME_CONSTANTS: ReadonlySet<string> = new Set(['ns', 'us', 'µs', 'μs', 'ms', 's', 'min', 'h', 'd'])

/** How many arguments a function takes. */
interface Arity {
  readonly least: number
  readonly most: number
}

export const FUNCTIONS: ReadonlyMap<FunctionName | 'if' | 'mod' | 'pow', Arity> = new Map([
  ['min', { least: 2, most: Infinity }],
  ['max', { least: 2, most: Infinity }],
  ['clamp', { least: 3, most: 3 }],
  ['abs', { least: 1, most: 1 }],
  ['sign', { least: 1, most: 1 }],
  ['floor', { least: 1, most: 1 }],
  ['ceil', { least: 1, most: 1 }],
  ['round', { least: 1, most: 2 }],
  ['sqrt', { least: 1, most: 1 }],
  ['exp', { least: 1, most: 1 }],
  ['log', { least: 1, most: 1 }],
  ['log2', { least: 1, most: 1 }],
  ['log10', { least: 1, most: 1 }],
  ['sin', { least: 1, most: 1 }],
  ['cos', { least: 1, most: 1 }],
  ['pow', { least: 2, most: 2 }],
  ['mod', { least: 2, most: 2 }],
  ['if', { least: 3, most: 3 }],
])

/** Words of the language. `to` and `xor` are none, but have an answer of their own when they are used as operators. */
export const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'mod', 'if', 'true', 'false'])

/** True for names that no field can have, because an expression would take them for something else. */
export function isReserved(name: string): boolean {
  return CONSTANTS.has(name) || WORDS.has(name)
}

/** The arity of a function by a name that may be none. */
export function arityOf(name: string): Arity | undefined {
  return (FUNCTIONS as ReadonlyMap<string, Arity>).get(name)
}
