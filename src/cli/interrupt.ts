/** Ctrl-C: the first asks the command to stop and tidy up, the second stops it. */
import { EXIT } from './exit-codes.ts'

/** Whether somebody has asked: what begins afterwards, within what is being tidied up, is to stop at once. */
let asked = false

/** Calls an action with a signal that Ctrl-C aborts. */
export async function interruptible<Value>(action: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted)
    asked = true
    controller.abort()
  }
  if (asked) controller.abort()
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await action(controller.signal)
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
