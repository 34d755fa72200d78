/** The documents are true: their commands run, their links lead somewhere, their tables and examples are those of the code. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../src/cli/exit-codes.ts'
import { generatedFiles, stale } from '../tools/generate.ts'
import { anchors, fences, links, table } from './docs/markdown.ts'
import { HOUSE, TYPES_ONLY } from './tidy/house.ts'
import { filesBelow, readText, ROOT } from './tidy/repository.ts'
import { registrationProblems } from './tidy/registration.ts'
import { sourceOf } from './tidy/source-text.ts'

const documents = filesBelow('.').filter((path) => path.endsWith('.md'))
const readme = readText('README.md')
const contributing = readText('CONTRIBUTING.md')
const WAVETANK = join(ROOT, 'bin', 'wavetank.js')

function execute(command: string, args: readonly string[], cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status, output: `${stdout}${stderr}` }
}

const wavetank = (cwd: string, ...args: readonly string[]): { status: number | null; output: string } =>
  execute(process.execPath, [WAVETANK, ...args], cwd)

/** Lines of commands that a document marks to be run; installing is for CI. */
function marked(markdown: string): string[] {
  const blocks = fences(markdown).filter(({ language, mark }) => language === 'sh' && mark === 'run')
  return blocks.flatMap(({ text }) => text.split('\n').filter((line) => line.trim() !== '')).map((line) => line.replace(/^npm ci && /, ''))
}

