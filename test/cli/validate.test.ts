import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-validate-'))
const validate = (...args: string[]): Outcome => wavetank(['validate', ...args], { cwd })

beforeAll(() => {
  writeFileSync(join(cwd, 'queue.yaml'), queueScenario())
  writeFileSync(join(cwd, 'bad.yaml'), queueScenario({ duration: '2' }))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

test('a valid scenario gives the expected use of each part', () => {
  const { code, stdout, stderr } = validate('queue.yaml')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^queue\.yaml is valid; expected load:\n +rate +in use\n/)
  expect(stdout).toMatch(/^source +jobs +1,000\/s$/m)
  expect(stdout).toMatch(/^stage +server +1,000\/s +50 %$/m)
})

test('what would be overloaded is said', () => {
  const { code, stdout } = validate('queue.yaml', '--set', 'rate=3_000/s')
  expect(code).toBe(0)
  expect(stdout).toMatch(/stage +server +3,000\/s +150 %/)
  expect(stdout).toMatch(/^Overload: server would need/m)
})

test('every file is judged, and one with problems decides the exit code', () => {
  const { code, stdout } = validate('bad.yaml', 'no.yaml', 'queue.yaml')
  expect(code).toBe(2)
  expect(stdout).toMatch(/^bad\.yaml:4:11 {2}error: /)
  expect(stdout).toContain('\nno.yaml  error: There is no file no.yaml.')
  expect(stdout).toContain('\nqueue.yaml is valid; ')
})

test('as JSON, problems and expectations are one document', () => {
  const { files } = JSON.parse(validate('queue.yaml', 'bad.yaml', '--json').stdout) as {
    files: {
      file: string
      problems: { line: number; message: string }[]
      expected: { stages: { name: string; utilisation: number }[] } | null
    }[]
  }
  expect(files[0]).toMatchObject({ file: 'queue.yaml', problems: [], timingDependent: [] })
  const [server] = files[0]!.expected!.stages
  expect(server).toMatchObject({ name: 'server', rate: 1000 })
  expect(server!.utilisation).toBeCloseTo(0.5, 6)
  expect(files[1]).toMatchObject({ file: 'bad.yaml', problems: [{ line: 4, column: 11, severity: 'error' }], expected: null })
})

test('flows that only the records tell, and that nobody declared, are for the author to mend', () => {
  const records = "flow: { field: tier }, records: { fields: { tier: \"if(key > 0, 'gold', 'tin')\" } }"
  writeFileSync(
    join(cwd, 'tiers.yaml'),
    queueScenario()
      .replace('records:', 'extra:')
      .replace(/, extra: .* \}$/m, `, ${records} }`),
  )
  const { code, stdout, stderr } = validate('tiers.yaml')
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
  expect(stdout).toContain('error: source "jobs", flow, record 0: no flow is called "tin"; declare it under flows: of the scenario\n')
})
