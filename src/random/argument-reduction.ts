/** Reduction of large arguments by pi/2, for the pinned sine and cosine. */

/** Binary places: a double reaches up to 2^1024 and comes within 2^-62 of a multiple of pi/2, and 100 bits of the remainder are wanted. */
const PLACES = 1200n

/** pi/2 times 2^PLACES, by Machin's formula; made when it is first needed. */
let halfPi: bigint | undefined

/** x = quarters · pi/2 + high + low with |high| up to pi/4, `quarters` modulo 4: for finite x of any size, in whole-number arithmetic. */
export function reduceLarge(x: number): { quarters: number; high: number; low: number } {
  halfPi ??= machinHalfPi()
  const whole = Math.trunc(x)
  // Only doubles below 2^53 have a fraction, and it has at most 52 bits.
  const scaled = (BigInt(whole) << PLACES) + (BigInt((x - whole) * 2 ** 52) << (PLACES - 52n))
  let quotient = scaled / halfPi
  let remainder = scaled - quotient * halfPi
  if (2n * remainder > halfPi) {
    quotient += 1n
    remainder -= halfPi
  } else if (-2n * remainder > halfPi) {
    quotient -= 1n
    remainder += halfPi
  }
  const high = fraction(remainder)
  const highScaled = BigInt(high * 2 ** 200) << (PLACES - 200n)
  return { quarters: Number(BigInt.asUintN(2, quotient)), high, low: fraction(remainder - highScaled) }
}

/** value / 2^PLACES. The 176 lowest places hold nothing but rounding; without them both conversions stay in range. */
function fraction(value: bigint): number {
  return Number(value >> 176n) * 2 ** -1000 * 2 ** -24
}

/** pi/2 = 8 atan(1/5) - 2 atan(1/239), with 40 guard bits. */
function machinHalfPi(): bigint {
  const one = 1n << (PLACES + 40n)
  return (8n * inverseTangentOfReciprocal(5n, one) - 2n * inverseTangentOfReciprocal(239n, one)) >> 40n
}

function inverseTangentOfReciprocal(of: bigint, one: bigint): bigint {
  let power = one / of
  let sum = power
  for (let odd = 3n, sign = -1n; power > 0n; odd += 2n, sign = -sign) {
    power /= of * of
    sum += (sign * power) / odd
  }
  return sum
}
