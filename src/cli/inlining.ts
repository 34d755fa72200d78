/** How much of the engine the compiler puts together. */
import { setFlagsFromString } from 'node:v8'

/** Records from which on a run takes less time with all of its path in one piece: it takes some tenths of a second longer to compile. */
const LONG = 5_000_000

/**
 * Lets V8 compile more of a record's path into one piece: it is some hundred small functions, and the budget that V8 gives itself (920 bytes
 * of bytecode) ends in the middle of them. A run takes an eighth less time, and a long one an eighth less than that. For the whole process,
 * threads included, and for what is compiled from now on; results do not change.
 * @param records how many one run is likely to take in
 */
export function inlineGenerously(records = 0): void {
  const [together, whole] = records < LONG ? [4_000, 4_600] : [20_000, 30_000]
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${together}`)
  setFlagsFromString(`--max-inlined-bytecode-size-absolute=${whole}`)
}
