/** Paths of traces: from the scenario's folder, or in an installed package and nowhere above it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packagesFrom } from '../../src/cli/package-folder.ts'
import { filePath } from '../../src/scenario/file-path.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'

const root = mkdtempSync(join(tmpdir(), 'wavetank-packages-'))
const folder = join(root, 'work', 'scenarios')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  // Hoisted above the scenario, and exporting nothing of what it has.
  for (const name of ['traces', '@lab/traces']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: { '.': './index.js' } }))
    write(`node_modules/${name}/data/two.csv`, 'at\n1\n2\n')
  }
  write('secret.csv', 'at\n1\n')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function said(file: string, packageFolder = packagesFrom(folder)): Promise<readonly string[]> {
  const traffic = `traffic: { a: { arrivals: { replay: { file: ${JSON.stringify(file)}, time: at, span: 1 s } } } }`
  const text = `format: 1\nduration: 1 s\n${traffic}\npipeline: { out: { from: a, sink: discard } }\n`
  const { problems } = await readScenario(text, { file: 'x.yaml', folder, packageFolder, readFile: (path) => readFileSync(path) })
  return problems.map(({ message, hint }) => `${message}${hint === undefined ? '' : ` | ${hint}`}`)
}

describe('a file in a package', () => {
  test.each(['package:traces/data/two.csv', 'package:@lab/traces/data/two.csv'])(
    '%s is found, whatever its package exports',
    async (file) => {
      expect(await said(file)).toEqual([])
    },
  )

  test('is looked for with Wavetank where the scenario has no such package, and by the scenario first', () => {
    const find = packagesFrom(folder)
    expect(find('vega-datasets')).toMatch(/node_modules[/\\]vega-datasets$/)
    write('work/node_modules/vega-datasets/package.json', '{}')
    expect(find('vega-datasets')).toBe(join(root, 'work', 'node_modules', 'vega-datasets'))
  })

  test('is shown as it was written', () => {
    expect(filePath('package:a/b/c.csv', { folder, packageFolder: (name) => `/modules/${name}` })).toEqual({
      written: 'package:a/b/c.csv',
      absolute: '/modules/a/b/c.csv',
    })
  })

  const unknown = (name: string): string =>
    `unknown package: ${name}; it is installed neither where the scenario is nor with Wavetank | install it in a folder above the scenario, or name a file by its path`
  const unnamed = (file: string, name: string): string => `invalid path: ${file}; ${name} is no name of a package | package:NAME/PATH`
  const outside = (file: string): string =>
    `invalid path: ${file}; after the package's name it must lead to a file in the package | package:NAME/PATH`

  test.each([
    ['package:../../etc/passwd', unnamed('package:../../etc/passwd', '..')],
    ['package:/etc/passwd', unnamed('package:/etc/passwd', '""')],
    ['package:', unnamed('package:', '""')],
    ['package:@lab', unnamed('package:@lab', '@lab')],
    ['package:@lab/../../secret.csv', unnamed('package:@lab/../../secret.csv', '@lab/..')],
    ['package:@../traces/two.csv', unnamed('package:@../traces/two.csv', '@../traces')],
    ['package:a\\..\\b/two.csv', unnamed('package:a\\..\\b/two.csv', 'a\\..\\b')],
    [`package:${'a'.repeat(215)}/b`, unnamed(`"package:${'a'.repeat(32)}"…`, `"${'a'.repeat(40)}"…`)],
    ['package:traces', outside('package:traces')],
    ['package:traces/', outside('package:traces/')],
    ['package:traces/../../secret.csv', outside('package:traces/../../secret.csv')],
    ['package:traces/data/../../../secret.csv', outside('package:traces/data/../../../secret.csv')],
    ['package:traces//etc/passwd', outside('package:traces//etc/passwd')],
    ['package:traces/..\\..\\secret.csv', outside('package:traces/..\\..\\secret.csv')],
    ['package:traces/C:/secret.csv', outside('package:traces/C:/secret.csv')],
    ['package:not-installed/x.csv', unknown('not-installed')],
    ['package:fs/x.csv', unknown('fs')],
    ['package:constructor/x.csv', unknown('constructor')],
    [
      'package:traces/data/three.csv',
      'missing file: package:traces/data/three.csv | what follows the package’s name is relative to its folder',
    ],
    ['package:traces/data', 'invalid file: package:traces/data is a directory'],
    ['package:traces\0/x', 'invalid path: "package:traces\\u0000/x"'],
  ])('%s is refused', async (file, problem) => {
    expect(await said(file)).toEqual([problem])
  })

  test('is refused where nobody can look for packages', () => {
    expect(filePath('package:traces/x.csv', { folder })).toMatchObject({
      problem: expect.stringContaining('unknown package: traces') as string,
    })
  })
})
