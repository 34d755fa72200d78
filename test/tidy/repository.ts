/** The files of the repository that people write. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceOf, type Source } from './source-text.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Folders that hold what others wrote, what is built, or what git ignores. */
const SKIPPED = new Set(['node_modules', 'dist', 'reports', 'coverage', '.git', '.vitest-cache'])

/** Paths of all files below a folder of the repository, with slashes, in order. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true })
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (!entry.isDirectory()) return entry.isFile() ? [path.split(sep).join('/')] : []
      return SKIPPED.has(entry.name) ? [] : filesBelow(path)
    })
    .toSorted()
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function readSources(folder: string): Source[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => sourceOf(path, readText(path)))
}

/** Where a relative import leads, from the root of the repository. */
export function resolveImport(from: string, specifier: string): string {
  return relative(ROOT, join(ROOT, from, '..', specifier))
    .split(sep)
    .join('/')
}