describe('README', () => {
  test('begins with the commands for a newcomer', () => {
    const commands = fences(readme).filter(({ language }) => language === 'sh')
    expect(commands.slice(0, 2).map(({ text }) => text.trim())).toEqual([
      'npm ci && npx wavetank run scenarios/quickstart.yaml',
      'npm ci && npm test',
    ])
  })

  test.each(marked(readme))('`%s` runs', { timeout: 120_000 }, (line) => {
    const { status, output } = execute('sh', ['-c', line], ROOT)
    expect(status, output).toBe(0)
  })

  test('names every command', () => {
    const { output } = wavetank(ROOT, '--help')
    const commands = [...output.matchAll(/^ {2}wavetank (\w+) [<[]/gm)].map(({ 1: name }) => name)
    expect(commands.length).toBeGreaterThan(3)
    expect(table(readme, 'command').map(([cell]) => /wavetank (\w+)/.exec(cell!)?.[1])).toEqual(commands)
  })

  test('gives the exit codes of the code', () => {
    expect(table(readme, 'exit code').map(([code]) => Number(code))).toEqual(Object.values(EXIT))
  })
})

test('CI runs the commands for a newcomer', () => {
  const steps = [...readText('.ci/run').matchAll(/^(?:step|tests) \d+ (.+)$/gm)].map(({ 1: step }) => step!)
  const commands = fences(readme)
    .filter(({ language }) => language === 'sh')
    .slice(0, 2)
    .flatMap(({ text }) => text.trim().split(' && '))
  expect(commands.filter((command) => !steps.some((step) => step.startsWith(command)))).toEqual([])
})

test('scripts that the documents name exist', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> }
  const named = documents.flatMap((path) =>
    [...readText(path).matchAll(/\bnpm (?:run )?(test|(?<=run )[\w-]+)/g)].map(({ 1: name }) => name!),
  )
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

test.each(documents)('links of %s lead somewhere', (path) => {
  const broken = links(readText(path)).filter((target) => {
    const [file, anchor] = target.split('#') as [string, string | undefined]
    const to = file === '' ? path : join(dirname(path), file)
    if (!existsSync(join(ROOT, to))) return true
    return anchor !== undefined && !anchors(readText(to)).has(anchor)
  })
  expect(broken).toEqual([])
})

test('generated files are current', async () => {
  const names = stale(await generatedFiles()).map(({ path }) => path)
  expect(names, 'run `npm run generate` and commit what it writes').toEqual([])
})

test('the table of folders is the one that the tidy test holds', () => {
  const everything = Object.keys(HOUSE).filter((name) => name !== 'index.ts')
  const rows = table(readText('ARCHITECTURE.md'), 'src/').map(([folder, , imports]) => {
    const name = folder!.replaceAll(/[`/]/g, '')
    const [plain, types] = imports!.split('; types only from ') as [string, string | undefined]
    const above = everything.slice(0, everything.indexOf(name))
    const words: Readonly<Record<string, readonly string[]>> = {
      '—': [],
      everything: everything.filter((other) => other !== name),
      'everything but cli': everything.filter((other) => other !== 'cli'),
      'all above': above,
    }
    return [name, new Set(words[plain] ?? plain.split(', ')), types?.split(', ') ?? []]
  })
  const held = Object.entries(HOUSE).map(([name, imports]) => [name, new Set(imports), TYPES_ONLY[name] ?? []])
  expect(rows).toEqual(held.filter(([name]) => existsSync(join(ROOT, 'src', name as string)) || name === 'index.ts'))
})

describe('examples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavetank-docs-'))
  const path = (name: string): string => join(folder, name)

  function write(name: string, text: string): void {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), text)
  }

  const marks = (markdown: string, language: string, kind: 'file' | 'add'): [name: string, text: string][] =>
    fences(markdown).flatMap(({ language: is, mark, text }) =>
      is === language && mark.startsWith(`${kind}=`) ? [[mark.slice(kind.length + 1), text]] : [],
    )

  beforeAll(() => {
    // A copy of the sources to add to, with the packages of this one.
    for (const name of ['src', 'bin', 'tsconfig.json', 'package.json']) cpSync(join(ROOT, name), path(name), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), path('node_modules'), 'junction')
    for (const [name, text] of marks(contributing, 'ts', 'file')) write(name, text)
    for (const [name, text] of marks(contributing, 'ts', 'add')) {
      const [imported, entry] = text.split('\n') as [string, string]
      const registry = readText(name)
        .replace(/\n\n/, `\n${imported}\n\n`)
        .replace(/\n\} as const/, `\n${entry}\n} as const`)
      write(name, registry)
    }
    for (const markdown of [readme, contributing]) for (const [name, text] of marks(markdown, 'yaml', 'file')) write(name, text)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(marks(readme, 'yaml', 'file'))(
    'the scenario %s of README is valid, and its objectives are met',
    { timeout: 60_000 },
    (name) => {
      const { status, output } = wavetank(folder, 'validate', name)
      expect(status, output).toBe(0)
      expect(output).not.toBe('')
      const ran = wavetank(folder, 'run', name, '--check', '--no-report', '--out', 'out')
      expect(ran.status, ran.output).toBe(0)
    },
  )

  test('the strategy of CONTRIBUTING is written as the rules want it', () => {
    const sources = [...marks(contributing, 'ts', 'file').map(([name]) => name), ...marks(contributing, 'ts', 'add').map(([name]) => name)]
    expect(sources).toHaveLength(2)
    expect(
      registrationProblems(sources.map((name) => sourceOf(name, readFileSync(path(name), 'utf8')))).filter((problem) =>
        problem.includes('longest-queue'),
      ),
    ).toEqual([])
  })

  test('the strategy of CONTRIBUTING compiles', { timeout: 60_000 }, () => {
    const { status, output } = execute(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder], folder)
    expect(status, output).toBe(0)
  })

  test('the strategy of CONTRIBUTING is explained and runs', { timeout: 60_000 }, () => {
    const own = join(folder, 'bin', 'wavetank.js')
    const explained = execute(process.execPath, [own, 'explain', 'longest-queue'], folder)
    expect(explained.output).toContain('what is counted')
    expect(explained.status).toBe(0)
    const ran = execute(
      process.execPath,
      [own, 'run', 'two-stages', '--variant', 'scheduling=longest-queue', '--check', '--no-report'],
      folder,
    )
    expect(ran.status, ran.output).toBe(0)
    expect(ran.output).toContain('longest-queue')
  })
})

describe('controls', () => {
  test('links, anchors and fences are found', () => {
    const markdown =
      '# A b\n\n## `C` d?\n\n## A b\n\n[x](y.md#z) `[no](no.md)` [out](https://x.org)\n\n```sh run\nls\n```\n\n```md\n[no](no)\n```\n'
    expect(links(markdown)).toEqual(['y.md#z'])
    expect([...anchors(markdown)]).toEqual(['a-b', 'c-d', 'a-b-1'])
    expect(fences(markdown).map(({ language, mark, text, line }) => [language, mark, text, line])).toEqual([
      ['sh', 'run', 'ls\n', 9],
      ['md', '', '[no](no)\n', 13],
    ])
    expect(marked(markdown)).toEqual(['ls'])
    expect(table('| a | b |\n| --- | --- |\n| 1 | `x \\| y` |\n\n| c |', 'a')).toEqual([['1', '`x \\| y`']])
  })

  test('a generated file that differs is stale', () => {
    expect(
      stale([
        { path: 'package.json', text: '' },
        { path: 'LICENSE', text: readText('LICENSE') },
      ]),
    ).toEqual([{ path: 'package.json', text: '' }])
  })
})
