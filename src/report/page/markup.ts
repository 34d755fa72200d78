/** HTML in which everything that is put in is text, unless it was made by this module: nothing from a scenario can become markup. */

export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = string | number | Markup | Contents | null | undefined

/** An interface, so that the type may contain itself. */
interface Contents extends ReadonlyArray<Content> {}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML text, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}

/** A piece of a page; what is put in is escaped, nothing prints null and undefined. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + print(contents[index - 1]) + string))
}

function print(content: Content): string {
  if (content === null || content === undefined) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'object') return content.map(print).join('')
  return escapeHtml(String(content))
}

/** Keeps figures and their units on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(/(\d) (?=(?:[nµm]?s|min|h|d|records?|rows?|[KMGT]?i?B)\b|%)/g, '$1\u00a0')
}

/** A value as JSON that can stand inside a script element: it can neither close it nor open another. */
export function scriptJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'))
}
