/** What files are called, and what no file of the repository may say. */
import { hostname } from 'node:os'
import { lineAt } from './source-text.ts'

/** Names that say nothing of what is inside. */
const EMPTY_NAMES = /(?:^|[/._-])(?:utils?|helpers?|commons?|misc)(?=$|[/._-])/

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/

export function nameProblems(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const parts = path.split('/')
    if (EMPTY_NAMES.test(path)) return [`${path}: a name says what is inside; this one does not.`]
    return path.endsWith('.ts') && !parts.every((part) => KEBAB.test(part)) ? [`${path}: files and folders are named in kebab-case.`] : []
  })
}

/** Folders of one machine or person; those of every Unix (/usr, /etc, /dev …) are not. */
const PRIVATE_PATH = /(?<![\w.:/-])\/(?:home|root|Users|work|workspace|mnt|srv)\/[\w.-]/g
const OUTSIDE = /\.\.\/share[d]\b/g

/** Paths of one machine, and its name. */
export function machineProblems(path: string, text: string, host = hostname()): string[] {
  const places = [...text.matchAll(PRIVATE_PATH), ...text.matchAll(OUTSIDE)].map(({ 0: found, index }) => ({ found, index }))
  // A name like `vm` or `laptop` is in many words; one with a digit in it is not.
  const telling = host.length >= 6 && /\d/.test(host) && /[a-z]/i.test(host)
  const named = telling ? text.indexOf(host) : -1
  if (named >= 0) places.push({ found: host, index: named })
  return places.map(({ found, index }) => `${path}:${lineAt(text, index)} names a place on one machine (${found}): use a relative path.`)
}
