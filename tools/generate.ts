/**
 * Writes the files that follow from the sources: JSON Schemas and the reference.
 * With `--check` it writes nothing, names those that are stale, and exits with 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SCHEMA_NAMES } from '../src/cli/commands/schema.ts'
import { schemaText } from '../src/cli/schemas.ts'
import { reference } from './reference.ts'
import { samples } from './samples.ts'
import { theoryTable } from './theory-table.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Generated {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string | Uint8Array
}

export async function generatedFiles(): Promise<Generated[]> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  return [
    { path: 'README.md', text: between(readme, 'theory', theoryTable()) },
    ...SCHEMA_NAMES.map((name) => ({ path: `${name}.schema.json`, text: schemaText(name) })),
    { path: 'docs/reference.md', text: await reference() },
  ]
}

/** Those that are not on the disk as they would be written. */
export function stale(files: readonly Generated[]): Generated[] {
  return files.filter(({ path, text }) => !existsSync(join(ROOT, path)) || !readFileSync(join(ROOT, path)).equals(Buffer.from(text)))
}

/** A document with what stands between the two marks of a name replaced. */
function between(text: string, name: string, inner: string): string {
  const [begin, end] = [`<!-- ${name}: begin, generated -->`, `<!-- ${name}: end -->`]
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md has no marks for ${name}`)
  return `${text.slice(0, from + begin.length)}\n\n${inner}\n\n${text.slice(to)}`
}

if (import.meta.main) {
  // Samples take a comparison each, so tests leave them to this command.
  const changed = stale([...(await generatedFiles()), ...samples()])
  if (process.argv.includes('--check')) {
    for (const { path } of changed) console.error(`${path} is stale: run \`npm run generate\` and commit it.`)
    process.exitCode = changed.length === 0 ? 0 : 1
  } else {
    for (const { path, text } of changed) {
      mkdirSync(dirname(join(ROOT, path)), { recursive: true })
      writeFileSync(join(ROOT, path), text)
      console.log(`Wrote ${path}.`)
    }
  }
}
