# bash completion for relmeta: commands, options, formats, tables, databases. It reads relmeta --help and queries the server, so
# it is never out of date.

# _relmeta_tables CONNECTION_OPTION...: the tables of that database, quoted for the shell.
_relmeta_tables()
{
    psql -XAtqw0 "$@" -c "
        SELECT pg_catalog.regexp_replace(c.oid::pg_catalog.regclass::pg_catalog.text, '^\"([a-z_][a-z0-9_]*)\"\$', '\\1')
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}') AND n.nspname OPERATOR(pg_catalog.!~) '^(pg_|information_schema\$|relmeta\$)'" 2>/dev/null | _relmeta_quoted
}

# _relmeta_databases CONNECTION_OPTION...: the databases that accept connections.
_relmeta_databases()
{
    psql -XAtqw0 -d postgres "$@" 2>/dev/null \
        -c 'SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate' | _relmeta_quoted
}

# _relmeta_quoted: quote the NUL-terminated names on standard input for the shell, one per line.
_relmeta_quoted()
{
    local name
    while IFS= read -r -d '' name; do printf '%q\n' "$name"; done
}

# _relmeta_words PREFIX: the lines of standard input that start with PREFIX.
_relmeta_words()
{
    local word
    while IFS= read -r word; do
        if [[ $word == "$1"* ]]; then COMPREPLY+=("$word"); fi
    done
}

_relmeta()
{
    local current=${COMP_WORDS[COMP_CWORD]}
    local command='' word option='' help valued tables=' ' place=0
    local -a connection=()
    COMPREPLY=()

    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $option:$word in
            -*) option= ;;
            :-[dhpUo] | :--dbname | :--host | :--port | :--username | :--output | :--format | :--config) option=$word ;;
            :-*) ;;
            *) command=$word; break ;;
        esac
    done
    help=$(relmeta ${command:+"$command"} --help 2>/dev/null)
    valued=" -d -h -p -U -o $(sed -n 's/^  .*\(--[a-z-]*\)\( ]\)\{0,1\} [A-Z][^ ]*\( .*\)*$/\1/p' <<<"$help" | tr '\n' ' ')"
    tables=" $(sed -n 's/^  \(--[a-z-]*\) TABLE .*/\1/p' <<<"$help" | tr '\n' ' ')"

    option=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [ -n "$option" ]; then
            case $option in -[dhpU] | --dbname | --host | --port | --username) connection+=("$option" "$word") ;; esac
            option=
        elif [[ $word == -* ]]; then
            if [[ $valued == *" $word "* ]]; then option=$word; fi
        elif [ "$word" != "$command" ] || [ "$place" != 0 ]; then
            place=$((place + 1))
        fi
    done

    case $option in
        --format) _relmeta_words "$current" < <(sed -n 's/^  --format FORMAT *//p' <<<"$help" | sed 's/ (the default)//; s/ or /, /' | tr -s ', ' '\n') ;;
        --key) if [ "$command" != nested ]; then _relmeta_words "$current" < <(printf '%s\n' surrogate composite); fi ;;
        --level) _relmeta_words "$current" < <(printf '%s\n' catalog statistics data) ;;
        --kind) _relmeta_words "$current" < <(printf '%s\n' one_to_one one_to_many many_to_one many_to_many) ;;
        --bridges) _relmeta_words "$current" < <(printf '%s\n' tables edges) ;;
        --fail-on) _relmeta_words "$current" < <(printf '%s\n' error warning info) ;;
        --ignore) _relmeta_words "$current" < <(sed -n '/^Rules:/,/^$/s/^  \([a-z_]*\)  .*/\1/p' <<<"$help") ;;
        -d | --dbname | --from) _relmeta_words "$current" < <(_relmeta_databases "${connection[@]}") ;;
        -o | --output | --config | --baseline | --save-baseline) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        ?*) if [[ $tables == *" $option "* ]]; then _relmeta_words "$current" < <(_relmeta_tables "${connection[@]}"); fi ;;
    esac
    if [ -n "$option" ]; then return; fi

    case $command:$place:$current in
        *:-*) _relmeta_words "$current" < <(grep -o -- '--[a-z][a-z-]*' <<<"$help" | sort -u) ;;
        :*) _relmeta_words "$current" < <(sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' <<<"$help") ;;
        export:0:*) _relmeta_words "$current" < <(sed -n 's/^  FORMAT *one of //p' <<<"$help" | tr -s ', ' '\n') ;;
        consumers:0:*) _relmeta_words "$current" < <(sed -n 's/^  TARGET *one of \(.*\) (default: all)$/\1/p' <<<"$help" | tr -s ', ' '\n') ;;
        diff:0:*) if [[ " ${COMP_WORDS[*]} " == *' --from '* ]]; then _relmeta_words "$current" < <(_relmeta_tables "${connection[@]}"); fi ;;
        save:* | apply:* | consumers:*) ;;
        *) _relmeta_words "$current" < <(_relmeta_tables "${connection[@]}") ;;
    esac
}

complete -o default -F _relmeta relmeta
