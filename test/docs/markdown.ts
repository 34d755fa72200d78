/** What the documents say that can be checked: fenced blocks, links, headings, tables. */

export interface Fence {
  readonly language: string
  /** What follows the language: `run`, `file=NAME`, `add=NAME`. */
  readonly mark: string
  readonly text: string
  readonly line: number
}

export function fences(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\w*) ?(.*)\n([^]*?)^```$/gm)].map(({ 1: language, 2: mark, 3: text, index }) => ({
    language: language!,
    mark: mark!,
    text: text!,
    line: markdown.slice(0, index).split('\n').length,
  }))
}

/** Without fenced blocks and comments, in which links and headings mean nothing. */
function prose(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/<!--[^]*?-->/g, '')
}

/** Targets of links within the repository. */
export function links(markdown: string): string[] {
  const targets = [
    ...prose(markdown)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(({ 1: target }) => target!)
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

/** The anchors that GitHub gives to headings. */
export function anchors(markdown: string): Set<string> {
  const found = new Set<string>()
  for (const { 1: heading } of prose(markdown).matchAll(/^#{1,6} (.*)$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let n = 1; found.has(anchor); n++) anchor = `${slug}-${n}`
    found.add(anchor)
  }
  return found
}

/** The body rows of the table whose head begins with these cells. */
export function table(markdown: string, ...head: readonly string[]): string[][] {
  const lines = markdown.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${head.join(' | ')} |`))
  if (start < 0) return []
  const rest = lines.slice(start + 2)
  const end = rest.findIndex((line) => !line.startsWith('|'))
  return rest.slice(0, end < 0 ? rest.length : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}
