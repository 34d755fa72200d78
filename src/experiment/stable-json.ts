/**
 * JSON that is the same bytes for the same value on every machine: keys in code unit order, numbers in their shortest form
 * that reads back to the same double (which is how JavaScript prints them), two spaces of indentation, one newline at the end.
 * Arrays of plain numbers or texts stay on one line, so that a series does not take a thousand lines.
 */

/** Prints a plain value. What JSON cannot say (NaN, an infinity, a function) is an error, not a silent null. */
export function stableJson(value: unknown): string {
  return `${print(value, '', '')}\n`
}

function print(value: unknown, indent: string, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return printNumber(value, path)
  if (Array.isArray(value)) return printArray(value, indent, path)
  if (typeof value === 'object') return printObject(value as Record<string, unknown>, indent, path)
  throw new TypeError(`${path || 'The document'} is a ${typeof value}, which JSON cannot hold`)
}

function printNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`${path || 'The document'} is ${value}, which JSON cannot hold`)
  return Object.is(value, -0) ? '0' : String(value)
}

function printArray(values: readonly unknown[], indent: string, path: string): string {
  if (values.length === 0) return '[]'
  const deeper = `${indent}  `
  const printed = values.map((value, index) => print(value, deeper, `${path}[${index}]`))
  const flat = values.every((value) => !isStructured(value) || isPair(value))
  return flat ? `[${printed.join(',')}]` : `[\n${deeper}${printed.join(`,\n${deeper}`)}\n${indent}]`
}

function printObject(object: Readonly<Record<string, unknown>>, indent: string, path: string): string {
  const deeper = `${indent}  `
  const entries = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}: ${print(object[key], deeper, path === '' ? key : `${path}.${key}`)}`)
  return entries.length === 0 ? '{}' : `{\n${deeper}${entries.join(`,\n${deeper}`)}\n${indent}}`
}

function isStructured(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** A bucket of a histogram: small enough to share a line with its neighbours. */
function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && !value.some(isStructured)
}
