/** Markov chains of a few states. */

/** Whether every state can be reached from every other. */
export function isIrreducible(transitions: readonly (readonly number[])[]): boolean {
  const forward = reachable(transitions.length, (from, to) => transitions[from]![to]! > 0)
  const backward = reachable(transitions.length, (from, to) => transitions[to]![from]! > 0)
  return forward && backward
}

/** Whether all states can be reached from the first. */
function reachable(states: number, leads: (from: number, to: number) => boolean): boolean {
  const seen = new Set([0])
  for (const from of seen) for (let to = 0; to < states; to++) if (leads(from, to)) seen.add(to)
  return seen.size === states
}

/**
 * Shares of the steps that an irreducible chain spends in each state, by state reduction (Grassmann, Taksar, Heyman 1985), which subtracts
 * nothing and so loses nothing. Rows need not sum to 1; what counts is what they say relative to one another off the diagonal.
 */
export function stationaryShares(transitions: readonly (readonly number[])[]): number[] {
  const rows = transitions.map((row) => [...row])
  const states = rows.length
  for (let last = states - 1; last > 0; last--) {
    let out = 0
    for (let to = 0; to < last; to++) out += rows[last]![to]!
    for (let from = 0; from < last; from++) {
      const share = rows[from]![last]! / out
      rows[from]![last] = share
      for (let to = 0; to < last; to++) rows[from]![to]! += share * rows[last]![to]!
    }
  }
  const shares = [1]
  for (let state = 1; state < states; state++) {
    shares.push(shares.reduce((sum, share, from) => sum + share * rows[from]![state]!, 0))
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / total)
}
