/**
 * Elementary functions whose every bit is pinned.
 *
 * ECMAScript leaves `Math.exp`, `log`, `pow`, `sin` and `cos` to the engine, and engines differ in the last bits from version to version:
 * enough to change a run. These use only + - * /, square root and the bits of a double, which IEEE 754 defines exactly, so they give
 * the same bits everywhere. Derived from the series. Errors measured against 200-bit arithmetic: `log`, `log1p`, `exp`, `sin` and `cos`
 * below 0.9 ulp, `expm1` below 1.5 ulp, `pow` below 1e-14 relative. Special values are those of `Math`.
 */
import { reduceLarge } from './argument-reduction.ts'

/** ln 2 in two parts: the first has 33 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471804855391
const LN2_LOW = 7.440617110012397e-11
const PER_LN2 = 1.4426950408889634

/** The largest argument whose exponential is finite, and the smallest whose is not zero. */
const EXP_MAX = 709.782712893384
const EXP_MIN = -745.1332191019411

const double = new Float64Array(1)
const halves = new Int32Array(double.buffer)
/** Which half of `double` holds sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0

/** What has to be added to the high half of sqrt 2 so that the exponent moves on: mantissas from there on count as below 1. */
const ROUND_AT_SQRT2 = 0x95f62
const POWER_OF_TWO_MIN = -1074
/** 2^k at k + 1074: reading it is faster than assembling its bits. */
const POWERS_OF_TWO = powersOfTwo()

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(1023 - POWER_OF_TWO_MIN + 1)
  powers[0] = Number.MIN_VALUE
  for (let i = 1; i < powers.length; i++) powers[i] = powers[i - 1]! * 2
  return powers
}

/** The natural logarithm. Negative: NaN; 0: -Infinity. */
export function log(x: number): number {
  double[0] = x
  const high = halves[HIGH]!
  if (high < 0x00100000 || high >= 0x7ff00000) {
    // Through an array of doubles: what a call returns that never happened has no type, and would make a box of every logarithm.
    double[0] = logOfSpecial(x)
    return double[0]
  }
  // x = 2^k (1 + f) with 1 + f in [sqrt ½, sqrt 2).
  const k = ((high + ROUND_AT_SQRT2) >> 20) - 1023
  const f = x * POWERS_OF_TWO[-k - POWER_OF_TWO_MIN]! - 1
  // `logOfParts(k, f, 0)`, written out: this is the hottest function of a run that draws exponentials.
  const s = f / (2 + f)
  const halfSquare = 0.5 * f * f
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + atanhTail(s * s)) + k * LN2_LOW) - f)
}

/** Zero, negative, subnormal, infinite and not-a-number arguments of `log`. */
function logOfSpecial(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0)) return NaN
  if (x === Infinity) return x
  const scaled = x * 18014398509481984
  double[0] = scaled
  const k = ((halves[HIGH]! + ROUND_AT_SQRT2) >> 20) - 1023
  return logOfParts(k - 54, scaled * POWERS_OF_TWO[-k - POWER_OF_TWO_MIN]! - 1, 0)
}

/**
 * k ln 2 + log(1 + f) + rest, for 1 + f about [sqrt ½, sqrt 2).
 * With s = f / (2 + f), log(1 + f) = 2 atanh s = 2s + s tail, and 2s = f - f²/2 + s f²/2, which keeps f, the bulk, free of rounding.
 */
function logOfParts(k: number, f: number, rest: number): number {
  const s = f / (2 + f)
  const halfSquare = 0.5 * f * f
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + atanhTail(s * s)) + (k * LN2_LOW + rest)) - f)
}

/**
 * (2 atanh(s) - 2s) / s as a function of z = s², for z up to 0.0295. The series 2z/3 + 2z²/5 + …, interpolated at Chebyshev points
 * in 200-bit arithmetic, which takes 7 terms instead of 10 and is off by 5e-18 of the logarithm.
 */
function atanhTail(z: number): number {
  const z2 = z * z
  const first = 0.666666666666667 + z * 0.39999999999899505
  const second = 0.28571428625975487 + z * 0.2222221113479508
  const third = 0.18182889125261723 + z * 0.15331721600556042 + z2 * 0.14616449685043406
  return z * (first + z2 * (second + z2 * third))
}

/** log(1 + x), accurate near 0 too. Below -1: NaN; -1: -Infinity. */
export function log1p(x: number): number {
  if (x > -0.29 && x < 0.41) return x === 0 ? x : logOfParts(0, x, 0)
  const sum = 1 + x
  if (!(sum > 0) || sum === Infinity) return log(sum)
  double[0] = sum
  const k = ((halves[HIGH]! + ROUND_AT_SQRT2) >> 20) - 1023
  // What the sum lost: beyond 2^53 that is 1, and it does not count any more.
  const lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1)
  return logOfParts(k, sum * POWERS_OF_TWO[-k - POWER_OF_TWO_MIN]! - 1, lost / sum)
}

