import { expect, it } from 'vitest'
import { threefry, ThreefryKey } from '../../src/random/threefry.ts'

// kat_vectors of Random123, lines "threefry4x32 20": counter, key, result.
it.each([
  [[0, 0, 0, 0], [0, 0, 0, 0], '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
  [[-1, -1, -1, -1], [-1, -1, -1, -1], '2a881696 57012287 f6c7446e a16a6732'],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    '59cd1dbb b8879579 86b5d00c ac8b6d84',
  ],
] as const)('counter %j under key %j', ([c0, c1, c2, c3], [k0, k1, k2, k3], expected) => {
  const block = new Int32Array(4)
  threefry(block, c0, c1, c2, c3, new ThreefryKey(k0, k1, k2, k3))
  expect(Array.from(block, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ')).toBe(expected)
})
