/** `wavetank schema`: the published schemas, from the command as from the files. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SCHEMA_NAMES } from '../../src/cli/commands/schema.ts'
import { settingsJsonSchema } from '../../src/cli/check-settings.ts'
import { judge } from '../scenario/json-schema.ts'
import { filesBelow, readText } from '../tidy/repository.ts'
import { wavetank, type Outcome } from './command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-schema-'))
const run = (...args: string[]): Outcome => wavetank(['schema', ...args], { cwd })
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

test.each(SCHEMA_NAMES)('%s is what its file says, and the file is published', (name) => {
  const file = `${name}.schema.json`
  expect(run(name)).toEqual({ code: 0, stdout: readText(file), stderr: '' })
  const { files } = JSON.parse(readText('package.json')) as { files: string[] }
  expect(files).toContain(file)
})

test('there is a name for every schema of the repository', () => {
  expect(SCHEMA_NAMES.map((name) => `${name}.schema.json`).sort()).toEqual(filesBelow('.').filter((path) => path.endsWith('.schema.json')))
})

test('of scenarios when nothing is said', () => {
  expect(run().stdout).toBe(readText('scenario.schema.json'))
})

test('--out writes the file, and says by which line an editor finds it', () => {
  const { code, stdout, stderr } = run('--out', 'editor/scenario.schema.json')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toContain('# yaml-language-server: $schema=../editor/scenario.schema.json\n')
  expect(readFileSync(join(cwd, 'editor/scenario.schema.json'), 'utf8')).toBe(readText('scenario.schema.json'))
  expect(run('check', '--out', 'check.schema.json').stderr).toBe('Wrote check.schema.json.\n')
})

test('what is not there is told', () => {
  expect(run('nothing').code).toBe(2)
  expect(run('nothing').stderr).toContain('"settings"')
  expect(run('--out', '/proc/none/x.json')).toMatchObject({ code: 2, stdout: '' })
  expect(existsSync('/proc/none')).toBe(false)
})

describe('the schema of settings', () => {
  const allows = (text: string): boolean => judge(settingsJsonSchema(), parse(text))

  test('allows what the command reads', () => {
    expect(allows(readText('templates/wavetank.yaml'))).toBe(true)
    expect(allows(readText('templates/wavetank.yaml').replaceAll(/^# (?=\w+: )/gm, ''))).toBe(true)
    expect(allows('scenarios: [a.yaml, "b/*.yaml"]\nthreads: 2\nmargin: 0.01\nx-note: 1')).toBe(true)
  })

  test.each(['scenario: a.yaml', 'threads: 0', 'threads: many', 'timeLimit: 5', 'scenarios: { a: b }'])('refuses %s', (text) => {
    expect(allows(text)).toBe(false)
  })
})
