/** A channel: the account of what goes from one task (or source) to one task. Rows themselves wait in the receiver's scheduler. */
import { Epochs } from './epochs.ts'
import type { Link } from './link.ts'
import type { Task } from './task.ts'

export class Channel {
  /** Number within the engine. */
  readonly id: number = 0
  readonly target: Task
  /** Number within the target's inputs. */
  readonly index: number = 0
  /** The link that it crosses, if sender and receiver are on different nodes. */
  readonly link: Link | undefined
  /** Rows before watermarks, where the target has a use for watermarks. */
  readonly epochs = new Epochs()

  constructor(id: number, target: Task, index: number, link: Link | undefined) {
    this.id = id
    this.target = target
    this.index = index
    this.link = link
  }
}
