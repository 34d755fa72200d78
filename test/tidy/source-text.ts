/** Source files as the tidy rules see them: without comments, without the insides of strings, with their imports. */

export interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
  /** The text with comments blanked out, everything else in its place. */
  readonly code: string
  /** The code with the insides of strings, templates and regular expressions blanked out too. */
  readonly bare: string
}

export interface Import {
  readonly specifier: string
  readonly typesOnly: boolean
  readonly dynamic: boolean
  readonly line: number
}

export function sourceOf(path: string, text: string): Source {
  return { path, text, ...new Blanking(text).done() }
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** What may stand before a slash that begins a regular expression. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|throw|void|await|yield))\s*$/

class Blanking {
  readonly #text: string
  readonly #code: string[]
  readonly #bare: string[]
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#code = text.split('')
    this.#bare = [...this.#code]
  }

  done(): { code: string; bare: string } {
    this.#codeUntil('')
    return { code: this.#code.join(''), bare: this.#bare.join('') }
  }

  /** Walks over code to the brace that ends it, or to the end of the text. */
  #codeUntil(end: '}' | ''): void {
    const text = this.#text
    for (let depth = 0; this.#at < text.length; this.#at++) {
      const char = text[this.#at]!
      if (char === '}' && end === '}' && depth-- === 0) return
      if (char === '{') depth++
      else if (char === "'" || char === '"') this.#string(char)
      else if (char === '`') this.#template()
      else if (text.startsWith('//', this.#at)) this.#comment(text.indexOf('\n', this.#at))
      else if (text.startsWith('/*', this.#at)) this.#comment(text.indexOf('*/', this.#at) + 2)
      else if (char === '/' && BEFORE_REGEX.test(this.#bare.slice(Math.max(0, this.#at - 80), this.#at).join(''))) this.#regex()
    }
  }

  #comment(to: number): void {
    const end = to < this.#at ? this.#text.length : to
    blank(this.#code, this.#at, end)
    blank(this.#bare, this.#at, end)
    this.#at = end - 1
  }

  #string(quote: string): void {
    const from = ++this.#at
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    blank(this.#bare, from, this.#at)
  }

  #regex(): void {
    const from = ++this.#at
    for (let inClass = false; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]
      if (char === '\\') this.#at++
      else if (char === '[') inClass = true
      else if (char === ']') inClass = false
      else if (char === '\n' || (char === '/' && !inClass)) break
    }
    blank(this.#bare, from, this.#at)
  }

  #template(): void {
    let from = ++this.#at
    while (this.#at < this.#text.length && this.#text[this.#at] !== '`') {
      if (this.#text.startsWith('${', this.#at)) {
        this.#at += 2
        blank(this.#bare, from, this.#at)
        this.#codeUntil('}')
        from = this.#at
      } else if (this.#text[this.#at] === '\\') this.#at++
      this.#at++
    }
    blank(this.#bare, from, this.#at)
  }
}

function blank(chars: string[], from: number, to: number): void {
  for (let i = from; i < Math.min(to, chars.length); i++) if (chars[i] !== '\n') chars[i] = ' '
}

const STATIC =
  /\b(?:import|export)\s+(?<types>type\s+)?(?:(?<clause>[\w$*{},\s]*?)\s*\bfrom\s*)?(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>/g
const DYNAMIC = /\bimport\s*\(\s*(?:(?<quote>['"`])(?<specifier>[^'"`\n]+)\k<quote>|(?<computed>[^)]*))/g

/** All imports and re-exports; a dynamic import of something that is not written out has the specifier `?`. */
export function importsOf({ code, bare }: Source): Import[] {
  const found: Import[] = []
  for (const { index, groups } of code.matchAll(STATIC)) {
    if (bare[index] === ' ') continue
    const names = (groups!['clause'] ?? '')
      .replaceAll(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    const typesOnly = groups!['types'] !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type ')))
    found.push({ specifier: groups!['specifier']!, typesOnly, dynamic: false, line: lineAt(code, index) })
  }
  for (const { index, groups } of code.matchAll(DYNAMIC)) {
    if (bare[index] === ' ') continue
    found.push({ specifier: groups!['specifier'] ?? '?', typesOnly: false, dynamic: true, line: lineAt(code, index) })
  }
  return found
}
