/** The scripts for each shell. They only ask `tegata __complete` and hand its answer to the shell. */
import { type CompletionShell, completeVerb } from "../completion.ts";

export function completionScript(shell: CompletionShell): string {
  return scripts[shell];
}

/** Also for bash 3.2, which macOS has. */
const bash = `# tegata: completions for bash
_tegata() {
  local cur=\${COMP_WORDS[COMP_CWORD]} line value
  COMPREPLY=()
  [ "$cur" = "=" ] && cur=
  while IFS= read -r line; do
    case $line in
      :files)
        compopt -o filenames 2>/dev/null
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$cur") ;;
      :command*)
        if declare -F _command_offset >/dev/null; then
          _command_offset $((\${line#:command } + 1))
        elif [ $((\${line#:command } + 1)) -eq "$COMP_CWORD" ]; then
          while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -c -- "$cur")
        else
          compopt -o filenames 2>/dev/null
          while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$cur")
        fi ;;
      *)
        printf -v value %q "\${line%%$'\\t'*}"
        COMPREPLY+=("$value") ;;
    esac
  done < <(tegata ${completeVerb} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _tegata tegata
`;

const zsh = `#compdef tegata
# tegata: completions for zsh
_tegata() {
  local line value
  local -a found
  for line in "\${(@f)$(tegata ${completeVerb} -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) _files; return ;;
      :command*)
        shift $((\${line#:command } + 1)) words
        (( CURRENT -= \${line#:command } + 1 ))
        _normal
        return ;;
      ?*)
        value=\${line%%$'\\t'*}
        found+=("\${value//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe -t tegata tegata found
}
if [ "$funcstack[1]" = "_tegata" ]; then
  _tegata "$@"
else
  compdef _tegata tegata
fi
`;

const fish = `# tegata: completions for fish
function __tegata_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (tegata ${completeVerb} -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$current"
            case ':command *'
                set -l first (math (string replace ':command ' '' -- $line) + 2)
                set -l rest
                test $first -le (count $words); and set rest (string escape -- $words[$first..-1])
                complete -C (string join ' ' -- $rest "$current")
            case '*'
                echo $line
        end
    end
end
complete -c tegata -f -a '(__tegata_complete)'
`;

/** Windows PowerShell passes no empty word to a program: hence --empty. */
const powershell = `# tegata: completions for PowerShell
Register-ArgumentCompleter -Native -CommandName tegata -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.ToString() } })
  $empty = @()
  if ($wordToComplete -eq '') { $empty = @('--empty') }
  tegata ${completeVerb} @empty -- @words 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if ($value -notmatch '^:') {
      $shown = $value
      if ($value -match "[\\s'\`"\`$;&|(){}]") { $value = "'" + $value.Replace("'", "''") + "'" }
      if (-not $description) { $description = $shown }
      [System.Management.Automation.CompletionResult]::new($value, $shown, 'ParameterValue', $description)
    }
  }
}
`;

const scripts: Readonly<Record<CompletionShell, string>> = { bash, zsh, fish, powershell };
