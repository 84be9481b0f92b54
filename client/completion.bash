# bash completion of relmeta: commands, options, formats. What there is it asks relmeta --help, so that it is never out of date.

_relmeta()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands command='' word skip=
    COMPREPLY=()

    case $previous in
        --format) mapfile -t COMPREPLY < <(compgen -W 'table json csv' -- "$current"); return ;;
        --key) mapfile -t COMPREPLY < <(compgen -W 'surrogate composite' -- "$current"); return ;;
        --kind) mapfile -t COMPREPLY < <(compgen -W 'one_to_one one_to_many many_to_one many_to_many' -- "$current"); return ;;
        -d | --dbname)
            mapfile -t COMPREPLY < <(compgen -W "$(psql -XAtqwl 2>/dev/null | cut -d'|' -f1)" -- "$current"); return ;;
        -o | --output) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    esac

    commands=$(relmeta --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [ -n "$skip" ]; then
            skip=
            continue
        fi
        case $word in
            -d | -h | -p | -U | -o | --dbname | --host | --port | --username | --output | --format) skip=yes ;;
            -*) ;;
            *) command=$word; break ;;
        esac
    done

    if [[ $current == -* ]]; then
        word=$(relmeta ${command:+"$command"} --help 2>/dev/null | grep -o -- ' --[a-z][a-z-]*' | sort -u)
        mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
    elif [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
    fi
}

complete -o default -F _relmeta relmeta
