/** `wavetank init`: what it writes, what it leaves alone, and that what it says to do next works. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { STARTERS, starterPath } from '../../src/cli/templates.ts'
import { readText } from '../tidy/repository.ts'
import { shell, wavetank, type Outcome } from './command.ts'

// A folder with spaces, as people have them.
const top = mkdtempSync(join(tmpdir(), 'wavetank init '))
let cwd = top
let made = 0
const run = (...args: string[]): Outcome => wavetank(args, { cwd })
const read = (path: string): string => readFileSync(join(cwd, path), 'utf8')
const write = (path: string, text: string): void => {
  mkdirSync(join(cwd, path, '..'), { recursive: true })
  writeFileSync(join(cwd, path), text)
}
const written = (): string[] =>
  readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
    .sort()

const ALWAYS = ['.github/workflows/wavetank-comment.yml', '.github/workflows/wavetank.yml', '.gitignore', 'wavetank.yaml']

beforeEach(() => {
  cwd = join(top, String(++made))
  mkdirSync(cwd)
})
afterAll(() => rmSync(top, { recursive: true, force: true }))

describe('in an empty folder', () => {
  test.each(STARTERS)('--from %s: a scenario whose objectives are met, and a baseline that it has', { timeout: 60_000 }, (starter) => {
    const { code, stdout } = run('init', '--from', starter)
    expect(code).toBe(0)
    expect(stdout).toContain(`scenarios/${starter}.yaml`)
    expect(written()).toEqual([...ALWAYS, `baselines/${starter}.json`, `scenarios/${starter}.yaml`].sort())
    expect(read(`scenarios/${starter}.yaml`)).toBe(readFileSync(starterPath(starter), 'utf8'))
    expect(JSON.parse(read(`baselines/${starter}.json`))).toMatchObject({ scenario: starter, reason: 'first baseline' })
    const ran = run('run', starter, '--check', '--no-report')
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    expect(ran.stdout).not.toContain('may depend on timing')
    const checked = run('check')
    expect(checked.code, checked.stdout).toBe(0)
    expect(checked.stdout).toMatch(/(\d+) of \1 metrics are the same/)
  })

  test('ends with three commands that work', { timeout: 120_000 }, () => {
    const { stdout } = run('init', '--from', 'llm')
    const commands = [...stdout.matchAll(/^ {2}npx wavetank (.+?) {3}/gm)].map(({ 1: args }) => args!)
    expect(commands).toEqual(['run llm', 'compare llm', 'check'])
    for (const args of commands) {
      const { code, stderr } = shell(`$WAVETANK ${args} --quiet`, { cwd })
      expect(code, `${args}: ${stderr}`).toBe(0)
    }
  })

  test('in a new folder, which is made', () => {
    const { code, stdout } = run('init', '--from', 'mm1', 'a new one')
    expect(code).toBe(0)
    expect(stdout).toContain('Next, in a new one:')
    expect(written()).toContain('a new one/baselines/mm1.json')
  })
})

describe('what is there already', () => {
  test('is never overwritten: without its scenario nothing is written, and it says what to do', () => {
    write('scenarios/mm1.yaml', 'mine\n')
    const { code, stdout, stderr } = run('init', '--from', 'mm1')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('scenarios/mm1.yaml is there already; nothing was written.')
    expect(stderr).toContain('begin with another one (--from orders, llm, iot)')
    expect(written()).toEqual(['scenarios/mm1.yaml'])
    expect(read('scenarios/mm1.yaml')).toBe('mine\n')
  })

  test('other files are kept, and their settings heeded', () => {
    write('wavetank.yaml', 'scenarios: [perf/*.yaml]\nbaselines: perf/baselines\n')
    write('perf/x.yaml', '')
    write('.github/workflows/wavetank.yml', 'mine\n')
    write('.gitignore', 'dist\n')
    const { code, stdout, stderr } = run('init', '--from', 'mm1')
    expect(code).toBe(0)
    expect(stdout).toMatch(/Kept {3}wavetank\.yaml/)
    expect(read('.github/workflows/wavetank.yml')).toBe('mine\n')
    expect(written()).toContain('perf/baselines/mm1.json')
    expect(stderr).toContain('wavetank.yaml does not name scenarios/mm1.yaml')
    expect(stderr).toContain('.gitignore does not name reports/')
  })

  test('a broken wavetank.yaml is told, and nothing is written', () => {
    write('wavetank.yaml', 'scenario: x\n')
    const { code, stderr } = run('init', '--from', 'mm1')
    expect(code).toBe(2)
    expect(stderr).toContain('wavetank.yaml')
    expect(written()).toEqual(['wavetank.yaml'])
  })

  test('a file in the place of a folder', () => {
    write('scenarios', '')
    const { code, stderr } = run('init', '--from', 'mm1')
    expect(code).toBe(2)
    expect(stderr).toMatch(/scenarios cannot be a folder: there is a file in its place\.\nChoose another folder: `wavetank init FOLDER`/)
    expect(written()).toEqual(['scenarios'])
  })
})

describe('what it takes note of', () => {
  test('a package.json that does not name Wavetank, and one that does', () => {
    const note = '`npm install --save-dev FILE`'
    expect(run('init', '--from', 'mm1').stderr).toContain(note)
    rmSync(join(cwd, 'scenarios'), { recursive: true })
    rmSync(join(cwd, 'baselines'), { recursive: true })
    write('package.json', JSON.stringify({ devDependencies: { wavetank: '^0.1.0' } }))
    expect(run('init', '--from', 'mm1').stderr).toBe('')
  })

  test('that GitHub would not find the workflow in a folder of a repository', () => {
    mkdirSync(join(cwd, '.git'))
    const { stderr } = run('init', '--from', 'mm1', 'services/shop')
    expect(stderr).toContain('move .github to ../..')
    expect(stderr).toContain('working-directory: services/shop')
  })

  test('where the package is installed: editors find the schema there', () => {
    write('node_modules/wavetank/package.json', '{}')
    run('init', '--from', 'mm1', 'services/shop')
    const first = '# yaml-language-server: $schema='
    expect(read('services/shop/scenarios/mm1.yaml')).toMatch(`${first}../../../node_modules/wavetank/scenario.schema.json\n`)
    expect(read('services/shop/wavetank.yaml')).toMatch(`${first}../../node_modules/wavetank/settings.schema.json\n`)
  })
})

describe('where it cannot write', () => {
  test.skipIf(process.getuid?.() === 0)('a folder that is read-only', () => {
    chmodSync(cwd, 0o555)
    const { code, stderr } = run('init')
    chmodSync(cwd, 0o755)
    expect(code).toBe(2)
    expect(stderr).toContain('Not allowed to write')
    expect(written()).toEqual([])
  })

  test.skipIf(!existsSync('/proc'))('a file system that takes no files', () => {
    const { code, stdout, stderr } = run('init', '/proc/wavetank')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Choose another folder: `wavetank init FOLDER`')
    expect(stderr).not.toContain('--out')
  })
})

test('wrong usage', () => {
  expect(run('init', '--from', 'nothing').stderr).toContain('must be one of "orders", "llm", "iot", "mm1"')
  expect(run('init', '--from', 'mm1', '--from', 'llm')).toMatchObject({ code: 2 })
  expect(run('init', '')).toMatchObject({ code: 2 })
  expect(written()).toEqual([])
})

test('what mm1 says of theory follows from the closed forms, and the simulation agrees', () => {
  const text = readText('templates/scenarios/mm1.yaml')
  const row = (name: string): number[] => {
    const line = text.split('\n').find((one) => one.startsWith(`#   ${name} `))!
    return [...line.matchAll(/([\d.]+)(?: ?ms| %)?(?= {2,}|$)/g)].slice(-3).map(({ 1: figure }) => Number(figure))
  }
  const loads = [800, 900, 950]
  const closed: Record<string, (load: number) => number> = {
    busy: (a) => a / 10,
    'latency.mean': (a) => 1000 / (1000 - a),
    'latency.p50': (a) => (1000 * Math.LN2) / (1000 - a),
    'latency.p99': (a) => (1000 * Math.log(100)) / (1000 - a),
    'wait.mean': (a) => a / (1000 - a),
    'queue.mean': (a) => (a / 1000) ** 2 / (1 - a / 1000),
  }
  for (const [name, form] of Object.entries(closed)) {
    for (const [index, figure] of row(name).entries()) expect(figure / form(loads[index]!), `${name} at ${loads[index]}`).toBeCloseTo(1, 2)
    expect(row(name)).toHaveLength(3)
  }
  run('init', '--from', 'mm1')
  const { variants } = JSON.parse(read('baselines/mm1.json')) as {
    variants: { metrics: { metric: string; values: number[] }[] }[]
  }
  const { values } = variants[0]!.metrics.find(({ metric }) => metric === 'latency.mean')!
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length)
  expect(Math.abs(mean - 5e6) / error).toBeLessThan(4)
})
