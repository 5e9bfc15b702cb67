#!/bin/sh
# What git runs for canvases. Made by `cxcanvas git-install`, taken away by `cxcanvas git-install --undo`.
# Where cxcanvas is gone, or a text is no canvas, git's own way is taken, line by line: no side is lost.
python=@PYTHON@

missing() {
    ! "$python" -P -c 'import cxcanvas' 2>/dev/null
}

cx() {
    if [ -x "$python" ]; then
        "$python" -P -m cxcanvas "$@"
        status=$?
        if [ "$status" -eq 0 ] || ! missing; then
            return "$status"
        fi
    fi
    if command -v cxcanvas >/dev/null 2>&1; then
        cxcanvas "$@"
        return
    fi
    echo "cxcanvas is no longer where it was, so git goes on line by line; install it again and run 'cxcanvas git-install', or run it with --undo" >&2
    return 127
}

case "$1" in
merge) # base local remote marker-size path
    out="$3.cxcanvas"
    rm -f "$out"
    cx merge --only-new --path="$6" -o "$out" -- "$2" "$3" "$4"
    status=$?
    if [ "$status" -le 1 ] && [ -f "$out" ]; then
        mv -f "$out" "$3"
        exit "$status"
    fi
    rm -f "$out"
    echo "$6: brought together line by line, since one of the versions is no canvas that can be read" >&2
    git merge-file --marker-size="$5" -L ours -L base -L theirs "$3" "$2" "$4"
    status=$?
    if [ "$status" -gt 127 ]; then
        echo "$6: your version stands; theirs is in git's index (git show :3:FILE)" >&2
        status=1
    fi
    exit "$status"
    ;;
diff) # path old hex mode new hex mode [new-path what]
    shift
    if [ "$#" -lt 7 ]; then
        echo "* Unmerged path $1"
        exit 0
    fi
    name=$1
    if [ "$#" -ge 8 ]; then
        name="$1 → $8"
    fi
    cx diff --path="$name" -- "$2" "$5" || git diff --no-index --no-ext-diff --no-textconv -- "$2" "$5"
    exit 0
    ;;
text) # file
    cx show --all -- "$2" 2>/dev/null || cat -- "$2"
    ;;
check)
    if git diff --cached --quiet --no-ext-diff --no-textconv --diff-filter=AM -- '*.cx.yaml'; then
        exit 0
    fi
    cx check --staged --depth none --severity error >/dev/null
    status=$?
    case "$status" in
    0 | 127) exit 0 ;;
    esac
    echo "Nothing was committed: this cannot stay as it is (git commit --no-verify commits it all the same)." >&2
    exit "$status"
    ;;
*)
    echo "cxcanvas: git asked for '$1', which is unknown here" >&2
    exit 2
    ;;
esac
