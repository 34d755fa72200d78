/** The rules of the house, each with a control: a bad snippet that it must find. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VERSION } from '../src/version.ts'
import { BANS, banProblems, moduleProblems } from './tidy/bans.ts'
import { ENTRIES, HOUSE, importProblems, orphans } from './tidy/house.ts'
import { machineProblems, nameProblems } from './tidy/names.ts'
import { namesKnown, registrationProblems } from './tidy/registration.ts'
import { filesBelow, readSources, readText, ROOT } from './tidy/repository.ts'
import { functions, lengthProblems, LONGEST_FILE, needlessExceptions } from './tidy/size.ts'
import { importsOf, sourceOf, type Source } from './tidy/source-text.ts'

const sources = readSources('src')
const tools = readSources('tools')
const files = filesBelow('.')

const at = (path: string, text: string): Source => sourceOf(path, text)

describe('imports', () => {
  test('each folder imports only what the table of the house allows', () => {
    expect(importProblems(sources)).toEqual([])
  })

  test('every file is there because something that starts needs it', () => {
    expect(orphans([...sources, ...tools])).toEqual([])
  })

  test.each([
    ['src/units/size.ts', "import { Engine } from '../engine/engine.ts'", /units may import nothing\. Pass it in/],
    ['src/engine/queue.ts', "export { run } from '../experiment/run.ts'", /engine may import registry, units, structures/],
    ['src/report/html.ts', "import { run } from '../experiment/run.ts'", /only types from experiment\. Use `import type`/],
    ['src/report/html.ts', "import { type A, run } from '../experiment/run.ts'", /only types from experiment/],
    ['src/engine/queue.ts', "const x = await import('../cli/main.ts')", /queue\.ts:1 imports src\/cli\/main\.ts/],
    ['src/engine/queue.ts', 'const x = await import(name)', /at run time only/],
    ['src/engine/queue.ts', "import {\n  a,\n  b,\n} from '../random/stream.ts'", /queue\.ts:1 imports src\/random\/stream\.ts/],
    ['src/helpers/x.ts', "import '../units/size.ts'", /not in the table/],
    ['src/engine/queue.ts', "import { x } from '../../test/x.ts'", /nothing outside itself/],
    ['src/version.ts', "import { x } from './units/size.ts'", /may import nothing, because everything/],
  ])('control: %s with `%s`', (path, text, message) => {
    expect(importProblems([at(path, text)])).toEqual([expect.stringMatching(message)])
  })

  test('control: types of results, siblings, packages and the version may be imported', () => {
    const text = [
      "import type { RunResult } from '../experiment/run-result.ts'",
      "import { type A, type B } from '../experiment/run-result.ts'",
      "import { VERSION } from '../version.ts'",
      "import { x } from './figures.ts'\nimport 'vega'",
      "// import { run } from '../cli/main.ts'",
      'const text = "import { run } from \'../cli/main.ts\'"',
    ]
    expect(importProblems([at('src/report/html.ts', text.join('\n'))])).toEqual([])
  })

  test('control: a file that nothing leads to, and two that lead to each other only', () => {
    const entry = at(ENTRIES[0]!, "import './used.ts'")
    const others = [at('src/cli/used.ts', ''), at('src/cli/a.ts', "import './b.ts'"), at('src/cli/b.ts', "export * from './a.ts'")]
    expect(orphans([entry, ...others])).toEqual([expect.stringContaining('src/cli/a.ts'), expect.stringContaining('src/cli/b.ts')])
  })

  test('every folder of src/ is in the table', () => {
    const known = [...Object.keys(HOUSE), 'version.ts']
    expect(readdirSync(join(ROOT, 'src')).filter((name) => !known.includes(name))).toEqual([])
  })
})

/** A folder, what it may not have, and what is said of it. */
const CONTROLS: readonly (readonly [folder: string, text: string, message: RegExp])[] = [
  ['engine', 'Math.random()', /Math\.random: draw from a Stream/],
  ['traffic', 'Math.log10(x)', /use random\/elementary\.ts/],
  ['traffic', 'x ** 0.5 + 12 ** 2', /a power other than one of 2/],
  ['experiment', 'const now = Date.now()', /a clock: take the time as an argument/],
  ['experiment', 'new Date()', /a clock/],
  ['experiment', 'performance.now()', /a clock/],
  ['traffic', "new Date('2026-01-01')", /use traffic\/timestamp\.ts/],
  ['simulation', 'setTimeout(f, 1)', /ask the host/],
  ['report', 'x.toLocaleString()', /depends on the language/],
  ['report', 'a.localeCompare(b)', /compare with </],
  ['operators', 'async function f(): void {}', /asynchronous code/],
  ['random', 'let x: Promise<number>', /asynchronous code/],
  ['scenario', 'process.exit(1)', /let cli\/ read it/],
  ['scenario', "console.log('x')", /cli\/output\.ts prints/],
  ['cli', 'export default 1', /export it by name/],
  ['cli', 'const enum Colour { red }', /an enum/],
  ['cli', '// TODO: later', /do it, or open an issue/],
  ['cli', '// @ts-expect-error', /give it the type/],
  ['cli', '// oxlint-disable-next-line no-var', /say why/],
]

