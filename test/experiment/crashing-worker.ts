/** A worker that dies: the first time it runs seed 2, and every time it runs seed 3. */
import { existsSync, writeFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import type { RunTask } from '../../src/experiment/run-pool.ts'
import { execute as executeRun } from '../../src/experiment/run-worker.ts'

export async function execute(task: RunTask): ReturnType<typeof executeRun> {
  const { marker } = workerData as { marker: string }
  if (task.seed === 2 && !existsSync(marker)) {
    writeFileSync(marker, '')
    process.exit(7)
  }
  if (task.seed === 3) process.exit(7)
  return executeRun(task)
}
