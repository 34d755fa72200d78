/** What `wavetank schema` does once its options are known to make sense. */
import { basename, dirname, relative, sep } from 'node:path'
import type { SchemaName } from './commands/schema.ts'
import { ResultFolder } from './files.ts'
import { printMessage, printResult } from './output.ts'
import { schemaText } from './schemas.ts'

/** Files whose first line can name a schema, and the folder in which they usually are. */
const READ_BY: Partial<Record<SchemaName, { readonly files: string; readonly folder: string }>> = {
  scenario: { files: 'scenarios in scenarios/', folder: 'scenarios' },
  settings: { files: 'a wavetank.yaml', folder: '.' },
}

export function writeSchema(name: SchemaName, out: string | undefined): void {
  const text = schemaText(name)
  if (out === undefined) {
    printResult(text)
    return
  }
  const folder = new ResultFolder(dirname(out))
  folder.create(basename(out)).append(text)
  folder.commit()
  printMessage(`Wrote ${out}.`)
  const reader = READ_BY[name]
  if (reader === undefined) return
  const path = relative(reader.folder, out).split(sep).join('/')
  printMessage(`Editors complete and check ${reader.files} whose first line is\n# yaml-language-server: $schema=${path}`)
}
