/** Texts of a scenario on their way to a terminal, where some characters are commands. */

/** Controls (C0, DEL, C1) and those that change the direction of text. */
// oxlint-disable-next-line no-control-regex -- these are what it is for
const COMMANDS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A plain value in whose texts such characters show as `�`. */
export function printable<Value>(value: Value): Value {
  return cleaned(value) as Value
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(COMMANDS, '\ufffd')
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [cleaned(key), cleaned(each)]))
}
