import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ResultFolder, writeFailure } from '../../src/cli/files.ts'

const base = mkdtempSync(join(tmpdir(), 'wavetank-files-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('a result folder', () => {
  test('shows its files when all of them are whole, and not before', () => {
    const path = join(base, 'a', 'b')
    const folder = new ResultFolder(path)
    folder.create('one.txt').append('one')
    const two = folder.create('two.txt')
    for (let i = 0; i < 30_000; i++) two.append(`line ${i}\n`)
    expect(readdirSync(path).filter((name) => !name.startsWith('.'))).toEqual([])
    folder.commit()
    expect(readdirSync(path)).toEqual(['one.txt', 'two.txt'])
    expect(readFileSync(join(path, 'two.txt'), 'utf8').split('\n')).toHaveLength(30_001)
  })

  test('replaces what was there', () => {
    const path = join(base, 'replaced')
    for (const text of ['old', 'new']) {
      const folder = new ResultFolder(path)
      folder.create('x').append(text)
      folder.commit()
    }
    expect(readFileSync(join(path, 'x'), 'utf8')).toBe('new')
  })

  test('goes without a trace when it is discarded, but for what was there before', () => {
    const folder = new ResultFolder(join(base, 'c', 'd', 'e'))
    folder.create('x').append('x')
    folder.discard()
    expect(readdirSync(base)).not.toContain('c')
    const kept = join(base, 'kept')
    mkdirSync(kept)
    new ResultFolder(kept).discard()
    expect(readdirSync(base)).toContain('kept')
  })

  test('puts no file in its place when one cannot be', () => {
    const path = join(base, 'blocked')
    mkdirSync(join(path, 'b'), { recursive: true })
    writeFileSync(join(path, 'b', 'in the way'), '')
    const folder = new ResultFolder(path)
    folder.create('b').append('text')
    folder.create('c').append('text')
    expect(() => folder.commit()).toThrow(`${join(path, 'b')} cannot be written: there is a folder in its place.`)
    expect(readdirSync(path)).toEqual(['b'])
  })
})

test('a file in the place of a folder is said', () => {
  const file = join(base, 'file')
  writeFileSync(file, '')
  for (const path of [file, join(file, 'deeper')])
    expect(() => new ResultFolder(path)).toThrow(`${path} cannot be a folder: there is a file in its place.`)
})

test.each([
  ['ENOSPC', 'No space is left to write out/x.'],
  ['EACCES', 'Not allowed to write out/x.'],
  ['EROFS', 'out/x is on a read-only file system.'],
  ['EFBIG', 'out/x would be larger than this system allows.'],
  ['ENOTDIR', 'out/x cannot be a folder: there is a file in its place.'],
  ['EISDIR', 'out/x cannot be written: there is a folder in its place.'],
  ['EIO', 'Could not write out/x: it broke.'],
])('%s is said in words, with what to do', (code, message) => {
  const failure = writeFailure('out/x', Object.assign(new Error('it broke'), { code }))
  expect(failure.message).toBe(message)
  expect(failure.remedy).toContain('--out')
})

test('what is no error of the system is not taken for one', () => {
  expect(() => writeFailure('x', new TypeError('a mistake'))).toThrow('a mistake')
})
