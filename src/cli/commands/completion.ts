/** `wavetank completion`: what a shell needs to complete commands, options and names. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { printResult } from '../output.ts'
import { readTemplate } from '../templates.ts'

export const examples: Examples = [
  ['source <(wavetank completion bash)', 'in ~/.bashrc'],
  ['source <(wavetank completion zsh)', 'in ~/.zshrc, after compinit'],
  ['wavetank completion fish > ~/.config/fish/completions/wavetank.fish', 'once'],
]

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion: CommandModule<object, { readonly shell: string | undefined }> = {
  command: 'completion [shell]',
  describe: 'print what makes a shell complete commands, options and names',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 completion [shell]')
      .positional('shell', { choices: SHELLS, describe: 'that of $SHELL when left out, else bash' }),
  handler: ({ shell }) => {
    const own = SHELLS.find((name) => process.env['SHELL']?.endsWith(`/${name}`) === true)
    printResult(readTemplate(`completion/${shell ?? own ?? 'bash'}`))
  },
}