/** e to the power x. */
export function exp(x: number): number {
  return expOfParts(x, 0)
}

/** e^(x + rest), for a rest that is too small to be seen in the sum. */
function expOfParts(x: number, rest: number): number {
  if (!(x <= EXP_MAX)) return x > EXP_MAX ? Infinity : NaN
  if (x < EXP_MIN) return 0
  const k = Math.floor(x * PER_LN2 + 0.5)
  const high = x - k * LN2_HIGH
  const y = 1 + expm1OfParts(high, rest - k * LN2_LOW)
  if (k > 1023) return y * 2 * POWERS_OF_TWO[1023 - POWER_OF_TWO_MIN]!
  // 2^-1075 is no double, but halving is exact here and leaves one rounding.
  return k < POWER_OF_TWO_MIN ? 0.5 * y * Number.MIN_VALUE : y * POWERS_OF_TWO[k - POWER_OF_TWO_MIN]!
}

/**
 * e^r - 1 for r = high + low, |r| up to 0.35: r + r² times the series 1/2 + r/6 + …, interpolated at Chebyshev points in 200-bit arithmetic
 * (11 terms instead of 13, off by 2e-19).
 */
function expm1OfParts(high: number, low: number): number {
  const r = high + low
  const z = r * r
  const first = 0.5 + r * 0.1666666666666667 + z * (0.04166666666666667 + r * 0.008333333333326112)
  const second = 0.001388888888888373 + r * 0.0001984126987490126 + z * (2.4801587325605324e-5 + r * 2.7557255297969643e-6)
  const third = 2.755727357010214e-7 + r * 2.5105259538448494e-8 + z * 2.0914717341716378e-9
  const z2 = z * z
  return r + (high - r + low + z * (first + z2 * (second + z2 * third)))
}

/** e^x - 1, accurate near 0 too. */
export function expm1(x: number): number {
  if (x > -0.34 && x < 0.34) return x === 0 ? x : expm1OfParts(x, 0)
  if (!(x > -38)) return x <= -38 ? -1 : NaN
  if (x > 40) return exp(x)
  const k = Math.floor(x * PER_LN2 + 0.5)
  const scale = POWERS_OF_TWO[k - POWER_OF_TWO_MIN]!
  return scale * expm1OfParts(x - k * LN2_HIGH, -k * LN2_LOW) + (scale - 1)
}

/**
 * x to the power y, with the special values of `Math.pow`. Whole powers up to 16 are products, so they are exact where a double can be;
 * all else is e^(y log x) with the logarithm in double-double arithmetic.
 */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  if (y === 0) return 1
  if (Number.isInteger(y) && y <= 16 && y >= -16) {
    const product = wholePower(x, Math.abs(y))
    // Where the product leaves the range its reciprocal may not: that is left to the logarithm.
    if (y > 0) return product
    if (product !== 0 && Math.abs(product) < 1e300 && Math.abs(product) > 1e-300) return 1 / product
  }
  if (!(x > 0 && x < Infinity) || !(y > -Infinity && y < Infinity)) return powOfSpecial(x, y)
  if (x === 1) return 1
  return powByLog(x, y)
}

/** x^n for n from 1 to 16 by squaring. */
function wholePower(x: number, n: number): number {
  let result = n & 1 ? x : 1
  let square = x
  for (let rest = n >> 1; rest > 0; rest >>= 1) {
    square *= square
    if (rest & 1) result *= square
  }
  return result
}

/** `pow` where the base is not a positive finite number, or the exponent is not finite. */
function powOfSpecial(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const size = Math.abs(x)
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN
    return size > 1 === y > 0 ? Infinity : 0
  }
  const odd = Math.abs(y % 2) === 1
  const negative = x < 0 || Object.is(x, -0)
  if (size === 0 || size === Infinity) {
    const result = (size === 0) === y > 0 ? 0 : Infinity
    return negative && odd ? -result : result
  }
  if (!Number.isInteger(y)) return NaN
  const result = size === 1 ? 1 : powByLog(size, y)
  return odd ? -result : result
}

/** 2^27 + 1: multiplying by it splits a double into two halves of 26 bits (Dekker 1971). */
const SPLITTER = 134217729

