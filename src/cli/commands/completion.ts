import type { CliContext } from '../context.ts';
import { command } from '../stricli.ts';

/**
 * Each script asks the program itself for the words that fit (`afterimage __complete WORDS...`), so it never knows
 * less than the program; where nothing fits the shell offers file names.
 */
const scripts: Record<string, string> = {
  bash: `_afterimage() {
  local IFS=$'\\n'
  COMPREPLY=($(afterimage __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _afterimage afterimage
`,
  zsh: `#compdef afterimage
_afterimage() {
  local -a words_that_fit
  words_that_fit=("\${(@f)$(afterimage __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  words_that_fit=("\${(@)words_that_fit:#}")
  if (( \${#words_that_fit} )); then compadd -a words_that_fit; else _files; fi
}
compdef _afterimage afterimage
`,
  fish: `function __afterimage_words
  set -l given (commandline -opc) (commandline -ct)
  afterimage __complete $given[2..-1] 2>/dev/null
end
complete -c afterimage -a '(__afterimage_words)'
`,
};

const shells = Object.keys(scripts);

function shell(input: string): string {
  if (!shells.includes(input)) throw new Error(`found "${input}", expected ${shells.join(', ')}.`);
  return input;
}

export const completion = command<Record<never, never>, [string]>({
  help: {
    brief: 'Print a completion script for a shell',
    full: `Prints a script that lets the shell complete commands, flags and values.`,
    examples: [
      {
        line: 'source <(afterimage completion bash)',
        does: 'For this bash; put the line into ~/.bashrc for every one.',
      },
      { line: 'afterimage completion zsh > ~/.zfunc/_afterimage', does: 'For zsh, with ~/.zfunc in fpath.' },
      {
        line: 'afterimage completion fish > ~/.config/fish/completions/afterimage.fish',
        does: 'For fish.',
      },
    ],
  },
  flags: {},
  positional: {
    kind: 'tuple',
    parameters: [
      {
        parse: shell,
        brief: shells.join(', '),
        placeholder: 'shell',
        proposeCompletions: (partial: string) => shells.filter((s) => s.startsWith(partial)),
      },
    ],
  },
  async run(context: CliContext, _flags, name) {
    context.stdout.write(scripts[name]!);
    return undefined;
  },
});
