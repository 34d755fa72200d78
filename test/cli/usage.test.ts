import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shell, wavetank } from './command.ts'

describe('help', () => {
  test('leads with examples, goes to standard output and is fine', () => {
    const { code, stdout, stderr } = wavetank(['--help'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Usage:'))
    expect(stdout).toContain('  wavetank run quickstart            simulate a scenario, report on it\n')
    expect(stdout).not.toContain('--debug')
  })

  test.each(['run', 'validate', 'list', 'explain'])('%s: leads with examples of its own', (command) => {
    const { code, stdout } = wavetank([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^Examples:\n  wavetank ${command} `))
    expect(stdout).toContain(`Usage: wavetank ${command}`)
  })

  test('without a command, help goes to standard error: nothing was done', () => {
    const { code, stdout, stderr } = wavetank([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Examples:')
  })

  test('the version is the package’s', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
    expect(wavetank(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

const SEE = (command: string): string => `See \`wavetank ${command}--help\`.\n`

test.each([
  [['ru', 'x'], `error: There is no such command. Did you mean "run"?\n${SEE('')}`],
  [['bogus'], `error: There is no command "bogus".\n${SEE('')}`],
  [['run'], `error: Say which scenario to run: a path or a name, such as \`wavetank run scenarios/quickstart.yaml\`.\n${SEE('run ')}`],
  [['validate'], `error: Say which files to validate, such as \`wavetank validate scenarios/*.yaml\`.\n${SEE('validate ')}`],
  [['run', 'x', '--sed', '3'], `error: There is no option --sed. Did you mean --seed?\n${SEE('run ')}`],
  [['run', 'x', '--sed=3'], `error: There is no option --sed. Did you mean --seed?\n${SEE('run ')}`],
  [['run', 'x', '--bogus-thing'], `error: There is no option --bogus-thing.\n${SEE('run ')}`],
  [['run', 'a', 'b'], `error: One argument too many: "b".\n${SEE('run ')}`],
  [['run', 'x', '--seed'], `error: --seed needs a value.\n${SEE('run ')}`],
  [['run', 'x', '--clock', 'sun'], `error: --clock is "sun", but must be one of "virtual", "wall".\n${SEE('run ')}`],
  [['run', 'x', '--seed', 'abc'], 'error: --seed is "abc", but must be a whole number from 0 to 9007199254740991.\n'],
  [['run', 'x', '--seed', '-1'], 'error: --seed is "-1", but must be a whole number from 0 to 9007199254740991.\n'],
  [['run', 'x', '--seed', '1e400'], 'error: --seed is "1e400", but must be a whole number from 0 to 9007199254740991.\n'],
  [['run', 'x', '--seed', '1', '--seed', '2'], 'error: --seed is given 2 times; give it once.\n'],
  [['run', 'x', '--set', 'rate'], 'error: --set is "rate", but must be parameter=value.\n'],
  [['run', 'x', '--clock', 'wall', '--speed', 'fast'], 'error: --speed is "fast", but must be a number above 0, or max.\n'],
  [['run', 'x', '--clock', 'wall', '--speed', '0'], 'error: --speed is "0", but must be a number above 0, or max.\n'],
  [
    ['run', 'x', '--speed', '2'],
    'error: --speed is for the wall clock.\nAdd --clock wall, or leave --speed out: simulated time is as fast as it can be.\n',
  ],
])('%j is refused with what to do', (args, stderr) => {
  expect(wavetank(args)).toEqual({ code: 2, stdout: '', stderr })
})

describe('standard output', () => {
  test('a reader who has seen enough is no error', () => {
    const { code, stdout, stderr } = shell('$WAVETANK list | head -n 1')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toHaveLength(2)
    expect(shell('{ $WAVETANK list; echo $? >&2; } | true').stderr).toBe('0\n')
  })

  test.skipIf(process.platform !== 'linux')('a full disk behind it is one', () => {
    expect(shell('$WAVETANK list > /dev/full')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Could not write to standard output: no space is left on the device.\n',
    })
  })
})
