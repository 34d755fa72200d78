/** Ctrl-C: the first asks the command to stop and tidy up, the second stops it. */
import { EXIT } from './exit-codes.ts'

/** Calls an action with a signal that Ctrl-C aborts. */
export async function interruptible<Value>(action: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await action(controller.signal)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
