/** Files that are new, in several folders. */
import { existsSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Failure } from './failure.ts'
import { ResultFolder } from './files.ts'

/** Writes all of them or none, and none in the place of another. Throws a Failure when the system refuses. */
export class NewFiles {
  readonly #folder: string
  readonly #within = new Map<string, { readonly folder: ResultFolder; readonly paths: string[] }>()

  /** Makes the folder where it is missing, and makes sure that it takes files. */
  constructor(folder: string) {
    this.#folder = folder
    this.#open(folder)
  }

  /**
   * Makes sure that a file can be written before time is spent on what is to go into it.
   * @param path from the folder, as everywhere
   */
  expect(path: string): void {
    this.#open(dirname(join(this.#folder, path)))
  }

  add(path: string, text: string): void {
    const place = join(this.#folder, path)
    const { folder, paths } = this.#open(dirname(place))
    folder.create(basename(place)).append(text)
    paths.push(place)
  }

  /** Puts all of them in their places. */
  commit(): void {
    const placed: string[] = []
    try {
      for (const { folder, paths } of this.#within.values()) {
        const taken = paths.find((path) => existsSync(path))
        if (taken !== undefined) throw new Failure(`${taken} has come into being meanwhile.`)
        folder.commit()
        placed.push(...paths)
      }
    } catch (error) {
      for (const path of placed) rmSync(path, { force: true })
      this.discard()
      throw error
    }
  }

  /** Takes away what is not in its place, and the folders that were made for that alone. Never throws. */
  discard(): void {
    // A folder is opened before those in it.
    for (const { folder } of [...this.#within.values()].reverse()) folder.discard()
  }

  #open(path: string): { readonly folder: ResultFolder; readonly paths: string[] } {
    const known = this.#within.get(path)
    if (known !== undefined) return known
    const opened = { folder: new ResultFolder(path), paths: [] }
    this.#within.set(path, opened)
    return opened
  }
}
