/** The version of Wavetank; a test holds it against package.json. */
export const VERSION = '0.1.0'

/** Grows with every change that makes the engine, or what drives it, give other results for the same scenario, variant and seed. */
export const ENGINE = 1
