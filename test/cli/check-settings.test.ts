import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkSchema } from '../../src/experiment/check-schema.ts'
import { wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-settings-'))
const run = (...args: string[]): Outcome => {
  const { code, stdout, stderr } = wavetank(args, { cwd })
  return { code, stdout: stdout.replaceAll(/\s+/g, ' '), stderr: stderr.replaceAll(/\s+/g, ' ') }
}
const read = (path: string): string => readFileSync(join(cwd, path), 'utf8')
const write = (path: string, text: string): void => {
  mkdirSync(join(cwd, path, '..'), { recursive: true })
  writeFileSync(join(cwd, path), text)
}
const scenario = (service: string, extra = ''): string =>
  queueScenario({
    duration: '5 s',
    service: `exponential: ${service}`,
    extra: `replications: 6\nmetrics: [latency.mean]\n${extra}`,
  }).replace('name: queue\n', '')

beforeEach(() => {
  rmSync(cwd, { recursive: true, force: true })
  write('scenarios/queue.yaml', scenario('0.5 ms'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('wavetank.yaml', () => {
  test('says which scenarios, where baselines are, and by what to judge', () => {
    write('tests/load/a.yaml', scenario('0.5 ms'))
    write('wavetank.yaml', 'scenarios: [tests/**/*.yaml]\nbaselines: tests/expected\nmargin: 10 %\nreplications: 3\n')
    expect(run('check', '--init').code).toBe(0)
    expect(JSON.parse(read('tests/expected/a.json'))).toMatchObject({ seeds: { count: 3 } })
    write('tests/load/a.yaml', scenario('0.505 ms'))
    expect(run('check')).toMatchObject({ code: 0, stdout: expect.stringContaining('3 of 3 changed') as string })
  })

  test('the command line comes before it', () => {
    write('wavetank.yaml', 'baselines: here\n')
    run('check', '--init', '--baselines', 'there', '--quiet')
    expect(() => read('there/queue.json')).not.toThrow()
  })

  test('every mistake in it is said at once, with its place', () => {
    write('wavetank.yaml', 'scenario: [a.yaml]\nmargin: 3\nreplications: many\ntimeLimit: 5\n')
    const { code, stderr } = run('check')
    expect(code).toBe(2)
    for (const said of ['wavetank.yaml:1:1 error: unknown setting: scenario', 'Did you mean "scenarios"?', ':2:9', ':3:15', ':4:12'])
      expect(stderr).toContain(said)
  })

  test.each([
    ['scenarios: []\n', 'wavetank.yaml:1:12 error: no scenario in the list'],
    ['scenarios: [5]\n', '5 means no file'],
    ['- a\n', 'wavetank.yaml:1:1'],
    ['threads: 0\n', 'wavetank.yaml:1:10'],
    ['margin: 2 %\nmargin: 3 %\n', 'keep one of them'],
    ['baselines: [a\n', 'wavetank.yaml:'],
  ])('%j is refused', (text, said) => {
    write('wavetank.yaml', text)
    expect(run('check')).toMatchObject({ code: 2, stderr: expect.stringContaining(said) as string })
  })

  test('that is empty, or has only remarks and keys of others, says nothing', () => {
    run('check', '--init', '--quiet')
    for (const text of ['', '# nothing\n', 'x-team: us\n']) {
      write('wavetank.yaml', text)
      expect(run('check', '--quiet').code).toBe(0)
    }
  })

  test('a pattern that means no file is an error, not nothing', () => {
    write('wavetank.yaml', 'scenarios: [scenarios/*.yaml, other/*.yaml]\n')
    expect(run('check')).toMatchObject({ code: 2, stderr: expect.stringContaining('other/*.yaml means no file') as string })
  })
})

describe('what of a scenario is checked', () => {
  const lists = 'strategies: { scheduling: [fifo, priority] }\n'

  test('are the variants that its check: names, on its own number of seeds', () => {
    write(
      'scenarios/queue.yaml',
      scenario('0.5 ms', `${lists}check: { variants: [scheduling=fifo, scheduling=priority], replications: 2 }\n`),
    )
    run('check', '--init', '--quiet')
    const { variants, seeds } = JSON.parse(read('baselines/queue.json')) as { variants: { id: string }[]; seeds: { count: number } }
    expect(variants.map(({ id }) => id)).toEqual(['scheduling=fifo', 'scheduling=priority'])
    expect(seeds.count).toBe(2)
    expect(run('check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('queue: scheduling=priority metric baseline now difference worse verdict latency.mean') as string,
    })
  })

  test('a variant that is named twice is refused', () => {
    write('scenarios/queue.yaml', scenario('0.5 ms', 'check: { variants: [default, default] }\n'))
    expect(run('check', 'queue')).toMatchObject({ code: 2, stderr: expect.stringContaining('default is there twice') as string })
  })

  test('a variant that there is not is refused, and those that there are are named', () => {
    write('scenarios/queue.yaml', scenario('0.5 ms', `${lists}check: { variants: [lifo] }\n`))
    expect(run('check', 'queue')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Variants: scheduling=fifo; scheduling=priority.') as string,
    })
  })
})

describe('objectives as gates', () => {
  const gate = (service: string, objective: string): string =>
    scenario(service)
      .replace('objectives: ["latency.p50 < 1 s"]', `objectives: [${objective}]`)
      .replace('metrics: [latency.mean]', 'metrics: [throughput]')

  test.each([
    ['fails', '{ that: "latency.mean <= baseline + 1 %" }', 1, 'Objective missed: latency.mean <= baseline + 1 %'],
    ['is excused until a day to come', '{ that: "latency.mean <= baseline + 1 %", until: 2999-12-31 }', 0, 'excused until 2999-12-31'],
    ['is met below the floor', '{ that: "latency.mean <= baseline + 1 %", floor: 10 ms }', 0, 'changed'],
    ['is not looked at when off', '{ that: "latency.mean <= baseline + 1 %", level: off }', 0, 'changed'],
  ])('a gate %s', (_, objective, code, said) => {
    write('scenarios/queue.yaml', gate('0.5 ms', objective))
    run('check', '--init', '--quiet')
    write('scenarios/queue.yaml', gate('0.53 ms', objective))
    expect(run('check')).toMatchObject({ code, stdout: expect.stringContaining(said) as string })
  })

  test.each([
    ['{ that: "latency.mean < 1 s", floor: 1 ms }', 'invalid floor: the objective does not compare with a baseline'],
    ['{ that: "latency.mean <= baseline", floor: -1 ms }', 'floor'],
    ['{ that: "latency.mean <= baseline", until: 2026-02-30 }', 'invalid day: 2026-02-30'],
    ['{ that: "latency.mean <= baseline", until: tomorrow }', 'invalid day: tomorrow'],
  ])('%s is refused', (objective, said) => {
    write('scenarios/queue.yaml', gate('0.5 ms', objective))
    expect(run('check', 'queue')).toMatchObject({ code: 2, stderr: expect.stringContaining(said) as string })
  })
})

test('scenarios of one name are refused, because they would share a baseline', () => {
  write('scenarios/other.yaml', `name: queue\n${scenario('0.5 ms')}`)
  expect(run('check', '--init')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('scenarios/other.yaml and scenarios/queue.yaml are both called queue') as string,
  })
})

describe('parts of a check', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c', 'queue'])
      write(`scenarios/${name}.yaml`, scenario('0.4 ms').replace('replications: 6', 'replications: 2'))
    run('check', '--init', '--quiet')
  })

  test('are put together to the whole', () => {
    for (const part of ['1', '2', '3']) expect(run('check', '--shard', `${part}/3`, '--out', `parts/${part}`, '--quiet').code).toBe(0)
    expect(run('check', '--out', 'whole', '--quiet').code).toBe(0)
    expect(run('check', '--merge', 'parts', '--out', 'merged', '--quiet').code).toBe(0)
    expect(read('merged/check.json')).toBe(read('whole/check.json'))
    expect(checkSchema.safeParse(JSON.parse(read('merged/check.json'))).error).toBeUndefined()
  })

  test('are no whole while one is missing, twice there, or broken', () => {
    run('check', '--shard', '1/2', '--out', 'parts/1', '--quiet')
    expect(run('check', '--merge', 'parts')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('has no check.json of 2/2') as string,
    })
    run('check', '--shard', '1/2', '--out', 'parts/2', '--quiet')
    run('check', '--shard', '2/2', '--out', 'parts/3', '--quiet')
    expect(run('check', '--merge', 'parts')).toMatchObject({ code: 3, stderr: expect.stringContaining('are the same part') as string })
    write('parts/2/check.json', read('parts/1/check.json').slice(0, 100))
    expect(run('check', '--merge', 'parts')).toMatchObject({ code: 3, stderr: expect.stringContaining('is cut or broken') as string })
    expect(run('check', '--merge', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('no folder nowhere') as string })
  })

  test('have each what falls to it, and are of one check', () => {
    for (const part of ['1', '2']) run('check', '--shard', `${part}/2`, '--out', `parts/${part}`, '--quiet')
    interface Part {
      margin: number
      scenarios: { scenario: string }[]
    }
    const change = (part: string, by: (document: Part) => void): void => {
      const before = read(`parts/${part}/check.json`)
      const document = JSON.parse(before) as Part
      by(document)
      write(`parts/${part}/check.json`, JSON.stringify(document))
      outcomes.push(run('check', '--merge', 'parts'))
      write(`parts/${part}/check.json`, before)
    }
    const outcomes: Outcome[] = []
    change('1', (document) => void document.scenarios.pop())
    change('2', (document) => (document.scenarios = [...document.scenarios, ...document.scenarios]))
    change('2', (document) => (document.margin = 0.5))
    for (const [number, said] of [
      'has nothing of c',
      'has what is not its own, or has it twice: b, queue.',
      'another confidence or margin',
    ].entries())
      expect(outcomes[number]).toMatchObject({ code: 3, stderr: expect.stringContaining(said) as string })
  })

  test('that would be empty are refused, whichever of them it is', () => {
    for (const part of ['1/5', '5/5'])
      expect(run('check', '--shard', part)).toMatchObject({ code: 2, stderr: expect.stringContaining('Make at most 4 parts.') as string })
  })

  test('a part that there is not is refused', () => {
    for (const part of ['0/2', '3/2', 'x', '1']) expect(run('check', '--shard', part).code).toBe(2)
  })
})

