import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessSeparator, readCsv, type Separator } from '../../src/traffic/csv.ts'

interface Row {
  cells: readonly string[]
  line: number
  problem?: string
}

function rows(text: string, separator: Separator = ','): Row[] {
  const all: Row[] = []
  readCsv(text, separator, (cells, line, problem) =>
    all.push(problem === undefined ? { cells: [...cells], line } : { cells, line, problem }),
  )
  return all
}

/** Cells that are likely to hold what a parser trips over. */
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r\n', ' ', '1', '.') })

function written(text: string, separator: string, quoteAll: boolean): string {
  const needed = quoteAll || text === '' || text.startsWith('"') || /["\r\n]/.test(text) || text.includes(separator)
  return needed || text.trim() === '' ? `"${text.replaceAll('"', '""')}"` : text
}

test('what is written as CSV is read back, with the lines on which rows start', () => {
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1 })
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      (cells, separator, end, all, last) => {
        const lines = cells.map((row) => row.map((text) => written(text, separator, all)).join(separator))
        const text = lines.join(end) + (last ? end : '')
        let line = 1
        const expected = lines.map((content, index) => {
          const row = { cells: cells[index], line }
          line += content.split('\n').length
          return row
        })
        expect(rows(text, separator)).toEqual(expected)
      },
    ),
    { numRuns: 500 },
  )
})

test('quotes inside an unquoted field stand for themselves', () => {
  expect(rows('a,5" pipe,"b"').map((row) => row.cells)).toEqual([['a', '5" pipe', 'b']])
})

test('blank lines are passed over and counted', () => {
  expect(rows('a,b\n\n \r\n1,2\n')).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: ['1', '2'], line: 4 },
  ])
})

test('a stray quote costs its own line and no other', () => {
  expect(rows('a,b\n"x"y,1\n3,4\n5,"6\n7,8')).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: [], line: 2, problem: 'there is text after a closing quote' },
    { cells: ['3', '4'], line: 3 },
    { cells: [], line: 4, problem: 'a quote is opened and never closed' },
    { cells: ['7', '8'], line: 5 },
  ])
})

test('the separator is the one that the first line has most of, outside quotes', () => {
  expect(guessSeparator('a,b;c,d\n;;;;')).toBe(',')
  expect(guessSeparator('a;b;c\n1,5;2,5;3')).toBe(';')
  expect(guessSeparator('a\tb\n')).toBe('\t')
  expect(guessSeparator('"a;b;c",d')).toBe(',')
  expect(guessSeparator('alone')).toBe(',')
})
