/** The command that makes the same run again. */
import type { RunArguments } from './commands/run.ts'

export function replayCommand(scenario: string, seed: number, { set, variant, quick, clock, speed }: RunArguments): string {
  const words = ['wavetank', 'run', scenario, '--seed', String(seed)]
  for (const [name, value] of Object.entries(set)) words.push('--set', `${name}=${value}`)
  if (variant !== undefined) words.push('--variant', variant)
  if (quick) words.push('--quick')
  if (clock === 'wall') words.push('--clock', 'wall', '--speed', String(speed))
  return words.map(quoted).join(' ')
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