test('what does not end within the time limit could not be judged, and is named', () => {
  run('check', '--init', '--quiet')
  expect(run('check', '--time-limit', '1 ms')).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('queue: it did not end within the time limit of 1 ms.') as string,
  })
  expect(run('check', '--time-limit', '1500 us').code).toBe(3)
  expect(run('check', '--time-limit', '99 d', '--quiet').code).toBe(0)
})

test.each([['--time-limit=-5s'], ['--time-limit=0s'], ['--threads=0'], ['--merge=parts', '--time-limit=5s'], ['--aa', '--time-limit=5s']])(
  'check %s %s is wrong usage',
  (...args) => expect(run('check', ...args.filter((arg) => arg !== undefined)).code).toBe(2),
)

test('all invalid scenarios are told at once', () => {
  write('scenarios/a.yaml', 'format: 1\n')
  write('scenarios/b.yaml', 'format: 1\n')
  const { code, stderr } = run('check')
  expect(code).toBe(2)
  for (const name of ['a', 'b']) expect(stderr).toContain(`scenarios/${name}.yaml:1:1 error: missing duration`)
})

test('a scenario without a baseline is named, and the others are checked', () => {
  run('check', '--init', '--quiet')
  write('scenarios/new-one.yaml', scenario('0.5 ms'))
  const { code, stdout } = run('check')
  expect(code).toBe(0)
  expect(stdout).toContain('Not checked, because there is no baseline: new-one.')
})

test('in a workflow of GitHub, annotations are printed and the summary is written', () => {
  run('check', '--init', '--quiet')
  write('scenarios/queue.yaml', scenario('0.6 ms'))
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') }
  const { code, stderr } = wavetank(['check', '--quiet'], { cwd, env })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^::error file=scenarios\/queue\.yaml,title=queue%3A latency\.mean regressed::/m)
  expect(read('summary.md')).toContain('### 2 of 38 metrics regressed')
})
