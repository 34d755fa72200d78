/** Writing files so that each is there whole or not at all, and saying what is wrong when that fails. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Failure } from './failure.ts'

/**
 * A folder that gets all of its new files or none. They are written under temporary names beside their places (so that the move is one
 * step) and moved when all of them are whole. Every method throws a Failure with a remedy when the system refuses.
 */
export class ResultFolder {
  readonly path: string
  /** The folders that had to be made, the innermost first. */
  readonly #made: readonly string[]
  readonly #files: PartialFile[] = []

  /** Makes the folder where it is missing, and makes sure that it takes files before hours are spent on what is to go into it. */
  constructor(path: string) {
    this.path = path
    this.#made = attempt(path, () => makeFolders(path))
    try {
      new PartialFile(path, 'probe').discard()
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /** A new file to append to. */
  create(name: string): PartialFile {
    const file = new PartialFile(this.path, name)
    this.#files.push(file)
    return file
  }

  /** Puts all new files in their places; when one cannot be, none is. */
  commit(): void {
    try {
      for (const file of this.#files) file.finish()
      for (const file of this.#files) file.place()
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /** Takes away what is not in its place, and the folder if it was made for that alone. Never throws. */
  discard(): void {
    for (const file of this.#files) file.discard()
    removeFolders(this.#made)
  }
}

/** Appended texts are kept until they are worth a write. */
const BUFFERED = 1 << 16

/** A file under a temporary name. */
export class PartialFile {
  readonly #target: string
  readonly #temporary: string
  #descriptor: number | undefined
  #buffer = ''

  constructor(folder: string, name: string) {
    this.#target = join(folder, name)
    // With the process in it, so that two runs into the same folder do not meet.
    this.#temporary = join(folder, `.${name}.${process.pid}.partial`)
    this.#descriptor = attempt(this.#target, () => openSync(this.#temporary, 'wx'))
  }

  append(text: string): void {
    this.#buffer += text
    if (this.#buffer.length >= BUFFERED) this.#flush()
  }

  appendBytes(bytes: Uint8Array): void {
    this.#flush()
    this.#write(bytes)
  }

  /** Makes sure that all of it is on the disk. */
  finish(): void {
    this.#flush()
    attempt(this.#target, () => fsyncSync(this.#descriptor!))
    this.#close()
  }

  /** Moves it to its name. */
  place(): void {
    attempt(this.#target, () => renameSync(this.#temporary, this.#target))
  }

  discard(): void {
    this.#close()
    rmSync(this.#temporary, { force: true })
  }

  #flush(): void {
    const bytes = Buffer.from(this.#buffer)
    this.#buffer = ''
    this.#write(bytes)
  }

  #write(bytes: Uint8Array): void {
    attempt(this.#target, () => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor!, bytes, at)
    })
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }
}

/**
 * Makes a folder and those above it that are missing; gives what was made, the innermost first.
 * One by one, because the recursive form of Node never returns where a file system refuses with "no such file", as /proc does.
 */
function makeFolders(path: string): string[] {
  const missing: string[] = []
  for (let folder = resolve(path); !isFolder(folder); folder = dirname(folder)) missing.push(folder)
  const made: string[] = []
  try {
    for (const folder of missing.toReversed()) {
      mkdirSync(folder)
      made.unshift(folder)
    }
  } catch (error) {
    removeFolders(made)
    throw error
  }
  return made
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isDirectory()) return found !== undefined
  throw Object.assign(new Error('a file is in the way'), { code: 'ENOTDIR' })
}

/** Innermost first; one with something in it stays, and with it those above. */
function removeFolders(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder)
  } catch {
    // Something else has been put there since.
  }
}

function attempt<Value>(path: string, action: () => Value): Value {
  try {
    return action()
  } catch (error) {
    throw writeFailure(path, error)
  }
}

const ELSEWHERE = 'Choose another folder with --out.'

/** What a failed write means, and what to do about it. */
export function writeFailure(path: string, error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure(`No space is left to write ${path}.`, { remedy: `Free some, or choose another folder with --out.` })
    case 'EFBIG':
      return new Failure(`${path} would be larger than this system allows.`, { remedy: ELSEWHERE })
    case 'EACCES':
    case 'EPERM':
      return new Failure(`Not allowed to write ${path}.`, { remedy: ELSEWHERE })
    case 'EROFS':
      return new Failure(`${path} is on a read-only file system.`, { remedy: ELSEWHERE })
    case 'ENOTDIR':
    case 'EEXIST':
      return new Failure(`${path} cannot be a folder: there is a file in its place.`, { remedy: ELSEWHERE })
    case 'EISDIR':
    case 'ENOTEMPTY':
      return new Failure(`${path} cannot be written: there is a folder in its place.`, {
        remedy: `Move it away, or choose another folder with --out.`,
      })
    case 'ENOENT':
      return new Failure(`${path} cannot be made.`, { remedy: ELSEWHERE })
    case undefined:
      throw error
    default:
      return new Failure(`Could not write ${path}: ${message}.`, { remedy: ELSEWHERE })
  }
}

/** What a failed read means, and what to do about it. */
export function readFailure(path: string, error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure(`There is no file ${path}.`)
    case 'EISDIR':
      return new Failure(`${path} is a folder, not a file.`)
    case 'EACCES':
    case 'EPERM':
      return new Failure(`Not allowed to read ${path}.`)
    case undefined:
      throw error
    default:
      return new Failure(`Could not read ${path}: ${message}.`)
  }
}
