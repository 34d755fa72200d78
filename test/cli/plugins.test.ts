/** Plugins: a scheduler of one's own runs and is compared in threads; what is wrong with a plugin is said by its name. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Comparison } from '../../src/experiment/comparison.ts'
import { wavetank, type Outcome } from './command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank plugins '))
const run = (...args: string[]): Outcome => wavetank(args, { cwd })
const write = (path: string, text: string): void => {
  mkdirSync(join(cwd, path, '..'), { recursive: true })
  writeFileSync(join(cwd, path), text)
}
/** Lines are broken to fit a terminal; what is said is not. */
const said = ({ stdout, stderr }: Outcome): string => `${stdout}${stderr}`.replaceAll(/\s+/g, ' ')

beforeEach(() => {
  rmSync(cwd, { recursive: true, force: true })
  write('lifo.ts', LIFO)
  write('scenarios/stack.yaml', scenario())
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const LIFO = `
class Stack {
  readonly #rows: number[][]
  readonly #ready = new Set<number>()
  constructor(tasks: number) {
    this.#rows = Array.from({ length: tasks }, () => [])
  }
  push(task: number, row: number): void { this.#rows[task]!.push(row) }
  peek(task: number): number { return this.#rows[task]!.at(-1) ?? -1 }
  pop(task: number): number { return this.#rows[task]!.pop() ?? -1 }
  remove(task: number, row: number): void { this.#rows[task]!.splice(this.#rows[task]!.indexOf(row), 1) }
  ready(task: number): void { this.#ready.add(task) }
  unready(task: number): void { this.#ready.delete(task) }
  pick(): number { return this.#ready.values().next().value ?? -1 }
}
export const lifo = {
  descriptor: { kind: 'scheduling', name: 'lifo', summary: 'Newest first.', source: 'a stack', options: {} },
  keepsOrderOf: 'none',
  create: (_options: object, { tasks }: { tasks: number }) => new Stack(tasks),
}
`

function scenario({ plugins = '../lifo.ts', scheduling = 'fifo, lifo' } = {}): string {
  return `format: 1
duration: 20 s
replications: 6
plugins: [${plugins}]
traffic: { jobs: { arrivals: { poisson: 800/s } } }
pipeline:
  server: { from: jobs, service: { exponential: 1 ms }, queue: { capacity: unbounded } }
  done: { from: server, sink: discard }
strategies: { scheduling: [${scheduling}] }
metrics: [latency.mean, latency.p99]
`
}

describe('a scheduler of one’s own', () => {
  test('runs with every invariant held, is named, and the result shows no path of this machine', () => {
    const ran = run('run', 'stack', '--variant', 'scheduling=lifo', '--check', '--no-report')
    expect(ran.code, said(ran)).toBe(0)
    expect(ran.stderr).toContain('Loaded the plugin ../lifo.ts: scheduling lifo.\n')
    const { stdout } = run('run', 'stack', '--variant', 'scheduling=lifo', '--json', '--no-report')
    expect(JSON.parse(stdout)).toMatchObject({ scenario: { resolved: { plugins: ['../lifo.ts'] } } })
    expect(stdout).not.toContain(cwd)
    expect(run('run', 'stack', '--quiet', '--no-report').stderr).toBe('')
  })

  test('is compared in threads, and the order of service moves the tail and not the mean', () => {
    const { code, stdout } = run('compare', 'stack', '--threads', '2', '--json', '--no-report')
    expect(code).toBe(0)
    const { variants } = JSON.parse(stdout) as Pick<Comparison, 'variants'>
    const shift = (metric: string): number =>
      variants.find(({ isReference }) => !isReference)!.estimates.find((one) => one.metric === metric)!.difference!.relative!.value
    expect(shift('latency.p99')).toBeGreaterThan(1)
    // Which of those that wait comes next changes nothing for their mean (M/M/1, 16,000 records of each seed).
    expect(Math.abs(shift('latency.mean'))).toBeLessThan(0.05)
  })

  test('is not loaded by check and accept but with --allow-plugins, whatever wavetank.yaml says', () => {
    write('lifo.ts', `${LIFO}\nthrow new Error('ran')`)
    for (const args of [['check'], ['check', '--init'], ['accept', 'stack', '--reason', 'x'], ['validate', 'stack']]) {
      const refused = run(...args)
      expect(refused.code).toBe(2)
      expect(said(refused)).toContain('4:11 error: plugin that was not loaded: ../lifo.ts')
      expect(said(refused)).toContain('check and accept with --allow-plugins')
      // What it would define is not called unknown.
      expect(said(refused)).not.toContain('unknown')
    }
    write('wavetank.yaml', 'allowPlugins: true\n')
    expect(run('check')).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown setting: allowPlugins') as string })
  })

  test('has baselines, with --allow-plugins', () => {
    write('scenarios/stack.yaml', scenario({ scheduling: 'lifo' }))
    write('lifo.ts', LIFO.replace('.at(-1)', '[0]').replace('.pop()', '.shift()'))
    expect(run('check', '--init', '--allow-plugins').code).toBe(0)
    expect(run('check', '--allow-plugins').stdout).toMatch(/(\d+) of \1 metrics are the same/)
    write('lifo.ts', LIFO)
    expect(run('check', '--allow-plugins').code).toBe(1)
    expect(run('accept', 'stack', '--reason', 'newest first', '--allow-plugins').code).toBe(0)
    expect(run('check', '--allow-plugins').code).toBe(0)
  })

  test('is seen by the scenarios that name it, and by no other', () => {
    write('scenarios/other.yaml', scenario({ plugins: '' }))
    const checked = run('check', '--init', '--allow-plugins', 'stack', 'other')
    expect(checked.code).toBe(2)
    expect(checked.stderr).toContain('unknown scheduling strategy: lifo')
    write('scenarios/other.yaml', scenario({ plugins: '.././lifo.ts' }))
    expect(run('check', '--init', '--allow-plugins', 'stack', 'other').code).toBe(0)
  })
})

describe('what is wrong with a plugin', () => {
  const broken = (text: string): string => {
    write('bad.ts', text)
    write('scenarios/stack.yaml', scenario({ plugins: '../lifo.ts, ../bad.ts' }))
    const refused = run('run', 'stack', '--no-report')
    expect(refused.code, said(refused)).toBe(2)
    expect(refused.stdout).toBe('')
    return said(refused)
  }
  const thing = (text: string): string => `export const it = ${text}`

  test.each([
    ['throws', `throw new Error('no licence')`, 'could not be loaded: no licence'],
    ['is no module', `export const = 1`, 'could not be loaded:'],
    ['imports what there is not', `import 'not-installed-anywhere'`, "Cannot find package 'not-installed-anywhere'"],
    [
      'exports nothing',
      `const x = 1`,
      'defines nothing: export what defineScheduling, defineWindowing, defineOperator or defineArrivals gives',
    ],
    ['takes a built-in name', LIFO.replace("'lifo'", "'fifo'"), 'takes the name fifo, which is built in'],
    ['takes the name of another', LIFO.replace('Newest', 'New'), 'takes the name lifo, which lifo.ts has taken'],
    [
      'defines an unknown kind',
      thing(`{ descriptor: { kind: 'codec', name: 'x' } }`),
      'of the kind codec: it must be scheduling, windowing,',
    ],
    ['has a name that is none', LIFO.replace("'lifo'", "'Last In'"), 'a name is in kebab-case'],
    ['has no options', LIFO.replace(', options: {}', ''), 'does not say the options of lifo'],
    ['has no create', thing(`{ descriptor: { kind: 'arrivals', name: 'x', summary: '', options: {} } }`), 'has no create() for x'],
  ])('that %s', (_, text, expected) => {
    expect(broken(text)).toMatch(expected)
    expect(broken(text)).toContain('scenarios/stack.yaml:4:23 error: plugin ../bad.ts ')
  })

  test('that is not there, or is a folder', () => {
    write('scenarios/stack.yaml', scenario({ plugins: '../none.ts' }))
    expect(run('run', 'stack')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('4:11  error: missing file: ../none.ts') as string,
    })
    write('scenarios/stack.yaml', scenario({ plugins: '..' }))
    expect(run('run', 'stack')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('4:11  error: invalid file: .. is a directory') as string,
    })
  })

  test('of several is said at once, as data too, and by check when it may load them', () => {
    write('bad.ts', 'export const x = 1')
    write('scenarios/stack.yaml', scenario({ plugins: '../none.ts, ../bad.ts' }))
    const { code, stdout } = run('run', 'stack', '--json', '--no-report')
    expect(code).toBe(2)
    expect((JSON.parse(stdout) as { problems: readonly unknown[] }).problems).toMatchObject([
      { line: 4, column: 11, path: 'plugins.0', message: 'missing file: ../none.ts' },
      { line: 4, column: 23, path: 'plugins.1', message: expect.stringContaining('plugin ../bad.ts defines nothing') as string },
    ])
    const checked = run('check', '--init', '--allow-plugins')
    expect(checked.code).toBe(2)
    expect(said(checked)).toContain('4:23 error: plugin ../bad.ts defines nothing')
  })

  test('that fails in a run, in this thread and in another', () => {
    write('lifo.ts', LIFO.replace('peek(task: number): number {', `$& if (this.#rows[task]!.length > 3) throw new Error('too many');`))
    for (const args of [
      ['run', 'stack', '--variant', 'scheduling=lifo', '--no-report'],
      ['compare', 'stack', '--no-report'],
    ]) {
      const failed = run(...args)
      expect(failed.code, said(failed)).toBe(2)
      expect(said(failed)).toContain('The plugin lifo.ts failed in a run: too many.')
    }
  })
})
