/** Keys are divided among parallel tasks by key group, as in Flink: key → one of 1,024 groups → task. A group is the unit in which state could move. */

export const KEY_GROUPS = 1024

/** The group of a key, from a 32-bit hash of it. */
export function keyGroup(hash: number): number {
  return hash >>> 22
}

/** The task, of so many, that holds a group: contiguous ranges of nearly equal size. */
export function taskOfGroup(group: number, parallelism: number): number {
  return Math.floor((group * parallelism) / KEY_GROUPS)
}
