import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stableJson } from '../../src/experiment/stable-json.ts'

test('keys are sorted at every depth and arrays of plain values take one line', () => {
  expect(stableJson({ b: [1, 2.5, null], a: { d: 'x', c: true }, empty: {}, none: [], pairs: [[1, 2]] })).toBe(
    `{
  "a": {
    "c": true,
    "d": "x"
  },
  "b": [1,2.5,null],
  "empty": {},
  "none": [],
  "pairs": [[1,2]]
}
`,
  )
})

test('the order in which keys were set does not matter', () => {
  expect(stableJson({ b: 1, a: 2 })).toBe(stableJson({ a: 2, b: 1 }))
})

test('what JSON cannot hold is an error that names the place', () => {
  expect(() => stableJson({ metrics: [{ value: Number.NaN }] })).toThrow('metrics[0].value is NaN, which JSON cannot hold')
  expect(() => stableJson({ a: Infinity })).toThrow('a is Infinity')
  expect(() => stableJson({ f: () => 1 })).toThrow('f is a function')
  expect(() => stableJson(undefined)).toThrow('The document is a undefined')
})

test('a key without a value is left out, and minus zero is zero', () => {
  expect(stableJson({ a: undefined, b: -0 })).toBe('{\n  "b": 0\n}\n')
})

test('any plain value reads back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown
      expect(JSON.parse(stableJson(plain))).toEqual(plain)
    }),
  )
})
