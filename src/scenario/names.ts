/** What names in a scenario look like. */

export const NAME_RULE = 'a name starts with a letter or _, and goes on with letters, digits, _ and -'
/** A `-` in an expression is a minus. */
export const FIELD_NAME_RULE = 'a name starts with a letter or _, and goes on with letters, digits and _'

/** Whether a text may name a source, stage, node, link or flow. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(text) && text !== '__proto__'
}

/** Whether a text may name a field or a parameter, which expressions mention. */
export function isFieldName(text: string): boolean {
  return isName(text) && !text.includes('-')
}

/** The stem of a file's name, as the default name of the scenario in it. */
export function stemOf(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
}
