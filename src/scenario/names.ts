/** What names in a scenario look like. */

export const NAME_RULE = 'a name starts with a letter or _, and goes on with letters, digits, _ and -'

/** Whether a text may name a source, stage, node, link, flow, field or parameter. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(text) && text !== '__proto__'
}

/** The stem of a file's name, as the default name of the scenario in it. */
export function stemOf(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
}