/** e^(y log x) for positive finite x other than 1, with log x as the sum of two doubles. */
function powByLog(x: number, y: number): number {
  const lift = x < 2.2250738585072014e-308 ? 54 : 0
  double[0] = lift === 0 ? x : x * 18014398509481984
  const k = ((halves[HIGH]! + ROUND_AT_SQRT2) >> 20) - 1023
  const f = double[0] * POWERS_OF_TWO[-k - POWER_OF_TWO_MIN]! - 1
  const exponent = k - lift
  // s = f / (2 + f) and its remainder; 2 + f itself is rounded, by what `denominatorLost` says.
  const denominator = 2 + f
  const denominatorLost = f - (denominator - 2)
  const s = f / denominator
  const product = s * denominator
  const remainder = f - product - productError(s, denominator, product) - s * denominatorLost
  const small = 2 * (remainder / denominator) + s * atanhTail(s * s) + exponent * LN2_LOW
  const bulk = exponent * LN2_HIGH
  const sum = bulk + 2 * s
  const sumLost = sum - bulk
  const high = sum + (bulk - (sum - sumLost) + (2 * s - sumLost) + small)
  const low = sum - high + (bulk - (sum - sumLost) + (2 * s - sumLost) + small)
  const power = y * high
  // Far outside the range of doubles; splitting would overflow there too.
  if (!(power < 800 && power > -800)) return power > 0 ? Infinity : 0
  // An exponent too small to split: the power is 1 up to rounding.
  if (Math.abs(power) < 1e-30) return 1
  return expOfParts(power, Math.abs(y) < 1e280 ? productError(y, high, power) + y * low : 0)
}

/** a b - product, exactly, where product is a b rounded (Dekker 1971). */
function productError(a: number, b: number, product: number): number {
  const aSplit = SPLITTER * a
  const aHigh = aSplit - (aSplit - a)
  const aLow = a - aHigh
  const bSplit = SPLITTER * b
  const bHigh = bSplit - (bSplit - b)
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** pi / 2 in four parts; the first three have 33 bits, so that their products with up to 20 bits are exact (Cody and Waite 1980). */
const HALF_PI_1 = 1.5707963267341256
const HALF_PI_2 = 6.077100506303966e-11
const HALF_PI_3 = 2.0222662487111665e-21
const HALF_PI_4 = 8.4784276603689e-32
const PER_HALF_PI = 0.6366197723675814
const QUARTER_PI = 0.7853981633974483
const SMALL_MAX = 1_000_000

/** The sine of x radians. Arguments beyond a million are reduced in whole-number arithmetic: exact too, but slow. */
export function sin(x: number): number {
  if (x < QUARTER_PI && x > -QUARTER_PI) return x === 0 ? x : sinOfParts(x, 0)
  return quadrant(x, 0)
}

/** The cosine of x radians. Arguments beyond a million are reduced in whole-number arithmetic: exact too, but slow. */
export function cos(x: number): number {
  if (x < QUARTER_PI && x > -QUARTER_PI) return cosOfParts(x, 0)
  return quadrant(x, 1)
}

/** sin(x + turns pi/2): reduces x by n pi/2 to a remainder of two doubles, and takes the function of that quadrant. */
function quadrant(x: number, turns: number): number {
  if (!(x < Infinity && x > -Infinity)) return NaN
  if (x > SMALL_MAX || x < -SMALL_MAX) {
    const { quarters, high, low } = reduceLarge(x)
    return inQuadrant(quarters + turns, high, low)
  }
  const n = Math.floor(x * PER_HALF_PI + 0.5)
  const first = x - n * HALF_PI_1
  const product2 = n * HALF_PI_2
  const second = first - product2
  const back2 = second - first
  const lost2 = first - (second - back2) - (product2 + back2)
  const product3 = n * HALF_PI_3
  const third = second - product3
  const back3 = third - second
  const lost3 = second - (third - back3) - (product3 + back3)
  const rest = lost2 + lost3 - n * HALF_PI_4
  const high = third + rest
  return inQuadrant(n + turns, high, third - high + rest)
}

function inQuadrant(quarters: number, high: number, low: number): number {
  const size = quarters & 1 ? cosOfParts(high, low) : sinOfParts(high, low)
  return quarters & 2 ? -size : size
}

/** sin(r + low) for |r| up to pi/4, by the Taylor series up to r^17 / 17!. */
function sinOfParts(r: number, low: number): number {
  const z = r * r
  const z2 = z * z
  const first = -1 / 6 + z * (1 / 120) + z2 * (-1 / 5040 + z * (1 / 362880))
  const second = -1 / 39916800 + z * (1 / 6227020800) + z2 * (-1 / 1307674368000 + z * (1 / 355687428096000))
  return r + (r * z * (first + z2 * z2 * second) + low * (1 - 0.5 * z))
}

/** cos(r + low) for |r| up to pi/4, by the Taylor series up to r^18 / 18!. */
function cosOfParts(r: number, low: number): number {
  const z = r * r
  const z2 = z * z
  const first = 1 / 24 + z * (-1 / 720) + z2 * (1 / 40320 + z * (-1 / 3628800))
  const second = 1 / 479001600 + z * (-1 / 87178291200) + z2 * (1 / 20922789888000 + z * (-1 / 6402373705728000))
  const half = 0.5 * z
  const bulk = 1 - half
  return bulk + (1 - bulk - half + (z2 * (first + z2 * z2 * second) - r * low))
}
