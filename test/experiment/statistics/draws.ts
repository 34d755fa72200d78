/** Fast draws for macro-replications: coverage needs billions of steps, and is not about the product's own generator. */

/** sfc32 (Doty-Humphrey 2010) as uniform numbers in (0, 1). */
export function uniforms(seed: number): () => number {
  let [a, b, c, d] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1]
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return ((t >>> 0) + 0.5) / 4294967296
  }
  for (let i = 0; i < 20; i++) next()
  return next
}

export function normals(seed: number): () => number {
  const uniform = uniforms(seed)
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** Times in the system of the customers of M/M/1 with service rate 1, from an empty or a stationary start (Lindley 1952). */
export function queueSojourns(seed: number, load: number, customers: number, start: 'empty' | 'stationary'): Float64Array {
  const uniform = uniforms(seed)
  const sojourns = new Float64Array(customers)
  // In M/M/1 the wait is 0 with probability 1 − ρ, else exponential with rate 1 − ρ.
  let wait = start === 'empty' || uniform() > load ? 0 : -Math.log(uniform()) / (1 - load)
  for (let i = 0; i < customers; i++) {
    const sojourn = wait - Math.log(uniform())
    sojourns[i] = sojourn
    wait = Math.max(0, sojourn + Math.log(uniform()) / load)
  }
  return sojourns
}
