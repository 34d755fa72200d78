/** What `wavetank init` writes: the files of `templates/`, which tests hold to be valid, to run and to be safe. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

/** Scenarios to begin with, the usual one first. */
export const STARTERS = ['orders', 'llm', 'iot', 'mm1'] as const

export type Starter = (typeof STARTERS)[number]

/** Files beside the scenario and its baseline: where each goes, from which template, and what it is for. */
export const FILES = [
  { path: 'wavetank.yaml', template: 'wavetank.yaml', purpose: 'says which scenarios are checked' },
  { path: '.gitignore', template: 'gitignore', purpose: 'leaves results out of version control' },
  { path: '.github/workflows/wavetank.yml', template: 'workflows/wavetank.yml', purpose: 'checks pull requests' },
  { path: '.github/workflows/wavetank-comment.yml', template: 'workflows/wavetank-comment.yml', purpose: 'comments on them' },
] as const

/** Absolute. */
export function starterPath(starter: Starter): string {
  return join(TEMPLATES, 'scenarios', `${starter}.yaml`)
}

export function readTemplate(template: string): string {
  return readFileSync(join(TEMPLATES, template), 'utf8')
}

const MODELINE = /(?<=^# yaml-language-server: \$schema=)(?:\.\.\/)*node_modules\/wavetank(?=\/)/

/**
 * Lets the first line, by which editors find the schema, lead to the package that is installed nearest to where the file will be. Where
 * none is installed yet, it leads to where it will be.
 */
export function withNearestSchema(text: string, path: string): string {
  const from = dirname(resolve(path))
  const installed = installedPackage(from)
  return installed === undefined ? text : text.replace(MODELINE, relative(from, installed).split(sep).join('/'))
}

function installedPackage(folder: string): string | undefined {
  const candidate = join(folder, 'node_modules', 'wavetank')
  if (existsSync(join(candidate, 'package.json'))) return candidate
  const above = dirname(folder)
  return above === folder ? undefined : installedPackage(above)
}
