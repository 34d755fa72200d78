/** Starts the command as users do. */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const COMMAND = fileURLToPath(new URL('../../bin/wavetank.js', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, WAVETANK_DEBUG: undefined }

/** Runs it to its end. */
export function wavetank(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Outcome {
  const env = { ...ENVIRONMENT, ...options.env }
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8', ...options, env })
  return { code: status, stdout, stderr }
}

/** Runs a shell line in which `$WAVETANK` starts it. */
export function shell(line: string, options: { readonly cwd?: string } = {}): Outcome {
  const env = { ...ENVIRONMENT, WAVETANK: `${process.execPath} ${COMMAND}` }
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8', env, ...options })
  return { code: status, stdout, stderr }
}

/** Starts it, for tests that interrupt it. */
export function start(args: readonly string[], cwd: string) {
  return spawn(process.execPath, [COMMAND, ...args], { cwd, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] })
}
