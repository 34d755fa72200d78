/** The part of mathjs that is used: its parser, and of the trees that it makes what a rewritten expression can contain. */

export type MathNode =
  | { readonly type: 'SymbolNode'; readonly name: string }
  | { readonly type: 'ParenthesisNode'; readonly content: MathNode }
  | { readonly type: 'OperatorNode'; readonly op: string; readonly args: readonly MathNode[] }
  | { readonly type: 'FunctionNode'; readonly fn: MathNode; readonly args: readonly MathNode[] }
  | { readonly type: 'ConditionalNode'; readonly condition: MathNode; readonly trueExpr: MathNode; readonly falseExpr: MathNode }
  | { readonly type: 'RelationalNode'; readonly params: readonly MathNode[] }
  | { readonly type: 'ArrayNode'; readonly items: readonly MathNode[] }

/** Reads a text in placeholders; undefined where mathjs refuses it. */
export type MathParser = (text: string) => MathNode | undefined

/**
 * Loads mathjs, once: it takes a tenth of a second. It is the build in one file, a fifth of the time of the hundreds of modules.
 * Nothing that it throws gets out: Node prints the line of an uncaught error, and that file has a single line of 650 kB.
 */
export async function loadMathParser(): Promise<MathParser> {
  const parse = await loadParse()
  return (text) => {
    try {
      return parse(text)
    } catch {
      return undefined
    }
  }
}

async function loadParse(): Promise<(text: string) => MathNode> {
  try {
    // @ts-expect-error The package has no types for this file.
    const module = (await import('mathjs/lib/browser/math.js')) as { default: { parse(text: string): MathNode } }
    const math = module.default
    return (text) => math.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'
    throw new Error(`The expression parser (mathjs) could not be loaded: ${reason}`, { cause: error })
  }
}