describe('bans', () => {
  test('the sources have nothing that is banned', () => {
    expect([...banProblems(sources), ...moduleProblems(sources)]).toEqual([])
  })

  test.each(CONTROLS)('control: in %s/, `%s`', (folder, text, message) => {
    const found = banProblems([at(`src/${folder}/x.ts`, text)])
    expect(found.length).toBeGreaterThan(0)
    for (const problem of found) expect(problem).toMatch(message)
  })

  test('every ban has a control', () => {
    const finds = (ban: (typeof BANS)[number]): boolean =>
      CONTROLS.some(([folder, text]) => banProblems([at(`src/${folder}/x.ts`, text)], [ban]).length > 0)
    expect(BANS.filter((ban) => !finds(ban)).map(({ what }) => what)).toEqual([])
  })

  test('control: comments, strings and other things of the same name are left alone', () => {
    const text = [
      '// Math.random() and await',
      '/* console.log */',
      'const s = \'Date.now()\' + "process.exit" + `async ${operator.process(row)} Math.log(1)`',
      'operator.process(row)\nthis.#process.x()',
      'const r = /Math.random()/.test(s) ? 2 ** 10 : 4 / 2 / 1',
      'Math.sqrt(2) + Math.floor(1)',
      'new Dates()',
    ]
    expect(banProblems([at('src/engine/x.ts', text.join('\n'))])).toEqual([])
  })

  test('control: code inside a template is looked at', () => {
    expect(banProblems([at('src/engine/x.ts', 'const s = `a ${`b ${Math.random()}`} c`')])).toHaveLength(1)
  })

  test('control: modules of Node outside cli/, and slow packages at once', () => {
    expect(moduleProblems([at('src/engine/x.ts', "import { readFileSync } from 'node:fs'")])).toEqual([expect.stringMatching(/for cli\//)])
    expect(moduleProblems([at('src/cli/x.ts', "import math from 'mathjs/lib/browser/math.js'")])).toEqual([
      expect.stringMatching(/slow to load/),
    ])
    expect(moduleProblems([at('src/cli/x.ts', "import { readFileSync } from 'node:fs'\nconst m = await import('mathjs')")])).toEqual([])
  })
})

describe('sizes', () => {
  test('files and functions are short enough to be read', () => {
    expect([...lengthProblems([...sources, ...tools]), ...needlessExceptions(sources)]).toEqual([])
  })

  test('control: a long file, a long function, and an exception that is not needed', () => {
    const long = (head: string): string => `${head}\n${'  x()\n'.repeat(80)}}\n`
    expect(lengthProblems([at('src/cli/x.ts', 'x\n'.repeat(LONGEST_FILE + 1))])).toEqual([expect.stringMatching(/301 lines, and 300/)])
    expect(lengthProblems([at('src/cli/x.ts', long('function f(a: () => void): Map<string, () => void> {'))])).toHaveLength(1)
    expect(lengthProblems([at('src/cli/x.ts', long('const f = (a: number) => {'))])).toEqual([expect.stringMatching(/82 lines, and 70/)])
    expect(lengthProblems([at('src/cli/x.ts', long('class A {'))])).toEqual([])
    expect(lengthProblems([at('src/cli/x.ts', 'x\n'.repeat(310))], { 'src/cli/x.ts': { lines: 310, reason: 'r' } })).toEqual([])
    expect(needlessExceptions([at('src/cli/x.ts', 'x')], { 'src/cli/x.ts': { lines: 310, reason: 'r' } })).toHaveLength(1)
  })

  test('control: functions are told from other braces', () => {
    const text = [
      'class A {',
      '  m(a: string, f: (x: number) => void): void {',
      '    if (a) {',
      '      for (;;) {',
      '      }',
      '    }',
      '  }',
      '}',
    ]
    expect(functions(at('src/cli/x.ts', text.join('\n')))).toEqual([{ name: 'm', line: 2, lines: 6 }])
  })
})

describe('registries', () => {
  test('every pluggable thing is registered under the name of its file', () => {
    expect(registrationProblems(sources)).toEqual([])
  })

  test('no strategy is known by its name', () => {
    expect(namesKnown(sources)).toEqual([])
  })

  const lifo = "export const lastIn = defineScheduling({ descriptor: { kind: 'scheduling', name: 'last-in'"

  test('control: a strategy that is not registered, one under another name, a file that is none, a name known', () => {
    const folder = 'src/strategies/scheduling'
    const index = at(`${folder}/index.ts`, "import { fifo } from './fifo.ts'\nexport const scheduling = {\n  fifo,\n}\n")
    expect(registrationProblems([at(`${folder}/last-in.ts`, lifo), index])).toEqual([
      `${folder}/last-in.ts is not registered: add \`'last-in': lastIn,\` to ${folder}/index.ts.`,
    ])
    expect(registrationProblems([at(`${folder}/lifo.ts`, lifo), index])).toEqual([expect.stringMatching(/name the file last-in\.ts/)])
    expect(registrationProblems([at('src/engine/last-in.ts', lifo), index])).toEqual([expect.stringMatching(/belongs in src\/strategies/)])
    expect(registrationProblems([at(`${folder}/shared-code.ts`, 'export const x = 1'), index])).toEqual([
      expect.stringMatching(/describes no strategy/),
    ])
    const known = at('src/engine/engine.ts', "if (name === 'last-in') x()")
    expect(namesKnown([at(`${folder}/last-in.ts`, lifo), known])).toEqual([expect.stringMatching(/engine\.ts knows the strategy last-in/)])
    const registered = at(
      `${folder}/index.ts`,
      "import { lastIn } from './last-in.ts'\nexport const scheduling = {\n  'last-in': lastIn,\n}\n",
    )
    expect(registrationProblems([at(`${folder}/last-in.ts`, lifo), registered])).toEqual([])
  })
})

describe('names', () => {
  test('files are named for what is inside', () => {
    expect(nameProblems(files)).toEqual([])
  })

  test('nothing names a place on one machine', () => {
    const written = files.filter((path) => !/\.(?:png|ico)$|^LICENSE$|^test\/tidy\.test\.ts$/.test(path))
    expect(written.flatMap((path) => machineProblems(path, readText(path)))).toEqual([])
  })

  test('control: names that say nothing, other cases, and places on one machine', () => {
    expect(nameProblems(['src/engine/queue-utils.ts', 'src/helpers/x.ts', 'src/engine/recordTable.ts'])).toHaveLength(3)
    expect(nameProblems(['src/engine/utilisation.ts', 'test/closing-line.test.ts', 'README.md'])).toEqual([])
    expect(machineProblems('x.md', 'see /home/me/x and ../shared/x', 'vm')).toHaveLength(2)
    expect(machineProblems('x.md', 'built on build-7f3a', 'build-7f3a')).toHaveLength(1)
    expect(machineProblems('x.md', '/usr/bin/env, https://x.org/home/a, ./work/x, on a vm', 'vm')).toEqual([])
  })
})

describe('the package', () => {
  const manifest = JSON.parse(readText('package.json')) as { name: string; version: string; engines: { node: string } }
  const lock = JSON.parse(readText('package-lock.json')) as {
    name: string
    packages: Record<string, { version: string; resolved?: string }>
  }

  test('has one version', () => {
    expect(manifest).toMatchObject({ name: 'wavetank', version: VERSION })
    expect(lock.name).toBe('wavetank')
    expect(lock.packages['']?.version).toBe(VERSION)
  })

  test('is locked without saying where packages were fetched from', () => {
    const fetched = Object.values(lock.packages).flatMap(({ resolved }) =>
      resolved?.startsWith('http') === true ? [new URL(resolved).host] : [],
    )
    expect([...new Set(fetched)].filter((host) => host !== 'registry.npmjs.org')).toEqual([])
  })

  test('runs here on the Node that is pinned, not on the one of the machine', () => {
    const { optionalDependencies } = JSON.parse(readText('tools/runtime/package.json')) as { optionalDependencies: Record<string, string> }
    const [pinned, ...others] = new Set(Object.values(optionalDependencies))
    expect(others).toEqual([])
    expect(pinned).toMatch(/^26\./)
    expect(process.versions.node, 'npm scripts and npx run on the pinned Node: `npm ci`, then `npm test`').toBe(pinned)
  })
})

test('imports are read from all their forms', () => {
  const text =
    "import a from 'a'\nimport * as b from 'b'\nexport const x = 1\nexport { c } from 'c'\nimport type { D } from 'd'\nimport('e')"
  expect(importsOf(at('x.ts', text)).map(({ specifier, typesOnly, line }) => `${line}${specifier}${typesOnly ? ' type' : ''}`)).toEqual([
    ...['1a', '2b', '4c', '5d type', '6e'],
  ])
})
